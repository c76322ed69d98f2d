"""Verdicts that readers do not see yet, as items of CommentsTable: put with the event, deleted by its printer."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ..comment.event import Event
from ..comment.identity import CommentId
from . import keys
from .reads import Item, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True, order=True)
class UnprintedVerdict:
    """An event of a comment that may not be printed yet; `sort_key` is that of its item."""

    sort_key: str
    comment: CommentId

    @classmethod
    def of(cls, event: Event) -> Self:
        """Return the verdict that an event is."""
        return cls.named(unprinted_item(event)["sk"])

    @classmethod
    def named(cls, sort_key: str) -> Self:
        """Return the verdict whose item has a sort key."""
        comment = CommentId.parse(keys.unprinted_comment(sort_key))
        assert comment is not None, "a verdict is of a comment"
        return cls(sort_key, comment)


def unprinted_item(event: Event) -> Item:
    """Make the item that says that an event is not printed. It has no `kind`, so the stream's filter passes it over."""
    return {**keys.unprinted_key(event.at, event.comment_id, event.number)}


@dataclass(frozen=True, slots=True)
class UnprintedVerdicts:
    """Those of CommentsTable; the schedule reads them through `Reads`."""

    client: "DynamoDBClient"
    table: str
    pool: ThreadPoolExecutor

    def delete(self, verdicts: Iterable[UnprintedVerdict]) -> None:
        """Delete the items of verdicts that are printed. Costs a DeleteItem each, side by side."""
        list(self.pool.map(self._delete, verdicts))

    def _delete(self, verdict: UnprintedVerdict) -> None:
        key = {"pk": keys.UNPRINTED, "sk": verdict.sort_key}
        self.client.delete_item(TableName=self.table, Key=to_wire(key))
