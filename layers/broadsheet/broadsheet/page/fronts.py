"""The pages that open on the newest: home, section fronts, a tag's and a byline's page."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
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
# Of the home page: beneath the lead, more of them where it has no picture; beside it; and of each section.
SECOND_MAX: Final = 2
SECOND_MAX_BENEATH_A_BARE_LEAD: Final = 4
LATEST_MAX: Final = 7
BLOCK_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class Block:
    """A section's stories on the home page: the first is shown with its picture, the others as headlines."""

    slug: str
    cards: tuple[Card, ...]


def home_page(frame: Frame, newest: Sequence[Card], by_section: Mapping[str, Sequence[Card]]) -> Printed:
    """Return the home page: the newest of the site, and then the newest of each section that do not stand above.

    Whatever one section publishes, each of the others keeps its block. Both come newest first. Twelve stand above at
    the most; where all are of one section, its block needs the next four.
    """
    lead = newest[0] if newest else None
    second = 1 + (SECOND_MAX if lead and lead.image else SECOND_MAX_BENEATH_A_BARE_LEAD)
    top = newest[: second + LATEST_MAX]
    blocks = blocks_of(frame.site, by_section, {card.id for card in top})
    body = render(
        "home.html",
        frame=frame,
        path="",
        home=True,
        description=frame.site.tagline,
        lead=lead,
        second=top[1:second],
        latest=top[second:],
        blocks=blocks,
        linked_data=linked_data(website(frame)),
    )
    return _front(body, [*top, *(card for block in blocks for card in block.cards)])


def blocks_of(site: Site, by_section: Mapping[str, Sequence[Card]], above: Container[str]) -> tuple[Block, ...]:
    """Return a block for each section that has articles which do not stand `above`, in the order of the navigation."""
    blocks = []
    for section in site.sections:
        cards = [card for card in by_section.get(section.slug, ()) if card.id not in above]
        if cards:
            blocks.append(Block(section.slug, tuple(cards[:BLOCK_MAX])))
    return tuple(blocks)


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
