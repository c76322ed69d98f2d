"""The search page, and what its script searches in the reader's browser: the archive as JSON, in shards."""

from collections.abc import Sequence
from typing import Any

from ..codec import to_json
from ..lists.card import Card
from .address import Page, PageKind
from .frame import Frame
from .printed import JSON, TAGS_MAX, Freshness, Printed
from .templates import render


def search_page(frame: Frame) -> Printed:
    """Return the page with the form; what is found is the script's to show."""
    return Printed(body=render("search.html", frame=frame, path=Page(PageKind.SEARCH).url_path, index=False))


def search_index(shards: Sequence[Page]) -> Printed:
    """Return which shards there are, in their order, newest first: `2026-11/2`, `2026-11`."""
    return _json({"shards": [shard.leaf for shard in shards]}, ())


def search_shard(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return articles of a leaf of a month, newest first.

    Each is an array, since names would be half of it: path, headline, description, day, section, bylines and
    keywords; then, where it is not the site's, its language and direction. A shard without articles is not gone: an
    index that was fetched earlier may lead to it.
    """
    articles = [_line(frame, card) for card in cards]
    sections = {card.section: frame.section_name(card.section) for card in cards}
    return _json({"articles": articles, "sections": sections}, [card.id for card in cards])


def _line(frame: Frame, card: Card) -> list[Any]:
    language = frame.foreign(card.language)
    return [
        card.path,
        card.headline,
        card.description or "",
        frame.site.day_of(card.published_at),
        card.section,
        [byline.name for byline in card.bylines],
        card.keywords,
        *([language, "rtl" if frame.right_to_left(language) else "ltr"] if language else []),
    ]


def _json(value: dict[str, Any], article_ids: Sequence[str]) -> Printed:
    return Printed(
        body=to_json(value),
        content_type=JSON,
        freshness=Freshness.SHORT,
        article_ids=tuple(article_ids)[:TAGS_MAX],
    )
