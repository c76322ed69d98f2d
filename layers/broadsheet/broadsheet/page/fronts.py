"""The pages that open on the newest: home, section fronts, a tag's and a byline's page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..article.slug import slug_of
from ..lists.card import Card
from ..site.settings import Section, Site
from .frame import Frame
from .linked_data import breadcrumbs, linked_data, website
from .printed import TAGS_MAX, Freshness, Printed
from .simple import gone_page
from .templates import render

CARDS_MAX: Final = 30
LATEST_MAX: Final = 7
# Beneath the lead; a lead without a picture leaves room for more.
SECOND_MAX: Final = 2
SECOND_MAX_BENEATH_A_BARE_LEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Block:
    """A section's stories on the home page: the first is shown with its picture, the others as headlines."""

    slug: str
    cards: tuple[Card, ...]


def home_page(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return the home page: a lead, the latest beside it, and the rest by section. Cards come newest first."""
    cards = cards[:CARDS_MAX]
    lead = cards[0] if cards else None
    second = 1 + LATEST_MAX
    rest = second + (SECOND_MAX if lead and lead.image else SECOND_MAX_BENEATH_A_BARE_LEAD)
    body = render(
        "home.html",
        frame=frame,
        path="",
        home=True,
        description=frame.site.tagline,
        lead=lead,
        latest=cards[1:second],
        second=cards[second:rest],
        blocks=blocks_of(frame.site, cards[rest:]),
        linked_data=linked_data(website(frame)),
    )
    return _front(body, cards)


def blocks_of(site: Site, cards: Iterable[Card]) -> tuple[Block, ...]:
    """Group cards by section, in the order of the navigation; sections that the site no longer has come last."""
    by_section: dict[str, list[Card]] = {section.slug: [] for section in site.sections}
    for card in cards:
        by_section.setdefault(card.section, []).append(card)
    return tuple(Block(slug, tuple(cards)) for slug, cards in by_section.items() if cards)


def section_page(frame: Frame, section: Section, cards: Sequence[Card], months: Sequence[str]) -> Printed:
    """Return a section's front. `months` are those with articles, `2026-11`, newest first."""
    cards = cards[:CARDS_MAX]
    body = render(
        "section.html",
        frame=frame,
        path=section.slug,
        section=section.slug,
        heading=section.name,
        description=_newest(frame, section.name),
        lead=cards[0] if cards else None,
        stories=cards[1:4],
        rows=cards[4:],
        years=months_by_year(months),
        linked_data=linked_data(breadcrumbs(frame, (section.name, f"/{section.slug}"))),
    )
    return _front(body, cards)


def tag_page(frame: Frame, slug: str, cards: Sequence[Card], years: Sequence[str]) -> Printed:
    """Return a tag's page; gone when no article has the tag. `years` are those with articles, newest first."""
    return _collection_page(frame, frame.say("Tag"), f"tags/{slug}", tag_name(slug, cards), cards, years)


def byline_page(frame: Frame, slug: str, cards: Sequence[Card], years: Sequence[str]) -> Printed:
    """Return the page of one person's articles; gone when there is none."""
    return _collection_page(frame, frame.say("By"), f"by/{slug}", byline_name(slug, cards), cards, years)


def tag_name(slug: str, cards: Iterable[Card]) -> str:
    """Return a tag as the newest article that has it writes it."""
    return _name(slug, cards, lambda card: card.keywords)


def byline_name(slug: str, cards: Iterable[Card]) -> str:
    """Return a person's name as the newest article writes it."""
    return _name(slug, cards, lambda card: [byline.name for byline in card.bylines])


def months_by_year(months: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Group months `2026-11` by their year, in the order given."""
    by_year: dict[str, list[str]] = {}
    for month in months:
        by_year.setdefault(month[:4], []).append(month)
    return tuple((year, tuple(of_year)) for year, of_year in by_year.items())


def _newest(frame: Frame, name: str) -> str:
    return frame.say("{name}: the newest from {site}", name=name, site=frame.site.name)


def _name(slug: str, cards: Iterable[Card], names: Callable[[Card], Iterable[str]]) -> str:
    return next(
        (name for card in cards for name in names(card) if slug_of(name) == slug),
        slug.replace("-", " "),
    )


def _collection_page(
    frame: Frame, kicker: str, path: str, name: str, cards: Sequence[Card], years: Sequence[str]
) -> Printed:
    cards = cards[:CARDS_MAX]
    if not cards:
        return gone_page(frame, ())
    body = render(
        "collection.html",
        frame=frame,
        path=path,
        kicker=kicker,
        heading=name,
        description=_newest(frame, name),
        cards=cards,
        years=years,
        linked_data=linked_data(breadcrumbs(frame, (name, f"/{path}"))),
    )
    return _front(body, cards)


def _front(body: str, cards: Sequence[Card]) -> Printed:
    return Printed(
        body=body,
        freshness=Freshness.FRONT,
        article_ids=tuple(card.id for card in cards)[:TAGS_MAX],
    )
