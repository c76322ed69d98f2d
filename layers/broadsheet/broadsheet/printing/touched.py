"""What a change touches: every page that shows one of the items it changed, in the order in which they are printed."""

from collections.abc import Iterable

from ..lists.place import PendingPrint
from ..page.address import SITE_PAGES, Page, PageKind
from ..reading.waves import Reading, together
from ..site.settings import Site
from .pages import archives, articles, discussions, feeds, fronts, search, sitemaps
from .pages.composing import COMPOSITIONS

# What readers look at first is printed first; what went, before all.
_ORDER = {
    kind: rank
    for rank, family in enumerate((feeds, fronts, articles, archives, sitemaps, search, discussions), start=1)
    for kind in family.COMPOSITIONS
}


def touched_by(pending: PendingPrint) -> Reading[frozenset[Page]]:
    """Work out the pages that one change of an article touches.

    The same number for any size of archive: of each of its lists the front and one leaf, the articles beside it, feeds,
    a sitemap and a shard of the search, and its discussion.
    """
    families = (articles, feeds, fronts, archives, sitemaps, search, discussions)
    pages = yield from together([family.printed_by(pending) for family in families])
    return frozenset().union(*pages)


def in_order(pages: Iterable[Page], first: Iterable[Page] = ()) -> list[tuple[str, Page]]:
    """Return pages in the order in which they are printed, each with a key that sorts so; `first` go before all."""
    foremost = set(first)
    return sorted((_place(page, page in foremost), page) for page in pages)


def site_pages(site: Site) -> frozenset[Page]:
    """Return the pages that stand whether or not anything was ever published."""
    return frozenset(SITE_PAGES).union(*(section_pages(section.slug) for section in site.sections))


def section_pages(slug: str) -> frozenset[Page]:
    """Return a section's front and its feeds."""
    return frozenset((Page(PageKind.SECTION, slug), *feeds.feeds_of(f"section#{slug}")))


def _place(page: Page, is_first: bool) -> str:
    return f"{0 if is_first else _ORDER.get(page.kind, len(COMPOSITIONS)):02}{page.key}"
