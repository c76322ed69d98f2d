"""An upload: a picture on its way to be one. What may be sent, what cannot be used and why. Pure; sees no pixel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..errors import FieldError
from .picture import Picture

SIZE_MAX_BYTES: Final = 15_000_000
SIDE_MIN_PIXELS: Final = 16
SIDE_MAX_PIXELS: Final = 20_000
# How many times the shorter side goes into the longer: beyond, it is a line, or a page without an end.
RATIO_MAX: Final = 10
# Beyond it a small file could fill the memory: a bomb.
PIXELS_MAX: Final = 64_000_000

CONTENT_TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")
SVG: Final = "image/svg+xml"
# What they are called besides: by older programs, and APNG, which is a PNG that moves.
_ALSO_CALLED: Final = {
    "image/jpg": "image/jpeg",
    "image/jfif": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-jpeg": "image/jpeg",
    "image/x-jpg": "image/jpeg",
    "image/apng": "image/png",
    "image/vnd.mozilla.apng": "image/png",
    "image/x-png": "image/png",
    "image/x-webp": "image/webp",
    "image/x-gif": "image/gif",
    "image/avif-sequence": "image/avif",
}
# A media type, and parameters that no picture needs. Source: RFC 9110, section 8.3.1.
_MEDIA_TYPE: Final = re.compile(r"[ \t]*([^\s;]+)[ \t]*(?:;[\t -~]*)?")

# How long an upload that came to nothing is remembered.
UNFINISHED_KEPT: Final = timedelta(days=1)
# How long its file may be sent.
OPEN_FOR: Final = timedelta(minutes=15)

READABLE: Final = "JPEG, PNG, WebP, GIF or AVIF"

_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# The brands of ISO media files. Source: ISO/IEC 23008-12, annex B; AV1 Image File Format, section 6.
_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF_BRANDS: Final = (b"avif", b"avis")


class UploadState(StrEnum):
    """What has become of an upload."""

    AWAITING = "awaiting-upload"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is kept of an upload.

    `size` is in bytes, and like `content_type` what was announced; neither is believed. `reason` says in plain words
    why it was refused. Once there is a `picture` nothing changes any more, because articles have copied it.
    """

    id: str
    owner: str
    size: int
    content_type: str | None
    created_at: datetime
    state: UploadState = UploadState.AWAITING
    reason: str | None = None
    picture: Picture | None = None

    def made_into(self, picture: Picture) -> "Upload":
        """Return the upload with its picture."""
        return replace(self, state=UploadState.READY, reason=None, picture=picture)

    def refused_for(self, reason: str) -> "Upload":
        """Return the upload refused; its file may be sent again while it is open."""
        return replace(self, state=UploadState.REFUSED, reason=reason)


def content_type_of(announced: str | None) -> str | None:
    """Return a media type by the name that we know it by, in small letters and without parameters.

    What is no media type stays as it is, for `faults_of` to refuse.
    """
    found = _MEDIA_TYPE.fullmatch(announced or "")
    if found is None:
        return announced
    name = found[1].lower()
    return _ALSO_CALLED.get(name, name)


def faults_of(size: int, content_type: str | None) -> Iterator[FieldError]:
    """Yield what is wrong with an upload that is announced, before anything is sent; its type by `content_type_of`."""
    if size < 1:
        yield FieldError("/size", "size is less than 1 byte")
    if size > SIZE_MAX_BYTES:
        yield FieldError("/size", f"size is more than {SIZE_MAX_BYTES:,} bytes")
    if content_type == SVG:
        yield FieldError("/content_type", f"content_type is {SVG}, a drawing that can carry scripts; send it as PNG")
    elif content_type is not None and content_type not in CONTENT_TYPES:
        yield FieldError("/content_type", f"content_type is not one of {', '.join(CONTENT_TYPES)}")


def fault_of_size(size: int) -> str | None:
    """Say what is wrong with a file's length in bytes, or None."""
    if size == 0:
        return "the file is empty"
    return f"the file is larger than {SIZE_MAX_BYTES:,} bytes" if size > SIZE_MAX_BYTES else None


def fault_of_sides(width: int, height: int) -> str | None:
    """Say what is wrong with a picture's sides in pixels, or None."""
    if min(width, height) < SIDE_MIN_PIXELS:
        return f"the picture is {width:,} by {height:,} pixels, too small to print; each side needs {SIDE_MIN_PIXELS}"
    if width * height > PIXELS_MAX:
        return f"the picture is {width:,} by {height:,} pixels, more than {PIXELS_MAX // 1_000_000} megapixels"
    if max(width, height) > SIDE_MAX_PIXELS:
        return f"the picture is {width:,} by {height:,} pixels; a side has at most {SIDE_MAX_PIXELS:,}"
    if max(width, height) > RATIO_MAX * min(width, height):
        shape = "wide" if width > height else "tall"
        return (
            f"the picture is {width:,} by {height:,} pixels, too {shape}: its longer side is at most {RATIO_MAX} times "
            "the shorter; crop it, or send it in parts"
        )
    return None


def why_unreadable(data: bytes) -> str:
    """Say why a file is no picture that can be read, by how it begins."""
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if data.startswith(_SIGNATURES) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP") or brand in _AVIF_BRANDS:
        return "the picture is damaged or cut off"
    if brand in _HEIC_BRANDS:
        return "the picture is HEIC, which few browsers show; send it as JPEG"
    if data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"the file is a text such as SVG or HTML, which can carry scripts; send {READABLE}"
    return f"the file is no picture that is read here; send {READABLE}"
