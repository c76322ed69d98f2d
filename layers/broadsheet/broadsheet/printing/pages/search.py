"""What the search reads: a shard for each leaf of a month, and the index that names them all, the newest first."""

from dataclasses import replace

from ...lists.card import RECENT
from ...lists.leaf import MONTH_CHARS, Binding
from ...lists.place import Facet, PendingPrint
from ...page import search
from ...page.address import Page, PageKind
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, pair
from .archives import days_that_came_or_went
from .edition import Composition, Edition
from .leaves import leaf_cards, leaves_that_change, uncut


def _search(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return search.search_page(frame)
    yield []


def _search_index(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    days, spines = yield from pair(records.standing_periods(frame.site, RECENT), records.spines(RECENT))
    months = sorted({day[:MONTH_CHARS] for day in days})
    numbers = {month: spines[month].numbers if month in spines else (1,) for month in months}
    shards = [Page(PageKind.SEARCH_MONTH, period=month, number=n) for month in months for n in numbers[month]]
    return search.search_index(shards[::-1])


def _search_shard(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    binding = Binding(RECENT, page.period)
    leaf, cards = yield from leaf_cards(frame.site, binding, page.number)
    printed = search.search_shard(frame, cards[: binding.capacity.most][::-1])
    return replace(printed, uncut=uncut(binding, leaf, cards)) if leaf else printed


COMPOSITIONS: dict[PageKind, Composition] = {
    PageKind.SEARCH: _search,
    PageKind.SEARCH_INDEX: _search_index,
    PageKind.SEARCH_MONTH: _search_shard,
}


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Work out the shards that a change is on, and their index where a day came or went: a month may have with it."""
    if not pending.touches(Facet.CARD, Facet.PLACE):
        return set()
    leaves, days = yield from pair(leaves_that_change(pending, is_searched), days_that_came_or_went(pending))
    pages = {leaf_page(binding, number) for binding, number in leaves}
    return pages | ({Page(PageKind.SEARCH_INDEX)} if days else set())


def is_searched(binding: Binding) -> bool:
    """Tell whether a binding's leaves are shards of the search."""
    return binding.list_name == RECENT and len(binding.period) == MONTH_CHARS


def leaf_page(binding: Binding, number: int) -> Page:
    """Return the shard of a leaf."""
    return Page(PageKind.SEARCH_MONTH, period=binding.period, number=number)
