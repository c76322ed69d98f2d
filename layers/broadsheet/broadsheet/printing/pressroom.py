"""Carries out print orders: works out the pages, prints them, has the edge cleared, and only then is done with them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..lists.place import PendingPrint
from ..page.address import Page
from ..page.printed import cache_tag
from ..reading import records
from ..reading.records import RECENT_POSTS
from ..reading.waves import Reading, run, together
from ..store import items, keys
from ..store.bucket import Standing
from ..store.cdn import Cdn
from ..store.prints import PendingPrints
from ..store.reads import Item, Reads
from .orders import Order
from .pages.compositions import Edition, compose
from .printer import Composition, Printer, tags_to_clear
from .touched import pages_of_reprint, touched_by

# So many that an import of an archive reads no megabytes for each of its articles.
WAITING_MAX = 100


@dataclass(frozen=True, slots=True)
class Pressroom:
    """Prints what orders ask for. Safe to repeat, to run beside itself, and to stop at any point."""

    reads: Reads
    prints: PendingPrints
    printer: Printer
    cdn: Cdn
    site_url: str
    clock: Callable[[], datetime]

    def carry_out(self, orders: Sequence[Order]) -> int:
        """Print every page that the orders touch, each once, and return how many.

        Then one invalidation, where a long-lived copy was replaced or an article that readers knew has changed;
        then each pending print is deleted. Whatever raises leaves the pending prints, to be ordered again.
        """
        pending, reprints = self._items(orders)
        prints = [items.pending_print_of(item) for item in pending]
        touched = frozenset().union(*self._pages([touched_by(each) for each in prints]))
        replaced = self._print(touched)
        self._clear(tags_to_clear(replaced, *_tags(prints), self._waiting), pending)
        # A re-print clears the whole edge in the end; copies are cleared for changes alone.
        others = frozenset().union(*self._pages([pages_of_reprint(item["sk"]) for item in reprints])) - touched
        self._print(others)
        self._finish(pending, reprints)
        return len(touched) + len(others)

    def _pages(self, readings: list[Reading[frozenset[Page]]]) -> list[frozenset[Page]]:
        return run(together(readings), self.reads) if readings else []

    def _items(self, orders: Sequence[Order]) -> tuple[list[Item], list[Item]]:
        """Return the pending prints and re-prints that are still to be done, each once."""
        asked = [
            *(keys.pending_sort_key(order.pending_sk) for order in orders if order.pending_sk is not None),
            *(keys.reprint_key(order.reprint_sk) for order in orders if order.reprint_sk is not None),
        ]
        requests = [records.get(RECENT_POSTS, key) for key in asked]
        found = self.reads.answer(requests) if requests else {}
        named: list[Any] = [item for item in found.values() if item is not None]
        delivered = [order.pending for order in orders if order.pending is not None]
        unique = {(item["pk"], item["sk"]): item for item in (*delivered, *named)}
        pending = [item for item in unique.values() if item["pk"] in keys.PENDING_PARTITIONS]
        return pending, [item for item in unique.values() if item["pk"] == keys.REPRINT]

    def _print(self, pages: frozenset[Page]) -> list[Standing]:
        """Print pages and return what stood before."""
        # Each time is read when the page is composed, after its HEAD, like all else that it shows.
        compositions: dict[str, Composition] = {
            page.key: lambda page=page: compose(page, Edition(self.site_url, self.clock()))  # type: ignore[misc]
            for page in sorted(pages)
        }
        return self.printer.print_pages(compositions) if compositions else []

    def _clear(self, tags: Sequence[str], pending: Sequence[Item]) -> None:
        if tags:
            # A reference that comes again must come with the same tags, and another try may need others.
            names = ",".join([*sorted(str(item["sk"]) for item in pending), *tags])
            self.cdn.clear([f"#{tag}" for tag in tags], hashlib.sha256(names.encode()).hexdigest())

    def _waiting(self) -> frozenset[str] | None:
        """Return the tags of the articles whose changes are not printed yet; None where they are many."""
        waiting = run(records.waiting_articles(WAITING_MAX), self.reads)
        return frozenset(map(cache_tag, waiting)) if len(waiting) < WAITING_MAX else None

    def _finish(self, pending: Sequence[Item], reprints: Sequence[Item]) -> None:
        self.prints.delete_all(pending)
        for item in reprints:
            self.prints.delete_reprint(item)


def _tags(prints: Sequence[PendingPrint]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the tags of articles that readers knew, and of those that came to a place where they were not."""
    changed = frozenset(cache_tag(each.article_id) for each in prints if each.before is not None)
    arrived = frozenset(cache_tag(each.article_id) for each in prints if _arrived(each))
    return changed, arrived


def _arrived(pending: PendingPrint) -> bool:
    before, after = pending.before, pending.after
    return after is not None and (before is None or before.position != after.position)
