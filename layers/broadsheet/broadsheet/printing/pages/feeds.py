"""The feeds of the site and of each section, with the whole text of the newest articles."""

from ...lists.card import RECENT, section_list
from ...lists.place import PendingPrint
from ...page import feeds, simple
from ...page.address import Page, PageKind
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading
from .edition import Composition, Edition
from .fronts import section_named


def _feed(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.newest(section_list(page.name) if page.name else RECENT, feeds.ENTRIES_MAX)
    section = section_named(frame, page.name, cards) if page.name else None
    if page.name and section is None:
        return simple.gone_page(frame, ())
    entries = yield from records.revisions(cards)
    match page.kind:
        case PageKind.RSS | PageKind.SECTION_RSS:
            return feeds.rss(frame, entries, section)
        case PageKind.ATOM | PageKind.SECTION_ATOM:
            return feeds.atom(frame, entries, section)
        case _:
            return feeds.json_feed(frame, entries, section)


_OF_SITE = (PageKind.RSS, PageKind.ATOM, PageKind.JSON_FEED)
# In every format, or a reader of JSON Feed had to take the whole site.
_OF_SECTION = (PageKind.SECTION_RSS, PageKind.SECTION_ATOM, PageKind.SECTION_JSON)

COMPOSITIONS: dict[PageKind, Composition] = dict.fromkeys((*_OF_SITE, *_OF_SECTION), _feed)


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Return the feeds of the lists that a changed article is and was in: they show all of it."""
    lists = {name for place in pending.places for name in place.lists}
    return {page for name in lists for page in feeds_of(name)}
    yield []


def feeds_of(list_name: str) -> set[Page]:
    """Return the feeds of a list; tags and bylines have none."""
    kind, _, slug = list_name.partition("#")
    if list_name == RECENT:
        return {Page(kind) for kind in _OF_SITE}
    return {Page(each, slug) for each in _OF_SECTION} if kind == "section" else set()
