"""Cuts leaves that hold too many cards, and joins those that hold none to their neighbours."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..lists.leaf import Binding, Leaf, Recut, Spine, cut, cut_at, joined
from ..page.address import Page
from ..reading import records
from ..reading.waves import Answering, Reading, pair, run
from ..store.leaves import Leaves
from ..store.owed import Owed, Why
from ..store.transaction import ConditionFailed
from . import slices

CUTS_MAX = 20


@dataclass(frozen=True, slots=True)
class Cutting:
    """Changes the leaves of periods, each time in one transaction."""

    reads: Answering
    leaves: Leaves
    clock: Callable[[], datetime]

    def cut(self, binding: Binding, number: int) -> list[Owed]:
        """Cut a leaf until it holds what it may, or join it to another; return the pages that are owed for it.

        Twenty cuts at most: a leaf that is still too full is among the pages, and found again when it is printed. Each
        costs four reads in a row and a transaction. Where somebody else has changed the period's leaves meanwhile, it
        looks again, for that may have been another leaf. Raises `ConditionFailed` where that happens at the last look.
        """
        owed: dict[str, Owed] = {}
        for looks_left in reversed(range(CUTS_MAX)):
            # First the spine: whatever changes after this fails its condition.
            spine = run(records.spine(binding), self.reads)
            recut = run(_recut(binding, number, spine), self.reads)
            if recut is None:
                break
            pages = [owed_page(page, Why.CUT, self.clock()) for page in _pages_of(binding, recut)]
            try:
                self.leaves.change(binding, spine, recut, pages)
            except ConditionFailed:
                if not looks_left:
                    raise
                continue
            owed |= {each.key: each for each in pages}
            number = recut.spine.opened
        return list(owed.values())


def owed_page(page: Page, why: str, since: datetime) -> Owed:
    """Return a page as owed from a moment on."""
    return Owed(
        key=page.key,
        page=(page.kind.value, page.name, page.period, page.number),
        since=since,
        why=why,
        stamp=secrets.token_hex(8),
    )


def _recut(binding: Binding, number: int, spine: Spine | None) -> Reading[Recut | None]:
    """Work out how leaves change; None where they are well as they are."""
    site = yield from records.site()
    leaf = yield from records.leaf(binding, number)
    if leaf is None:
        return None
    cards = yield from records.on_leaf(site, binding, leaf, binding.capacity.most + 1)
    at = cut_at(leaf, [card.position for card in cards], binding.capacity)
    if at is not None:
        newer = yield from _neighbour(binding, leaf.newer)
        return cut(spine or Spine(), leaf, newer, at)
    if cards or spine is None:
        return None
    if leaf.older is None:
        # The first leaf stays, and takes in the one after it.
        first, leaf = leaf, (yield from _neighbour(binding, leaf.newer)) or leaf
        newer = yield from _neighbour(binding, leaf.newer)
        return joined(spine, leaf, first, newer) if leaf is not first else None
    older, newer = yield from pair(_neighbour(binding, leaf.older), _neighbour(binding, leaf.newer))
    return joined(spine, leaf, older, newer) if older is not None else None


def _neighbour(binding: Binding, number: int | None) -> Reading[Leaf | None]:
    return (yield from records.leaf(binding, number)) if number is not None else None


def _pages_of(binding: Binding, recut: Recut) -> list[Page]:
    leaves = (*recut.leaves, *([recut.gone] if recut.gone else []))
    pages = [page for leaf in leaves for page in slices.leaf_pages(binding, leaf.number)]
    return [*pages, *slices.leaf_indexes(binding)]
