"""How long from request to live page? Articles published in the local stack, watched from outside."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from ops.local.stack import LocalStack
from tests.benchmarks.answers import Answer, table
from tests.benchmarks.measured import seconds_until

QUESTION: Final = "From request to live page"

WARMING: Final = 2
DEADLINE_SECONDS: Final = 30


def stands(url: str) -> bool:
    """Tell whether readers have a page."""
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return False


def answer(runs: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Publish and watch."""
    submitted, live, settled = [], [], []
    with LocalStack(folder / "stack", samples=True) as stack:
        editor = stack.editor()
        section = editor.must("GET", "/api/site")["sections"][0]["slug"]
        for number in range(WARMING + runs):
            article = {"headline": f"Measured {number}", "section": section, "state": "published", "body": "A *word*."}
            began = time.monotonic()
            made = editor.must("POST", "/api/articles", article)
            submitted.append(time.monotonic() - began)
            url, path = made["url"], f"/api/articles/{made['id']}"
            live.append(seconds_until(lambda url=url: stands(url), began, DEADLINE_SECONDS))  # type: ignore[misc]
            settled.append(
                seconds_until(lambda path=path: bool(editor.must("GET", path)["live"]), began, DEADLINE_SECONDS)  # type: ignore[misc]
            )
    until = {
        "the API answers": median(submitted[WARMING:]),
        "its page is there": median(live[WARMING:]),
        "every page it touches is there": median(settled[WARMING:]),
    }
    say("  " + ", ".join(f"{name} after {seconds * 1_000:.0f} ms" for name, seconds in until.items()))
    return Answer(QUESTION, table(("until", "ms"), ((name, f"{s * 1_000:.0f}") for name, s in until.items())))
