"""Orders again what was not printed in time, and leaves alone what the stream is about to bring.

Mostly few prints wait: then one that is two minutes old was lost, and is ordered again. Where a hundred or more wait
and the oldest is ten minutes old, the printers are behind: then only what is ten minutes old is ordered again, a few
each minute in turn, so as not to add to the crowd.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..moments import moment_text
from ..printing.orders import ArticlesChanged, Order, PartToPrint, message_of
from ..reading.records import RECENT_POSTS
from ..reading.waves import Answering
from ..store import keys
from ..store.prints import PendingPrints, Turn
from ..store.queue import RenderQueue
from ..store.reads import Item, Query
from .age import age_seconds, oldest_seconds
from .turns import STEP_MAX_MINUTES, is_its_turn

FIRST_MINUTES = 2

MANY = 100
FIRST_OF_MANY = timedelta(minutes=10)
AGAIN_OF_MANY = timedelta(minutes=STEP_MAX_MINUTES)
# Each minute, of many: about what the render queue's printers do in one.
IN_TURN_MAX = {**dict.fromkeys(keys.PENDING_PARTITIONS, 25), keys.REPRINT: 200}

Waiting = Mapping[str, Sequence[Item]]


def first_of_all() -> dict[str, Query]:
    """Return what to ask of each partition: the first hundred, which tell how old they are and whether many wait."""
    return {partition: Query(RECENT_POSTS, partition, limit=MANY) for partition in IN_TURN_MAX}


@dataclass(frozen=True, slots=True)
class Redrive:
    """Orders late prints again. No query of it reads more than a page, however many wait."""

    reads: Answering
    prints: PendingPrints
    queue: RenderQueue

    def order_again(self, waiting: Waiting, now: datetime) -> int:
        """Order again what is late, of what waits first in each partition and, where many do, of those behind.

        Return how many orders it was. Costs nothing but their messages where few wait; else a GetItem, a query for
        each partition, side by side, and a PutItem.
        """
        late = [
            _order(partition, item)
            for partition, first in waiting.items()
            if len(first) < MANY
            for item in first
            if is_ordered_again(int(age_seconds(item, now) // 60), str(item["sk"]))
        ]
        # What stands first under a pending key is the oldest there.
        crowds = [
            partition
            for partition, first in waiting.items()
            if len(first) >= MANY and oldest_seconds(first, now) >= FIRST_OF_MANY.total_seconds()
        ]
        if not crowds:
            self.queue.send([message_of(order) for order in late])
            return len(late)
        turns = self.prints.turns()
        for partition, (found, turn) in self._in_turn(crowds, turns, now).items():
            late += [_order(partition, item) for item in found]
            turns[partition] = turn
        self.queue.send([message_of(order) for order in late])
        self.prints.put_turns(turns)
        return len(late)

    def _in_turn(
        self, crowds: Sequence[str], turns: Mapping[str, Turn], now: datetime
    ) -> dict[str, tuple[list[Item], Turn]]:
        """Return whose turn it is in each partition, and how far that comes."""
        begun = {partition: turns.get(partition) or Turn(reached=None, began_at=now) for partition in crowds}
        asked = {partition: _those_after(turn, partition, now) for partition, turn in begun.items()}
        answers = self.reads.answer(asked.values())
        found: dict[str, list[Item]] = {partition: answers[query] for partition, query in asked.items()}  # type: ignore[misc]
        old = FIRST_OF_MANY.total_seconds()
        return {
            partition: (
                # Days of a full re-print do not stand in the order of their age.
                [item for item in some if age_seconds(item, now) >= old],
                turn_after(begun[partition], [str(item["sk"]) for item in some], IN_TURN_MAX[partition], now),
            )
            for partition, some in found.items()
        }


def is_ordered_again(minutes: int, name: str) -> bool:
    """Tell whether what has waited for so many minutes is ordered again now, where few wait.

    It is when it is two minutes old, then once in each span of 4 to 7, 8 to 15 and 16 to 31 minutes, and then every
    32; from the second time on at a minute that its name decides, so that many of one age do not come together.
    """
    if minutes < 2 * FIRST_MINUTES:
        return minutes == FIRST_MINUTES
    return is_its_turn(name, 60 * minutes)


def turn_after(turn: Turn, found: Sequence[str], asked: int, now: datetime) -> Turn:
    """Return how far the schedule has come when it orders again what it found, having asked for so many.

    It goes on behind the last that it found. Where it found fewer than it asked for, that was the end; it begins again
    with the first when 32 minutes have passed since it last did.
    """
    if len(found) < asked and now - turn.began_at >= AGAIN_OF_MANY:
        return Turn(reached=None, began_at=now)
    return replace(turn, reached=found[-1] if found else turn.reached)


def _those_after(turn: Turn, partition: str, now: datetime) -> Query:
    before = None if partition == keys.REPRINT else moment_text(now - FIRST_OF_MANY)
    # Another run's clock may have been ahead of this one's.
    after = min(turn.reached, before) if turn.reached and before else turn.reached
    return Query(RECENT_POSTS, partition, after=after, before=before, limit=IN_TURN_MAX[partition])


def _order(partition: str, item: Item) -> Order:
    name = str(item["sk"])
    return PartToPrint(name=name) if partition == keys.REPRINT else ArticlesChanged(names=(name,))
