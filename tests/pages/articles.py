"""Articles as tests need them: one with every field, and any change of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from broadsheet.article.fields import Article, ArticleState, Byline, Credit, Fields, Image
from broadsheet.lists.card import Card, card_of
from broadsheet.page.frame import Frame
from broadsheet.site.look import Logo
from broadsheet.site.settings import Section, Site

SITE: Final = Site(
    name="The Marsh Gazette",
    tagline="Slow news from flat country",
    time_zone="Europe/Paris",
    sections=(Section("news", "News"), Section("culture", "Culture"), Section("sport", "Sport")),
)
# One that says all that its settings may say and its pages may show.
TOLD_SITE: Final = replace(
    SITE,
    about="# Who we are\n\nFour people and [a boat](/archive).",
    footer="Printed by *the tide*. Read [who we are](/about).",
    accent_colour="#0b5394",
    logo=Logo("favicon.svg", 48, 48, "apple-touch-icon.png"),
)
FRAME: Final = Frame(SITE, "https://gazette.example")

NOON: Final = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)

PICTURE: Final = Image(
    "/assets/heron.webp",
    alt="A heron stands in a ditch at sunrise.",
    caption="The heron on Tuesday.",
    credit="Photo: Ida Fenn",
    width=1600,
    height=900,
)

_FULL: Final[dict[str, Any]] = {
    "headline": "Heron counted twice in the marsh census",
    "body": "The census went [wrong](https://census.example/2026), the clerk said.\n\n## What now\n\nThey count again.",
    "section": "news",
    "description": "One bird stood in two parishes.",
    "key_points": ("The bird was counted twice.", "Nobody minds."),
    "bylines": (Byline("Ida Fenn"), Byline("Tom Reed", "https://reed.example/")),
    "credits": (Credit("Marsh Radio", "https://radio.example/heron"), Credit("The Parish Clerk")),
    "keywords": ("Herons", "Parish life"),
    "image": PICTURE,
}


def article(number: int = 1, **changes: Any) -> Article:
    """Return a published article; a higher number is an older one. `changes` are of its fields, or of the article."""
    own = {
        name: changes.pop(name) for name in ("published_at", "updated_at", "slug", "day", "state") if name in changes
    }
    published_at = own.get("published_at", NOON - timedelta(hours=3 * number))
    made: dict[str, Any] = {
        "id": f"01KAQ2Z7W0{number:016}",
        "version": 1,
        "state": ArticleState.PUBLISHED,
        "fields": Fields(**_FULL | changes),
        "owner": "token",
        "created_at": published_at,
        "changed_at": published_at,
        "day": SITE.day_of(published_at),
        "slug": f"heron-{number}",
        "published_at": published_at,
    }
    return Article(**made | own)


def card(number: int = 1, **changes: Any) -> Card:
    """Return the card of an article."""
    made = card_of(article(number, **changes))
    assert made is not None
    return made


def cards(count: int, **changes: Any) -> list[Card]:
    """Return cards, newest first."""
    return [card(number, **changes) for number in range(1, count + 1)]
