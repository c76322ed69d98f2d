"""Runs the developing in a process of its own, which a picture may break, fill or stall. Opens no picture itself."""

import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from ..article.picture import Picture
from ..errors import UnfitPicture
from .developing import File, developed, remade

# Beside what the function itself takes. Both, and the time, stay below what template.yaml gives process_images.
MEMORY_MAX_BYTES: Final = 1_600_000_000
SECONDS_MAX: Final = 45

_READ_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the other process tells: a picture and its files, why there is none, or what of ours has failed."""

    picture: Picture | None = None
    files: tuple[File, ...] = ()
    unfit: str | None = None
    failed: str | None = None


def developed_apart(media: str, data: bytes) -> tuple[Picture, tuple[File, ...]]:
    """Return what `developed` does. Raises `UnfitPicture`, also where the file takes too long or too much memory."""
    outcome = _told(lambda: _Outcome(*developed(media, data)))
    assert outcome.picture is not None
    return outcome.picture, outcome.files


def remade_apart(picture: Picture, data: bytes) -> tuple[File, ...]:
    """Return what `remade` does. Raises `RuntimeError`, and `UnfitPicture` as `developed_apart` does."""
    return _told(lambda: _Outcome(picture, remade(picture, data))).files


def _told(work: Callable[[], _Outcome]) -> _Outcome:
    reading, writing = os.pipe()
    # Forked, not started: it has all that is loaded already. Of the locks that other threads may hold it takes none.
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    told: bytes | None = None
    try:
        told = _heard(reading)
    finally:
        os.close(reading)
        if told is None:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if told is None:
        raise UnfitPicture(f"the picture takes longer than {SECONDS_MAX} seconds; save it anew, or send it smaller")
    if not told:
        if os.WIFSIGNALED(status):
            raise UnfitPicture("the picture is damaged or cut off")
        raise RuntimeError("the process that opens pictures ended without a word")
    # Not pickled: who takes over that process by its decoders must not have this one too.
    outcome = msgspec.msgpack.decode(told, type=_Outcome)
    if outcome.unfit is not None:
        raise UnfitPicture(outcome.unfit)
    if outcome.failed is not None:
        raise RuntimeError(outcome.failed)
    return outcome


def _heard(reading: int) -> bytes | None:
    """Return all that comes until the other end is closed; None where that takes too long."""
    deadline, told = time.monotonic() + SECONDS_MAX, bytearray()
    waiting = select.poll()
    waiting.register(reading)
    while (left := deadline - time.monotonic()) > 0:
        if not waiting.poll(left * 1_000):
            break
        part = os.read(reading, _READ_BYTES)
        if not part:
            return bytes(told)
        told += part
    return None


def _work(work: Callable[[], _Outcome], writing: int) -> None:
    """Do the work of the other process, tell what came of it, and end."""
    status = 1
    try:
        _limit_memory()
        try:
            outcome = work()
        except UnfitPicture as unfit:
            outcome = _Outcome(unfit=str(unfit))
        except MemoryError:
            outcome = _Outcome(unfit="the picture takes more memory than there is for one; send it smaller")
        except Exception as failed:
            outcome = _Outcome(failed="".join(traceback.format_exception(failed)))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(outcome))
        status = 0
    finally:
        # Not sys.exit: nothing of what this process inherited is its own to close or to flush.
        os._exit(status)


def _limit_memory() -> None:
    statistics = Path("/proc/self/statm")
    # Source: proc(5): data and stack, in pages. Elsewhere than on Linux nothing is limited.
    if not statistics.exists():
        return
    taken = int(statistics.read_text().split()[5]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = taken + MEMORY_MAX_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
