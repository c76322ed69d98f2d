"""The archive: the leaves of a day, and of each month or year of a list; and the calendar that leads to them."""

from dataclasses import replace

from ...lists.card import RECENT, byline_list, section_list, tag_list
from ...lists.leaf import Binding
from ...lists.place import Facet, PendingPrint
from ...page import archives, simple
from ...page.address import Page, PageKind
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, pair
from .edition import Composition, Edition
from .leaves import leaf_cards, leaves_that_change, uncut

_LEAVES = {
    "section": PageKind.SECTION_MONTH,
    "tag": PageKind.TAG_YEAR,
    "byline": PageKind.BYLINE_YEAR,
    RECENT: PageKind.DAY,
}


def _leaf(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    binding = Binding(_list_of(page), page.period)
    leaf, cards = yield from leaf_cards(frame.site, binding, page.number)
    if leaf is None:
        return simple.gone_page(frame, ())
    shown = cards[: binding.capacity.most]
    printed = archives.leaf_page(frame, page, shown, older=leaf.older, newer=leaf.newer)
    return replace(printed, uncut=uncut(binding, leaf, cards))


def _list_of(page: Page) -> str:
    match page.kind:
        case PageKind.SECTION_MONTH:
            return section_list(page.name)
        case PageKind.TAG_YEAR:
            return tag_list(page.name)
        case PageKind.BYLINE_YEAR:
            return byline_list(page.name)
        case _:
            return RECENT


def _month(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return archives.month_page(
        frame, page.period, (yield from records.standing_periods(frame.site, RECENT, page.period))
    )


def _year(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return archives.year_page(
        frame, page.period, (yield from records.standing_periods(frame.site, RECENT, page.period))
    )


def _archive(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return archives.archive_page(frame, (yield from records.standing_periods(frame.site, RECENT)))


COMPOSITIONS: dict[PageKind, Composition] = {
    **dict.fromkeys(_LEAVES.values(), _leaf),
    PageKind.MONTH: _month,
    PageKind.YEAR: _year,
    PageKind.ARCHIVE: _archive,
}


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Work out the leaves that a changed article is and was on, and the calendar where a day came or went."""
    if not pending.touches(Facet.CARD, Facet.PLACE):
        return set()
    leaves, days = yield from pair(leaves_that_change(pending, is_archived), days_that_came_or_went(pending))
    pages = {leaf_page(binding, number) for binding, number in leaves}
    return pages.union(*(calendar(day) for day in days))


def is_archived(binding: Binding) -> bool:
    """Tell whether a binding's leaves are pages of the archive."""
    return binding.list_name != RECENT or len(binding.period) > len("2026-11")


def leaf_page(binding: Binding, number: int) -> Page:
    """Return the archive's page of a leaf."""
    kind, _, slug = binding.list_name.partition("#")
    return Page(_LEAVES[kind], slug, binding.period, number)


def calendar(day: str) -> set[Page]:
    """Return the pages that lead to a day."""
    return {*indexes(day), Page(PageKind.ARCHIVE)}


def indexes(day: str) -> set[Page]:
    """Return the pages of a day's month and year."""
    return {Page(PageKind.MONTH, period=day[:7]), Page(PageKind.YEAR, period=day[:4])}


def days_that_came_or_went(pending: PendingPrint) -> Reading[set[str]]:
    """Work out the days that have their first article by a change, or lost their last."""
    left, reached = yield from pair(_day_left(pending), _day_reached(pending))
    return {*pending.appeared, *left, *reached}


def _day_left(pending: PendingPrint) -> Reading[set[str]]:
    before, after = pending.before, pending.after
    if before is None or (after is not None and after.day == before.day):
        return set()
    site = yield from records.site()
    cards = yield from records.in_period(site, RECENT, before.day, 1)
    return set() if cards else {before.day}


def _day_reached(pending: PendingPrint) -> Reading[set[str]]:
    """The day that an article came to, where that was emptied when its change had seen it standing."""
    before, after = pending.before, pending.after
    if after is None or after.day in pending.appeared or (before is not None and before.day == after.day):
        return set()
    emptied = yield from records.was_emptied(RECENT, after.day)
    return {after.day} if emptied else set()
