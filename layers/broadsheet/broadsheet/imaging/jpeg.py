"""A JPEG that breaks off: whether it lacks nothing but the mark of its end, as browsers show it."""

import hashlib
import re
from io import BytesIO
from typing import Final

from PIL import Image

END: Final = b"\xff\xd9"

# What is no marker stands in the pixels' data: a stuffed byte, a restart. Source: ITU-T T.81, section B.1.1.
_MARKER: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_WITHOUT_LENGTH: Final = (0x01, 0xD8)
_END: Final = 0xD9
_FRAMES: Final = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
_SCAN: Final = 0xDA

_NOISE: Final = b"\x5a\x3c\x96\xe1\x0f" * 16
# Pixels, whatever restart they wait for.
_MORE: Final = _NOISE + b"".join(b"\xff" + bytes([0xD0 + number % 8]) + _NOISE for number in range(16))


def lacks_only_its_end(data: bytes) -> bool:
    """Tell whether a JPEG that ends too early has all its pixels.

    It has if it looks the same whatever comes next. Raises what decoders raise.
    """
    if not data.startswith(b"\xff\xd8") or not _has_every_scan(data):
        return False
    data = data.rstrip(b"\xff")
    return _look(data + END) == _look(data + _MORE + END)


def _has_every_scan(data: bytes) -> bool:
    """Tell whether each coefficient of each colour comes in some scan down to its last bit."""
    at, awaited, frames = 2, set[tuple[int, int]](), 0
    while (found := _MARKER.search(data, at)) and found[1][0] != _END:
        at = found.end()
        if (kind := found[1][0]) in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(data[at : at + 2])
        segment = data[at + 2 : at + length]
        at += length
        if kind in _FRAMES:
            frames += 1
            awaited = {(component, number) for component in segment[6::3] for number in range(64)}
        elif kind == _SCAN:
            components = segment[1 : 1 + 2 * segment[0] : 2]
            first, last, bits = segment[1 + 2 * segment[0] :][:3]
            if not bits & 15:
                awaited -= {(component, number) for component in components for number in range(first, last + 1)}
    return frames == 1 and not awaited


def _look(data: bytes) -> bytes:
    """Return a mark of the pixels."""
    return hashlib.sha256(Image.open(BytesIO(data), formats=("JPEG",)).tobytes()).digest()
