"""Prints imported articles, a day at a time.

The fronts, leaves and feeds that show them become owed pages, printed once when no day of the import waits any more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..lists.card import RECENT, Card, card_of, lists_of
from ..lists.leaf import Binding
from ..lists.place import period_of
from ..page.address import Page, PageKind
from ..reading import records
from ..reading.records import RECENT_POSTS
from ..reading.waves import Answering, Reading, run, together
from ..site.settings import Site
from ..store import keys
from ..store.owed import OwedPages, Why
from ..store.prints import PendingPrints
from ..store.reads import Item, Query, Reads
from . import slices
from .cutting import owed_page
from .pages import archives, articles, feeds, fronts
from .pages.articles import EARLIER_ARTICLES
from .slices import Job

# So many of a day at a time; the others are printed by the next run.
ARTICLES_A_RUN = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Some articles of a day that wait: their items, their cards in order of position, and the pages that lead to them
    from former addresses, by id; `is_all` if no more wait.

    One that was taken down or moved meanwhile has an item and no card: that change has a pending print of its own.
    """

    day: str
    waiting: tuple[Item, ...]
    cards: tuple[Card, ...]
    former: Mapping[str, set[Page]]
    is_all: bool

    def is_beside(self, job: Job) -> bool:
        """Tell whether a job is not of one of these articles, but of one beside."""
        return "#".join(job.key.split("#")[:2]) not in {card.position for card in self.cards}


@dataclass(frozen=True, slots=True)
class Imports:
    """Prints days of articles that were committed to be printed later."""

    reads: Reads
    prints: PendingPrints
    owed: OwedPages
    clock: Callable[[], datetime]

    def batch(self, day: str) -> Batch:
        """Read some of a day's articles that wait, the earliest: between two batches stands what both must print."""
        query = Query(RECENT_POSTS, keys.QUIET, after=f"{day}#", before=f"{day}$")
        all_waiting = sorted(self.reads.items(query), key=lambda item: str(item["position"]))
        waiting = tuple(all_waiting[:ARTICLES_A_RUN])
        heads = run(together([records.head(_article_id(item)) for item in waiting]), self.reads)
        cards = filter(None, (card_of(head) for head in heads if head is not None))
        # From where one was to where it moved may be the whole archive.
        there = {str(item["position"]) for item in waiting}
        in_order = tuple(sorted((each for each in cards if each.position in there), key=lambda card: card.position))
        former = {head.id: articles.former_pages(head) for head in heads if head is not None}
        return Batch(day, waiting, in_order, former, is_all=len(waiting) == len(all_waiting))

    def jobs(self, batch: Batch) -> Iterator[Job]:
        """Yield the pages of a batch's articles and of those beside them, in order of position, and discussions."""
        own = {card.id for card in batch.cards}
        for card, beside in _with_those_beside(batch.cards, self.reads):
            if card.id in own:
                yield Job(f"{card.position}#", Page(PageKind.ARTICLE, card.path))
                # Before the discussion: what is printed as far as that is done.
                for page in sorted(batch.former[card.id]):
                    yield Job(f"{card.position}#a{page.key}", page)
                yield Job(f"{card.position}#comments", Page(PageKind.COMMENTS, card.id))
            elif beside:
                yield Job(f"{card.position}#", Page(PageKind.ARTICLE, card.path))

    def finish(self, batch: Batch, reached: str) -> bool:
        """Owe what shows the articles up to a position, and take their items off; return whether the day is done."""
        done = [card for card in batch.cards if f"{card.position}#comments" <= reached]
        site = run(records.site(), self.reads)
        pages = run(_shared_pages(site, done), self.reads) if done else set()
        if batch.waiting:
            # An article may have opened the day and have gone since: the calendar was never told of either.
            pages.update([*archives.calendar(batch.day), Page(PageKind.SITEMAP_INDEX), Page(PageKind.SEARCH_INDEX)])
        now = self.clock()
        self.owed.put_many([owed_page(page, Why.IMPORT, now) for page in sorted(pages)])
        printed = {card.id for card in done}
        left = {card.id for card in batch.cards} - printed
        self.prints.delete_many([item for item in batch.waiting if _article_id(item) not in left])
        return batch.is_all and not left


def _article_id(item: Item) -> str:
    return str(item["sk"]).split("#")[1]


def _with_those_beside(cards: Sequence[Card], reads: Answering) -> Iterator[tuple[Card, bool]]:
    """Yield the cards and all around them in order of position, and of each whether its page shows one of the cards.

    A page shows the six articles before its own and the one after it. So an article is shown by the one before it and
    by the six after it.
    """
    if not cards:
        return
    own = {card.id for card in cards}
    first, last = cards[0].position, cards[-1].position
    for card in run(records.older(first, 1), reads):
        yield card, True
    before: list[bool] = []
    held: Card | None = None
    for card in (*_between(first, last, reads), *run(records.newer(last, EARLIER_ARTICLES), reads)):
        if held is not None:
            yield held, card.id in own or any(before[-EARLIER_ARTICLES:])
            before = [*before[-EARLIER_ARTICLES:], held.id in own]
        held = card
    if held is not None:
        yield held, any(before[-EARLIER_ARTICLES:])


def _between(first: str, last: str, reads: Answering) -> Iterator[Card]:
    after = None
    while cards := run(records.stretch(first, last, after, slices.DAY_CARDS), reads):
        yield from cards
        after = cards[-1].position


def _shared_pages(site: Site, cards: Sequence[Card]) -> Reading[set[Page]]:
    """Work out every page that shows one of the cards beside others."""
    days = sorted({site.day_of(card.published_at) for card in cards})
    names = {name for card in cards for name in lists_of(card)}
    pages = {Page(PageKind.SITEMAP_NEWS), Page(PageKind.SITEMAP_INDEX), Page(PageKind.SEARCH_INDEX)}
    pages.update(page for name in names for page in (*fronts.fronts_of(name), *feeds.feeds_of(name)))
    pages.update(page for day in days for page in archives.calendar(day))
    positions: dict[Binding, list[str]] = {}
    for card in cards:
        day = site.day_of(card.published_at)
        bindings = [*(Binding(name, period_of(name, day)) for name in lists_of(card)), Binding(RECENT, day[:7])]
        for binding in bindings:
            positions.setdefault(binding, []).append(card.position)
    found = yield from together([_leaves(binding, some) for binding, some in positions.items()])
    return pages.union(*found)


def _leaves(binding: Binding, positions: Sequence[str]) -> Reading[set[Page]]:
    """Work out the leaves that hold positions, which come in order. Costs two reads a leaf, where there are several."""
    if (yield from records.spine(binding)) is None:
        return set(slices.leaf_pages(binding, 1))
    pages: set[Page] = set()
    until: str | None = ""
    for position in positions:
        if until is not None and position >= until:
            number = yield from records.leaf_at(binding, position)
            pages.update(slices.leaf_pages(binding, number))
            leaf = yield from records.leaf(binding, number)
            until = leaf.until if leaf else ""
    return pages
