"""Items of the tables as values: what each read asks for, and what it makes of the answer."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import Final

from ..article.fields import Article
from ..article.slug import numbered
from ..article.upload import Upload
from ..errors import Busy
from ..lists.card import RECENT, Card, position_of
from ..lists.leaf import Binding, Leaf, Spine, just_before
from ..lists.place import period_of
from ..moments import moment_text
from ..site.settings import Site
from ..store import items, keys, leaves
from ..store.reads import Get, Query, TableName
from .waves import Reading, one, several, together

CONTENT = TableName.CONTENT
RECENT_POSTS = TableName.RECENT_POSTS

# Of the numbers between a used and a free one, so many are asked for at once.
SLUG_STEPS: Final = 64
BESIDE_STEP: Final = 100


def get(table: TableName, key: keys.Key) -> Get:
    """Ask for one item by its key."""
    return Get(table, key["pk"], key["sk"])


def site() -> Reading[Site]:
    """Read the site's settings; a site that was never set has the defaults."""
    found = yield from one(get(CONTENT, keys.settings_key()))
    return items.site_of(found)


def theme() -> Reading[str | None]:
    """Read the hash of the theme that the site wears."""
    found = yield from one(get(CONTENT, keys.theme_key()))
    return str(found["theme"]) if found else None


def site_url() -> Reading[str | None]:
    """Read the address that the site's pages carry; None before the site is installed."""
    found = yield from one(get(CONTENT, keys.theme_key()))
    return str(found["site_url"]) if found else None


def head(article_id: str) -> Reading[Article | None]:
    """Read an article as it is now, without its body."""
    found = yield from one(get(CONTENT, keys.head_key(article_id)))
    return items.article_of_head(found) if found else None


def revision(article_id: str, version: int) -> Reading[Article | None]:
    """Read an article as it was at a version."""
    found = yield from one(get(CONTENT, keys.revision_key(article_id, version)))
    return items.article_of_revision(found) if found else None


def revisions(cards: list[Card]) -> Reading[list[Article]]:
    """Read the articles of cards in one batch, in the cards' order."""
    found = yield from together([revision(card.id, card.version) for card in cards])
    return [article for article in found if article is not None]


def claimant(day: str, slug: str) -> Reading[str | None]:
    """Read the id of the article that holds a URL."""
    found = yield from one(get(CONTENT, keys.claim_key(day, slug)))
    return str(found["article_id"]) if found else None


def former_claimant(page_key: str) -> Reading[str | None]:
    """Read the id of the article that a former address leads to, or may soon."""
    found = yield from one(get(CONTENT, keys.former_key(page_key)))
    return str(found["holder"]) if found else None


def free_slug(day: str, slug: str) -> Reading[str]:
    """Read which numbered form of a slug no article of a day has: the lowest up to 9, else one that follows a used one.

    However many use it, it costs a few batches of single items: one up to 9, five at a hundred thousand.
    """
    used, free = yield from _first_free(day, slug, 1, range(2, 10))
    if free is None:
        used, free = yield from _first_free(day, slug, used, [1 << exponent for exponent in range(4, 31)])
    if free is None:
        raise Busy("more articles of the day have this headline than can be numbered")
    while free - used > 1:
        step = ceil((free - used) / SLUG_STEPS)
        used, closer = yield from _first_free(day, slug, used, range(used + step, free, step))
        free = closer or free
    return numbered(slug, free)


def _first_free(day: str, slug: str, used: int, numbers: Iterable[int]) -> Reading[tuple[int, int | None]]:
    """Read the first of ascending numbers that is free, None where none is, and the one in use before it."""
    asked = list(numbers)
    holders = yield from together([claimant(day, numbered(slug, number)) for number in asked])
    for number, holder in zip(asked, holders, strict=True):
        if holder is None:
            return used, number
        used = number
    return used, None


def claimants(day: str, after: str | None, limit: int) -> Reading[dict[str, Article]]:
    """Read the articles, without their bodies, that hold URLs of a day, by slug: those after one, in order."""
    found = yield from several(Query(CONTENT, keys.claims_partition(day), after=after, limit=limit))
    heads = yield from together([head(str(claim["article_id"])) for claim in found])
    return {str(claim["sk"]): article for claim, article in zip(found, heads, strict=True) if article is not None}


def upload(media: str) -> Reading[Upload | None]:
    """Read an upload."""
    found = yield from one(get(CONTENT, keys.media_key(media)))
    return items.upload_of(found) if found else None


