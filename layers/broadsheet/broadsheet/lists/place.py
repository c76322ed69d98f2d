"""Where an article stands: its URLs, its lists and its place in them. A pending print carries two, before and after."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ..article.fields import Article, path_of
from ..article.former import key_of
from ..site.settings import Site
from .card import RECENT, Card, card_of, lists_of
from .leaf import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The lists an article is in, its position there, and the day of its publication in the site's time zone."""

    position: str
    lists: tuple[str, ...]
    day: str

    @property
    def periods(self) -> tuple[tuple[str, str], ...]:
        """Each list with the period of it that the article is in."""
        return tuple((name, period_of(name, self.day)) for name in self.lists)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Where the article is on a leaf: in each list's period, and in the month that the search reads."""
        return (*(Binding(*period) for period in self.periods), Binding(RECENT, self.day[:7]))


class Facet(StrEnum):
    """A side of an article that may change: each kind of page is printed for those that it shows."""

    # Its own page and the feeds show everything.
    WORDS = "words"
    UPDATED = "updated"
    CARD = "card"
    # What its discussion says of it.
    HEADING = "heading"
    PLACE = "place"


EVERYTHING = tuple(Facet)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPrint:
    """What one change of one article makes the printers do.

    `paths` are all URLs it has and had, `former` the keys of its former addresses that lead elsewhere than before.
    `appeared` are the days that had no article before. `changed` says what of the article did. The stream delivers it
    when it is put; its printer deletes it when every page is printed.
    """

    article_id: str
    version: int
    paths: tuple[str, ...]
    before: Place | None
    after: Place | None
    appeared: tuple[str, ...] = ()
    changed: tuple[Facet, ...] = EVERYTHING
    former: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places before and after, one where it stays."""
        return tuple(dict.fromkeys(place for place in (self.before, self.after) if place is not None))

    def touches(self, *facets: Facet) -> bool:
        """Tell whether one of these changed."""
        return any(facet in self.changed for facet in facets)


def period_of(list_name: str, day: str) -> str:
    """Return the period of a list that a day is in: the day of all articles, the month of a section, else the year."""
    if list_name == RECENT:
        return day
    return day[:7] if list_name.startswith("section#") else day[:4]


def place_of(article: Article, site: Site) -> Place | None:
    """Return where the article stands, or None where it is not published."""
    card = card_of(article)
    if card is None:
        return None
    return Place(position=card.position, lists=lists_of(card), day=site.day_of(card.published_at))


def paths_of(article: Article) -> tuple[str, ...]:
    """Return the keys of the article's page and of the pages that lead to it."""
    return tuple(path_of(day, slug) for day, slug in claims_of(article))


def claims_of(article: Article) -> tuple[tuple[str, str], ...]:
    """Return the URLs that the article holds, each as day and slug; the newest first."""
    if article.day is None or article.slug is None:
        return ()
    return tuple((article.day, slug) for slug in (article.slug, *reversed(article.former_slugs)))


def former_of(article: Article) -> tuple[str, ...]:
    """Return the keys of the pages at the article's former addresses, which lead to it."""
    return tuple(key_of(url) for url in article.fields.former_urls)


def changed_between(before: Article | None, after: Article, site: Site) -> tuple[Facet, ...]:
    """Return what of an article readers of other pages may see changed."""
    if before is None or place_of(before, site) != place_of(after, site):
        return EVERYTHING
    changed = [Facet.WORDS]
    if before.updated_at != after.updated_at:
        changed.append(Facet.UPDATED)
    if _shown(before) != _shown(after):
        changed.append(Facet.CARD)
    if _heading(before) != _heading(after):
        changed.append(Facet.HEADING)
    return tuple(changed)


def _shown(article: Article) -> Card | None:
    card = card_of(article)
    return replace(card, version=0, updated_at=None, owner="") if card else None


def _heading(article: Article) -> tuple[str, str, str | None, str | None]:
    fields = article.fields
    return fields.headline, fields.section, fields.language, article.path
