"""A newsroom on emulated stores for as long as a question is asked, and our own share of what it does there."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import corpus
from broadsheet.wiring import parts
from tests import archive, emulated
from tests.calls import intercepted
from tests.newsroom import START, Clock, Newsroom
from tests.template.roles import Call


@contextmanager
def newsroom(articles: int) -> Iterator[Newsroom]:
    """Open a newsroom whose site is installed and whose archive holds so many articles. Nobody reads its log."""
    clock, now = Clock(), parts.now
    with emulated.stores(over_the_wire=True):
        for function in emulated.FUNCTIONS:
            os.environ.update(emulated.environment(function))
        parts.now = clock
        logging.disable()
        try:
            room = Newsroom(clock)
            room.install()
            archive.fill(archive.articles(articles, a_day=corpus.A_DAY, until=START))
            yield room
        finally:
            logging.disable(logging.NOTSET)
            parts.now = now


@contextmanager
def counted(spent_ms: list[float]) -> Iterator[None]:
    """Add the processor's milliseconds of the block, without those inside botocore and the emulated AWS."""
    away: list[float] = []
    lock = threading.Lock()

    def listener(call: Call, carry_out: Callable[[], Any]) -> Any:
        began = time.thread_time()
        try:
            return carry_out()
        finally:
            with lock:
                away.append(time.thread_time() - began)

    with intercepted(listener):
        began = time.process_time()
        yield
        spent_ms.append((time.process_time() - began - sum(away)) * 1_000)
