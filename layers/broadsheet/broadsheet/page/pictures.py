"""The markup of an upload's picture: each browser takes the smallest file that fills the place. Knows no template."""

from typing import Final

from markupsafe import Markup, escape

from ..article.picture import Format, Picture

# What a browser that knows no srcset gets.
_PLAIN_WIDTH: Final = 640


def picture_html(picture: Picture, alt: str, sizes: str, *, eager: bool = False, css_class: str = "") -> Markup:
    """Return a picture in all its widths.

    `sizes` says how wide it is shown, as the HTML attribute does. A picture that a page opens with is `eager`;
    every other waits until a reader comes near it.
    """
    width, height = picture.largest_size
    plain = next((each for each in picture.widths if each >= _PLAIN_WIDTH), picture.widths[-1])
    css = f' class="{escape(css_class)}"' if css_class else ""
    when = 'fetchpriority="high"' if eager else 'loading="lazy"'
    at, colour = f'sizes="{escape(sizes)}"', escape(picture.colour)
    return Markup(
        f'<picture><source type="{Format.AVIF.content_type}" srcset="{_srcset(picture, Format.AVIF)}" {at}>'
        f'<img{css} src="{picture.path(plain, Format.JPEG)}" srcset="{_srcset(picture, Format.JPEG)}" {at} '
        f'alt="{escape(alt)}" width="{width}" height="{height}" {when} data-colour="{colour}"></picture>'
    )


def plain_picture_html(picture: Picture, alt: str, base_url: str) -> Markup:
    """Return a picture as one file with an absolute address, for whoever reads a feed.

    `base_url` is the site's, with a trailing slash.
    """
    width, height = picture.largest_size
    source = escape(base_url.rstrip("/") + picture.largest)
    return Markup(f'<img src="{source}" alt="{escape(alt)}" width="{width}" height="{height}">')


def _srcset(picture: Picture, form: Format) -> str:
    return ",".join(f"{picture.path(width, form)} {width}w" for width in picture.widths)
