"""What requests and answers hold besides an article's own fields. The OpenAPI description is made from these."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from annotated_types import MaxLen, MinLen
from pydantic import Field

from ...article.fields import CORRECTION_MAX_CHARS, ArticleState, Byline, Correction, Fields
from ...article.upload import CONTENT_TYPES, SIZE_MAX_BYTES, UploadState
from ...words import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement(Fields):
    """The body of `PUT` and, in parts, of `PATCH /api/articles/{id}`.

    A minor edit does not move `updated_at`. In a `PUT`, an article's read-only members are passed over, so that an
    answer can be edited and sent back; `state` must then be what it is.
    """

    # To refuse the read-only members would have every client strip them.

    minor_edit: bool = False

    def fields(self) -> Fields:
        """Return the article's own fields."""
        return Fields(**{field.name: getattr(self, field.name) for field in dataclasses.fields(Fields)})


@dataclass(frozen=True, slots=True)
class Publication:
    """The body of `POST /api/articles/{id}/publish`: at a time, or now."""

    at: datetime | None = None
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class CorrectionBody:
    """The body of `POST /api/articles/{id}/corrections`: one paragraph of plain text."""

    text: Annotated[str, MinLen(1), MaxLen(CORRECTION_MAX_CHARS)]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Nothing:
    """The body of a request that needs none."""

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer(Fields):
    """An article as the API answers with it.

    `slug` and `published_at` are those in force. `url` is null until the article is first published or scheduled.
    `live` says that readers get this version: every page it touches has been printed.
    """

    id: str
    version: int
    state: ArticleState
    url: str | None
    live: bool
    corrections: tuple[Correction, ...]
    updated_at: datetime | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryAnswer:
    """An article in a list; the article itself has the rest."""

    id: str
    version: int
    state: ArticleState
    url: str | None
    headline: str
    section: str
    bylines: tuple[Byline, ...]
    description: str | None
    published_at: datetime | None
    publish_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """A stretch of a list, newest first; the Link header leads to the next."""

    articles: tuple[SummaryAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadBody:
    """The body of `POST /api/media`: the file's `size` in bytes, and its `content_type` where that is known.

    `image/jpg` and the like are taken for what they mean, and parameters are left out.
    """

    size: Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": SIZE_MAX_BYTES})]
    content_type: Annotated[str | None, Field(json_schema_extra={"examples": [*CONTENT_TYPES]})] = None
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUpload:
    """The request that sends the file, until `expires_at`: this method, this address and exactly these headers."""

    method: str
    url: str
    headers: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadAnswer:
    """A new upload. `id` is what an article's `image.media` and `![…](media:<id>)` in a body name it by."""

    id: str
    state: UploadState
    upload: SignedUpload


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One file of a picture. `width` and `height` are in pixels."""

    url: str
    width: int
    height: int
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaAnswer:
    """What became of an upload.

    `reason` says why it was `refused`. The rest is known once it is `ready`, and never changes then: `width` and
    `height` of the original in pixels, its dominant `colour`, `#rrggbb`, and its files; `social` is the crop for cards.
    What is transparent anywhere has no `colour`.
    """

    id: str
    state: UploadState
    size: int
    created_at: datetime
    reason: str | None = None
    width: int | None = None
    height: int | None = None
    colour: str | None = None
    variants: tuple[Variant, ...] = ()
    social: Variant | None = None


READ_ONLY = frozenset(field.name for field in dataclasses.fields(ArticleAnswer)) - frozenset(
    field.name for field in dataclasses.fields(Fields)
)
