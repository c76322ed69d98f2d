"""Full re-prints: asked for once, spread over one pending print a day, and ended by clearing the whole edge."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..lists.card import RECENT, moment_text
from ..store import items, keys
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Item, Query, Reads
from ..store.transaction import ConditionFailed, Transaction
from . import records
from .orders import SITE_REPRINT, Order
from .reading import run, together
from .records import CONTENT, RECENT_POSTS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Reprints:
    """Asks for full re-prints, and spreads them."""

    client: "DynamoDBClient"
    reads: Reads
    prints: PendingPrints
    queue: RenderQueue

    def ask(self, stamp: str, now: datetime, *also: Item) -> None:
        """Ask for a full re-print, in one transaction with other items of ContentTable.

        The site's own pages are printed at once, its days as soon as the schedule has spread them. `stamp` is new
        for each request; a later one takes the place of an earlier.
        """
        transaction = Transaction(self.reads.tables)
        for item in also:
            transaction.put(CONTENT, item)
        transaction.put(CONTENT, items.reprint_request_item(stamp, moment_text(now)))
        transaction.put(RECENT_POSTS, items.reprint_item(keys.SITE_PRINT, stamp, moment_text(now)))
        transaction.commit(self.client)
        self.queue.send([SITE_REPRINT.to_message()])

    def asked(self) -> Item | None:
        """Return the request that has not ended, or None."""
        return self.reads.get(CONTENT, keys.reprint_request_key())

    def spread(self, request: Item) -> int:
        """Put and send a pending print for every day that has an archive or a URL; return how many.

        A spread that stops half-way is done again whole.
        """
        known = run(together([records.buckets(RECENT), records.buckets(keys.CLAIM_DAYS)]), self.reads)
        days = sorted({day for some in known for day in some}, reverse=True)
        self.prints.put_reprints(days, request)
        self.queue.send([Order(reprint_sk=day).to_message() for day in days])
        self._update(request, {**request, "spread": True})
        return len(days)

    def remain(self) -> bool:
        """Tell whether a pending print of a re-print remains."""
        return bool(list(self.reads.items(Query(RECENT_POSTS, keys.REPRINT, limit=1))))

    def end(self, request: Item) -> None:
        """Forget a request whose days are all printed, unless another has come."""
        self._update(request, None)

    def _update(self, request: Item, item: Item | None) -> None:
        transaction = Transaction(self.reads.tables)
        same: dict[str, Any] = {"condition": "stamp = :stamp", "values": {"stamp": request["stamp"]}, "name": "request"}
        if item is None:
            transaction.delete(CONTENT, keys.reprint_request_key(), **same)
        else:
            transaction.put(CONTENT, item, **same)
        try:
            transaction.commit(self.client)
        except ConditionFailed:
            # A later request has taken its place; the schedule will see that one.
            return
