"""Full re-prints: asked for once, spread over one pending print a day, and ended by clearing the whole edge."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..moments import moment_text
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run
from ..store import items, keys
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Item, Query, Reads
from ..store.transaction import ConditionFailed, Transaction
from .orders import Order

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

DAYS_A_RUN = 1_000


@dataclass(frozen=True, slots=True)
class Reprints:
    """Asks for full re-prints, and spreads them."""

    client: "DynamoDBClient"
    reads: Reads
    prints: PendingPrints
    queue: RenderQueue

    def ask(
        self, stamp: str, now: datetime, also: Transaction | None = None, lost_sections: Sequence[str] = ()
    ) -> None:
        """Ask for a full re-print, in one transaction with what is written `also`; its conditions hold for both.

        The site's own pages are printed at once, its days as soon as the schedule has spread them. `stamp` is new
        for each request; a later one takes the place of an earlier. The pages of `lost_sections` become tombstones.
        """
        transaction = also or Transaction(self.reads.tables)
        transaction.put(CONTENT, items.reprint_request_item(stamp, moment_text(now)))
        own = [keys.SITE_PRINT, *(keys.SECTION_PRINT + slug for slug in lost_sections)]
        for what in own:
            transaction.put(RECENT_POSTS, items.reprint_item(what, stamp, moment_text(now)))
        transaction.commit(self.client)
        self.queue.send([Order(reprint_sk=what).to_message() for what in own])

    def ask_for_news_sitemap(self, now: datetime) -> None:
        """Ask for a print of the news sitemap alone."""
        self.prints.put_reprints([keys.NEWS_PRINT], items.reprint_request_item(secrets.token_hex(8), moment_text(now)))
        self.queue.send([Order(reprint_sk=keys.NEWS_PRINT).to_message()])

    def asked(self) -> Item | None:
        """Return the request that has not ended, or None."""
        return self.reads.get(CONTENT, keys.reprint_request_key())

    def spread(self, request: Item) -> int:
        """Put and send a pending print for days that have an archive or a URL, newest first; return how many.

        At most a thousand a call; the next one goes on from there. One that stops half-way is done again.
        """
        days = run(records.days(), self.reads)
        left = [day for day in days if day < request.get("spread_to", "~")]
        some = left[:DAYS_A_RUN]
        self.prints.put_reprints(some, request)
        self.queue.send([Order(reprint_sk=day).to_message() for day in some])
        reached = {"spread": True} if some == left else {"spread_to": some[-1]}
        self._update(request, {**request, **reached})
        return len(some)

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
