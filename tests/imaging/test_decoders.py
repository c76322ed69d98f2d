"""Whatever a decoder makes of a file, an editor is told in words."""

import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError

from broadsheet.errors import UnfitPicture
from broadsheet.imaging.developing import READ, developed
from tests.photographs import opened, photograph, saved

GRAIN = Image.effect_noise((80, 64), 90).convert("RGB")
FILES = {form: saved(GRAIN, form) for form in READ}
MORE_FRAMES = saved(GRAIN, "AVIF", save_all=True, append_images=[GRAIN], duration=40)

RAISED = (
    MemoryError, RecursionError, OverflowError, ZeroDivisionError, struct.error, zlib.error, OSError, SyntaxError,
    ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, NotImplementedError, EOFError,
    UnicodeDecodeError, StopIteration, RuntimeError, Image.DecompressionBombError, UnidentifiedImageError,
)  # fmt: skip


def an(error: type[Exception]) -> Exception:
    return UnicodeDecodeError("ascii", b"\xff", 0, 1, "no") if error is UnicodeDecodeError else error("of theirs")


@pytest.mark.parametrize("step", ["_open", "load_prepare", "load", "load_end"])
@pytest.mark.parametrize("form", READ)
def test_whatever_a_decoder_raises_is_a_refusal(form: str, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.init()
    decoder = Image.OPEN[form][0] if isinstance(Image.OPEN[form][0], type) else type(opened(FILES[form]))
    for error in RAISED:

        def fail(*_: Any, error: type[Exception] = error) -> Any:
            raise an(error)

        with monkeypatch.context() as broken:
            broken.setattr(decoder, step, fail)
            with pytest.raises(UnfitPicture) as refused:
                developed("01J", FILES[form])
        assert str(refused.value).startswith("the picture "), (error, str(refused.value))
        assert "theirs" not in str(refused.value)


def test_a_picture_that_takes_too_much_memory_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise MemoryError

    see_through = saved(GRAIN.convert("RGBA"), "PNG")
    for where, name, data in (
        (ImageFile.ImageFile, "load", see_through),
        (Image.Image, "convert", see_through),
        (Image.Exif, "load", photograph(80, 60)),
        (ImageCms, "profileToProfile", photograph(80, 60)),
    ):
        with monkeypatch.context() as full:
            full.setattr(where, name, fail)
            with pytest.raises(UnfitPicture, match="more memory than there is"):
                developed("01J", data)


def test_an_avif_whose_clock_stands_still_is_refused() -> None:
    # Source: ISO/IEC 14496-12, section 8.4.2: version and flags, two times, then the timescale.
    at = MORE_FRAMES.index(b"mdhd") + 4
    version = MORE_FRAMES[at]
    at += 4 + 2 * (8 if version else 4)
    with pytest.raises(UnfitPicture, match="damaged"):
        developed("01J", MORE_FRAMES[:at] + bytes(4) + MORE_FRAMES[at + 4 :])
