"""Who is ordered again, and when: what was dropped soon, what waits in a crowd in turn, whatever number waits.

The tables are a dictionary here: tens of thousands wait, minute after minute.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest

from broadsheet.ids import ulid_of
from broadsheet.moments import moment_text
from broadsheet.schedule.redrive import IN_TURN_MAX, MANY, Redrive, first_of_all, is_ordered_again, turn_after
from broadsheet.store import items, keys
from broadsheet.store.prints import PendingPrints, Turn
from broadsheet.store.queue import RenderQueue
from broadsheet.store.reads import Answer, Item, Query, Request
from tests.newsroom import START

KEY = keys.PENDING_PARTITIONS[0]


@dataclass
class Waiting:
    """What waits, by partition; the schedule's memory and the render queue beside it."""

    partitions: defaultdict[str, dict[str, Item]] = field(default_factory=lambda: defaultdict(dict))
    kept: dict[str, Turn] = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    largest: int = 0
    queries: int = 0

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Answer queries, strictly between their ends."""
        answers: dict[Request, Answer] = {}
        for query in requests:
            assert isinstance(query, Query)
            names = sorted(self.partitions[query.pk])
            some = [sk for sk in names if (query.after or "") < sk < (query.before or "~")][: query.limit]
            answers[query] = [self.partitions[query.pk][sk] for sk in some]
            self.largest = max(self.largest, len(some))
            self.queries += 1
        return answers

    def turns(self) -> dict[str, Turn]:
        """Remember."""
        return dict(self.kept)

    def put_turns(self, turns: dict[str, Turn]) -> None:
        """Keep in mind."""
        self.kept = turns

    def send(self, messages: list[dict[str, Any]]) -> None:
        """Take orders."""
        for message in messages:
            self.ordered += message.get("pending") or [str(message["reprint"])]

    def put(self, at: datetime, number: int, partition: str | None = None) -> str:
        """Leave an article's pending print waiting, in its own partition or another."""
        key = keys.pending_key(at, ulid_of(at, number.to_bytes(10, "big")), 1)
        self.partitions[partition or key["pk"]][key["sk"]] = dict(key)
        return key["sk"]

    def minute(self, now: datetime) -> list[str]:
        """Let the schedule order again, and return what it ordered."""
        before = len(self.ordered)
        redrive = Redrive(self, cast(PendingPrints, self), cast(RenderQueue, self))
        first = first_of_all()
        answers = self.answer(first.values())
        found: dict[str, Any] = {partition: answers[query] for partition, query in first.items()}
        assert redrive.order_again(found, now) == len(self.ordered) - before
        return self.ordered[before:]


def played(waiting: Waiting, minutes: int, since: int = 0) -> dict[str, list[int]]:
    """Let minutes pass in which nothing is printed; return in which of them each was ordered."""
    when: defaultdict[str, list[int]] = defaultdict(list)
    for minute in range(since, minutes):
        for name in waiting.minute(START + timedelta(minutes=minute, seconds=30)):
            when[name].append(minute)
    return when


