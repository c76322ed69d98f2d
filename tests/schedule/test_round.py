"""A minute of the schedule: what it does first, how much it does at once, where it stops, and what a failure leaves."""

import json
import math
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest

from broadsheet.article.life import Due
from broadsheet.schedule.due import DUE_MAX
from broadsheet.schedule.round import SECONDS_FOR_THE_REST
from broadsheet.store import items, keys
from broadsheet.store.clients import RUNNERS
from broadsheet.store.reads import to_wire
from broadsheet.token import Role
from ops.estimate.budgets import budgets
from tests import archive
from tests.calls import chained, intercepted, recorded
from tests.emulated import Context, aws, names
from tests.faults.accidents import Crash
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import START, Newsroom
from tests.template.roles import Call
from tests.template.translated import Translated, translated

from .test_late_prints import failure_of

DUE_AT = START + timedelta(minutes=2)

# By which the figures of docs/limits.md and docs/decisions are reckoned.
CALL_SECONDS = 0.015
PROCESSOR_SECONDS_A_CALL = 0.0011


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    """A newsroom whose first full re-print is over."""
    for _ in range(2):
        newsroom.keep_schedule()
    return newsroom


@pytest.fixture(scope="module")
def template() -> Translated:
    return translated()


def scheduled(editor: Editor, count: int, **fields: Any) -> list[str]:
    """Schedule articles for the same moment and return their paths."""
    planned = ARTICLE | {"state": "published", "publish_at": DUE_AT.isoformat()} | fields
    return [editor.create(**planned | {"headline": f"Planned {number}"}) for number in range(count)]


def states(editor: Editor, paths: list[str]) -> Counter[str]:
    """Count the articles by state."""
    return Counter(editor.get(path).json["state"] for path in paths)


def leave_news(count: int, minutes_ago: int = 5) -> None:
    """Let so many articles leave the news that were published within one minute, two days ago."""
    at = DUE_AT - timedelta(minutes=minutes_ago)
    due = (items.due_item(Due(at + timedelta(milliseconds=n), "leave-news"), f"{n:026}") for n in range(count))
    puts = ({"PutRequest": {"Item": to_wire(item)}} for item in due)
    while batch := list(islice(puts, 25)):
        aws("dynamodb").batch_write_item(RequestItems={names()["ContentTable"]: batch})


def told(output: str) -> dict[str, float]:
    """Return the metrics that were told first."""
    lines = [json.loads(line) for line in output.splitlines() if '"CloudWatchMetrics"' in line]
    return {name: value[0] for name, value in lines[0].items() if isinstance(value, list)}