def newest(list_name: str, limit: int) -> Reading[list[Card]]:
    """Read the newest cards of a list, newest first."""
    return (yield from _cards(Query(RECENT_POSTS, list_name, newest_first=True, limit=limit)))


def older(position: str, limit: int) -> Reading[list[Card]]:
    """Read the cards just older than a position, newest first."""
    return (yield from _cards(Query(RECENT_POSTS, RECENT, before=position, newest_first=True, limit=limit)))


def newer(position: str, limit: int, list_name: str = RECENT) -> Reading[list[Card]]:
    """Read the cards just newer than a position, oldest first."""
    return (yield from _cards(Query(RECENT_POSTS, list_name, after=position, limit=limit)))


def printed_beside(position: str, *, is_newer: bool, count: int, read_max: int) -> Reading[list[Card]]:
    """Read the cards just newer than a position, or older, that wait for no import: the nearest first.

    Costs two reads in a row where none of the nearest waits, and two more for each hundred that do. Looks at so many
    at most.
    """
    found: list[Card] = []
    limit, reached, left = count, position, read_max
    while True:
        cards = yield from newer(reached, limit) if is_newer else older(reached, limit)
        waiting = yield from together([_waits_for_import(card) for card in cards])
        found += [card for card, waits in zip(cards, waiting, strict=True) if not waits]
        left -= len(cards)
        if len(found) >= count or len(cards) < limit or left <= 0:
            return found[:count]
        reached = f"{cards[-1].position}~" if is_newer else cards[-1].position
        limit = min(BESIDE_STEP, left)


def newest_since(since: datetime, limit: int) -> Reading[list[Card]]:
    """Read the newest cards of those published after a moment, newest first."""
    # After every position of that millisecond.
    after = moment_text(since) + "~"
    return (yield from _cards(Query(RECENT_POSTS, RECENT, after=after, newest_first=True, limit=limit)))


def in_period(site: Site, list_name: str, period: str, limit: int) -> Reading[list[Card]]:
    """Read the oldest cards of a list in a day, month or year of the site's time zone, oldest first."""
    first, after = (moment_text(moment) for moment in site.span_of(period))
    return (yield from _cards(Query(RECENT_POSTS, list_name, after=first, before=after, limit=limit)))


def of_day(site: Site, day: str, after: str | None, limit: int) -> Reading[list[Card]]:
    """Read the cards of a day after a position, or from the first, oldest first."""
    first, end = (moment_text(moment) for moment in site.span_of(day))
    start = f"{after}~" if after else first
    return (yield from _cards(Query(RECENT_POSTS, RECENT, after=start, before=end, limit=limit)))


def stretch(first: str, last: str, after: str | None, limit: int) -> Reading[list[Card]]:
    """Read the cards from one position to another, both with them, or those of them after a third, oldest first."""
    start = f"{after}~" if after else just_before(first)
    return (yield from _cards(Query(RECENT_POSTS, RECENT, after=start, before=f"{last}~", limit=limit)))


def leaf(binding: Binding, number: int) -> Reading[Leaf | None]:
    """Read a leaf by its number; the first stands for its whole period where that was never cut."""
    found = yield from one(get(RECENT_POSTS, keys.leaf_key(binding, number)))
    if found is None:
        return Leaf() if number == 1 else None
    return leaves.leaf_of(found)


def leaf_at(binding: Binding, position: str) -> Reading[int]:
    """Read the number of the leaf that holds a position. Costs a query for one item."""
    # The position itself too, and nothing after it: ids are of one length.
    query = Query(
        RECENT_POSTS,
        keys.leaves_partition(binding),
        after=keys.FIRST,
        before=f"{keys.FIRST}{position}~",
        newest_first=True,
        limit=1,
    )
    found = yield from several(query)
    return items.number(found[0]["number"]) if found else 1


def on_leaf(site: Site, binding: Binding, leaf: Leaf, limit: int) -> Reading[list[Card]]:
    """Read the oldest cards of a leaf, oldest first. Costs one query."""
    start, end = (moment_text(moment) for moment in site.span_of(binding.period))
    return (
        yield from _cards(
            Query(
                RECENT_POSTS,
                binding.list_name,
                after=just_before(leaf.first) if leaf.first else start,
                before=leaf.until or end,
                limit=limit,
            )
        )
    )


def spine(binding: Binding) -> Reading[Spine | None]:
    """Read what holds a period's leaves together; None where it is one leaf."""
    found = yield from one(get(RECENT_POSTS, keys.spine_key(binding)))
    return leaves.spine_of(found) if found else None


