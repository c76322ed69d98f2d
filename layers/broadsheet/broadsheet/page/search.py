"""The search page, and what its script searches in the reader's browser: the archive as JSON, in shards."""

from collections.abc import Sequence
from typing import Any

from ..codec import to_json
from ..lists.card import Card
from .address import Kind, Page
from .frame import Frame
from .printed import JSON, TAGS_MAX, Freshness, Printed
from .templates import render


def search_page(frame: Frame) -> Printed:
    """Return the page with the form; what is found is the script's to show."""
    return Printed(body=render("search.html", frame=frame, path=Page(Kind.SEARCH).url_path, index=False))


def search_index(days: Sequence[str]) -> Printed:
    """Return which shards there are, newest first: the days of the open month, the last, and the closed months.

    `days` are all that have an article, oldest first.
    """
    months = sorted({day[:7] for day in days}, reverse=True)
    open_days = [day for day in reversed(days) if day.startswith(months[0])]
    return _json({"days": open_days, "months": months[1:]}, ())


def search_shard(frame: Frame, cards: Sequence[Card], has_next: bool) -> Printed:
    """Return articles of a day or a month, newest first; `has_next` says that a shard with older ones follows.

    Each is an array, since names would be half of it: path, headline, description, day, section, bylines and
    keywords; then, where it is not the site's, its language and direction. A shard without articles is not gone: an
    index that was fetched earlier may lead to it.
    """
    articles = [_line(frame, card) for card in cards]
    sections = {card.section: frame.section_name(card.section) for card in cards}
    return _json({"articles": articles, "sections": sections, "more": has_next}, [card.id for card in cards])


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
