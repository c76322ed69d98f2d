"""Comments in CommentsTable: events that are appended, and beside them what was said."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from ..codec import from_json, to_json
from ..comment.event import KINDS_TO_PRINT, CommentState, Event, EventKind, state_of
from ..comment.fields import Record
from ..comment.identity import CommentId
from ..errors import Busy, KeyReused, NotFound
from ..moments import moment_text
from . import keys
from .reads import Item, TableName, from_wire, to_wire
from .transaction import ConditionFailed, Transaction
from .verdicts import unprinted_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

COMMENTS: Final = TableName.COMMENTS

_FREE: Final = "attribute_not_exists(pk)"

# Source: Amazon DynamoDB Developer Guide, Error handling: what may succeed later as it stands.
_REFUSALS: Final = {
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Keeps one comment that is sent twice from becoming two.

    A submission repeats an earlier one where that left a guard of the same `scope`, no longer ago than `since`. Where
    the guard is of an Idempotency-Key, `is_key`, the `fingerprint` of the words must be the same too: one key with
    other words is refused.
    """

    scope: str
    since: datetime
    fingerprint: str
    is_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept of one comment; `record` is None once it was erased."""

    events: tuple[Event, ...]
    record: Record | None

    @property
    def state(self) -> CommentState:
        """The fold of the events."""
        return state_of(self.events)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a moderators' list; `cursor` leads to the next one."""

    records: tuple[Record, ...]
    cursor: str | None


class Comments:
    """Appends to CommentsTable and reads single comments; printing reads it through `Reads`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def submit(self, record: Record, guards: Sequence[Guard] = ()) -> CommentId:
        """Keep a new comment, and return its id, or that of the comment that it repeats.

        Asked again with the same record it changes nothing, so a queue may deliver one twice. Costs one transaction.
        Raises `KeyReused`, and `Busy` where the table refuses for now.
        """
        submitted = Event(comment_id=str(record.id), number=1, kind=EventKind.SUBMITTED, at=record.submitted_at)
        transaction = Transaction({COMMENTS: self._table})
        transaction.put(COMMENTS, event_item(record.id, submitted), condition=_FREE, name="event")
        transaction.put(COMMENTS, record_item(record))
        for guard in guards:
            transaction.put(
                COMMENTS,
                _guard_item(guard, record),
                condition=f"{_FREE} OR sent_at < :since",
                values={"since": moment_text(guard.since)},
                name=guard.scope,
            )
        with busy_where_refused():
            try:
                transaction.commit(self._client)
            except ConditionFailed as failed:
                if "event" in failed.names:
                    return record.id
                return self._repeated(record, [guard for guard in guards if guard.scope in failed.names])
        return record.id

    def comment(self, comment_id: CommentId) -> Kept:
        """Return all that is kept of a comment. Costs one strongly consistent query. Raises `NotFound`."""
        first, last = keys.comment_span(comment_id)
        found = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=to_wire(
                {":pk": keys.comment_partition(comment_id), ":first": first, ":last": last}
            ),
            ConsistentRead=True,
        )
        items = [from_wire(item) for item in found["Items"]]
        events = tuple(event_of(item) for item in items if "kind" in item)
        if not events:
            raise NotFound(f"there is no comment {comment_id}")
        records = [record_of(item) for item in items if "comment" in item]
        return Kept(events=events, record=records[0] if records else None)

    def append(self, comment_id: CommentId, kept: Kept, event: Event) -> Kept:
        """Append what happened to a comment, and return it as it is now.

        Erasure deletes the record. What readers must see is unprinted until its printer says otherwise. Costs one
        transaction. Raises `Busy` where something else happened to the comment since it was read.
        """
        events = (*kept.events, event)
        record = None
        transaction = Transaction({COMMENTS: self._table})
        transaction.put(COMMENTS, event_item(comment_id, event), condition=_FREE, name="event")
        if event.kind in KINDS_TO_PRINT:
            transaction.put(COMMENTS, unprinted_item(event))
        if event.kind is EventKind.ERASED:
            transaction.delete(COMMENTS, keys.comment_record_key(comment_id))
        elif kept.record is not None:
            record = replace(kept.record, state=state_of(events))
            transaction.put(COMMENTS, record_item(record))
        try:
            transaction.commit(self._client)
        except ConditionFailed as failed:
            raise Busy("somebody else decided on the comment just now; look again") from failed
        return Kept(events=events, record=record)

    def listed(
        self, state: CommentState, limit: int, cursor: str | None = None, *, newest_first: bool = False
    ) -> Listed:
        """Return the comments in a state, by the time they were submitted. Costs one query of the index.

        The index follows the table within moments, not at once.
        """
        values: Item = {":state": state.value}
        condition = "moderation_state = :state"
        if cursor is not None:
            values[":cursor"] = cursor
            condition += f" AND moderation_position {'<' if newest_first else '>'} :cursor"
        page = self._client.query(
            TableName=self._table,
            IndexName=keys.MODERATION_INDEX,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=to_wire(values),
            ScanIndexForward=not newest_first,
            Limit=limit,
        )
        items = [from_wire(item) for item in page["Items"]]
        more = "LastEvaluatedKey" in page and bool(items)
        return Listed(tuple(map(record_of, items)), str(items[-1]["moderation_position"]) if more else None)

    def _repeated(self, record: Record, guards: Sequence[Guard]) -> CommentId:
        for guard in guards:
            found = self._client.get_item(
                TableName=self._table, Key=to_wire(dict(keys.sent_key(guard.scope))), ConsistentRead=True
            )
            if "Item" not in found:
                continue
            sent = from_wire(found["Item"])
            if guard.is_key and sent["fingerprint"] != guard.fingerprint:
                raise KeyReused("the Idempotency-Key was used for another comment")
            earlier = CommentId.parse(str(sent["comment_id"]))
            if earlier is not None:
                return earlier
        raise Busy("the comment was sent twice at the same time; try again")


@contextmanager
def busy_where_refused() -> Iterator[None]:
    """Turn a table's throttling, failure or silence into `Busy`: what was asked may succeed later."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if error.response["Error"]["Code"] in _REFUSALS or status >= 500:
            raise Busy("the comments cannot be written now") from error
        raise
    except (ConnectionError, HTTPClientError) as error:
        raise Busy("the comments cannot be reached now") from error


