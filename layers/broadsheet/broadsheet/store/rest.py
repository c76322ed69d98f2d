"""Pauses between tries, with jitter, so that those who met do not meet again."""

import random
import time


def rest(attempt: int, step_seconds: float) -> None:
    """Sleep at random up to a step, twice as long with each attempt; attempts count from 0."""
    time.sleep(random.uniform(0, step_seconds * 2**attempt))  # noqa: S311
