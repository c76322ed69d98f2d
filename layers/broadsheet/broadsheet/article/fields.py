"""An article's fields and their limits, in the terms of schema.org NewsArticle and IPTC ninjs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from annotated_types import MaxLen, MinLen

from ..words import STRICT
from .picture import Picture, picture_named

HEADLINE_MAX_CHARS = 200
DESCRIPTION_MAX_CHARS = 500
BODY_MAX_BYTES = 200_000
# As JSON. With corrections and pictures, compressed as badly as a text can be, it fits an item of 400 kB.
FIELDS_MAX_BYTES = 400_000
KEY_POINTS_MAX = 10
KEY_POINT_MAX_CHARS = 300
BYLINES_MAX = 10
CREDITS_MAX = 20
KEYWORDS_MAX = 20
KEYWORD_MAX_CHARS = 60
NAME_MAX_CHARS = 100
URL_MAX_CHARS = 2_000
# Bylines stand in each of up to 32 cards, which one transaction of 4 MB must hold.
BYLINE_URL_MAX_CHARS = 500
ALT_MAX_CHARS = 500
CAPTION_MAX_CHARS = 500
SLUG_MAX_CHARS = 80
# How far a sender's clock may be ahead of ours.
CLOCK_TOLERANCE = timedelta(minutes=1)
MEDIA_ID_MAX_CHARS = 26
FORMER_SLUGS_MAX = 20
LANGUAGE_MAX_CHARS = 35
TRANSLATIONS_MAX = 20
FORMER_URLS_MAX = 20
FORMER_URL_MAX_CHARS = 500
CORRECTIONS_MAX = 20
CORRECTION_MAX_CHARS = 1_000


class ArticleState(StrEnum):
    """Where an article is in its life."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    DELETED = "deleted"


class BodyFormat(StrEnum):
    """The language the body is written in."""

    MARKDOWN = "markdown"
    HTML = "html"


class RequestedState(StrEnum):
    """The states that a new article may be given."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it. Source: schema.org NewsArticle, author."""

    name: Annotated[str, MinLen(1), MaxLen(NAME_MAX_CHARS)]
    url: Annotated[str, MaxLen(BYLINE_URL_MAX_CHARS)] | None = None
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet the article is credited from. Source: schema.org NewsArticle, isBasedOn."""

    name: Annotated[str, MinLen(1), MaxLen(NAME_MAX_CHARS)]
    url: Annotated[str, MaxLen(URL_MAX_CHARS)] | None = None
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Translation:
    """The same article in another language; `url` is absolute, or a path on the site.

    Source: schema.org NewsArticle, workTranslation.
    """

    language: Annotated[str, MinLen(2), MaxLen(LANGUAGE_MAX_CHARS)]
    url: Annotated[str, MinLen(1), MaxLen(URL_MAX_CHARS)]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong, as readers are told, and since when. Source: schema.org NewsArticle, correction."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Image:
    """The article's picture: an upload, by its id, or a `url`, absolute or a path on the site; one of the two.

    `width` and `height` are in pixels, and an upload's own are known.
    """

    url: Annotated[str, MinLen(1), MaxLen(URL_MAX_CHARS)] | None = None
    media: Annotated[str, MinLen(1), MaxLen(MEDIA_ID_MAX_CHARS)] | None = None
    alt: Annotated[str, MinLen(1), MaxLen(ALT_MAX_CHARS)] = field(kw_only=True)
    caption: Annotated[str, MaxLen(CAPTION_MAX_CHARS)] | None = None
    credit: Annotated[str, MaxLen(NAME_MAX_CHARS)] | None = None
    width: int | None = None
    height: int | None = None
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What an editor writes. Every other value of an article follows from these and from time."""

    headline: Annotated[str, MinLen(1), MaxLen(HEADLINE_MAX_CHARS)]
    body: Annotated[str, MinLen(1), MaxLen(BODY_MAX_BYTES)]
    section: Annotated[str, MinLen(1), MaxLen(SLUG_MAX_CHARS)]
    body_format: BodyFormat = BodyFormat.MARKDOWN
    description: Annotated[str, MaxLen(DESCRIPTION_MAX_CHARS)] | None = None
    key_points: Annotated[
        tuple[Annotated[str, MinLen(1), MaxLen(KEY_POINT_MAX_CHARS)], ...], MaxLen(KEY_POINTS_MAX)
    ] = ()
    bylines: Annotated[tuple[Byline, ...], MaxLen(BYLINES_MAX)] = ()
    credits: Annotated[tuple[Credit, ...], MaxLen(CREDITS_MAX)] = ()
    keywords: Annotated[tuple[Annotated[str, MinLen(1), MaxLen(KEYWORD_MAX_CHARS)], ...], MaxLen(KEYWORDS_MAX)] = ()
    image: Image | None = None
    slug: Annotated[str, MinLen(1), MaxLen(SLUG_MAX_CHARS)] | None = None
    language: Annotated[str, MaxLen(LANGUAGE_MAX_CHARS)] | None = None
    translations: Annotated[tuple[Translation, ...], MaxLen(TRANSLATIONS_MAX)] = ()
    former_urls: Annotated[
        tuple[Annotated[str, MinLen(1), MaxLen(FORMER_URL_MAX_CHARS)], ...], MaxLen(FORMER_URLS_MAX)
    ] = ()
    published_at: datetime | None = None
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    embargoed_until: datetime | None = None
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Fields):
    """The body of `POST /api/articles`: the fields, and the state the article starts in."""

    state: RequestedState = RequestedState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it is at one version: what a revision keeps.

    Times are aware UTC, to the millisecond. `day` is that of its URL in the site's time zone, `slug` the one in
    the URL; both are None until it is first published or scheduled. `former_slugs` are slugs of the
    same day that now lead to this one, oldest first. `owner` is the id of the token that created it.
    `before_deletion` is the state that a restore brings back. `pictures` are the uploads that the fields name, as
    they stood when the article was committed; an upload never changes once it is a picture. `corrections` come
    oldest first.
    """

    id: str
    version: int
    state: ArticleState
    fields: Fields
    owner: str
    created_at: datetime
    changed_at: datetime
    day: str | None = None
    slug: str | None = None
    former_slugs: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    before_deletion: ArticleState | None = None
    pictures: tuple[Picture, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def __hash__(self) -> int:
        # Whatever keeps printed parts asks for it; the body is long.
        return hash((self.id, self.version))

    @property
    def revised_at(self) -> datetime | None:
        """When readers were last given another text; None where that was not after publication."""
        return revised_at(self.published_at, self.updated_at)

    @property
    def picture(self) -> Picture | None:
        """The article's own picture, where that is an upload."""
        return picture_named(self.pictures, self.fields.image.media) if self.fields.image else None

    @property
    def path(self) -> str | None:
        """The key of its page, `2026/11/23/the-slug`, without a leading slash; None before it has one."""
        return path_of(self.day, self.slug) if self.day and self.slug else None


def revised_at(published_at: datetime | None, updated_at: datetime | None) -> datetime | None:
    """Return a time of update that readers may be told: one before publication is of a text that they never saw."""
    if published_at is None or updated_at is None:
        return None
    return updated_at if updated_at > published_at else None


def path_of(day: str, slug: str) -> str:
    """Return the key of an article's page, from its URL's day, `2026-11-23`, and its slug."""
    return f"{day.replace('-', '/')}/{slug}"
