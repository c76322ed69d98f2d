"""A comment's id: it names the article and the shard, so that whoever has it finds the comment without an index."""

import re
import zlib
from dataclasses import dataclass
from typing import Final, Self

from ..words import ULID_PATTERN

# A short id would want an index: a second write for every comment, and a read that lags behind.
COMMENT_ID_PATTERN: Final = rf"{ULID_PATTERN}-[0-9]{{1,3}}-{ULID_PATTERN}"
SHARDS_MAX: Final = 1_000

_ARTICLE_ID = re.compile(ULID_PATTERN)
_COMMENT_ID = re.compile(rf"({ULID_PATTERN})-(0|[1-9][0-9]{{0,2}})-({ULID_PATTERN})")


@dataclass(frozen=True, slots=True, order=True)
class CommentId:
    """Written `<article id>-<shard>-<ulid>`. The ULID alone is unique; the rest says where the comment lies."""

    article_id: str
    shard: int
    ulid: str

    def __str__(self) -> str:
        return f"{self.article_id}-{self.shard}-{self.ulid}"

    @classmethod
    def new(cls, article_id: str, ulid: str, shards: int) -> Self:
        """Return the id of a new comment, in one of that many shards.

        `shards` may be another number for the next comment: each id keeps its own.
        """
        return cls(article_id, zlib.crc32(ulid.encode()) % max(1, min(shards, SHARDS_MAX)), ulid)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read an id, or return None where it is not one."""
        match = _COMMENT_ID.fullmatch(text)
        return cls(match[1], int(match[2]), match[3]) if match else None


def is_article_id(text: str) -> bool:
    """Tell whether a text could be an article's id."""
    return _ARTICLE_ID.fullmatch(text) is not None
