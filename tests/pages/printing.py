"""Prints a whole site from articles, page by page, as the press would: for tests that look at pages."""

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.article.fields import Article
from broadsheet.article.slug import slug_of
from broadsheet.lists.card import Card, card_of
from broadsheet.lists.leaf import Capacity, Leaf, bound
from broadsheet.page import about, archives, assets, feeds, fragments, fronts, search, simple, sitemaps
from broadsheet.page.address import Page, PageKind
from broadsheet.page.article import article_page
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Freshness, Printed

# So few that the lists of some articles have leaves with others before and after them.
LEAVES = Capacity(opens=5, most=10)


def site_of(frame: Frame, articles: Sequence[Article]) -> dict[str, Printed]:
    """Return every page of a site with these articles, by its key; a leaf holds five of them."""
    newest_first = sorted(articles, key=lambda article: (article.published_at, article.id), reverse=True)
    cards = [card for article in newest_first if (card := card_of(article))]
    days = sorted({frame.site.day_of(card.published_at) for card in cards})
    site = {
        Page(PageKind.HOME).key: home_of(frame, cards),
        Page(PageKind.ARCHIVE).key: archives.archive_page(frame, days),
        Page(PageKind.RECENT_FRAGMENT).key: fragments.recent_fragment(frame, cards[:8]),
        Page(PageKind.RSS).key: feeds.rss(frame, newest_first[:20], None),
        Page(PageKind.ATOM).key: feeds.atom(frame, newest_first[:20], None),
        Page(PageKind.JSON_FEED).key: feeds.json_feed(frame, newest_first[:20], None),
        Page(PageKind.SITEMAP_NEWS).key: sitemaps.sitemap_news(frame, cards),
        Page(PageKind.ROBOTS).key: sitemaps.robots(frame),
        Page(PageKind.NOT_FOUND).key: simple.not_found_page(frame),
        Page(PageKind.FAVICON).key: simple.icon_page(frame, Page(PageKind.FAVICON).key),
        Page(PageKind.ABOUT).key: about.about_page(frame),
        Page(PageKind.SEARCH).key: search.search_page(frame),
    }
    for place, article in enumerate(newest_first):
        if article.path:
            following = cards[place - 1] if place else None
            site[article.path] = article_page(frame, article, cards[place + 1 : place + 7], following)
    site |= _sections(frame, newest_first, cards)
    site |= _collections(frame, cards)
    site |= _archives(frame, cards, days)
    site |= sitemaps_of(frame, cards)
    site |= search_of(frame, cards)
    return site