def event_item(comment_id: CommentId, event: Event) -> Item:
    """Return an event as it stands in the table. The stream's filter reads `kind`, its reader `comment_id`."""
    return {
        **keys.comment_event_key(comment_id, event.number),
        "comment_id": event.comment_id,
        "kind": event.kind.value,
        "at": moment_text(event.at),
        "by": event.by or None,
    }


def event_of(item: Item) -> Event:
    """Read an event from its item."""
    return Event(
        comment_id=item["comment_id"],
        number=keys.event_number(item["sk"]) or 0,
        kind=EventKind(item["kind"]),
        at=datetime.fromisoformat(item["at"]),
        by=item.get("by", ""),
    )


def record_item(record: Record) -> Item:
    """Return a record as it stands in the table."""
    return {
        **keys.comment_record_key(record.id),
        "comment": to_json(record),
        "moderation_state": record.state.value,
        "moderation_position": keys.moderation_position(record.id, record.submitted_at),
    }


def record_of(item: Item) -> Record:
    """Read a record from its item."""
    return from_json(item["comment"], Record)


def _guard_item(guard: Guard, record: Record) -> Item:
    # Longer than it stands against anything: what waits in the queue is compared by the time it was sent.
    lasts = record.submitted_at - guard.since + timedelta(days=2)
    return {
        **keys.sent_key(guard.scope),
        "comment_id": str(record.id),
        "fingerprint": guard.fingerprint,
        "sent_at": moment_text(record.submitted_at),
        "expires_at_seconds": int((record.submitted_at + lasts).timestamp()),
    }
