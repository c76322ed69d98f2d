"""Print orders as pages, in a fixed order and a few at a time, so that an order of any size goes on where it was cut
short."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ..lists.leaf import Binding
from ..lists.place import PendingPrint
from ..page.address import Page, PageKind
from ..reading.waves import Answering, run, together
from . import touched
from .pages import archives, articles, search, sitemaps

SLICE_PAGES = 64
DAY_CARDS = 500


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be printed, and a key that sorts as the pages of its order are printed.

    One that `may_stand` is printed only where something stands at its address. Leaves that are counted anew, as after a
    refill, may be fewer than before: where leaf 3 is the last now, leaf 4 may stand, and if it did, leaf 5.
    """

    key: str
    page: Page
    may_stand: bool = False

    @property
    def next_that_may_stand(self) -> "Job":
        """The leaf after one that stood."""
        page = Page(self.page.kind, self.page.name, self.page.period, self.page.number + 1)
        return Job(self.key, page, may_stand=True)


def sliced(jobs: Iterable[Job], reached: str = "") -> Iterator[Sequence[Job]]:
    """Yield jobs a slice at a time, those after the one that was `reached`."""
    left = (job for job in jobs if job.key > reached)
    while some := tuple(islice(left, SLICE_PAGES)):
        yield some


def of_changes(prints: Sequence[PendingPrint], reads: Answering) -> list[Job]:
    """Return the pages that changes of articles touch: the articles' own first."""
    pages = frozenset().union(*run(together([touched.touched_by(each) for each in prints]), reads))
    own = [page for each in prints for page in articles.own_pages(each)]
    return [Job(key, page) for key, page in touched.in_order(pages, own)]


def leaf_pages(binding: Binding, number: int) -> list[Page]:
    """Return the pages that show a leaf."""
    families = ((archives.is_archived, archives), (sitemaps.is_mapped, sitemaps), (search.is_searched, search))
    return [family.leaf_page(binding, number) for shows, family in families if shows(binding)]


def leaf_indexes(binding: Binding) -> list[Page]:
    """Return the pages that name every leaf of a binding."""
    indexes = ((sitemaps.is_mapped, PageKind.SITEMAP_INDEX), (search.is_searched, PageKind.SEARCH_INDEX))
    return [Page(kind) for names, kind in indexes if names(binding)]
