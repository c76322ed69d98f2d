"""What requests and answers about comments hold. Only the OpenAPI description is made from these."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from annotated_types import MaxLen, MinLen

from ...comment.event import CommentState
from ...comment.fields import NAME_MAX_CHARS, TEXT_MAX_CHARS
from ...words import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentBody:
    """A reader's comment: `name` in one line, `text` in plain text. It is held until a moderator has seen it."""

    name: Annotated[str, MinLen(1), MaxLen(NAME_MAX_CHARS)]
    text: Annotated[str, MinLen(1), MaxLen(TEXT_MAX_CHARS)]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReceipt:
    """What a reader gets for a comment."""

    id: str
    state: CommentState


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswer:
    """A comment as moderators see it. `signals` are reasons to look twice; of an erased comment little is left."""

    id: str
    article_id: str
    state: CommentState
    name: str = ""
    text: str = ""
    submitted_at: datetime | None = None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentsAnswer:
    """A stretch of the comments in a state, oldest first; the Link header leads to the next."""

    comments: tuple[CommentAnswer, ...]
