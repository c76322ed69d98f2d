"""The fronts: home, sections, tags, bylines, and the fragment of Recent Posts. Each shows the newest of a list."""

from ...lists.card import RECENT, Card, byline_list, section_list, tag_list
from ...lists.place import Facet, PendingPrint
from ...page import fragments, fronts, simple
from ...page.address import Page, PageKind
from ...page.feeds import ENTRIES_MAX
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, pair, together
from ...site.settings import Section, Site
from .edition import Composition, Edition

FRONT_CARDS = 30
# As many as the feeds read of the same lists, so that a publish reads them once.
HOME_CARDS = ENTRIES_MAX
RECENT_CARDS = 8

_FRONTS = {"section": PageKind.SECTION, "tag": PageKind.TAG, "byline": PageKind.BYLINE}


def _home(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    slugs = [section.slug for section in frame.site.sections]
    of_sections = [records.newest(section_list(slug), HOME_CARDS) for slug in slugs]
    newest, *found = yield from together([records.newest(RECENT, HOME_CARDS), *of_sections])
    return fronts.home_page(frame, newest, dict(zip(slugs, found, strict=True)))


def _section(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards, months = yield from _front_items(frame.site, section_list(page.name))
    section = section_named(frame, page.name, cards)
    return fronts.section_page(frame, section, cards, months) if section else simple.gone_page(frame, ())


def _tag(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards, years = yield from _front_items(frame.site, tag_list(page.name))
    return fronts.tag_page(frame, page.name, cards, years)


def _byline(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards, years = yield from _front_items(frame.site, byline_list(page.name))
    return fronts.byline_page(frame, page.name, cards, years)


def _recent_fragment(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return fragments.recent_fragment(frame, (yield from records.newest(RECENT, RECENT_CARDS)))


def _front_items(site: Site, list_name: str) -> Reading[tuple[list[Card], list[str]]]:
    cards, periods = yield from pair(records.newest(list_name, FRONT_CARDS), records.standing_periods(site, list_name))
    return cards, periods[::-1]


COMPOSITIONS: dict[PageKind, Composition] = {
    PageKind.HOME: _home,
    PageKind.SECTION: _section,
    PageKind.TAG: _tag,
    PageKind.BYLINE: _byline,
    PageKind.RECENT_FRAGMENT: _recent_fragment,
}


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Return the fronts of the lists that a changed article is and was in."""
    if not pending.touches(Facet.CARD, Facet.PLACE):
        return set()
    lists = {name for place in pending.places for name in place.lists}
    return {page for name in lists for page in fronts_of(name)}
    yield []


def fronts_of(list_name: str) -> set[Page]:
    """Return the fronts of a list."""
    if list_name == RECENT:
        return {Page(PageKind.HOME), Page(PageKind.RECENT_FRAGMENT)}
    kind, _, slug = list_name.partition("#")
    return {Page(_FRONTS[kind], slug)}


def section_named(frame: Frame, slug: str, cards: list[Card]) -> Section | None:
    """Return a section; one that went while an article came to it stands as long as that."""
    # Neither change sees the other. A condition on the settings would make every publish contend for them, and a second
    # look after either change would be left undone by a crash.
    known = frame.site.section_named(slug)
    return known or (Section(slug=slug, name=frame.section_name(slug)) if cards else None)
