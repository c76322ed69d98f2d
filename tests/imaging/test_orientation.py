"""Pictures lie as browsers show them: by what EXIF says, and by nothing else."""

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from broadsheet.imaging.developing import developed
from tests.photographs import exif, saved

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
WIDE = Image.new("RGB", (64, 48), "teal")


def text(name: str, words: str) -> PngInfo:
    made = PngInfo()
    made.add_itxt(name, words)
    return made


RAW_EXIF = f"\nexif\n{len(exif(6).tobytes())}\n{exif(6).tobytes().hex()}"

UPRIGHT = {
    "JPEG": saved(WIDE, "JPEG", xmp=XMP),
    "WebP": saved(WIDE, "WEBP", xmp=XMP),
    "AVIF": saved(WIDE, "AVIF", xmp=XMP),
    "PNG": saved(WIDE, "PNG", pnginfo=text("XML:com.adobe.xmp", XMP.decode())),
    "PNG with EXIF as a comment": saved(WIDE, "PNG", pnginfo=text("Raw profile type exif", RAW_EXIF)),
    "JPEG whose EXIF says otherwise": saved(WIDE, "JPEG", xmp=XMP, exif=exif(1)),
    "JPEG whose EXIF is broken": saved(WIDE, "JPEG", exif=b"Exif\0\0nothing"),
    "JPEG that lies in no known way": saved(WIDE, "JPEG", exif=exif(9)),
}


@pytest.mark.parametrize("kind", UPRIGHT)
def test_what_only_xmp_says_turns_nothing(kind: str) -> None:
    picture, _ = developed("01J", UPRIGHT[kind])
    assert (picture.width, picture.height) == (64, 48)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_exif_says_turns_a_picture(form: str) -> None:
    picture, _ = developed("01J", saved(WIDE, form, exif=exif(6), xmp=XMP.replace(b"6", b"1")))
    assert (picture.width, picture.height) == (48, 64)
