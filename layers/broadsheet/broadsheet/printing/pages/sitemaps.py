"""The sitemaps: one for each leaf of a day, the index that names them all, and that of the news."""

from dataclasses import replace
from datetime import timedelta

from ...article.life import NEWS_HOURS
from ...lists.card import RECENT
from ...lists.leaf import Binding
from ...lists.place import Facet, PendingPrint
from ...page import sitemaps
from ...page.address import Page, PageKind
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, pair
from .archives import days_that_came_or_went
from .edition import Composition, Edition
from .leaves import leaf_cards, leaves_that_change, uncut

NEWS_SITEMAP_MAX = 1_000
DAY_CHARS = len("2026-11-23")


def _sitemap_day(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    binding = Binding(RECENT, page.period)
    leaf, cards = yield from leaf_cards(frame.site, binding, page.number)
    printed = sitemaps.sitemap_day(frame, cards[: binding.capacity.most])
    return replace(printed, uncut=uncut(binding, leaf, cards)) if leaf else printed


def _sitemap_news(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.newest_since(edition.now - timedelta(hours=NEWS_HOURS), NEWS_SITEMAP_MAX)
    return sitemaps.sitemap_news(frame, cards)


def _sitemap_index(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    days, spines = yield from pair(records.standing_periods(frame.site, RECENT), records.spines(RECENT))
    numbers = {day: spines[day].numbers if day in spines else (1,) for day in days}
    return sitemaps.sitemap_index(
        frame, [Page(PageKind.SITEMAP_DAY, period=day, number=n) for day in days for n in numbers[day]]
    )


COMPOSITIONS: dict[PageKind, Composition] = {
    PageKind.SITEMAP_DAY: _sitemap_day,
    PageKind.SITEMAP_NEWS: _sitemap_news,
    PageKind.SITEMAP_INDEX: _sitemap_index,
}


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Work out the sitemaps that a change is on, and their index where a day came or went."""
    if not pending.touches(Facet.CARD, Facet.PLACE, Facet.UPDATED):
        return set()
    leaves, days = yield from pair(leaves_that_change(pending, is_mapped), days_that_came_or_went(pending))
    pages = {leaf_page(binding, number) for binding, number in leaves}
    if pending.touches(Facet.CARD, Facet.PLACE):
        pages.add(Page(PageKind.SITEMAP_NEWS))
    return pages | ({Page(PageKind.SITEMAP_INDEX)} if days else set())


def is_mapped(binding: Binding) -> bool:
    """Tell whether a binding's leaves are sitemaps too."""
    return binding.list_name == RECENT and len(binding.period) == DAY_CHARS


def leaf_page(binding: Binding, number: int) -> Page:
    """Return the sitemap of a leaf."""
    return Page(PageKind.SITEMAP_DAY, period=binding.period, number=number)
