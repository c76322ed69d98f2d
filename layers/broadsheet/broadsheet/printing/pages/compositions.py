"""Every kind of page, and every item it reads. Whoever changes one of those items prints that page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...article.fields import Article, State
from ...article.life import NEWS_HOURS
from ...lists.card import RECENT, Card, byline_list, section_list, tag_list
from ...page import about, archives, article, feeds, fragments, fronts, search, simple, sitemaps
from ...page.address import Kind, Page
from ...page.frame import Frame, frame_of
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, together
from ...site.identity import Section, Site
from . import discussions

EARLIER_ARTICLES = 6
FRONT_CARDS = 30
FEED_ENTRIES = 20
RECENT_CARDS = 8
BUCKET_PAGE_CARDS = 100
NEWS_SITEMAP_MAX = 1_000
SHARD_ARTICLES = 1_000


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page of one printing shares: the address it is printed for, and the time."""

    site_url: str
    now: datetime


def compose(page: Page, edition: Edition) -> Reading[Printed]:
    """Read all that a page shows and return it, printed but for its stamp."""
    site = yield from records.site()
    return (yield from _COMPOSITIONS[page.kind](page, frame_of(site, edition.site_url), edition))


def _article(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    path = page.name
    year, month, day, slug = path.split("/")
    article_id = yield from records.claimant(f"{year}-{month}-{day}", slug)
    if article_id is None:
        return simple.gone_page(frame, ())
    head = yield from records.head(article_id)
    if head is None or head.state is not State.PUBLISHED or head.path is None or head.published_at is None:
        return simple.gone_page(frame, (article_id,))
    if head.path != path:
        return simple.redirect_page(frame, article_id, f"/{head.path}")
    position = records.position_of_article(head)
    found, earlier, following = yield from _article_items(head, position)
    return article.article_page(frame, found, earlier, following[0] if following else None)


def _article_items(head: Article, position: str) -> Reading[tuple[Article, list[Card], list[Card]]]:
    readings: list[Reading[object]] = [
        records.revision(head.id, head.version),
        records.older(position, EARLIER_ARTICLES),
        records.newer(position, 1),
    ]
    found, earlier, following = yield from together(readings)
    assert isinstance(found, Article), "a head is written with its revision"
    return found, earlier, following  # type: ignore[return-value]


def _home(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return fronts.home_page(frame, (yield from records.newest(RECENT, FRONT_CARDS)))


def _section(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards, months = yield from _front_items(frame.site, section_list(page.name))
    section = _section_named(frame, page.name, cards)
    return fronts.section_page(frame, section, cards, months) if section else simple.gone_page(frame, ())


def _section_named(frame: Frame, slug: str, cards: list[Card]) -> Section | None:
    """Return a section; one that went while an article came to it stands as long as that."""
    known = frame.site.section_named(slug)
    return known or (Section(slug=slug, name=frame.section_name(slug)) if cards else None)


def _tag(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards, years = yield from _front_items(frame.site, tag_list(page.name))
    return fronts.tag_page(frame, page.name, cards, years)


def _byline(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards, years = yield from _front_items(frame.site, byline_list(page.name))
    return fronts.byline_page(frame, page.name, cards, years)


def _front_items(site: Site, list_name: str) -> Reading[tuple[list[Card], list[str]]]:
    readings: list[Reading[object]] = [
        records.newest(list_name, FRONT_CARDS),
        records.standing_buckets(site, list_name),
    ]
    cards, buckets = yield from together(readings)
    return cards, buckets[::-1]  # type: ignore[return-value, index]


def _bucket(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.in_bucket(frame.site, _list_of(page), page.bucket)
    start = (page.number - 1) * BUCKET_PAGE_CARDS
    shown = cards[start : start + BUCKET_PAGE_CARDS]
    if not shown and page.number > 1:
        return simple.gone_page(frame, ())
    return archives.bucket_page(frame, page, shown, len(cards) > start + BUCKET_PAGE_CARDS)


def _list_of(page: Page) -> str:
    match page.kind:
        case Kind.SECTION_MONTH:
            return section_list(page.name)
        case Kind.TAG_YEAR:
            return tag_list(page.name)
        case Kind.BYLINE_YEAR:
            return byline_list(page.name)
        case _:
            return RECENT


def _month(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    days = yield from records.standing_buckets(frame.site, RECENT)
    return archives.month_page(frame, page.bucket, [day for day in days if day.startswith(page.bucket)])


def _year(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    days = yield from records.standing_buckets(frame.site, RECENT)
    return archives.year_page(frame, page.bucket, [day for day in days if day.startswith(page.bucket)])


def _archive(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return archives.archive_page(frame, (yield from records.standing_buckets(frame.site, RECENT)))


def _recent_fragment(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return fragments.recent_fragment(frame, (yield from records.newest(RECENT, RECENT_CARDS)))


def _feed(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.newest(section_list(page.name) if page.name else RECENT, FEED_ENTRIES)
    section = _section_named(frame, page.name, cards) if page.name else None
    if page.name and section is None:
        return simple.gone_page(frame, ())
    entries = yield from records.revisions(cards)
    match page.kind:
        case Kind.RSS | Kind.SECTION_RSS:
            return feeds.rss(frame, entries, section)
        case Kind.ATOM | Kind.SECTION_ATOM:
            return feeds.atom(frame, entries, section)
        case _:
            return feeds.json_feed(frame, entries, section)


def _sitemap_day(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.in_bucket(frame.site, RECENT, page.bucket)
    return sitemaps.sitemap_day(frame, page.bucket, cards)


def _sitemap_news(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.newest_since(edition.now - timedelta(hours=NEWS_HOURS), NEWS_SITEMAP_MAX)
    return sitemaps.sitemap_news(frame, cards)


def _sitemap_index(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return sitemaps.sitemap_index(frame, (yield from records.standing_buckets(frame.site, RECENT)))


def _robots(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return sitemaps.robots(frame)
    yield []


def _not_found(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return simple.not_found_page(frame)
    yield []


def _about(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return about.about_page(frame)
    yield []


def _search(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return search.search_page(frame)
    yield []


def _search_index(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return search.search_index((yield from records.standing_buckets(frame.site, RECENT)))


def _search_shard(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    cards = yield from records.in_bucket(frame.site, RECENT, page.bucket)
    start = (page.number - 1) * SHARD_ARTICLES
    shown = cards[::-1][start : start + SHARD_ARTICLES]
    return search.search_shard(frame, shown, len(cards) > start + SHARD_ARTICLES)


def _comments(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return discussions.newest_page(page.name, frame)


def _comments_page(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return discussions.numbered_page(page.name, page.number, frame)


def _comments_received(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return discussions.received_page(frame)


def _comment_counts(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return discussions.counts_page(frame)


_COMPOSITIONS: dict[Kind, Callable[[Page, Frame, Edition], Reading[Printed]]] = {
    Kind.ARTICLE: _article,
    Kind.HOME: _home,
    Kind.SECTION: _section,
    Kind.SECTION_MONTH: _bucket,
    Kind.TAG: _tag,
    Kind.TAG_YEAR: _bucket,
    Kind.BYLINE: _byline,
    Kind.BYLINE_YEAR: _bucket,
    Kind.DAY: _bucket,
    Kind.MONTH: _month,
    Kind.YEAR: _year,
    Kind.ARCHIVE: _archive,
    Kind.RECENT_FRAGMENT: _recent_fragment,
    Kind.RSS: _feed,
    Kind.ATOM: _feed,
    Kind.JSON_FEED: _feed,
    Kind.SECTION_RSS: _feed,
    Kind.SECTION_ATOM: _feed,
    Kind.SECTION_JSON: _feed,
    Kind.SITEMAP_DAY: _sitemap_day,
    Kind.SITEMAP_NEWS: _sitemap_news,
    Kind.SITEMAP_INDEX: _sitemap_index,
    Kind.ROBOTS: _robots,
    Kind.NOT_FOUND: _not_found,
    Kind.ABOUT: _about,
    Kind.SEARCH: _search,
    Kind.SEARCH_INDEX: _search_index,
    Kind.SEARCH_DAY: _search_shard,
    Kind.SEARCH_MONTH: _search_shard,
    Kind.COMMENTS: _comments,
    Kind.COMMENTS_PAGE: _comments_page,
    Kind.COMMENTS_RECEIVED: _comments_received,
    Kind.COMMENT_COUNTS: _comment_counts,
}
