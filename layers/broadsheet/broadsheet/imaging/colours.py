"""What the numbers of a picture's pixels mean, and what they are in sRGB. Knows profiles and colour chunks."""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms

_SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

Point = tuple[float, float]
Triple = tuple[float, float, float]
Curve = Callable[[float], float]

# Where red, green, blue and white lie in CIE xy.
_SRGB_POINTS: Final = ((0.64, 0.33), (0.3, 0.6), (0.15, 0.06), (0.3127, 0.329))
_CINEMA_WHITE: Final = (0.314, 0.351)
_P3: Final = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
_NTSC: Final = ((0.63, 0.34), (0.31, 0.595), (0.155, 0.07), _SRGB_POINTS[3])
# Source: ITU-T H.273, table 2. What is not here is taken for sRGB.
_PRIMARIES: Final[dict[int, tuple[Point, ...]]] = {
    5: ((0.64, 0.33), (0.29, 0.6), (0.15, 0.06), _SRGB_POINTS[3]),
    6: _NTSC,
    7: _NTSC,
    9: ((0.708, 0.292), (0.17, 0.797), (0.131, 0.046), _SRGB_POINTS[3]),
    11: (*_P3, _CINEMA_WHITE),
    12: (*_P3, _SRGB_POINTS[3]),
}
# Such a difference nobody sees, and encoders round.
_POINTS_TOLERANCE: Final = 0.001
# Within it a gamma of 1/2.2 means sRGB. Source: libpng, PNG_GAMMA_THRESHOLD.
_GAMMA_TOLERANCE: Final = 0.05

# How bright paper is where brightness is absolute, in nits. Source: ITU-R BT.2408.
_PAPER_NITS: Final = 203
_PQ_NITS_MAX: Final = 10_000
_HLG_PAPER: Final = 0.75
_HLG_GAMMA: Final = 1.2

# What adapts the eye to another white. Source: ICC.1, annex E.
_BRADFORD: Final = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_PROFILE_WHITE: Final = (0.9642, 1.0, 0.8249)

_PNG: Final = b"\x89PNG\r\n\x1a\n"


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the pixels as RGB in sRGB, or as RGBA where any is transparent, with nothing beside them.

    A profile that is broken, or of another kind of picture, is passed over.
    """
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    bare = image.convert(image.mode.removesuffix("A")) if alpha else image
    made = (_converted(bare, profile) if profile else None) or bare.convert("RGB")
    if alpha and alpha.getextrema() != (255, 255):
        made.putalpha(alpha)
    # Encoders would write from here what the camera wrote: profiles, EXIF, XMP.
    made.info.clear()
    return made


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        modes = {"GRAY": ("L",), "RGB": ("RGB", "L"), "CMYK": ("CMYK",)}.get(source.profile.xcolor_space.strip(), ())
        if image.mode not in modes:
            return None
        return ImageCms.profileToProfile(
            image.convert(modes[0]) if image.mode != modes[0] else image,
            source,
            _SRGB,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except MemoryError:
        raise
    except Exception:
        # Whatever the reader of profiles makes of it.
        return None


def profile_of(image: Image.Image, data: bytes) -> bytes | None:
    """Return the profile of a picture's colours, made from what its file says where it has none; None for sRGB.

    Of several ways to say it in a PNG the first holds: cICP, iCCP, sRGB, then gAMA and cHRM. Of an AVIF its profile
    does. Source: PNG, third edition, section 4.3; AV1 Image File Format, section 2.2.
    """
    embedded: bytes | None = image.info.get("icc_profile")
    try:
        if image.format == "PNG" and (code := dict(png_chunks(data)).get(b"cICP")):
            return _profile_of_code(code[0], code[1])
        if embedded or image.format not in ("PNG", "AVIF"):
            return embedded
        if image.format == "AVIF":
            codes = {data[at : at + 4] for at in _ends_of(data, b"colrnclx")}
            # More than one: a picture for brighter screens lies beside it, and which is whose is not looked up.
            return _profile_of_code(*struct.unpack(">HH", codes.pop())) if len(codes) == 1 else None
        return None if "srgb" in image.info else _profile_of_chunks(image)
    except (ArithmeticError, IndexError, struct.error):
        # Points that span no triangle, figures out of all measure.
        return embedded


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG that stand before its pixels; none of another file. Source: PNG, section 5.3."""
    at = len(_PNG)
    while data.startswith(_PNG) and (head := data[at : at + 8])[4:] != b"IDAT" and len(head) == 8:
        length = int.from_bytes(head[:4])
        yield head[4:], data[at + 8 : at + 8 + length]
        at += length + 12


