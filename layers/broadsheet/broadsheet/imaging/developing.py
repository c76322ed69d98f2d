"""Develops a picture's file into its variants."""

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import ExifTags, Image, ImageMath, ImageOps, UnidentifiedImageError

from ..article.picture import SOCIAL_HEIGHT, SOCIAL_WIDTH, Format, Picture, height_at, widths_of
from ..article.upload import PIXELS_MAX, fault_of_sides, why_unreadable
from ..errors import UnfitPicture
from . import jpeg
from .colours import in_srgb, png_chunks, profile_of

# The newest goes into every new digest: variants are cached for good under their names, so another recipe gets another
# number. The older ones are known to those who make again what was lost.
RECIPES: Final = ("1", "2")
DIGEST_SIGNS: Final = 20

# What a file is, its bytes say. No name and no declared type is asked, and no other decoder ever runs.
READ: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

_SAVED: Final[dict[Format, dict[str, Any]]] = {
    Format.AVIF: {"format": "AVIF", "quality": 58, "speed": 9},
    Format.JPEG: {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}

# How a picture is set upright, by its EXIF orientation. Source: EXIF 2.32, section 4.6.4.
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING: Final = (5, 6, 7, 8)

# To find the colour that most of a picture has.
_COLOUR_SAMPLE_PIXELS: Final = 64
_COLOURS: Final = 8


@dataclass(frozen=True, slots=True)
class File:
    """One variant: its path on the site, its bytes and their type."""

    path: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A file's pixels, upright and in sRGB, no more of them than its variants need, and how large it is in full."""

    image: Image.Image
    width: int
    height: int


def developed(media: str, data: bytes) -> tuple[Picture, tuple[File, ...]]:
    """Return the picture that an upload's bytes are, and the files of all its variants.

    Upright, in sRGB, without any of the metadata that came with it; of an animation the first frame. Nothing is
    decoded before the header's figures were found fit. Raises `UnfitPicture`.
    """
    with _foreign(data):
        read = _read(data)
        flat = _flattened(read.image)
        colour = _colour_of(flat) if read.image.mode == "RGB" else None
    picture = Picture(
        media=media,
        digest=_digest_of(data, RECIPES[-1]),
        width=read.width,
        height=read.height,
        colour=colour,
        widths=widths_of(read.width, read.height),
    )
    return picture, _files(picture, read, flat)


def remade(picture: Picture, data: bytes) -> tuple[File, ...]:
    """Return the files of a picture once more, under the names that articles know, as the newest recipe makes them.

    A rule that came later refuses none. Raises `RuntimeError` where the bytes are not those that it was made of, and
    `UnfitPicture`.
    """
    if picture.digest not in {_digest_of(data, recipe) for recipe in RECIPES}:
        raise RuntimeError(f"{picture.media} was made by another recipe, or of another file")
    with _foreign(data):
        read = _read(data, fit=True)
        flat = _flattened(read.image)
    return _files(picture, read, flat)


@contextmanager
def _foreign(data: bytes) -> Iterator[None]:
    """Open what anybody may have made: whatever is raised in here is the file's fault, for good."""
    try:
        yield
    except UnfitPicture:
        raise
    except Image.DecompressionBombError as bomb:
        raise UnfitPicture(f"the picture has more than {PIXELS_MAX // 1_000_000} megapixels") from bomb
    except UnidentifiedImageError as unknown:
        raise UnfitPicture(why_unreadable(data)) from unknown
    except MemoryError as full:
        raise UnfitPicture("the picture takes more memory than there is for one; send it smaller") from full
    except Exception as broken:
        raise UnfitPicture("the picture is damaged or cut off") from broken


def _read(data: bytes, *, fit: bool = False) -> _Read:
    """Return a file's pixels; `fit` says that its sides were found so before."""
    try:
        return _decoded(data, fit)
    except (UnfitPicture, MemoryError):
        raise
    except Exception:
        if not jpeg.lacks_only_its_end(data):
            raise
    return _decoded(data + jpeg.END, fit)


def _decoded(data: bytes, fit: bool) -> _Read:
    image: Image.Image = Image.open(BytesIO(data), formats=READ)
    if not fit and (fault := fault_of_sides(*image.size)):
        raise UnfitPicture(fault)
    if image.format == "PNG":
        # What says how it lies may stand behind the pixels.
        image.load()
    orientation = _orientation(image)
    width, height = image.size if orientation not in _LYING else image.size[::-1]
    # The pixels that the largest variant and the social crop need; the rest need not be kept, or even decoded.
    share = min(1.0, max(widths_of(width, height)[-1] / width, SOCIAL_WIDTH / width, SOCIAL_HEIGHT / height))
    # JPEG alone: fewer coefficients are read, for a fraction of the time and the memory.
    sides = image.size
    image.draft(None, (math.ceil(sides[0] * share), math.ceil(sides[1] * share)))
    image.load()
    profile = profile_of(image, data)
    # From here each step's pixels take the place of those before: of the largest pictures that may be two are kept.
    image = _plain(image, data)
    if (factor := math.floor(image.size[0] / (sides[0] * share))) > 1:
        image = image.reduce(factor)
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    return _Read(in_srgb(image, profile), width, height)


def _orientation(image: Image.Image) -> int:
    """Return how a picture lies, as EXIF says: browsers ask nobody else, Pillow also XMP and comments."""
    try:
        exif = Image.Exif()
        exif.load(image.info.get("exif", b""))
        return int(exif.get(ExifTags.Base.Orientation, 1))
    except MemoryError:
        raise
    except Exception:
        # A picture is not refused for what a camera wrote beside it.
        return 1


def _plain(image: Image.Image, data: bytes) -> Image.Image:
    """Return the pixels as L, LA, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        grey = image.convert("I").point(lambda value: value / 256).convert("L")
        if (key := image.info.get("transparency")) is not None:
            grey.putalpha(ImageMath.lambda_eval(
                lambda args: args["convert"]((args["pixels"] != key) * 255, "L"), pixels=image.convert("I")
            ))  # fmt: skip
        return grey
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        _scale_transparency(image, data)
        return image.convert("LA" if image.mode in ("1", "L") else "RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _scale_transparency(image: Image.Image, data: bytes) -> None:
    """Say in eight bits which colour of a PNG is transparent, as its pixels are said. Source: PNG, section 11.3.1.1."""
    header = dict(png_chunks(data)).get(b"IHDR", bytes(13))
    key = image.info.get("transparency")
    depth = header[8]
    if image.mode == "L" and isinstance(key, int) and depth in (2, 4):
        image.info["transparency"] = key * 255 // (2**depth - 1)
    elif image.mode == "RGB" and isinstance(key, tuple) and depth == 16:
        image.info["transparency"] = tuple(part >> 8 for part in key)


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _colour_of(image: Image.Image) -> str:
    sample = image.resize((_COLOUR_SAMPLE_PIXELS, _COLOUR_SAMPLE_PIXELS), reducing_gap=2.0).quantize(_COLOURS)
    _, index = max(sample.getcolors() or [(0, 0)])
    red, green, blue = (sample.getpalette() or [])[3 * index : 3 * index + 3]  # type: ignore[operator]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _digest_of(data: bytes, recipe: str) -> str:
    return hashlib.sha256(f"{recipe}\n".encode() + data).hexdigest()[:DIGEST_SIGNS]


def _files(picture: Picture, read: _Read, flat: Image.Image) -> tuple[File, ...]:
    # An older recipe had larger ones, and other sides: their names stay.
    largest = widths_of(read.width, read.height)[-1]
    sizes = [(each, min(each, largest)) for each in picture.widths]
    files = [
        _file(picture.path(named, form), source.resize(
            (width, height_at(width, read.width, read.height)), Image.Resampling.LANCZOS, reducing_gap=3.0
        ), form)
        for form, source in ((Format.AVIF, read.image), (Format.JPEG, flat))
        for named, width in sizes
    ]  # fmt: skip
    crop = ImageOps.fit(flat, (SOCIAL_WIDTH, SOCIAL_HEIGHT), Image.Resampling.LANCZOS)
    return (*files, _file(picture.social, crop, Format.JPEG))


def _file(path: str, image: Image.Image, form: Format) -> File:
    out = BytesIO()
    image.save(out, **_SAVED[form])
    return File(path, out.getvalue(), form.content_type)
