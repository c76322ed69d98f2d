"""What search engines read first: sitemaps and robots.txt. Source: sitemaps.org; Google's news sitemap, version 0.9."""

from collections.abc import Sequence
from typing import Final

from ..lists.card import Card
from .address import Page, PageKind
from .frame import Frame
from .illustration import illustration_of
from .printed import TAGS_MAX, Freshness, Printed
from .templates import render

XML: Final = "application/xml; charset=utf-8"
PLAIN_TEXT: Final = "text/plain; charset=utf-8"

# Source: Google Search Central, create a news sitemap.
NEWS_MAX: Final = 1_000


def sitemap_day(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return the sitemap of a leaf of one day's articles; gone when there are none."""
    return Printed(
        body=render(
            "sitemap-day.xml",
            frame=frame,
            urls=[(card, illustration_of(frame, card.image, card.picture)) for card in cards],
        ),
        content_type=XML,
        freshness=Freshness.SHORT,
        article_ids=_ids(cards),
        gone=not cards,
    )


def sitemap_news(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return the news sitemap of the articles of the last 48 hours, which the caller chooses; at most a thousand."""
    shown = cards[:NEWS_MAX]
    return Printed(
        body=render("sitemap-news.xml", frame=frame, cards=shown),
        content_type=XML,
        freshness=Freshness.SHORT,
        article_ids=_ids(shown),
    )


def sitemap_index(frame: Frame, leaves: Sequence[Page]) -> Printed:
    """Return the index of the sitemaps of all days with articles."""
    paths = [leaf.url_path for leaf in leaves]
    return Printed(
        body=render("sitemap-index.xml", frame=frame, paths=paths), content_type=XML, freshness=Freshness.SHORT
    )


def robots(frame: Frame) -> Printed:
    """Return robots.txt: everything may be read but the API and what readers search for; and where the sitemaps are."""
    lines = (
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /search?",
        "",
        f"Sitemap: {frame.url(Page(PageKind.SITEMAP_INDEX).url_path)}",
        f"Sitemap: {frame.url(Page(PageKind.SITEMAP_NEWS).url_path)}",
    )
    return Printed(body="\n".join(lines) + "\n", content_type=PLAIN_TEXT, freshness=Freshness.SHORT)


def _ids(cards: Sequence[Card]) -> tuple[str, ...]:
    return tuple(card.id for card in cards)[:TAGS_MAX]
