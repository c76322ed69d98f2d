"""Verdicts that the stream has lost: the schedule finds them by their items, and asks again, never too much at once."""

from datetime import timedelta
from itertools import pairwise

import pytest

from broadsheet.environment import KeepScheduleSettings, settings_of
from broadsheet.schedule import verdicts
from broadsheet.schedule.verdicts import FoundVerdicts
from broadsheet.store.verdicts import UnprintedVerdict
from broadsheet.wiring import keep_schedule
from tests.functions.reader import Discussion, discussion_of
from tests.newsroom import START, Newsroom

NOTHING = FoundVerdicts(ordered=0, oldest_seconds=0.0)


@pytest.fixture
def discussion(newsroom: Newsroom) -> Discussion:
    newsroom.keep_schedule()  # ends what the installation asked for
    newsroom.keep_schedule()
    made = discussion_of(newsroom)
    newsroom.settle()
    return made


def a_minute_of(newsroom: Newsroom, minute: int) -> FoundVerdicts:
    """Let the schedule look, so many minutes after the first verdict, and deliver nothing."""
    newsroom.clock.moment = START + timedelta(seconds=1, minutes=minute)
    late = keep_schedule.schedule(settings_of(KeepScheduleSettings)).late_verdicts
    return late.order(newsroom.clock())


def lose_some(discussion: Discussion, count: int) -> None:
    """Approve comments, and lose the records of it."""
    for number in range(count):
        discussion.publish(f"Comment {number}.")
    discussion.newsroom.comment_events.records()
    discussion.newsroom.clock.moment = START


def test_a_removal_that_the_stream_lost_is_printed(discussion: Discussion) -> None:
    newsroom = discussion.newsroom
    comment_id = discussion.publish("Readers must not see this.")
    newsroom.settle()
    discussion.judge(comment_id, "remove")
    newsroom.comment_events.records()
    newsroom.clock.advance(minutes=1)
    newsroom.keep_schedule()
    assert "Readers must not see this." in discussion.page(1)
    for _ in range(2):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()
    assert "Readers must not see this." not in discussion.page(1)
    assert newsroom.items("CommentsTable", "unprinted") == []


def test_what_was_printed_or_is_about_to_be_is_not_late(discussion: Discussion) -> None:
    discussion.publish()
    assert a_minute_of(discussion.newsroom, 1) == NOTHING
    discussion.newsroom.settle()
    assert a_minute_of(discussion.newsroom, 60) == NOTHING
    assert discussion.newsroom.late_verdicts.events() == []


def test_a_late_verdict_is_ordered_again_and_again_but_not_every_minute(discussion: Discussion) -> None:
    lose_some(discussion, 1)
    found = {minute: a_minute_of(discussion.newsroom, minute) for minute in range(1, 129)}
    ordered = [minute for minute, each in found.items() if each.ordered]
    # Once in each of minutes 2–3, 4–7, 8–15, 16–31, and then every 32 minutes.
    assert [minute.bit_length() for minute in ordered if minute < 32] == [2, 3, 4, 5]
    assert {after - before for before, after in pairwise(minute for minute in ordered if minute >= 32)} == {32}
    assert found[128].oldest_seconds == 128 * 60
    assert len(discussion.newsroom.late_verdicts.events()) == len(ordered)


def test_a_storm_is_ordered_in_few_runs_of_bounded_size(
    discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "RUNS_MAX", 2)
    monkeypatch.setattr(verdicts, "RUN_VERDICTS", 3)
    newsroom = discussion.newsroom
    lose_some(discussion, 20)
    for minute in (32, 33, 34):
        assert a_minute_of(newsroom, minute).ordered <= 6
        assert all(len(event["unprinted"]) <= 3 for event in newsroom.late_verdicts.events())
    newsroom.clock.moment = START + timedelta(minutes=100)
    for _ in range(32):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()
    assert newsroom.items("CommentsTable", "unprinted") == []


def test_more_than_are_looked_at_come_when_the_oldest_are_printed(
    discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "LATE_MAX", 2)
    newsroom = discussion.newsroom
    lose_some(discussion, 5)
    newsroom.clock.advance(minutes=64)
    for _ in range(3 * 32):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()
    assert newsroom.items("CommentsTable", "unprinted") == []
    assert "Comment 4." in discussion.page(1)


def test_verdicts_on_one_discussion_are_printed_in_one_run(
    discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "is_its_turn", lambda _name, _age: True)
    monkeypatch.setattr(verdicts, "RUN_VERDICTS", 2)
    other = discussion_of(discussion.newsroom)
    for number in range(2):
        for each in (discussion, other):
            each.publish(f"Comment {number}.")
    discussion.newsroom.comment_events.records()
    assert a_minute_of(discussion.newsroom, 10).ordered == 4
    runs = [event["unprinted"] for event in discussion.newsroom.late_verdicts.events()]
    articles = [{UnprintedVerdict.named(name).comment.article_id for name in names} for names in runs]
    assert articles == [{article_id} for article_id in sorted((discussion.article_id, other.article_id))]
