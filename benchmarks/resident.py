"""A site generator that stays in memory while somebody writes: what it takes until it shows an article."""

import os
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from benchmarks.measured import Cost, Watch, cpu_seconds, seconds_until
from benchmarks.peers import Peer
from broadsheet.article.fields import Article
from ops.local.emulator import free_port

DEADLINE_SECONDS: Final = 300
STOP_SECONDS: Final = 10
# So long without work, and a program has done all that it wanted to.
REST_SECONDS: Final = 0.3
RESTING_CPU_SECONDS: Final = 0.02


class Resident:
    """One resident generator over a folder that is laid out. `with Resident(peer, folder) as resident:`"""

    def __init__(self, peer: Peer, folder: Path) -> None:
        self._peer = peer
        self._folder = folder
        self._port = free_port()
        self._log = folder.with_name(f"{folder.name}.log")

    def __enter__(self) -> Self:
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                self._peer.staying(self._port), cwd=self._folder, env={**os.environ, **self._peer.environment},
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            seconds_until(lambda: bool(self._page("")), time.monotonic(), DEADLINE_SECONDS)
            self._rest()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def shown(self, article: Article) -> Cost:
        """Add an article, newer than all, and wait until its page and the home page show it.

        The processor's time and the memory are those until it rests: it may go on with other pages.
        """
        watch, spent, began = Watch(self._process.pid), cpu_seconds(self._process.pid), time.monotonic()
        try:
            self._peer.add(self._folder, [article])
            seconds = seconds_until(lambda: self._shows(article), began, DEADLINE_SECONDS)
            self._rest()
        finally:
            peak_bytes = watch.stop()
        return Cost(seconds, cpu_seconds(self._process.pid) - spent, peak_bytes / 1e6)

    def _shows(self, article: Article) -> bool:
        assert article.path is not None
        return article.fields.headline in self._page(article.path) and article.path in self._page("")

    def _page(self, path: str) -> str:
        if self._process.poll() is not None:
            said = self._log.read_text()[-4_000:]
            raise RuntimeError(f"{self._peer.name} ended with status {self._process.returncode}:\n{said}")
        return self._peer.shown(self._folder, self._port, path)

    def _rest(self) -> None:
        spent = -1.0
        while (now := cpu_seconds(self._process.pid)) - spent > RESTING_CPU_SECONDS:
            spent = now
            time.sleep(REST_SECONDS)

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
