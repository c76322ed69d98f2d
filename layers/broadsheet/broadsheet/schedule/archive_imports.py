"""Has days of an import printed when no more articles come, and the edge cleared when all are."""

import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..moments import moment_text
from ..printing.orders import PartToPrint, message_of
from ..reading.records import CONTENT, RECENT_POSTS
from ..store import items, keys
from ..store.cdn import Cdn
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Query, Reads
from ..store.transaction import ConditionFailed, Transaction
from .upkeep import OrderedOwed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Days are printed when no article of any has come for so long: each once, in whatever order they come. In a long import
# a day is printed when its first has waited too long.
QUIET = timedelta(minutes=2)
WAITS_AT_MOST = timedelta(hours=1)
READ_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whether articles wait to be printed later, and since when the first does."""

    articles: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class ImportRound:
    """Looks after articles that were committed to be printed later."""

    reads: Reads
    prints: PendingPrints
    queue: RenderQueue
    cdn: Cdn
    client: "DynamoDBClient"

    def order_days(self, now: datetime) -> Waiting:
        """Order the days when all are quiet, or one that has waited long, and return what still waits.

        Reads ten thousand items at most, of about a hundred bytes, the oldest days first.
        """
        quiet = list(self.reads.items(Query(RECENT_POSTS, keys.QUIET, limit=READ_MAX)))
        if not quiet:
            return Waiting(0, 0.0)
        days: defaultdict[str, list[datetime]] = defaultdict(list)
        for item in quiet:
            days[str(item["sk"]).partition("#")[0]].append(datetime.fromisoformat(item["at"]))
        is_quiet = max(moment for at in days.values() for moment in at) <= now - QUIET
        due = [day for day, at in days.items() if is_quiet or min(at) <= now - WAITS_AT_MOST]
        ordered = {str(item["sk"]) for item in self._ordered()}
        new = [name for day in sorted(due) if (name := f"{keys.QUIET_PRINT}#{day}") not in ordered]
        if new:
            self._begin(now)
            stamp = secrets.token_hex(8)
            self.prints.put_reprints([items.reprint_item(name, stamp, moment_text(now)) for name in new])
            self.queue.send([message_of(PartToPrint(name=name)) for name in new])
        oldest = min(moment for at in days.values() for moment in at)
        return Waiting(len(quiet), max(0.0, (now - oldest).total_seconds()))

    def end(self, waiting: Waiting, owed: OrderedOwed) -> None:
        """Clear the edge once when an import is printed: nothing waits, is ordered or owed for it any more."""
        if waiting.articles or owed.of_imports:
            return
        begun = self.reads.get(CONTENT, keys.import_key())
        if begun is None or self._ordered():
            return
        self.cdn.clear(["/*"], f"import-{begun['stamp']}")
        transaction = Transaction(self.reads.tables)
        same = {"stamp": begun["stamp"]}
        transaction.delete(CONTENT, keys.import_key(), condition="stamp = :stamp", values=same, name="import")
        try:
            transaction.commit(self.client)
        except ConditionFailed:
            # Another import has begun.
            return

    def _ordered(self) -> list[dict[str, object]]:
        prefix = f"{keys.QUIET_PRINT}#"
        return list(self.reads.items(Query(RECENT_POSTS, keys.REPRINT, after=prefix, before=f"{keys.QUIET_PRINT}$")))

    def _begin(self, now: datetime) -> None:
        """Note that an import is printed; each day that is ordered makes it another, which must be cleared too."""
        transaction = Transaction(self.reads.tables)
        item = {**keys.import_key(), "stamp": secrets.token_hex(8), "asked_at": moment_text(now)}
        transaction.put(CONTENT, item)
        transaction.commit(self.client)