@dataclass(frozen=True)
class Hurried(Context):
    """A run whose time passes as it works: `passed` seconds of the function's time-out."""

    passed: Callable[[], float] = lambda: 0.0

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left."""
        return int(1000 * (60 - self.passed()))


def test_what_time_does_not_allow_stays_due_and_is_done_the_next_minute(newsroom: Newsroom) -> None:
    """Each commit takes a second of the clock: 45 of a minute's 60 are for what is due, and re-prints still follow."""
    editor = newsroom.editor()
    paths = scheduled(editor, 60)
    newsroom.editor(Role.ADMIN).post("/api/rebuild")
    newsroom.clock.moment = DUE_AT
    commits: list[str] = []

    def tick(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "TransactWriteItems":
            commits.append(call.operation)
        return carry_out()

    newsroom.context = Hurried("test", passed=lambda: len(commits))
    with intercepted(tick), recorded() as calls:
        newsroom.call("keep_schedule", {})
    published = states(editor, paths)["published"]
    # What was begun is ended.
    assert 60 - SECONDS_FOR_THE_REST <= published < 60 - SECONDS_FOR_THE_REST + RUNNERS
    assert len(newsroom.items("ContentTable", keys.DUE)) == 60 - published
    assert [call for call in calls if call.operation == "SendMessageBatch"], "the re-print was not spread"
    newsroom.context = Context("test")
    newsroom.clock.advance(minutes=1)
    newsroom.keep_schedule()
    assert states(editor, paths) == {"published": 60}
    assert newsroom.items("ContentTable", keys.DUE) == []


def test_articles_are_done_side_by_side_and_all_have_ended_when_the_run_has(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    paths = scheduled(editor, 3 * RUNNERS)
    newsroom.clock.moment = DUE_AT
    at_work, most, failed = [0], [0], [0]
    lock, full = threading.Lock(), threading.Event()

    def work(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation != "TransactWriteItems":
            return carry_out()
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
            fails, failed[0] = failed[0] == 0, 1
        if at_work[0] == RUNNERS:
            full.set()
        full.wait(10)
        try:
            if fails:
                raise failure_of(call.operation)
            return carry_out()
        finally:
            with lock:
                at_work[0] -= 1

    with intercepted(work), pytest.raises(ExceptionGroup, match="not all could be done"):
        newsroom.call("keep_schedule", {})
    assert (most[0], at_work[0]) == (RUNNERS, 0)
    assert states(editor, paths) == {"published": 3 * RUNNERS - 1, "scheduled": 1}


def test_what_is_due_for_one_article_is_done_one_after_another(newsroom: Newsroom) -> None:
    """Both its times have passed: it comes off the schedule, after publishing it was refused."""
    editor = newsroom.editor()
    [path] = scheduled(editor, 1, expire_at=(DUE_AT + timedelta(minutes=1)).isoformat())
    newsroom.clock.moment = DUE_AT + timedelta(minutes=5)
    at_work, seen = [0], []
    together = threading.Event()

    def work(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation != "GetItem" or not call.parameters["Key"]["pk"]["S"].startswith("article#"):
            return carry_out()
        at_work[0] += 1
        seen.append(at_work[0])
        if at_work[0] > 1:
            together.set()
        together.wait(0.2)
        at_work[0] -= 1
        return carry_out()

    with intercepted(work):
        newsroom.call("keep_schedule", {})
    # The head and the revision, for publishing it and for taking it off.
    assert seen == [1, 1, 1, 1]
    newsroom.keep_schedule()
    assert states(editor, [path]) == {"draft": 1}
    assert newsroom.items("ContentTable", keys.DUE) == []


def test_how_late_things_are_is_told_though_all_that_follows_fails(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = newsroom.editor()
    scheduled(editor, 3)
    editor.create(**ARTICLE | {"state": "published"})
    newsroom.clock.moment = DUE_AT + timedelta(seconds=40)
    capsys.readouterr()

    def fail(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "Query":
            return carry_out()
        raise failure_of(call.operation)

    with intercepted(fail), pytest.raises(ExceptionGroup) as raised:
        newsroom.call("keep_schedule", {})
    # Each article, the order of a late print, the end of an import, and the re-print.
    assert len(raised.value.exceptions) == 6
    assert told(capsys.readouterr().out) == {
        "ScheduleLatenessSeconds": 40.0,
        "OldestPendingPrintSeconds": 160.0,
        "OldestReprintSeconds": 0.0,
    }


def test_a_run_that_is_cut_off_has_told_how_late_things_are(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    scheduled(newsroom.editor(), 1)
    newsroom.clock.moment = DUE_AT + timedelta(seconds=40)
    capsys.readouterr()

    def cut_off(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "TransactWriteItems":
            raise Crash
        return carry_out()

    with intercepted(cut_off), pytest.raises(Crash):
        newsroom.call("keep_schedule", {})
    assert told(capsys.readouterr().out)["ScheduleLatenessSeconds"] == 40.0


def test_a_late_print_that_cannot_be_ordered_holds_up_nothing_that_is_due(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    paths = scheduled(editor, 2)
    editor.create(**ARTICLE | {"state": "published"})
    newsroom.clock.moment = DUE_AT

    def fail(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.service == "sqs":
            raise failure_of(call.operation)
        return carry_out()

    with intercepted(fail), pytest.raises(ExceptionGroup):
        newsroom.call("keep_schedule", {})
    assert states(editor, paths) == {"published": 2}


def test_thousands_that_leave_the_news_stand_before_no_article(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    leave_news(2 * DUE_MAX + 100)
    [path] = scheduled(editor, 1)
    newsroom.clock.moment = DUE_AT
    with recorded() as calls:
        newsroom.call("keep_schedule", {})
    assert states(editor, [path]) == {"published": 1}
    # What leaves in 48 hours.
    assert len(newsroom.items("ContentTable", keys.DUE_NEWS)) == 1
    order = [call.operation for call in calls]
    assert order.index("TransactWriteItems") < order.index("BatchWriteItem")
    sent = [call.parameters["Entries"] for call in calls if call.operation == "SendMessageBatch"]
    assert [[json.loads(entry["MessageBody"])["reprint"] for entry in entries] for entries in sent] == [["news"]]
    assert Counter(order)["BatchWriteItem"] == math.ceil((2 * DUE_MAX + 100) / 25)
    assert Counter(order)["PutItem"] == 1
    assert Counter(order)["DeleteItem"] == 0


def test_what_was_to_leave_the_news_in_the_partition_of_old_is_only_forgotten(newsroom: Newsroom) -> None:
    """Before it had one of its own it stood among what is published and taken down."""
    editor = newsroom.editor()
    path = editor.create(**ARTICLE | {"state": "published"})
    [due] = newsroom.items("ContentTable", keys.DUE_NEWS)
    aws("dynamodb").put_item(TableName=names()["ContentTable"], Item=due | {"pk": {"S": keys.DUE}})
    newsroom.clock.advance(hours=48)
    newsroom.keep_schedule()
    assert states(editor, [path]) == {"published": 1}
    assert newsroom.items("ContentTable", keys.DUE) == []


def test_no_query_of_a_round_reads_more_than_a_page(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(30, a_day=1, until=START))
    editor = newsroom.editor()
    scheduled(editor, 2)
    leave_news(60)
    editor.create(**ARTICLE | {"state": "published"})
    newsroom.clock.moment = DUE_AT
    with recorded() as calls:
        newsroom.call("keep_schedule", {})
    unlimited = [call.parameters for call in calls if call.operation == "Query" and "Limit" not in call.parameters]
    assert unlimited == []


def test_five_hundred_due_at_once_are_less_than_a_minute_late(
    newsroom: Newsroom, template: Translated, say: Callable[[str], None]
) -> None:
    """Counted for some, reckoned for five hundred."""
    some, many = 2 * RUNNERS, 500
    archive.fill(archive.articles(20, a_day=5, until=START))
    scheduled(newsroom.editor(), some, keywords=["Subject 1", "Subject 2"], bylines=[{"name": "Reporter 1"}])
    with recorded() as idle, chained() as idle_row:
        newsroom.call("keep_schedule", {})
    newsroom.clock.moment = DUE_AT
    with recorded() as busy, chained() as busy_row:
        newsroom.call("keep_schedule", {})
    calls, row = (len(busy) - len(idle)) / some, busy_row() - idle_row()
    memory_mb = budgets()["minute"]["keep_schedule"].memory_mb
    share = memory_mb / template.properties("RenderPagesFunction")["MemorySize"]
    waiting = math.ceil(many / RUNNERS) * row * CALL_SECONDS
    working = many * calls * PROCESSOR_SECONDS_A_CALL
    say(
        f"an article that is due: {calls:.1f} calls, {row} in a row; {many}: {waiting:.1f} s of waiting, "
        f"{working:.1f} s of a processor, {working / share:.1f} s of the {share:.2f} that {memory_mb} MB have"
    )
    timeout = template.properties("KeepScheduleFunction")["Timeout"]
    assert max(waiting, working / share) < timeout - SECONDS_FOR_THE_REST < 60
