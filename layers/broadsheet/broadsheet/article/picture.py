"""A picture as pages show it: an upload's variants, each named after its content. Pure; knows no store and no HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# From a thumbnail to a lead on a wide screen with twice the pixels. A variant is never wider than its original.
WIDTHS: Final = (320, 640, 960, 1280, 1920)
# Three screens of twice the pixels: no page shows more of a tall picture.
VARIANT_HEIGHT_MAX: Final = 6_000

# Source: Open Graph and card previews are cut to 1.91 to 1.
SOCIAL_WIDTH: Final = 1200
SOCIAL_HEIGHT: Final = 630


class Format(StrEnum):
    """The formats of variants, the smallest first; the last is read by everything."""

    AVIF = "avif"
    JPEG = "jpg"

    @property
    def content_type(self) -> str:
        """Its media type."""
        return "image/avif" if self is Format.AVIF else "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An upload that was made into variants; it never changes.

    `media` is the upload's id. `digest` follows from its bytes and from how variants are made, and names them all.
    `width` and `height` are the original's, in pixels, upright; `widths` those of the variants, ascending.
    `colour` is its dominant one, `#rrggbb`; None where what is behind it shines through.
    """

    media: str
    digest: str
    width: int
    height: int
    colour: str | None
    widths: tuple[int, ...]

    def path(self, width: int, form: Format) -> str:
        """Return the path of a variant on the site."""
        return f"/media/{self.digest}/{width}.{form.value}"

    @property
    def largest(self) -> str:
        """The path of the widest variant that everything can read."""
        return self.path(self.widths[-1], Format.JPEG)

    @property
    def largest_size(self) -> tuple[int, int]:
        """Its width and height in pixels."""
        return self.widths[-1], height_at(self.widths[-1], self.width, self.height)

    @property
    def social(self) -> str:
        """The path of the crop for social cards, 1200 by 630 pixels."""
        return f"/media/{self.digest}/social.jpg"


def widths_of(width: int, height: int) -> tuple[int, ...]:
    """Return the widths of the variants of a picture: those of the design that it has pixels for, and its own.

    None is of more than the largest height.
    """
    largest = max(1, min(width, width * VARIANT_HEIGHT_MAX // height))
    smaller = tuple(each for each in WIDTHS if each < largest)
    return smaller if len(smaller) == len(WIDTHS) else (*smaller, largest)


def height_at(width: int, original_width: int, original_height: int) -> int:
    """Return the height of a variant."""
    return max(1, round(original_height * width / original_width))


def picture_named(pictures: Iterable[Picture], media: str | None) -> Picture | None:
    """Return the picture of an upload, or None."""
    found: Iterator[Picture] = (picture for picture in pictures if picture.media == media)
    return next(found, None)
