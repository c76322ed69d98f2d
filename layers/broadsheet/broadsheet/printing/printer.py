"""Printing by compare-and-swap: the last page standing is always the page of the last state.

For each page, in this order: (1) HEAD what stands; (2) read the theme that the site wears, and refuse to print in
another; (3) read the page's items, strongly consistent; (4) render; (5) PUT on condition that what stood still stands;
(6) where it does not, start again. Every print carries a stamp of its own, so that no two have the same ETag, and a
page that must go is overwritten with a tombstone, so that its key always has an ETag to compare.
"""

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..errors import PrintFailed, ThemeMismatch
from ..lists.leaf import Binding
from ..page.address import Page
from ..page.printed import Printed
from ..reading import records
from ..reading.waves import Answering, Reading, attempted, run
from ..store.bucket import Put, SiteBucket, Standing
from ..store.rest import rest

ROUNDS_MAX = 10

Compose = Callable[[Page], Reading[Printed]]
Value = TypeVar("Value")


@dataclass(slots=True)
class Outcome:
    """What became of some pages.

    `replaced` is what stood where one was printed. `failed` says why one could not be composed, `refused` why the
    bucket did not take one. `uncut` names leaves that are printed but hold too many cards, or none.
    """

    printed: list[Page] = field(default_factory=list)
    replaced: dict[Page, Standing] = field(default_factory=dict)
    failed: dict[Page, Exception] = field(default_factory=dict)
    refused: dict[Page, Exception] = field(default_factory=dict)
    uncut: set[tuple[Binding, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints pages into the site bucket; `theme` is the hash of the one that this package prints."""

    reads: Answering
    bucket: SiteBucket
    pool: ThreadPoolExecutor
    theme: str

    def print_pages(self, pages: Sequence[Page], compose: Compose, may_stand: frozenset[Page] = frozenset()) -> Outcome:
        """Print some pages, all held in memory at once; those that `may_stand` only where something does.

        Costs a HeadObject and a PutObject a page; the pages share their reads. Pages that somebody else wrote
        meanwhile are composed again from what is there then. One that fails stops no other. Raises `ThemeMismatch`,
        what the tables raise, and what the bucket does where it takes no page at all.
        """
        outcome = Outcome()
        left = list(pages)
        for attempt in range(ROUNDS_MAX):
            left = self._round(left, compose, may_stand, outcome)
            if not left:
                return outcome
            rest(attempt, 0.02)
        failure = PrintFailed(f"the page was contended {ROUNDS_MAX} times")
        outcome.refused.update(dict.fromkeys(left, failure))
        return outcome

    def _round(
        self, pages: Sequence[Page], compose: Compose, may_stand: frozenset[Page], outcome: Outcome
    ) -> list[Page]:
        """Try to print each page once; return those that others have written meanwhile."""
        heads = self._side_by_side(lambda page: self.bucket.head(page.key), pages)
        standing: dict[Page, Standing | None] = {
            page: head
            for page, head in heads.items()
            if not isinstance(head, Exception) and not (head is None and page in may_stand)
        }
        composed = self._compose(list(standing), compose)
        ready = {page: each for page, each in composed.items() if not isinstance(each, Exception)}
        puts = self._side_by_side(lambda page: self._put(page.key, ready[page], standing[page]), list(ready))
        done = [page for page, put in puts.items() if put is Put.DONE]
        refused = {page: each for page, each in {**heads, **puts}.items() if isinstance(each, Exception)}
        if refused and not done and not outcome.printed:
            raise next(iter(refused.values()))
        outcome.refused.update(refused)
        outcome.failed.update({page: each for page, each in composed.items() if isinstance(each, Exception)})
        outcome.printed += done
        outcome.replaced.update({page: before for page in done if (before := standing[page]) is not None})
        outcome.uncut.update(leaf for page in done if (leaf := ready[page].uncut) is not None)
        return [page for page, put in puts.items() if put is Put.LOST]

    def _compose(self, pages: Sequence[Page], compose: Compose) -> dict[Page, Printed | Exception]:
        readings: list[Reading[Any]] = [self._guarded_theme(), *(compose(page) for page in pages)]
        theme, *printed = run(attempted(readings), self.reads)
        if theme is not None:
            raise theme
        return dict(zip(pages, printed, strict=True))

    def _guarded_theme(self) -> Reading[None]:
        worn = yield from records.theme()
        if worn != self.theme:
            raise ThemeMismatch(f"the site wears theme {worn}, this package prints {self.theme}")

    def _put(self, key: str, printed: Printed, standing: Standing | None) -> Put:
        return self.bucket.put(
            key,
            printed.stamped(secrets.token_hex(8)),
            standing.etag if standing else None,
            content_type=printed.content_type,
            cache_control=printed.freshness.value,
            metadata=printed.metadata,
        )

    def _side_by_side(self, act: Callable[[Page], Value], pages: Sequence[Page]) -> dict[Page, Value | Exception]:
        """Do something for every page on the pool; return what it gave, or what it raised."""
        futures = {page: self.pool.submit(act, page) for page in pages}
        for future in futures.values():
            future.exception()
        ended: dict[Page, Value | Exception] = {}
        for page, future in futures.items():
            raised = future.exception()
            if raised is not None and not isinstance(raised, Exception):
                raise raised
            ended[page] = raised or future.result()
        return ended
