"""Composes any page: finds its family, reads all that it shows, and returns it printed but for its stamp."""

from ...page.address import Page, PageKind
from ...page.frame import frame_of
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading
from . import archives, articles, discussions, feeds, fronts, search, site, sitemaps
from .edition import Composition, Edition

FAMILIES = (articles, feeds, fronts, archives, sitemaps, search, discussions, site)

COMPOSITIONS: dict[PageKind, Composition] = {
    kind: composition for family in FAMILIES for kind, composition in family.COMPOSITIONS.items()
}


def compose(page: Page, edition: Edition) -> Reading[Printed]:
    """Read all that a page shows and return it, printed but for its stamp."""
    settings = yield from records.site()
    return (yield from COMPOSITIONS[page.kind](page, frame_of(settings, edition.site_url), edition))
