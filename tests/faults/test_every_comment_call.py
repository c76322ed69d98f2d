"""Every AWS call of a comment, from the reader's form to the printed page, fails before and after its effect.

The points are taken from the recorded calls of a run without faults. Then everybody does what they would: the reader
sends again with the same key, the queue and the stream deliver again, the moderator decides again. Or the stream gives
up, and the schedule finds the verdict. The discussion ends with that one comment at one seat, on pages as they would be
printed from scratch, and with nothing that waits to be printed.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.ids import ulid_of
from broadsheet.page.address import Page, PageKind
from broadsheet.page.printed import Printed
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.discussions import comment_pages
from broadsheet.printing.pages.edition import Edition
from broadsheet.reading.waves import Reading, run, together
from broadsheet.wiring import parts
from tests.calls import intercepted
from tests.emulated import SITE_URL, Queue, Snapshot
from tests.functions.editor import Answer
from tests.functions.reader import COMMENT, Discussion, Reader, discussion_of
from tests.newsroom import Newsroom, Stored

from .accidents import FAILURES, Crash, Fault

# A verdict that could not be printed in its first turn is ordered again within so many minutes.
MINUTES_MAX = 15


class Scene:
    """A discussion of one comment, to which another comes again and again from the same start."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.discussion: Discussion = discussion_of(newsroom)
        newsroom.rebuild()
        self.discussion.publish("The first.")
        newsroom.settle()
        self.reader, self.waiting = Reader(newsroom), Queue("CommentsFallbackQueue")
        self.start, self.started_at = Snapshot(), newsroom.clock.moment

    def play(self, fault: Fault) -> None:
        """Send, approve and print a comment from the start, with a fault."""
        self.start.restore()
        with intercepted(fault):
            comment_id = self.until_answered(lambda: self.reader.post(self.article_id, idempotency_key="a-key")).json[
                "id"
            ]
            self.deliver("record_comments", self.waiting.messages())
            self.until_answered(lambda: self.discussion.judge(comment_id, "approve"))
            records = self.newsroom.comment_events.records()
            for batch in (records, records[::-1]):
                self.deliver("render_comments", batch)

    def play_lost(self, fault: Fault) -> None:
        """Approve a comment, lose the stream's record of it, and let the schedule go on until it is printed."""
        self.start.restore()
        self.newsroom.clock.moment = self.started_at
        self.discussion.publish(COMMENT["text"])
        self.newsroom.comment_events.records()
        with intercepted(fault):
            for _ in range(MINUTES_MAX):
                self.newsroom.clock.advance(minutes=1)
                self.tried("keep_schedule", {})
                for event in self.newsroom.late_verdicts.events():
                    self.tried("render_comments", event)
                if not self.unprinted():
                    return

    def tried(self, function: str, event: dict[str, Any]) -> None:
        """Call a function that nobody calls again where it fails."""
        with suppress(Crash, ClientError, ExceptionGroup):
            self.newsroom.call(function, event)

    def unprinted(self) -> list[str]:
        """Return which verdicts wait to be printed."""
        return [item["sk"]["S"] for item in self.newsroom.items("CommentsTable", "unprinted")]

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
        """Deliver a batch as Lambda does: again what failed, as a whole or of the queue's messages some."""
        while records:
            try:
                answer = self.newsroom.call(function, {"Records": records})
            except (Crash, ClientError, ExceptionGroup):
                continue
            failed = [failure["itemIdentifier"] for failure in (answer or {}).get("batchItemFailures", [])]
            records = [record for record in records if record.get("messageId") in failed]

    def differences(self) -> list[str]:
        """Return what is not as it should be."""
        expected = run(_expected(self.article_id), parts.reads_of(settings_of(RenderPagesSettings)))
        wrong = [key for key, page in expected.items() if _facts(self.newsroom.stored(key)) != _facts_of(page)]
        seats = self.newsroom.items("ApprovedCommentsTable", f"discussion#{self.article_id}")
        texts = [comment["text"] for comment in self.discussion.listed("approved")]
        wrong += [] if sorted(texts) == [COMMENT["text"], "The first."] else [f"approved are {texts}"]
        wrong += [f"{comment['id']} is held" for comment in self.discussion.listed("held")]
        wrong += [f"{name} is unprinted" for name in self.unprinted()]
        return wrong + ([] if len(seats) == 4 else [f"{len(seats)} items of seats"])


@pytest.fixture
def scene(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A scene whose ids are the same in every run."""
    monkeypatch.setattr(parts, "new_id", lambda moment: ulid_of(moment, b"a comment!"))
    return Scene(newsroom)


@pytest.mark.parametrize("play", [Scene.play, Scene.play_lost], ids=["delivered", "lost by the stream"])
def test_no_failure_of_any_call_loses_or_doubles_a_comment(
    scene: Scene, play: Callable[[Scene, Fault], None], say: Callable[[str], None]
) -> None:
    flawless = Fault()
    play(scene, flawless)
    assert scene.differences() == []
    traces, missed = [], []
    for point in flawless.points:
        for accident in FAILURES:
            fault = Fault(point, accident)
            play(scene, fault)
            if not fault.struck:
                missed.append(str(fault))
            traces += [f"{fault}: {difference}" for difference in scene.differences()]
    cases = len(flawless.points) * len(FAILURES)
    say(f"{len(flawless.points)} calls of one comment, each failing in {len(FAILURES)} ways: {cases} cases")
    assert missed == []
    assert traces == []


def _expected(article_id: str) -> Reading[dict[str, Printed]]:
    """Compose every page of a discussion anew, without printing."""
    pages = [*(yield from comment_pages(article_id)), Page(PageKind.COMMENT_COUNTS)]
    edition = Edition(SITE_URL, parts.now())
    printed = yield from together([compose(page, edition) for page in pages])
    return {page.key: each for page, each in zip(pages, printed, strict=True)}


def _facts(stored: Stored) -> tuple[Any, ...]:
    return (stored.text.strip(), stored.cache_control, stored.content_type, dict(stored.metadata))


def _facts_of(page: Printed) -> tuple[Any, ...]:
    return (page.body.strip(), page.freshness.value, page.content_type, page.metadata)
