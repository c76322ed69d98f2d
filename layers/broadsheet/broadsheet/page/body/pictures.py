"""The markup of pictures: each browser takes the smallest file that fills the place. Knows no template."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urljoin

from markupsafe import Markup, escape

from ...article.fields import Image
from ...article.picture import Format, Picture
from ..frame import Frame

# What a browser that knows no srcset gets.
_PLAIN_WIDTH: Final = 640


def image_html(
    frame: Frame,
    image: Image | None,
    picture: Picture | None,
    alt: str,
    sizes: str,
    *,
    css_class: str = "",
    eager: bool = False,
    pixels_max: int | None = None,
) -> Markup:
    """Return an article's picture for a page, whether an upload or an address; nothing where it has none to show.

    `sizes` says how wide it is shown, as the HTML attribute does; `pixels_max` is the widest variant that makes sense
    there. A picture that a page opens with is `eager`; every other waits until a reader comes near it.
    """
    if picture is not None:
        return picture_html(picture, alt, sizes, css_class=css_class, eager=eager, pixels_max=pixels_max)
    source = frame.href(image.url) if image is not None else None
    if image is None or source is None:
        return Markup()
    external = frame.is_external(source)
    css = _class(" ".join(filter(None, (css_class, "external" if external else ""))))
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    # Another site need not learn what is read here.
    silent = ' referrerpolicy="no-referrer"' if external else ""
    return Markup(f'<img{css} src="{escape(source)}" alt="{escape(alt)}"{size} {_when(eager)}{silent}>')


def picture_html(
    picture: Picture,
    alt: str,
    sizes: str,
    *,
    css_class: str = "",
    eager: bool = False,
    pixels_max: int | None = None,
) -> Markup:
    """Return an upload's picture in the widths that there are, AVIF where a browser can, JPEG else.

    The arguments are those of `image_html`.
    """
    width, height = picture.largest_size
    widths = [each for each in picture.widths if pixels_max is None or each <= pixels_max] or [picture.widths[0]]
    plain = next((each for each in widths if each >= _PLAIN_WIDTH), widths[-1])
    at = f'sizes="{escape(sizes)}"'
    # Something must not shine through that the picture was never meant to cover.
    colour = f' data-colour="{escape(picture.colour)}"' if picture.colour else ""
    return Markup(
        f'<picture><source type="{Format.AVIF.content_type}" srcset="{_srcset(picture, widths, Format.AVIF)}" {at}>'
        f'<img{_class(css_class)} src="{picture.path(plain, Format.JPEG)}" '
        f'srcset="{_srcset(picture, widths, Format.JPEG)}" {at} '
        f'alt="{escape(alt)}" width="{width}" height="{height}" {_when(eager)}{colour}></picture>'
    )


def plain_picture_html(picture: Picture, alt: str, base_url: str) -> Markup:
    """Return a picture as one file with an absolute address, for whoever reads a feed.

    `base_url` is that of any page of the site.
    """
    width, height = picture.largest_size
    source = escape(urljoin(base_url, picture.largest))
    return Markup(f'<img src="{source}" alt="{escape(alt)}" width="{width}" height="{height}">')


def _srcset(picture: Picture, widths: Sequence[int], form: Format) -> str:
    return ",".join(f"{picture.path(width, form)} {width}w" for width in widths)


def _when(eager: bool) -> str:
    return 'fetchpriority="high"' if eager else 'loading="lazy"'


def _class(names: str) -> str:
    return f' class="{escape(names)}"' if names else ""
