"""Picture files as editors send them, the good and the bad. Each is made when it is asked for."""

import struct
import zlib
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageCms

ORIENTATION: Final = 0x0112
MAKE: Final = 0x010F
GPS: Final = 0x8825
CAMERA: Final = "Marsh & Sons"

XMP: Final = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>Secret place</rdf:RDF></x:xmpmeta>'


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """Read a file back."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def photograph(width: int = 4000, height: int = 3000) -> bytes:
    """Return a JPEG as a phone takes it: lying on its side, with the place, the camera and a profile in it.

    Upright its left half is red, its right half blue, with the grain of a real one.
    """
    grain = Image.effect_noise((width, height), 20)
    halves = Image.new("RGB", (width, height), (200, 40, 30))
    # Lying, what is right stands below or above: orientation 6 is turned clockwise to be read.
    halves.paste((30, 60, 190), (0, 0, width, height // 2))
    picture = Image.blend(halves, Image.merge("RGB", [grain] * 3), 0.15)
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, CAMERA
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(picture, "JPEG", quality=88, exif=exif, icc_profile=profile, xmp=XMP)


def red_is_blue() -> bytes:
    """Return a colour profile in which the red primary is sRGB's blue one, and the blue its red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Source: ICC.1, section 7.3: a table of signature, offset and size follows the header of 128 bytes.
    (count,) = struct.unpack_from(">I", profile, 128)
    places = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    for red, blue in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        at, other = places[red], places[blue]
        profile[at : at + 4], profile[other : other + 4] = blue, red
    return bytes(profile)


def exif(orientation: int) -> Image.Exif:
    """Return EXIF that says how a picture lies."""
    made = Image.Exif()
    made[ORIENTATION] = orientation
    return made


def png(pixels: bytes, sides: tuple[int, int], *, depth: int, kind: int, chunks: dict[bytes, bytes]) -> bytes:
    """Return a PNG of those chunks; `pixels` are its rows, packed. Source: PNG, third edition, section 11.2."""
    width, height = sides
    rows = [pixels[at : at + len(pixels) // height] for at in range(0, len(pixels), len(pixels) // height)]
    packed = zlib.compress(b"".join(b"\0" + row for row in rows))
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    said = [(b"IHDR", header), *chunks.items(), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in said)


def grey_profile(gamma: float) -> bytes:
    """Return a colour profile of greys. Source: ICC.1, sections 7.2, 7.3, 8.3.4 and 10.6."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63_190, 65_536, 54_061)
    tone = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, round(gamma * 256))
    table = struct.pack(">I4sII4sII", 2, b"wtpt", 156, len(white), b"kTRC", 156 + len(white), len(tone))
    size = 128 + len(table) + len(white) + len(tone)
    header = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x", size, 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp", 63_190, 65_536, 54_061
    )
    return header + table + white + tone


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of few bytes that claims so many pixels, all of them there."""
    pixels = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(pixels.compress(row) for _ in range(height)) + pixels.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
