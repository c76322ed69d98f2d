"""What a change touches: every page that shows one of the items it changed."""

from collections.abc import Iterator

from ..article.fields import path_of
from ..lists.card import RECENT, Card, lists_of
from ..lists.place import PendingPrint, Place, bucket_of
from ..moments import moment_text
from ..page.address import SITE_PAGES, Kind, Page
from ..reading import records
from ..reading.waves import Reading, together
from ..site.identity import Site
from ..store import keys
from .numbers import last_number, numbers_for
from .pages import discussions, search
from .pages.compositions import BUCKET_PAGE_CARDS, EARLIER_ARTICLES

# What every change prints. The other pages of the site itself change when a day appears, or with the settings.
_ALWAYS = frozenset(
    Page(kind) for kind in (Kind.HOME, Kind.RECENT_FRAGMENT, Kind.RSS, Kind.ATOM, Kind.JSON_FEED, Kind.SITEMAP_NEWS)
)

_FRONTS = {"section": Kind.SECTION, "tag": Kind.TAG, "byline": Kind.BYLINE}
_ARCHIVES = {"section": Kind.SECTION_MONTH, "tag": Kind.TAG_YEAR, "byline": Kind.BYLINE_YEAR, RECENT: Kind.DAY}


def touched_by(pending: PendingPrint) -> Reading[frozenset[Page]]:
    """Work out the pages that one change of an article touches, around its place before and after.

    The same number for any size of archive: the article's URLs and its discussion, its neighbours and the six that
    show it among their earlier articles, the fronts, feeds and fragments, and of each of its lists the last archive
    page; where it is not the newest there, also those after its own. And the shards of the search that hold it.
    """
    site = yield from records.site()
    # A change of section, keywords or bylines leaves lists without a change of position.
    places = [place for place in (pending.before, pending.after) if place is not None]
    stretches = {(bucket, place.position) for place in places for bucket in place.buckets}
    readings: list[Reading[set[Page]]] = [
        discussions.comment_pages(pending.article_id),
        *(_around(position) for position in sorted({place.position for place in places})),
        *(_archive_pages(site, name, bucket, position) for (name, bucket), position in sorted(stretches)),
        *(search.shards_with(site, day, position) for day, position in sorted({(p.day, p.position) for p in places})),
        *(search.shards_closed_by(site, day) for day in pending.appeared),
        _calendar_of_left(site, pending),
        _calendar_of_reached(pending),
    ]
    pages = {Page(Kind.ARTICLE, path) for path in pending.paths}
    pages.update(*(yield from together(readings)))
    pages.update(page for place in places for page in _fronts(place))
    pages.update(page for day in pending.appeared for page in _calendar(day))
    return frozenset(pages)


def site_pages(site: Site) -> frozenset[Page]:
    """Return the pages that stand whether or not anything was ever published."""
    sections = (page for section in site.sections for page in _section_pages(section.slug))
    return frozenset((*SITE_PAGES, *sections))


def pages_of_reprint(what: str) -> Reading[frozenset[Page]]:
    """Work out the pages of one pending print of a full re-print: a day's, or the site's own."""
    if what == keys.SITE_PRINT:
        return site_pages((yield from records.site()))
    if what == keys.NEWS_PRINT:
        return frozenset({Page(Kind.SITEMAP_NEWS)})
    if what.startswith(keys.SECTION_PRINT):
        return frozenset(_section_pages(what.removeprefix(keys.SECTION_PRINT)))
    return (yield from pages_of_day(what))


def pages_of_day(day: str) -> Reading[frozenset[Page]]:
    """Work out what a full re-print prints for one day: all URLs of the day, whatever they lead to, and its archives.

    A front or an archive page that several days share is printed for the day that holds its newest card, a month's
    and a year's index for the last of their days; the indexes of all days are among the site's own pages.
    """
    site = yield from records.site()
    heads = yield from records.claimants(day)
    cards = yield from records.in_bucket(site, RECENT, day)
    place_buckets = {(name, bucket_of(name, day)) for card in cards for name in lists_of(card) if name != RECENT}
    # A URL that waits for its time of publication stays unknown to readers.
    public = {slug: head for slug, head in heads.items() if head.published_at is not None}
    pages = {Page(Kind.ARTICLE, path_of(day, slug)) for slug in public}
    following = yield from records.next_day(day)
    pages.update(page for page in _indexes(day) if not following or not following.startswith(page.bucket))
    pages.update(_numbered(RECENT, day, 1, numbers_for(len(cards), BUCKET_PAGE_CARDS)))
    pages.add(Page(Kind.SITEMAP_DAY, bucket=day))
    readings = [
        *(discussions.comment_pages(article_id) for article_id in sorted({head.id for head in public.values()})),
        search.shards_of_day(site, day),
        *(_shared_pages(site, name, bucket, day) for name, bucket in sorted(place_buckets)),
    ]
    pages.update(*(yield from together(readings)))
    return frozenset(pages)


