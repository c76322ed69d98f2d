"""What a program took, all its processes together: time, processor time and memory."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

SAMPLE_SECONDS = 0.02
LOOK_SECONDS = 0.005
PROC = Path("/proc")

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took. `peak_mb` counts memory that processes share once, in parts, where the system tells."""

    wall_seconds: float
    cpu_seconds: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.wall_seconds:6.2f} s, {self.peak_mb:6.0f} MB"


def cost_of(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a program in a folder to its end.

    Raises `RuntimeError` with what it said where it fails.
    """
    began_at = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    watch = Watch(process.pid)
    assert process.stdout
    said = process.stdout.read()
    # The child's own usage, and that of the children it has waited for.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_seconds = time.monotonic() - began_at
    peak_bytes = watch.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}:\n{said[-4_000:]}")
    # The kernel's own maximum starts from the memory of whoever started the program: better than nothing, no more.
    return Cost(wall_seconds, usage.ru_utime + usage.ru_stime, (peak_bytes or usage.ru_maxrss * 1024) / 1e6)


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the medians of each part of several runs."""
    return Cost(
        statistics.median(cost.wall_seconds for cost in costs),
        statistics.median(cost.cpu_seconds for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
    )


def seconds_until(happened: Callable[[], bool], since: float, deadline_seconds: float) -> float:
    """Wait until something is so, and return the time since a moment."""
    while not happened():
        if time.monotonic() - since > deadline_seconds:
            raise RuntimeError(f"it has not happened within {deadline_seconds} seconds")
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - since


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and its descendants so far; none where the system does not tell."""
    return sum(map(_ticks, _family(pid))) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Looks at the memory of a process and its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    def stop(self) -> int:
        """Return the most bytes that were seen at one time."""
        self._over.set()
        self._looking.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self._peak = max(self._peak, sum(map(_memory_bytes, _family(self._pid))))


def _family(pid: int) -> list[int]:
    family = [pid]
    for each in family:
        try:
            family += map(int, (PROC / f"{each}/task/{each}/children").read_text().split())
        except OSError:
            continue
    return family


def _ticks(pid: int) -> int:
    """Its own, and those of children it has waited for."""
    try:
        # The program's name, in brackets, may have spaces in it.
        after_name = (PROC / f"{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, after_name[11:15]))


def _memory_bytes(pid: int) -> int:
    """Proportional set size: what processes share counts a part for each."""
    try:
        lines = (PROC / f"{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def interleaved(
    runs: int, contenders: Mapping[str, Callable[[], Found]], say: Callable[[str], None]
) -> dict[str, list[Found]]:
    """Let the contenders run by turns, so that what disturbs the machine disturbs all."""
    found: dict[str, list[Found]] = {name: [] for name in contenders}
    for run in range(1, runs + 1):
        for name, contend in contenders.items():
            found[name].append(contend())
            say(f"  {name:12} run {run} of {runs}: {found[name][-1]}")
    return found
