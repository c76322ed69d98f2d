"""The process that opens pictures may break, be filled or stall: that is the picture's end, and nothing else's."""

import faulthandler
import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import UnfitPicture
from broadsheet.imaging import apart
from broadsheet.imaging.apart import developed_apart, remade_apart
from broadsheet.imaging.developing import developed
from tests.photographs import bomb, photograph

on_linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux says and limits it so")


def opening(monkeypatch: pytest.MonkeyPatch, what: Any) -> None:
    """Let a decoder do something of its own."""
    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load_prepare", what)


def children() -> int:
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def test_what_is_made_apart_is_what_is_made_here() -> None:
    data = photograph(80, 60)
    assert developed_apart("01J", data) == developed("01J", data)
    picture, files = developed("01J", data)
    assert remade_apart(picture, data) == files


def test_why_a_picture_is_refused_is_told_across() -> None:
    with pytest.raises(UnfitPicture, match="more than 64 megapixels"):
        developed_apart("01J", bomb(10_000, 8_000))


@pytest.mark.parametrize("by", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL])
def test_a_decoder_that_crashes_is_a_refusal(by: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> None:
        # Pytest would print where.
        faulthandler.disable()
        os.kill(os.getpid(), by)

    opening(monkeypatch, crash)
    with pytest.raises(UnfitPicture, match="damaged"):
        developed_apart("01J", photograph(80, 60))


def test_a_decoder_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS_MAX", 1)
    opening(monkeypatch, lambda *_: time.sleep(600))
    with pytest.raises(UnfitPicture, match="takes longer than 1 seconds"):
        developed_apart("01J", photograph(80, 60))
    assert children() == 0


@on_linux
def test_a_decoder_that_fills_the_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MEMORY_MAX_BYTES", 50_000_000)
    held: list[bytearray] = []
    opening(monkeypatch, lambda *_: held.extend(bytearray(10_000_000) for _ in range(100)))
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(UnfitPicture, match="more memory than there is"):
        developed_apart("01J", photograph(80, 60))
    assert (held, resource.getrlimit(resource.RLIMIT_DATA)) == ([], before)


def test_what_fails_of_ours_is_not_the_picture_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError("the encoder is ours")

    monkeypatch.setattr("broadsheet.imaging.developing._file", fail)
    with pytest.raises(RuntimeError, match="the encoder is ours"):
        developed_apart("01J", photograph(80, 60))
    monkeypatch.setattr("broadsheet.imaging.apart.msgspec.msgpack.encode", fail)
    with pytest.raises(RuntimeError, match="without a word"):
        developed_apart("01J", photograph(80, 60))


def test_no_process_stays_behind() -> None:
    developed_apart("01J", photograph(80, 60))
    assert children() == 0
