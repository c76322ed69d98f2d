"""Printing by compare-and-swap: the last page standing is always the page of the last state.

For each page, in this order: (1) HEAD what stands; (2) read the theme that the site wears, and refuse to print in
another; (3) read the page's items, strongly consistent; (4) render; (5) PUT on condition that what stood still stands;
(6) where it does not, start again. Every print carries a stamp of its own, so that no two have the same ETag, and a
page that must go is overwritten with a tombstone, so that its key always has an ETag to compare.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from ..errors import PrintFailed, ThemeMismatch
from ..page.printed import Freshness, Printed
from ..reading import records
from ..reading.waves import Answering, Reading, run, together
from ..store.bucket import Put, SiteBucket, Standing
from ..store.rest import rest

ROUNDS_MAX = 10

Composition = Callable[[], Reading[Printed]]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints pages into the site bucket; `theme` is the hash of the one that this package prints."""

    reads: Answering
    bucket: SiteBucket
    pool: ThreadPoolExecutor
    theme: str

    def print_pages(self, compositions: Mapping[str, Composition]) -> list[Standing]:
        """Print a page at each key, and return what stood there before.

        Costs a HeadObject and a PutObject a page; the pages share their reads. Pages that somebody else wrote
        meanwhile are composed again from what is there then. Raises `ThemeMismatch`, and `PrintFailed`
        when a page is contended too often; the pages that were printed stay.
        """
        replaced: list[Standing] = []
        left = list(compositions)
        for attempt in range(ROUNDS_MAX):
            standing = dict(zip(left, self._side_by_side(self.bucket.head, left), strict=True))
            printed = self._compose({key: compositions[key] for key in left})
            outcomes = self._side_by_side(
                lambda key, standing=standing, printed=printed: self._put(key, printed[key], standing[key]),  # type: ignore[misc]
                left,
            )
            done = [key for key, outcome in zip(left, outcomes, strict=True) if outcome is Put.DONE]
            replaced.extend(before for key in done if (before := standing[key]) is not None)
            left = [key for key in left if key not in done]
            if not left:
                return replaced
            rest(attempt, 0.02)
        raise PrintFailed(f"{len(left)} pages were contended {ROUNDS_MAX} times, among them {left[0]}")

    def _compose(self, compositions: Mapping[str, Composition]) -> dict[str, Printed]:
        readings: list[Reading[Any]] = [self._guarded_theme(), *(compose() for compose in compositions.values())]
        _, *printed = run(together(readings), self.reads)
        return dict(zip(compositions, printed, strict=True))

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

    def _side_by_side(self, act: Callable[[str], Value], keys: Sequence[str]) -> list[Value]:
        """Do something for every key on the pool, and raise the first failure only when all have ended."""
        futures: list[Future[Value]] = [self.pool.submit(act, key) for key in keys]
        for future in futures:
            future.exception()
        return [future.result() for future in futures]


def tags_to_clear(
    replaced: Iterable[Standing],
    changed: frozenset[str],
    arrived: frozenset[str],
    waiting: Callable[[], frozenset[str] | None],
) -> list[str]:
    """Return the fewest cache tags that clear every long-lived copy of what was replaced.

    `changed` are the tags of articles that pages showed before the change: they are always cleared, from
    short-lived lists too. `arrived` are those of articles that pages show now and did not before: what has one may
    have been printed by an earlier try or beside this one, and the edge may hold a copy older than that. Of the tags,
    such a copy is sure to share only the first, its own article's. So it is with the tags of articles whose prints are
    `waiting`, None for too many to tell, who are asked for only where it matters: one that died may have printed them.
    """
    chosen = set(changed)
    long_lived = [standing for standing in replaced if standing.cache_control == Freshness.LONG.value and standing.tags]
    chosen.update(standing.tags[0] for standing in long_lived if arrived.intersection(standing.tags))
    left = [standing for standing in long_lived if not chosen.intersection(standing.tags)]
    doubtful = waiting() if left else frozenset()
    shared = {standing.etag: (standing.tags[0], *_sure(standing.tags[1:], doubtful)) for standing in left}
    while left:
        counts = Counter(tag for standing in left for tag in shared[standing.etag])
        chosen.add(max(sorted(counts), key=counts.__getitem__))
        left = [standing for standing in left if not chosen.intersection(shared[standing.etag])]
    return sorted(chosen)


def _sure(tags: Sequence[str], doubtful: frozenset[str] | None) -> Sequence[str]:
    return () if doubtful is None else [tag for tag in tags if tag not in doubtful]
