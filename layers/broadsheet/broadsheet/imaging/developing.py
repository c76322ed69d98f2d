"""Develops a picture's file into its variants."""

import hashlib
import math
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from ..article.picture import SOCIAL_HEIGHT, SOCIAL_WIDTH, Format, Picture, height_at, widths_of
from ..article.upload import PIXELS_MAX, fault_of_sides, why_unreadable
from ..errors import UnfitPicture

# Goes into every digest. Another recipe gets another number: variants are cached for good under their names.
RECIPE: Final = "1"
DIGEST_SIGNS: Final = 20

# What a file is, its bytes say. No name and no declared type is asked, and no other decoder ever runs.
READ: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

_SAVED: Final[dict[Format, dict[str, Any]]] = {
    Format.AVIF: {"format": "AVIF", "quality": 58, "speed": 9},
    Format.JPEG: {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}

# What decoders raise where a file breaks off or lies. Source: Pillow, Image.open and ImageFile.load.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, RuntimeError,
    struct.error, zlib.error,
)  # fmt: skip

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

_SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# To find the colour that most of a picture has.
_COLOUR_SAMPLE_PIXELS: Final = 64
_COLOURS: Final = 8


@dataclass(frozen=True, slots=True)
class File:
    """One variant: its path on the site, its bytes and their type."""

    path: str
    body: bytes
    content_type: str


def developed(media: str, data: bytes) -> tuple[Picture, tuple[File, ...]]:
    """Return the picture that an upload's bytes are, and the files of all its variants.

    Upright, in sRGB, without any of the metadata that came with it; of an animation the first frame. Nothing is
    decoded before the header's figures were found fit. Raises `UnfitPicture`.
    """
    original = _opened(data)
    if fault := fault_of_sides(*original.size):
        raise UnfitPicture(fault)
    # Only now: of a PNG the pixels are read to find it.
    orientation = _orientation(original)
    width, height = original.size if orientation not in _LYING else original.size[::-1]
    widths = widths_of(width)
    # The pixels that the largest variant and the social crop need; the rest need not be kept, or even decoded.
    share = min(1.0, max(widths[-1] / width, SOCIAL_WIDTH / width, SOCIAL_HEIGHT / height))
    try:
        image = _in_srgb(_upright(_decoded(original, share), orientation), original.info.get("icc_profile"))
    except (*_BROKEN, MemoryError) as broken:
        raise UnfitPicture("the picture is damaged or cut off") from broken
    flat = _flattened(image)
    digest = hashlib.sha256(f"{RECIPE}\n".encode() + data).hexdigest()[:DIGEST_SIGNS]
    picture = Picture(
        media=media, digest=digest, width=width, height=height, colour=_colour_of(flat), widths=widths
    )  # fmt: skip
    files = [
        _file(picture.path(each, form), source.resize(
            (each, height_at(each, width, height)), Image.Resampling.LANCZOS, reducing_gap=3.0
        ), form)
        for form, source in ((Format.AVIF, image), (Format.JPEG, flat))
        for each in widths
    ]  # fmt: skip
    crop = ImageOps.fit(flat, (SOCIAL_WIDTH, SOCIAL_HEIGHT), Image.Resampling.LANCZOS)
    return picture, (*files, _file(picture.social, crop, Format.JPEG))


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=READ)
    except Image.DecompressionBombError as bomb:
        raise UnfitPicture(f"the picture has more than {PIXELS_MAX // 1_000_000} megapixels") from bomb
    except UnidentifiedImageError as unknown:
        raise UnfitPicture(why_unreadable(data)) from unknown
    except _BROKEN as broken:
        raise UnfitPicture("the picture is damaged or cut off") from broken


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except _BROKEN:
        # A picture is not refused for what a camera wrote beside it.
        return 1


def _decoded(image: Image.Image, share: float) -> Image.Image:
    """Return the pixels in a plain mode, at least that share of each side."""
    # JPEG alone: fewer coefficients are read, for a fraction of the time and the memory.
    sides = image.size
    image.draft(None, (math.ceil(sides[0] * share), math.ceil(sides[1] * share)))
    image.load()
    share *= sides[0] / image.size[0]
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    factor = math.floor(1 / share)
    return image.reduce(factor) if factor > 1 else image


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the pixels as RGB in sRGB, or as RGBA where any is transparent, with nothing beside them."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    made: Image.Image | None = None
    if profile:
        try:
            made = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                _SRGB,
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                mode,
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (OSError, ImageCms.PyCMSError):
            # Broken, or of another kind of picture: as if there were none.
            made = None
    image = made or image.convert(mode)
    if mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    # Encoders would write from here what the camera wrote: profiles, EXIF, XMP.
    image.info.clear()
    return image


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


def _file(path: str, image: Image.Image, form: Format) -> File:
    out = BytesIO()
    image.save(out, **_SAVED[form])
    return File(path, out.getvalue(), form.content_type)
