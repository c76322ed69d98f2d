"""Cards: what list pages show of an article, in which lists a card stands, and at which position."""

from dataclasses import dataclass
from datetime import datetime

from ..article.fields import Article, ArticleState, Byline, Image, revised_at
from ..article.picture import Picture
from ..article.slug import slug_of
from ..moments import moment_text

RECENT = "recent"


def section_list(section: str) -> str:
    """Name the list of a section's articles."""
    return f"section#{section}"


def tag_list(tag: str) -> str:
    """Name the list of the articles with a keyword, by the keyword's slug."""
    return f"tag#{tag}"


def byline_list(byline: str) -> str:
    """Name the list of the articles by one person, by the slug of the name."""
    return f"byline#{byline}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that a list page shows of a published article. `path` has no leading slash; times are aware UTC.

    `picture` is that of `image` where it is an upload.
    """

    id: str
    version: int
    path: str
    headline: str
    section: str
    published_at: datetime
    updated_at: datetime | None = None
    description: str | None = None
    image: Image | None = None
    picture: Picture | None = None
    bylines: tuple[Byline, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None
    owner: str = ""

    def __hash__(self) -> int:
        # Whatever keeps printed parts asks for it at every card of every list.
        return hash((self.id, self.version))

    @property
    def revised_at(self) -> datetime | None:
        """When readers were last given another text; None where that was not after publication."""
        return revised_at(self.published_at, self.updated_at)

    @property
    def position(self) -> str:
        """Where it stands in every list: sorts by time of publication, then id."""
        return position_of(self.published_at, self.id)


def position_of(published_at: datetime, article_id: str) -> str:
    """Return the sort key of a card."""
    return f"{moment_text(published_at)}#{article_id}"


def card_of(article: Article) -> Card | None:
    """Return the card of an article, or None where it is not published."""
    if article.state is not ArticleState.PUBLISHED or article.path is None or article.published_at is None:
        return None
    fields = article.fields
    return Card(
        id=article.id,
        version=article.version,
        path=article.path,
        headline=fields.headline,
        section=fields.section,
        published_at=article.published_at,
        updated_at=article.updated_at,
        description=fields.description,
        image=fields.image,
        picture=article.picture,
        bylines=fields.bylines,
        keywords=fields.keywords,
        language=fields.language,
        owner=article.owner,
    )


def lists_of(card: Card) -> tuple[str, ...]:
    """Return the names of every list the card stands in."""
    return (
        RECENT,
        section_list(card.section),
        *(tag_list(slug_of(keyword)) for keyword in card.keywords),
        *(byline_list(slug_of(byline.name)) for byline in card.bylines),
    )