def home_of(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return the home page of a site with these articles, which come newest first."""
    by_section = {
        section.slug: [card for card in cards if card.section == section.slug] for section in frame.site.sections
    }
    return fronts.home_page(frame, cards[:20], {slug: own[:20] for slug, own in by_section.items()})


def sitemaps_of(frame: Frame, cards: Sequence[Card]) -> dict[str, Printed]:
    """Return the sitemaps of every day, and the index that names them."""
    made = {
        Page(PageKind.SITEMAP_DAY, period=day, number=leaf.number): sitemaps.sitemap_day(frame, own)
        for day, of_day in _by_period(frame, cards, len("2026-11-23")).items()
        for leaf, own in leaves_of(of_day)
    }
    index = sitemaps.sitemap_index(frame, list(made))
    return {Page(PageKind.SITEMAP_INDEX).key: index, **{page.key: printed for page, printed in made.items()}}


def search_of(frame: Frame, cards: Sequence[Card], capacity: Capacity = LEAVES) -> dict[str, Printed]:
    """Return every shard that the search reads, and the index that names them."""
    made = {
        Page(PageKind.SEARCH_MONTH, period=month, number=leaf.number): search.search_shard(frame, own[::-1])
        for month, of_month in _by_period(frame, cards, len("2026-11")).items()
        for leaf, own in leaves_of(of_month, capacity)
    }
    index = search.search_index(list(made)[::-1])
    return {Page(PageKind.SEARCH_INDEX).key: index, **{page.key: printed for page, printed in made.items()}}


def leaves_of(cards: Sequence[Card], capacity: Capacity = LEAVES) -> list[tuple[Leaf, list[Card]]]:
    """Return the leaves that cards make, and the cards of each, all oldest first."""
    in_order = sorted(cards, key=lambda card: card.position)
    _, leaves = bound([card.position for card in in_order], capacity)
    starts = range(0, max(1, len(in_order)), capacity.opens)
    return [(leaf, in_order[start : start + capacity.opens]) for leaf, start in zip(leaves, starts, strict=True)]


def _by_period(frame: Frame, cards: Sequence[Card], chars: int) -> dict[str, list[Card]]:
    """Return cards by their days, months or years, the oldest first."""
    made: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: card.position):
        made.setdefault(frame.site.day_of(card.published_at)[:chars], []).append(card)
    return made


def _leaves(frame: Frame, page: Page, cards: Sequence[Card]) -> dict[str, Printed]:
    made: dict[str, Printed] = {}
    for leaf, own in leaves_of(cards):
        numbered = replace(page, number=leaf.number)
        made[numbered.key] = archives.leaf_page(frame, numbered, own, older=leaf.older, newer=leaf.newer)
    return made


def _sections(frame: Frame, articles: Sequence[Article], cards: Sequence[Card]) -> dict[str, Printed]:
    made: dict[str, Printed] = {}
    for section in frame.site.sections:
        own = [card for card in cards if card.section == section.slug]
        months = sorted({frame.site.day_of(card.published_at)[:7] for card in own}, reverse=True)
        made[Page(PageKind.SECTION, section.slug).key] = fronts.section_page(frame, section, own, months)
        entries = [article for article in articles if article.fields.section == section.slug]
        made[Page(PageKind.SECTION_RSS, section.slug).key] = feeds.rss(frame, entries[:20], section)
        made[Page(PageKind.SECTION_ATOM, section.slug).key] = feeds.atom(frame, entries[:20], section)
        made[Page(PageKind.SECTION_JSON, section.slug).key] = feeds.json_feed(frame, entries[:20], section)
        for month in months:
            in_month = [card for card in own if frame.site.day_of(card.published_at).startswith(month)]
            made |= _leaves(frame, Page(PageKind.SECTION_MONTH, section.slug, month), in_month)
    return made


def _collections(frame: Frame, cards: Sequence[Card]) -> dict[str, Printed]:
    made: dict[str, Printed] = {}
    kinds = (
        (PageKind.TAG, PageKind.TAG_YEAR, fronts.tag_page, lambda card: card.keywords),
        (
            PageKind.BYLINE,
            PageKind.BYLINE_YEAR,
            fronts.byline_page,
            lambda card: [byline.name for byline in card.bylines],
        ),
    )
    for kind, kind_of_year, page_of, names_of in kinds:
        for slug in sorted({slug_of(name) for card in cards for name in names_of(card)}):
            own = [card for card in cards if slug in map(slug_of, names_of(card))]
            years = sorted({frame.site.day_of(card.published_at)[:4] for card in own}, reverse=True)
            made[Page(kind, slug).key] = page_of(frame, slug, own[:30], years)
            for year in years:
                in_year = [card for card in own if frame.site.day_of(card.published_at).startswith(year)]
                made |= _leaves(frame, Page(kind_of_year, slug, year), in_year)
    return made


def _archives(frame: Frame, cards: Sequence[Card], days: Sequence[str]) -> dict[str, Printed]:
    made: dict[str, Printed] = {}
    for day, own in _by_period(frame, cards, len("2026-11-23")).items():
        made |= _leaves(frame, Page(PageKind.DAY, period=day), own)
    for month in {day[:7] for day in days}:
        in_month = [day for day in days if day.startswith(month)]
        made[Page(PageKind.MONTH, period=month).key] = archives.month_page(frame, month, in_month)
    for year in {day[:4] for day in days}:
        in_year = [day for day in days if day.startswith(year)]
        made[Page(PageKind.YEAR, period=year).key] = archives.year_page(frame, year, in_year)
    return made


def static_files() -> dict[str, Printed]:
    """Return the theme's text files, by their keys; pictures are left to who serves bytes."""
    return {
        asset.path: Printed(body=asset.body.decode(), content_type=asset.content_type, freshness=Freshness.LONG)
        for asset in assets.assets()
        if asset.content_type.startswith(("text/", "image/svg"))
    }
