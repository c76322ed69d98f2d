"""How long from request to live page, and where does it go? Articles published in the local stack, and watched."""

import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.answers import Answer, table
from benchmarks.measured import seconds_until
from ops.local.readable import short_name
from ops.local.seed import Editor
from ops.local.stack import LocalStack
from tests.printing.test_budget import PRINT_CHAIN, SUBMIT_CHAIN

QUESTION: Final = "From request to live page"

WARMING: Final = 2
DEADLINE_SECONDS: Final = 30

# What happens on the way, and how many AWS calls in a row are behind it: budgets that tests hold.
MOMENTS: Final[dict[str, int | None]] = {
    "`edit_articles` begins": None,
    "`render_pages` begins: committed, streamed, polled": None,
    "`edit_articles` ends": SUBMIT_CHAIN,
    "the API answers": SUBMIT_CHAIN,
    "its page is there": None,
    "`render_pages` ends: every page printed, its pending print deleted": SUBMIT_CHAIN + PRINT_CHAIN,
    "the API says that every page is there": SUBMIT_CHAIN + PRINT_CHAIN,
}


@dataclass(frozen=True, slots=True)
class Run:
    """When a run of a function began and ended, on the monotonic clock."""

    began: float
    ended: float


class Runs:
    """What the emulator has told of functions' runs."""

    def __init__(self) -> None:
        self._by_function: dict[str, list[Run]] = defaultdict(list)

    def told(self, told: dict[str, Any]) -> None:
        """Note a run that ends now."""
        ended = time.monotonic()
        self._by_function[short_name(told["function"])].append(Run(ended - told["duration_ms"] / 1_000, ended))

    def first(self, function: str, since: float) -> Run:
        """Wait for the first run that began since a moment, and return it."""

        def found() -> list[Run]:
            return [run for run in self._by_function[function] if run.began >= since]

        seconds_until(lambda: bool(found()), since, DEADLINE_SECONDS)
        return found()[0]


def stands(url: str) -> bool:
    """Tell whether readers have a page."""
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return False


def published(editor: Editor, section: str, headline: str, runs: Runs) -> list[float]:
    """Publish an article and watch it; return the seconds from the request until each moment."""
    article = {"headline": headline, "section": section, "state": "published", "body": "A *word*."}
    began = time.monotonic()
    made = editor.must("POST", "/api/articles", article)
    answered = time.monotonic() - began
    there = seconds_until(lambda: stands(made["url"]), began, DEADLINE_SECONDS)
    path = f"/api/articles/{made['id']}"
    settled = seconds_until(lambda: bool(editor.must("GET", path)["live"]), began, DEADLINE_SECONDS)
    edited, printed = runs.first("EditArticles", began), runs.first("RenderPages", began)
    ours = (edited.began - began, printed.began - began, edited.ended - began)
    return [*ours, answered, there, printed.ended - began, settled]


def answer(times: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Publish and watch."""
    runs = Runs()
    with LocalStack(folder / "stack", samples=True, told=runs.told) as stack:
        editor = stack.editor()
        section = editor.must("GET", "/api/site")["sections"][0]["slug"]
        watched = [published(editor, section, f"Measured {number}", runs) for number in range(WARMING + times)]
    medians = {name: median(each) for name, each in zip(MOMENTS, zip(*watched[WARMING:], strict=True), strict=True)}
    # The printer may begin before the API has answered: the stream does not wait for that.
    rows = [
        (name, f"{seconds * 1_000:.0f}", MOMENTS[name] or "")
        for name, seconds in sorted(medians.items(), key=lambda each: each[1])
    ]
    say("\n".join(f"  after {ms:>4} ms: {name}" for name, ms, _ in rows))
    return Answer(QUESTION, table(("", "ms after the request", "AWS calls in a row by then"), rows))
