"""What is printed a little later: owed pages are ordered again, and a re-print is brought to its end."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from ..printing.orders import PagesOwed, message_of
from ..printing.reprint import Reprints
from ..reading.records import RECENT_POSTS
from ..store import keys
from ..store.cdn import Cdn
from ..store.owed import Owed, Why, owed_of
from ..store.queue import RenderQueue
from ..store.reads import Query, Reads
from .turns import is_its_turn

OWED_READ_MAX = 10_000
OWED_A_MESSAGE = 50
IMPORT_WAITS_MINUTES = 60
LATE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class OrderedOwed:
    """How many owed pages were ordered again, and which were owed for ten minutes, the longest first.

    `oldest_seconds` is how long the oldest has been owed, those of imports aside; `of_imports` says whether any is of
    one.
    """

    ordered: int
    late: tuple[str, ...]
    oldest_seconds: float
    of_imports: bool

    @classmethod
    def unknown(cls) -> Self:
        """Return what is known where the tables could not be read."""
        return cls(0, (), 0.0, of_imports=True)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Looks after owed pages and the re-print."""

    reads: Reads
    queue: RenderQueue
    cdn: Cdn
    reprints: Reprints

    def order_owed(self, now: datetime, *, imports_wait: bool) -> OrderedOwed:
        """Order owed pages again, when they are 1, 2, 4 … 32 minutes old, and then every 32.

        From the second time on each at a minute of its own in that span, so that many of one age do not come together.
        What an import owes is left until no other article of it waits, an hour at most.
        """
        owed = [owed_of(item) for item in self.reads.items(Query(RECENT_POSTS, keys.OWED, limit=OWED_READ_MAX))]
        late = [each.key for each in owed if _is_time(each, now, imports_wait=imports_wait)]
        some = [late[start : start + OWED_A_MESSAGE] for start in range(0, len(late), OWED_A_MESSAGE)]
        self.queue.send([message_of(PagesOwed(keys=tuple(names))) for names in some])
        failed = sorted((each for each in owed if each.why != Why.IMPORT), key=lambda each: each.since)
        return OrderedOwed(
            ordered=len(late),
            late=tuple(each.key for each in failed if _seconds(each, now) >= LATE_SECONDS),
            oldest_seconds=_seconds(failed[0], now) if failed else 0.0,
            of_imports=len(failed) < len(owed),
        )

    def advance_reprint(self, now: datetime) -> None:
        """Spread a re-print that has rested, and clear the edge when all its parts are printed.

        Where pages are owed then, the edge is cleared once more when they are printed too.
        """
        request = self.reprints.asked()
        if request is None or request.rests_until > now:
            return
        if not request.is_spread:
            self.reprints.spread(request)
        elif request.is_cleared:
            if not self.reprints.are_owed():
                self.cdn.clear(["/*"], f"reprint-{request.stamp}-owed")
                self.reprints.update(request, None)
        elif not self.reprints.remain():
            self.cdn.clear(["/*"], f"reprint-{request.stamp}")
            self.reprints.update(request, replace(request, is_cleared=True) if self.reprints.are_owed() else None)


def _seconds(owed: Owed, now: datetime) -> float:
    return max(0.0, (now - owed.since).total_seconds())


def _is_time(owed: Owed, now: datetime, *, imports_wait: bool) -> bool:
    minutes = int(_seconds(owed, now) // 60)
    of_import = owed.why == Why.IMPORT
    if of_import and imports_wait and minutes < IMPORT_WAITS_MINUTES:
        return False
    # When an import has ended, all that it owes is due within a few minutes.
    return minutes > 0 if of_import else is_its_turn(owed.key, _seconds(owed, now))