def spines(list_name: str) -> Reading[dict[str, Spine]]:
    """Read the spines of a list's periods that have more than one leaf."""
    found = yield from several(Query(RECENT_POSTS, keys.spines_partition(list_name)))
    return {str(item["sk"]): leaves.spine_of(item) for item in found}


def periods(list_name: str) -> Reading[list[str]]:
    """Read the days, months or years in which a list ever had a card, oldest first."""
    found = yield from several(Query(RECENT_POSTS, keys.periods_partition(list_name)))
    return [str(marker["sk"]) for marker in found]


def standing_periods(site: Site, list_name: str, within: str = "") -> Reading[list[str]]:
    """Read the days, months or years in which a list has a card, oldest first; `within` a year or month, its days.

    Each that has a marker is one, unless it is marked as emptied: then its cards are asked for. Costs a query, and one
    or more for each stretch of periods that are marked as emptied, side by side.
    """
    after, before = (within, f"{within}~") if within else (None, None)
    markers = yield from several(Query(RECENT_POSTS, keys.periods_partition(list_name), after=after, before=before))
    stretches = [
        [str(marker["sk"]) for marker in stretch]
        for emptied, stretch in groupby(markers, key=items.is_emptied)
        if emptied
    ]
    refilled = yield from together([_refilled(site, list_name, stretch) for stretch in stretches])
    standing = {period for some in refilled for period in some}
    return [str(marker["sk"]) for marker in markers if not items.is_emptied(marker) or marker["sk"] in standing]


def was_emptied(list_name: str, period: str) -> Reading[bool]:
    """Read whether a day, month or year of a list may have no card, or had none when its last one came."""
    found = yield from one(get(RECENT_POSTS, keys.period_key(list_name, period)))
    return found is not None and items.is_emptied(found)


def period_before(list_name: str, period: str) -> Reading[str | None]:
    """Read the last day, month or year before another in which a list ever had a card."""
    query = Query(RECENT_POSTS, keys.periods_partition(list_name), before=period, newest_first=True, limit=1)
    found = yield from several(query)
    return str(found[0]["sk"]) if found else None


def period_after(list_name: str, period: str) -> Reading[str | None]:
    """Read the first day, month or year after another in which a list ever had a card."""
    found = yield from several(Query(RECENT_POSTS, keys.periods_partition(list_name), after=period, limit=1))
    return str(found[0]["sk"]) if found else None


def days() -> Reading[list[str]]:
    """Read the days that have an archive or a URL, newest first: a full re-print is of these and the site's own."""
    known = yield from together([periods(RECENT), periods(keys.CLAIM_DAYS)])
    return sorted({day for kind in known for day in kind}, reverse=True)


def next_day(day: str) -> Reading[str | None]:
    """Read the next day that has an archive or a URL."""
    found = yield from together([period_after(RECENT, day), period_after(keys.CLAIM_DAYS, day)])
    return min(filter(None, found), default=None)


def waiting_prints(limit: int) -> Reading[int]:
    """Count the changes that are not printed yet, at most `limit`. Costs a query for each key, side by side."""
    return len((yield from waiting_articles(limit)))


def waiting_articles(limit: int) -> Reading[list[str]]:
    """Read the ids of the articles whose changes are not printed yet, the oldest change first, at most `limit`.

    Costs a query for each key, side by side.
    """
    waiting = [several(Query(RECENT_POSTS, key, limit=limit)) for key in keys.PENDING_PARTITIONS]
    found = sorted((item for some in (yield from together(waiting)) for item in some), key=itemgetter("sk"))
    return [items.pending_print_of(item).article_id for item in found[:limit]]


def position_of_article(article: Article) -> str:
    """Return where a published article stands in its lists."""
    assert article.published_at is not None
    return position_of(article.published_at, article.id)


def _waits_for_import(card: Card) -> Reading[bool]:
    day = "-".join(card.path.split("/")[:3])
    return (yield from one(get(RECENT_POSTS, keys.quiet_key(day, card.id, card.version)))) is not None


def _refilled(site: Site, list_name: str, emptied: list[str]) -> Reading[list[str]]:
    """Of neighbouring periods that were emptied, read which have a card again: one query leads over those without."""
    found: list[str] = []
    left = emptied
    while left:
        first, _ = site.span_of(left[0])
        cards = yield from newer(moment_text(first), 1, list_name)
        if not cards:
            break
        reached = period_of(list_name, site.day_of(cards[0].published_at))
        found += [period for period in left if period == reached]
        left = [period for period in left if period > reached]
    return found


def _cards(query: Query) -> Reading[list[Card]]:
    found = yield from several(query)
    return [items.card_of(card) for card in found]