def crowd(waiting: Waiting, count: int, partition: str | None = None) -> list[str]:
    """Leave so many waiting that came within one minute."""
    return [
        waiting.put(START + timedelta(milliseconds=60_000 * number // count), number, partition)
        for number in range(count)
    ]


@pytest.mark.parametrize("number", range(40))
def test_where_few_wait_each_is_ordered_at_two_minutes_and_then_ever_more_rarely(number: int) -> None:
    ordered = [minute for minute in range(200) if is_ordered_again(minute, f"name {number}")]
    assert ordered[0] == 2
    assert [minute.bit_length() for minute in ordered if minute < 32] == [2, 3, 4, 5]
    late = [minute for minute in ordered if minute >= 32]
    assert {after - before for before, after in pairwise(late)} == {32}


def test_those_of_one_age_are_ordered_together_once_and_then_apart() -> None:
    waiting = Waiting()
    names = [waiting.put(START, number, KEY) for number in range(MANY - 1)]
    when = played(waiting, 64)
    assert when.keys() == set(names)
    assert {minutes[0] for minutes in when.values()} == {2}
    in_the_last_span = Counter(minutes[-1] for minutes in when.values())
    assert max(in_the_last_span.values()) < MANY / 10


def test_what_the_stream_is_about_to_bring_is_left_to_it() -> None:
    """A burst of 5,000 is printed within three minutes, at an even rate: nothing of it is ordered twice."""
    waiting = Waiting()
    names = crowd(waiting, 5_000)
    assert min(len(waiting.partitions[key]) for key in keys.PENDING_PARTITIONS) > 500
    left = list(names)
    for seconds in range(0, 180, 10):
        if seconds % 60 == 30:
            assert waiting.minute(START + timedelta(seconds=seconds)) == []
        done, left = left[:300], left[300:]
        for name in done:
            del waiting.partitions[keys.pending_sort_key(name)["pk"]][name]
    assert left == []


def test_a_crowd_that_nobody_prints_is_ordered_in_turn_from_ten_minutes_on() -> None:
    waiting = Waiting()
    names = crowd(waiting, 5_000)
    when = played(waiting, 45)
    assert when.keys() == set(names)
    a_minute = Counter(minute for minutes in when.values() for minute in minutes)
    assert min(a_minute) == 10
    assert max(a_minute.values()) <= sum(IN_TURN_MAX[key] for key in keys.PENDING_PARTITIONS) == 200
    # The oldest first.
    of_one_key = [when[name][0] for name in names if keys.pending_sort_key(name)["pk"] == KEY]
    assert of_one_key == sorted(of_one_key)


def test_each_of_tens_of_thousands_is_reached_and_no_query_reads_more_than_a_page() -> None:
    """Five thousand under one key, none of which can be printed: the first do not keep the turn from the last."""
    waiting = Waiting()
    names = crowd(waiting, 5_000, KEY)
    minutes = 10 + len(names) // IN_TURN_MAX[KEY] + 1
    when = played(waiting, minutes)
    assert when.keys() == set(names)
    assert max(map(len, when.values())) == 1
    assert waiting.largest == MANY
    # One for what is first under each key, and one more where the crowd is.
    assert waiting.queries <= minutes * (len(IN_TURN_MAX) + 1)


def test_nothing_of_a_crowd_is_ordered_twice_in_half_an_hour() -> None:
    waiting = Waiting()
    names = crowd(waiting, MANY, KEY)
    when = played(waiting, 150)
    assert when.keys() == set(names)
    gaps = [after - before for each in when.values() for before, after in pairwise(each)]
    assert min(gaps) >= 32
    assert max(gaps) <= 34


def test_who_joins_a_crowd_later_need_not_wait_until_it_begins_anew() -> None:
    waiting = Waiting()
    crowd(waiting, MANY, KEY)
    played(waiting, 16)
    late = waiting.put(START + timedelta(minutes=16), 7_000, KEY)
    when = played(waiting, 30, since=16)
    assert when[late] == [26]


def test_a_crowd_under_one_key_holds_up_no_other() -> None:
    waiting = Waiting()
    crowd(waiting, 1_000, KEY)
    dropped = waiting.put(START, 8_000, keys.PENDING_PARTITIONS[1])
    assert played(waiting, 4) == {dropped: [2]}


def test_a_crowd_that_has_become_few_is_ordered_as_few_are() -> None:
    waiting = Waiting()
    names = crowd(waiting, 150, KEY)
    played(waiting, 10)
    for name in names[10:]:
        del waiting.partitions[KEY][name]
    when = played(waiting, 32, since=10)
    assert when.keys() == set(names[:10])


def test_days_of_a_full_reprint_are_ordered_in_turn_but_not_before_they_are_late() -> None:
    waiting = Waiting()
    days = [str((START - timedelta(days=number)).date()) for number in range(3_000)]
    for day in days:
        waiting.partitions[keys.REPRINT][day] = items.reprint_item(day, "stamp", moment_text(START))
    when = played(waiting, 32)
    assert when.keys() == set(days)
    a_minute = Counter(minute for minutes in when.values() for minute in minutes)
    assert min(a_minute) == 10
    assert max(a_minute.values()) == IN_TURN_MAX[keys.REPRINT]


def test_a_turn_comes_round_when_the_end_was_reached_and_half_an_hour_has_passed() -> None:
    turn = Turn(reached="m", began_at=START)
    soon, later = START + timedelta(minutes=5), START + timedelta(minutes=32)
    assert turn_after(turn, ["n", "o"], 2, later) == Turn(reached="o", began_at=START)
    assert turn_after(turn, ["n"], 2, soon) == Turn(reached="n", began_at=START)
    assert turn_after(turn, [], 2, soon) == turn
    assert turn_after(turn, ["n"], 2, later) == Turn(reached=None, began_at=later)