def _around(position: str) -> Reading[set[Page]]:
    """The neighbours, and the newer articles that have this one among their earlier."""
    readings: list[Reading[list[Card]]] = [records.older(position, 1), records.newer(position, EARLIER_ARTICLES)]
    cards = yield from together(readings)
    return {Page(Kind.ARTICLE, card.path) for side in cards for card in side}


def _fronts(place: Place) -> Iterator[Page]:
    yield from _ALWAYS
    yield Page(Kind.SITEMAP_DAY, bucket=place.day)
    for name in place.lists:
        yield from _front(name)


def _front(list_name: str) -> Iterator[Page]:
    kind, _, slug = list_name.partition("#")
    if kind == "section":
        yield from _section_pages(slug)
    elif kind in _FRONTS:
        yield Page(_FRONTS[kind], slug)


def _section_pages(slug: str) -> Iterator[Page]:
    yield Page(Kind.SECTION, slug)
    yield Page(Kind.SECTION_RSS, slug)
    yield Page(Kind.SECTION_ATOM, slug)
    yield Page(Kind.SECTION_JSON, slug)


def _indexes(day: str) -> Iterator[Page]:
    yield Page(Kind.MONTH, bucket=day[:7])
    yield Page(Kind.YEAR, bucket=day[:4])


def _calendar(day: str) -> Iterator[Page]:
    yield from _indexes(day)
    yield Page(Kind.ARCHIVE)
    yield Page(Kind.SITEMAP_INDEX)
    yield Page(Kind.SEARCH_INDEX)


def _calendar_of_left(site: Site, pending: PendingPrint) -> Reading[set[Page]]:
    """The calendar, where an article has left its day without any."""
    before, after = pending.before, pending.after
    if before is None or (after is not None and after.day == before.day):
        return set()
    cards = yield from records.in_bucket(site, RECENT, before.day)
    return set() if cards else set(_calendar(before.day))


def _calendar_of_reached(pending: PendingPrint) -> Reading[set[Page]]:
    """The calendar, where the day that an article came to was emptied when its change had seen it standing."""
    before, after = pending.before, pending.after
    if after is None or after.day in pending.appeared or (before is not None and before.day == after.day):
        return set()
    emptied = yield from records.was_emptied(RECENT, after.day)
    return set(_calendar(after.day)) if emptied else set()


def _archive_pages(site: Site, list_name: str, bucket: str, position: str) -> Reading[set[Page]]:
    """The archive pages that change where a card comes to a position, leaves it or changes there.

    Pages are counted from the oldest card, so those after it shift; where it is the first of a page, the page before
    gains or loses its link onward.
    """
    cards = yield from records.in_bucket(site, list_name, bucket)
    index = sum(card.position < position for card in cards)
    first = index // BUCKET_PAGE_CARDS + (1 if index % BUCKET_PAGE_CARDS else 0)
    last = yield from last_number(cards, position, BUCKET_PAGE_CARDS)
    return set(_numbered(list_name, bucket, max(1, first), last))


def _shared_pages(site: Site, list_name: str, bucket: str, day: str) -> Reading[set[Page]]:
    _, after = site.span_of(day)
    following = yield from records.newer(moment_text(after), 1, list_name)
    pages: set[Page] = set()
    if not following:
        pages.update(frozenset(_front(list_name)) - site_pages(site))
    # A later day of the bucket prints its pages; only the last one need know how many there are.
    if not following or bucket_of(list_name, site.day_of(following[0].published_at)) != bucket:
        cards = yield from records.in_bucket(site, list_name, bucket)
        pages.update(_numbered(list_name, bucket, 1, numbers_for(len(cards), BUCKET_PAGE_CARDS)))
    return pages


def _numbered(list_name: str, bucket: str, first: int, last: int) -> Iterator[Page]:
    kind, _, slug = list_name.partition("#")
    for number in range(first, last + 1):
        yield Page(_ARCHIVES[kind], slug, bucket, number)
