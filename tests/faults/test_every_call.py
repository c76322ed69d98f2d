"""Every AWS call of a publish fails once before and once after its effect; the site ends as if none had.

The points are taken from the recorded calls of a run without faults, so a new call is a new point. A failure is either
an error from AWS, which the code sees, or a crash, which it does not. Then the client asks again with its
Idempotency-Key, the stream delivers again, and what is owed is printed.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from broadsheet.errors import PrintFailed
from broadsheet.ids import ulid_of
from broadsheet.printing.orders import PagesOwed, message_of
from broadsheet.store import keys
from broadsheet.wiring import parts
from tests import archive
from tests.calls import intercepted
from tests.conftest import CHECK_LONG
from tests.emulated import Snapshot, all_items
from tests.faults.accidents import Accident, Crash, Fault, Point
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE
from tests.newsroom import START, Newsroom, Stored

SUBMISSION = ARTICLE | {
    "state": "published",
    "published_at": "2026-11-23T08:57:30Z",  # below the newest, so that neighbours and the edge are touched too
    "keywords": ["Subject 1"],
    "bylines": [{"name": "Reporter 1"}],
}

BY_TURNS = (
    (Accident.CRASHES_BEFORE, Accident.FAILS_AFTER),
    (Accident.FAILS_BEFORE, Accident.CRASHES_AFTER),
)


class Scene:
    """A newsroom with an archive, in which one article is submitted and printed again and again from the same start."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        archive.fill(archive.articles(9, a_day=9, until=START))
        self.editor = newsroom.editor()
        newsroom.rebuild()
        self.start = Snapshot()
        self.points = self._points()
        self.tables, self.pages = _tables(), expected_site()
        assert self.differences() == []

    def play(self, fault: Fault) -> None:
        """Submit and print from the start, with a fault in the first try of each."""
        self.start.restore()
        with intercepted(fault):
            self._submit()
            records = self.newsroom.pending_prints.records()
            for _ in range(2):
                try:
                    self.newsroom.call("render_pages", {"Records": records})
                except (Crash, ClientError, PrintFailed):
                    continue
                self._pay()
                return
        raise AssertionError("never printed")

    def _pay(self) -> None:
        """Print what is owed, as the schedule asks for it a minute later."""
        owed = [sk for pk, sk in all_items("RecentPostsTable") if pk == keys.OWED]
        message = message_of(PagesOwed(keys=tuple(owed)))
        if owed:
            self.newsroom.call("render_pages", {"Records": [{"messageId": "1", "body": json.dumps(message)}]})

    def differences(self) -> list[str]:
        """Return what is not as a run without faults leaves it: keys of pages, and keys of items."""
        site, tables = self.newsroom.site(), _tables()
        pages = [
            key
            for key in self.pages.keys() | site.keys()
            if key not in site or _facts(site[key]) != self.pages.get(key)
        ]
        return pages + [
            str(key) for key in tables.keys() | self.tables.keys() if tables.get(key) != self.tables.get(key)
        ]

    def _submit(self) -> None:
        """Ask as a client does: again with the same key, until there is an answer that is no failure."""
        for _ in range(2):
            try:
                answer = self.editor.post("/api/articles", SUBMISSION, idempotency_key="the-bridge")
            except Crash:
                continue
            if answer.status < 500:
                assert answer.status == 201, answer.text
                return
        raise AssertionError("no answer")

    def _points(self) -> list[Point]:
        """Return every call of a run without faults."""
        fault = Fault()
        self.play(fault)
        return fault.points


def _facts(stored: Stored) -> tuple[Any, ...]:
    return (stored.text.strip(), stored.cache_control, stored.content_type, stored.metadata)


def _tables() -> dict[tuple[str, str], dict[str, Any]]:
    """Return every item of the tables, but for what tells one try from another."""
    found = {**all_items("ContentTable"), **all_items("RecentPostsTable")}
    return {key: {name: value for name, value in item.items() if name != "commit"} for key, item in found.items()}


@pytest.fixture
def scene(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A scene whose ids are the same in every run."""
    monkeypatch.setattr(parts, "new_id", lambda moment: ulid_of(moment, b"the bridge"))
    return Scene(newsroom)


def test_no_failure_of_any_call_leaves_a_trace(scene: Scene, say: Callable[[str], None]) -> None:
    cases = [
        Fault(point, accident)
        for number, point in enumerate(scene.points)
        # A crash and an error by turns, unless all are asked for: the other half is for `make check-long`.
        for accident in ((*BY_TURNS[0], *BY_TURNS[1]) if CHECK_LONG else BY_TURNS[number % 2])
    ]
    traces = []
    for fault in cases:
        scene.play(fault)
        differences = [] if fault.struck else ["was not visited"]
        traces += [f"{fault}: {difference}" for difference in differences + scene.differences()]
    say(f"{len(scene.points)} calls of one publish, made to fail in {len(cases)} cases")
    assert traces == []
