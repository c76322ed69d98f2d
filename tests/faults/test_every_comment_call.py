"""Every AWS call of a comment, from the reader's form to the printed page, fails before and after its effect.

The points are taken from the recorded calls of a run without faults. Then everybody does what they would: the reader sends
again with the same key, the queue and the stream deliver again, the moderator decides again. The discussion ends with
that one comment at one place, on pages as they would be printed from scratch.
"""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from broadsheet.press import stores
from broadsheet.press.ids import ulid_of
from tests.calls import intercepted
from tests.emulated import Queue, Snapshot
from tests.faults.site import expected_site
from tests.functions.editor import Answer
from tests.functions.reader import COMMENT, Discussion, Reader, discussion_of
from tests.newsroom import Newsroom, Stored

from .test_every_call import Crash, Fault, Point


class Scene:
    """A discussion of one comment, to which another comes again and again from the same start."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.discussion: Discussion = discussion_of(newsroom)
        newsroom.settle()
        self.discussion.publish("The first.")
        newsroom.settle()
        self.reader, self.waiting = Reader(newsroom), Queue("CommentsFallbackQueue")
        self.start = Snapshot()

    def play(self, fault: Fault) -> None:
        """Send, approve and print a comment from the start, with a fault."""
        self.start.restore()
        with intercepted(fault):
            comment_id = self.until_answered(lambda: self.reader.post(self.article_id, idempotency_key="a-key")).json["id"]
            self.deliver("record_comments", self.waiting.messages())
            self.until_answered(lambda: self.discussion.judge(comment_id, "approve"))
            records = self.newsroom.comment_events.records()
            for batch in (records, records[::-1]):
                self.deliver("render_comments", batch)

    @property
    def article_id(self) -> str:
        return self.discussion.article_id

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """Ask as a person does: again, until there is an answer that is no failure."""
        for _ in range(3):
            try:
                answer = ask()
            except Crash:
                continue
            if answer.status < 500:
                assert answer.status in (200, 202), answer.text
                return answer
        raise AssertionError("no answer")

    def deliver(self, function: str, records: list[dict[str, Any]]) -> None:
        """Deliver a batch as Lambda does: again what failed, and once more what did not."""
        for _ in range(3):
            if records:
                try:
                    self.newsroom.call(function, {"Records": records})
                except (Crash, ClientError):
                    continue

    def differences(self) -> list[str]:
        """Return what is not as it should be."""
        expected = {key: page for key, page in expected_site().items() if key.startswith("comments/")}
        site = self.newsroom.site()
        wrong = [key for key, page in expected.items() if key not in site or _facts(site[key]) != page]
        places = self.newsroom.items("ApprovedCommentsTable", f"discussion#{self.article_id}")
        texts = [comment["text"] for comment in self.discussion.listed("approved")]
        wrong += [] if sorted(texts) == [COMMENT["text"], "The first."] else [f"approved are {texts}"]
        wrong += [f"{comment['id']} is held" for comment in self.discussion.listed("held")]
        return wrong + ([] if len(places) == 4 else [f"{len(places)} items of places"])


@pytest.fixture
def scene(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A scene whose ids are the same in every run."""
    made = Scene(newsroom)
    monkeypatch.setattr(stores, "new_id", lambda moment: ulid_of(moment, b"a comment!"))
    return made


def test_no_failure_of_any_call_loses_or_doubles_a_comment(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    flawless = Fault(None, after=False, crash=False)
    scene.play(flawless)
    assert scene.differences() == []
    points = [Point(name, occurrence) for name, count in flawless.seen.items() for occurrence in range(count)]
    traces, missed = [], []
    for point in points:
        for after in (False, True):
            for crash in (False, True):
                fault = Fault(point, after=after, crash=crash)
                scene.play(fault)
                case = f"{point.name} #{point.occurrence} {'crash' if crash else 'error'} {'after' if after else 'before'}"
                if not fault.struck:
                    missed.append(case)
                traces += [f"{case}: {difference}" for difference in scene.differences()]
    with capsys.disabled():
        print(f"\n{len(points)} calls of one comment, each failing in four ways: {4 * len(points)} cases")
    assert missed == []
    assert traces == []


def _facts(stored: Stored) -> tuple[Any, ...]:
    return (stored.text.strip(), stored.cache_control, stored.content_type, stored.metadata)
