"""Fills the tables with articles that were published before the test begins, without the API: only what they left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from broadsheet.article import life
from broadsheet.article.fields import Article, Byline, Fields
from broadsheet.ids import ulid_of
from broadsheet.lists.card import card_of, lists_of
from broadsheet.lists.leaf import Binding, bound
from broadsheet.lists.place import claims_of, place_of
from broadsheet.site.settings import Site
from broadsheet.store import items, keys
from broadsheet.store.leaves import bound_items
from broadsheet.store.reads import Item, TableName, to_wire

from .emulated import aws, names

SITE = Site()


def articles(count: int, *, a_day: int, until: datetime, apart: timedelta = timedelta(minutes=1)) -> Iterator[Article]:
    """Yield published articles, so many a day, the newest just before `until`, the newest first.

    A day's are so far `apart`. They take turns in five sections, by seven people, on forty subjects of which each has
    two.
    """
    for number in range(count):
        at = until - timedelta(days=number // a_day) - (1 + number % a_day) * apart
        fields = Fields(
            headline=f"Article {number}",
            body="A paragraph.",
            section=SITE.sections[number % 5].slug,
            keywords=(f"Subject {number % 40}", f"Subject {(number * 7 + 1) % 40}"),
            bylines=(Byline(f"Reporter {number % 7}"),),
            slug=f"article-{number}",
            published_at=at,
        )
        draft = life.created(ulid_of(at.astimezone(UTC), number.to_bytes(10, "big")), fields, "archive", at)
        yield life.published(draft, SITE, at)


def left_by(article: Article, site: Site = SITE) -> Iterator[tuple[TableName, Item]]:
    """Yield what publishing an article leaves in the tables, the items that go without an article's life aside."""
    card, place = card_of(article), place_of(article, site)
    assert card is not None
    assert place is not None
    kept = [items.head_item(article, "archive"), items.revision_item(article)]
    kept += [items.claim_item(day, slug, article.id) for day, slug in claims_of(article)]
    yield from ((TableName.CONTENT, item) for item in kept)
    markers = {*place.periods, (keys.CLAIM_DAYS, str(article.day))}
    derived = [items.card_item(name, card) for name in lists_of(card)]
    derived += [items.period_item(*marker) for marker in markers]
    yield from ((TableName.RECENT_POSTS, item) for item in derived)


def left_by_all(archive: Iterable[Article], site: Site = SITE) -> Iterator[tuple[TableName, Item]]:
    """Yield what is left of articles that were published one after another: what each leaves, and then all leaves."""
    positions: defaultdict[Binding, list[str]] = defaultdict(list)
    for article in archive:
        yield from left_by(article, site)
        place = place_of(article, site)
        assert place is not None
        for binding in place.bindings:
            positions[binding].append(place.position)
    for binding, some in positions.items():
        for item in bound_items(binding, *bound(sorted(some), binding.capacity)):
            yield TableName.RECENT_POSTS, item


def fill(archive: Iterable[Article]) -> None:
    """Put what published articles leave in the tables."""
    # A batch may not write one item twice, and articles share their markers.
    written = {(table, item["pk"], item["sk"]): item for table, item in left_by_all(archive)}
    for table, name in ((TableName.CONTENT, "ContentTable"), (TableName.RECENT_POSTS, "RecentPostsTable")):
        left = iter([item for (of, _, _), item in written.items() if of is table])
        while batch := list(islice(left, 25)):
            puts = [{"PutRequest": {"Item": to_wire(item)}} for item in batch]
            aws("dynamodb").batch_write_item(RequestItems={names()[name]: puts})