def _ends_of(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at + len(mark)
        at = data.find(mark, at + 1)


def _profile_of_chunks(image: Image.Image) -> bytes | None:
    # Points alone say too little, and browsers pass them over.
    if not (gamma := image.info.get("gamma")):
        return None
    is_srgb = abs(gamma * 2.2 - 1) < _GAMMA_TOLERANCE
    points: tuple[Point, ...] = _SRGB_POINTS
    if chroma := image.info.get("chromaticity"):
        white, *primaries = zip(chroma[::2], chroma[1::2], strict=True)
        points = (*primaries, white)
    return _profile(points, _srgb_curve if is_srgb else lambda value: value ** (1 / gamma))


def _profile_of_code(primaries: int, transfer: int) -> bytes | None:
    """Return the profile of code points. Source: ITU-T H.273, tables 2 and 3.

    The curves of television are read as that of sRGB, as screens do.
    """
    curves: dict[int, Curve] = {
        4: lambda value: value**2.2,
        5: lambda value: value**2.8,
        8: lambda value: value,
        16: _pq_curve,
        18: _hlg_curve,
    }
    return _profile(_PRIMARIES.get(primaries, _SRGB_POINTS), curves.get(transfer, _srgb_curve))


def _srgb_curve(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _pq_curve(value: float) -> float:
    # Source: SMPTE ST 2084.
    power = value ** (32 / 2523)
    light = (max(0.0, power - 107 / 128) / (2413 / 128 - 2392 / 128 * power)) ** (8192 / 1305)
    return _on_paper(light * _PQ_NITS_MAX / _PAPER_NITS, _PQ_NITS_MAX / _PAPER_NITS)


def _hlg_curve(value: float) -> float:
    light, most = ((_hlg_light(each) / _hlg_light(_HLG_PAPER)) ** _HLG_GAMMA for each in (value, 1.0))
    return _on_paper(light, most)


def _on_paper(light: float, most: float) -> float:
    """Return light, of which paper has 1 and the brightest `most`, as 0 to 1, about as Chromium shows it.

    Source: Reinhard and others, Photographic Tone Reproduction for Digital Images, equation 4.
    """
    return light * (1 + light / most**2) / (1 + light)


def _hlg_light(value: float) -> float:
    # Source: ITU-R BT.2100, table 5.
    return value**2 / 3 if value <= 0.5 else (2.718281828 ** ((value - 0.55991073) / 0.17883277) + 0.28466892) / 12


def _profile(points: tuple[Point, ...], curve: Curve) -> bytes | None:
    """Return a profile of three primaries and one curve, from a pixel's value to light, both 0 to 1.

    None where that is sRGB. Source: ICC.1, sections 7.2, 7.3, 8.3, 10.6 and 10.31.
    """
    distance = max(abs(one - other) for mine, srgb in zip(points, _SRGB_POINTS, strict=True)
                   for one, other in zip(mine, srgb, strict=True))  # fmt: skip
    if distance <= _POINTS_TOLERANCE:
        points = _SRGB_POINTS
        if curve is _srgb_curve:
            return None
    columns = [b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(each * 65_536) for each in column))
               for column in _columns(points)]  # fmt: skip
    values = [round(65_535 * min(1.0, max(0.0, curve(value / 255)))) for value in range(256)]
    tone = b"curv\0\0\0\0" + struct.pack(">I256H", 256, *values)
    names = (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    at, table, body = 128 + 4 + 12 * len(names), b"", b""
    for name, tag in zip(names, [*columns, tone, tone, tone], strict=True):
        table += name + struct.pack(">II", at + len(body), len(tag))
        body += tag
    header = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x",
        at + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp",
        *(round(each * 65_536) for each in _PROFILE_WHITE),
    )  # fmt: skip
    return header + struct.pack(">I", len(names)) + table + body


def _columns(points: tuple[Point, ...]) -> list[Triple]:
    """Return the XYZ of red, green and blue beside the white of profiles. Raises `ZeroDivisionError`."""
    *primaries, white = (_xyz(point) for point in points)
    shares = _solved((primaries[0], primaries[1], primaries[2]), white)
    scales = [wanted / is_ for wanted, is_ in zip(_seen(_PROFILE_WHITE), _seen(white), strict=True)]
    columns = []
    for primary, share in zip(primaries, shares, strict=True):
        cones = [share * cone * scale for cone, scale in zip(_seen(primary), scales, strict=True)]
        turned: tuple[Triple, ...] = tuple(zip(*_BRADFORD, strict=True))
        columns.append(_solved((turned[0], turned[1], turned[2]), (cones[0], cones[1], cones[2])))
    return columns


def _xyz(point: Point) -> Triple:
    x, y = point
    return x / y, 1.0, (1 - x - y) / y


def _seen(xyz: Triple) -> list[float]:
    return [sum(part * value for part, value in zip(row, xyz, strict=True)) for row in _BRADFORD]


def _solved(columns: tuple[Triple, Triple, Triple], wanted: Triple) -> Triple:
    """Return how much of each of three columns makes what is wanted, by Cramer's rule."""
    first, second, third = columns
    whole = _volume(first, second, third)
    return (
        _volume(wanted, second, third) / whole,
        _volume(first, wanted, third) / whole,
        _volume(first, second, wanted) / whole,
    )


def _volume(one: Triple, two: Triple, three: Triple) -> float:
    return (
        one[0] * (two[1] * three[2] - two[2] * three[1])
        - two[0] * (one[1] * three[2] - one[2] * three[1])
        + three[0] * (one[1] * two[2] - one[2] * two[1])
    )
