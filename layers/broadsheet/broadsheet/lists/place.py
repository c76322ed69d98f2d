"""Where an article stands: its URLs, its lists and its place in them. A pending print carries two, before and after."""

from dataclasses import dataclass

from ..article.fields import Article, path_of
from ..site.identity import Site
from .card import RECENT, card_of, lists_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The lists an article is in, its position there, and the day of its publication in the site's time zone."""

    position: str
    lists: tuple[str, ...]
    day: str

    @property
    def buckets(self) -> tuple[tuple[str, str], ...]:
        """Each list with the day, month or year of it that the article is in."""
        return tuple((name, bucket_of(name, self.day)) for name in self.lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPrint:
    """What one change of one article makes the printers do.

    `paths` are all URLs it has and had. `appeared` are the days that had no article before.
    The stream delivers it when it is put; its printer deletes it when every page is printed.
    """

    article_id: str
    version: int
    paths: tuple[str, ...]
    before: Place | None
    after: Place | None
    appeared: tuple[str, ...] = ()


def bucket_of(list_name: str, day: str) -> str:
    """Return the bucket of a list for a day: the day for all articles, the month for a section, else the year."""
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
