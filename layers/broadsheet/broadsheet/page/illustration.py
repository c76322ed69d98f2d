"""An article's picture as machines elsewhere fetch it: one absolute address that everything can read, and its size."""

import mimetypes
from dataclasses import dataclass

from ..article.fields import Image
from ..article.picture import SOCIAL_HEIGHT, SOCIAL_WIDTH, Picture
from .frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture for feeds, sitemaps and metadata; what is not known of it is None.

    `social` is the crop for cards, of an upload alone.
    """

    url: str
    alt: str
    caption: str | None
    credit: str | None
    media_type: str | None
    width: int | None
    height: int | None
    social: str | None = None

    @property
    def card(self) -> tuple[str, int | None, int | None]:
        """What a card shows: the address, width and height of the crop, or of the picture itself."""
        return (self.social, SOCIAL_WIDTH, SOCIAL_HEIGHT) if self.social else (self.url, self.width, self.height)


def illustration_of(frame: Frame, image: Image | None, picture: Picture | None) -> Illustration | None:
    """Return the picture of an article or a card; `picture` is that of its image where it is an upload."""
    if image is None:
        return None
    # Of an upload the widest JPEG: many readers of feeds show no AVIF.
    source = picture.largest if picture else frame.href(image.url)
    if source is None:
        return None
    width, height = picture.largest_size if picture else (image.width, image.height)
    return Illustration(
        url=frame.url(source),
        alt=image.alt,
        caption=image.caption,
        credit=image.credit,
        media_type=mimetypes.guess_type(source.partition("?")[0])[0],
        width=width,
        height=height,
        social=frame.url(picture.social) if picture else None,
    )
