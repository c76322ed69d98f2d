"""How long five thousand publishes of one minute take until readers have them: counted for some, reckoned for all.

Reckoned as the longer of calls in a row at 15 ms and of calls at 1.1 ms of a processor, for as many printers as the
stream's mapping has. Each article here has lists of its own, so that a batch shares as little as can be.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from broadsheet.ids import ulid_of
from broadsheet.printing.slices import SLICE_PAGES
from broadsheet.store import keys
from tests.calls import chained, recorded
from tests.emulated import template
from tests.functions.editor import ARTICLE
from tests.newsroom import START, Newsroom

from .test_round import CALL_SECONDS, PROCESSOR_SECONDS_A_CALL

BURST = 5_000
SMALL, LARGE = 3, 12


@dataclass(frozen=True)
class Printing:
    """What a batch of so many publishes costs: a part that all share, and one for each."""

    shared: float
    each: float
    row: int

    def calls(self, count: int) -> float:
        """Return the calls of a batch."""
        return self.shared + self.each * count

    def seconds(self, count: int) -> float:
        """Return how long a batch takes."""
        return max(self.row * CALL_SECONDS, self.calls(count) * PROCESSOR_SECONDS_A_CALL)


def measured(newsroom: Newsroom) -> Printing:
    """Print a small batch and a larger one, of articles with three keywords and two bylines of their own."""
    editor, number = newsroom.editor(), 0
    calls, rows = [], []
    for count in (1, SMALL, LARGE):
        for _ in range(count):
            number += 1
            newsroom.clock.advance(seconds=1)
            keywords = [f"Subject {number} {letter}" for letter in "abc"]
            bylines = [{"name": f"Reporter {number} {letter}"} for letter in "ab"]
            words = {"state": "published", "headline": f"Burst {number}", "keywords": keywords, "bylines": bylines}
            editor.create(**ARTICLE | words)
        with recorded() as made, chained() as in_a_row:
            newsroom.call("render_pages", {"Records": newsroom.pending_prints.records()})
        assert newsroom.unprinted() == []
        calls.append(len(made))
        rows.append(in_a_row())
    each = (calls[2] - calls[1]) / (LARGE - SMALL)
    # The first of all made its day, month and year.
    return Printing(calls[1] - SMALL * each, each, max(rows[1:]))


def waits(printing: Printing, printers: int, batch_max: int) -> list[float]:
    """Return for how many seconds each article of a minute's burst waits until it is live, in the order they are.

    A printer reads keys of its own, one batch after another, of what has come until then.
    """
    arrivals: defaultdict[int, list[float]] = defaultdict(list)
    for number in range(BURST):
        seconds = 60 * number / BURST
        key = keys.pending_partition(ulid_of(START + timedelta(seconds=seconds), number.to_bytes(10, "big")))
        arrivals[keys.PENDING_PARTITIONS.index(key) % printers].append(seconds)
    found = []
    for come in arrivals.values():
        now, done = 0.0, 0
        while done < len(come):
            now = max(now, come[done])
            count = min(batch_max, sum(at <= now for at in come[done:]))
            now += printing.seconds(count)
            found += [(now, now - at) for at in come[done : done + count]]
            done += count
    return [wait for _, wait in sorted(found)]


def test_five_thousand_publishes_of_a_minute_are_live_within_two(
    newsroom: Newsroom, say: Callable[[str], None]
) -> None:
    mapping = template().properties("PendingPrintsToRenderPages")
    printers, batch_max = mapping["ParallelizationFactor"], mapping["BatchSize"]
    newsroom.settle()
    printing = measured(newsroom)
    say(
        f"a batch of {batch_max} publishes: {printing.calls(batch_max):,.0f} calls, {printing.row} in a row, "
        f"{printing.seconds(batch_max):.1f} s"
    )
    for count in (1, printers):
        found = waits(printing, count, batch_max)
        say(
            f"{BURST:,} publishes of one minute, {count} printers: each is live within {max(found):.0f} s of its own, "
            f"half of them within {sorted(found)[BURST // 2]:.0f} s; all {60 + found[-1]:.0f} s after the first"
        )
    assert max(waits(printing, printers, batch_max)) < 120
    # A slice after another, each five in a row; what is done with is deleted side by side.
    assert printing.row <= 5 + 5 * math.ceil(printing.calls(LARGE) / 4 / SLICE_PAGES)
