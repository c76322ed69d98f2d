"""Whatever a decoder makes of a file, an editor is told in words; and what browsers show is taken."""

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


JPEGS = {
    "in one go": FILES["JPEG"],
    "progressive": saved(GRAIN, "JPEG", progressive=True),
    "grey": saved(GRAIN.convert("L"), "JPEG"),
    "four inks": saved(GRAIN.convert("CMYK"), "JPEG"),
    "with restarts": saved(GRAIN, "JPEG", restart_marker_rows=1),
    "a photograph": photograph(80, 60),
}


@pytest.mark.parametrize("kind", JPEGS)
@pytest.mark.parametrize("lacking", [1, 2])
def test_a_jpeg_that_lacks_only_its_end_is_the_picture_that_it_is(kind: str, lacking: int) -> None:
    whole, files = developed("01J", JPEGS[kind])
    cut, others = developed("01J", JPEGS[kind][:-lacking])
    assert (cut.width, cut.height, cut.colour) == (whole.width, whole.height, whole.colour)
    assert [each.body for each in others] == [each.body for each in files]


@pytest.mark.parametrize("kind", JPEGS)
@pytest.mark.parametrize("lacking", [12, 80, 400])
def test_a_jpeg_that_lacks_more_is_cut_off(kind: str, lacking: int) -> None:
    with pytest.raises(UnfitPicture, match="damaged or cut off"):
        developed("01J", JPEGS[kind][:-lacking])


@pytest.mark.parametrize("mark", [b"\xff\xda", b"\xff\xd1"], ids=["before a scan", "before a restart"])
def test_a_jpeg_is_cut_off_also_where_a_part_of_it_is_whole(mark: bytes) -> None:
    data = JPEGS["progressive" if mark == b"\xff\xda" else "with restarts"]
    with pytest.raises(UnfitPicture, match="damaged or cut off"):
        developed("01J", data[: data.rindex(mark)])
