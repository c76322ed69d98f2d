"""The seats of comments in ApprovedCommentsTable: each is given once, under the guard of its article's counter."""

from typing import TYPE_CHECKING, Any, Final

from ..comment.identity import CommentId
from ..comment.seat import Counter, Seat, Settlement
from . import keys
from .reads import Item, TableName
from .transaction import Transaction

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

APPROVED_COMMENTS: Final = TableName.APPROVED_COMMENTS

# A comment that gets a seat takes two items, beside the counter.
COMMENTS_MAX: Final = 49


class Seats:
    """Writes ApprovedCommentsTable; printing reads it through `Reads`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._tables = {APPROVED_COMMENTS: table}

    def settle(
        self, article_id: str, seen: Item | None, settlement: Settlement, comments: dict[str, CommentId]
    ) -> None:
        """Advance the counter, if it is still the one that was `seen`, and put each seat, if it is free.

        At most 49 comments, by ULID. Costs one transaction, or nothing where nothing changes. Raises
        `ConditionFailed` where somebody else settled the discussion meanwhile, and `Busy`.
        """
        if not settlement.taken and not settlement.changed:
            return
        transaction = Transaction(self._tables)
        changes = int(seen["changes"]) if seen else 0
        transaction.put(
            APPROVED_COMMENTS,
            {
                **keys.count_key(article_id),
                "seats": settlement.counter.seats,
                "standing": settlement.counter.standing,
                "changes": changes + 1,
            },
            condition="changes = :seen" if seen else "attribute_not_exists(pk)",
            values={"seen": changes} if seen else None,
            name="counter",
        )
        for ulid, seat in settlement.taken.items():
            transaction.put(
                APPROVED_COMMENTS,
                {**keys.seat_key(article_id, seat.number), "comment_id": str(comments[ulid])},
                condition="attribute_not_exists(pk)",
                name="seat",
            )
            transaction.put(
                APPROVED_COMMENTS,
                _seat_item(comments[ulid], seat),
                condition="attribute_not_exists(pk)",
                name="comment",
            )
        for ulid, seat in settlement.changed.items():
            transaction.put(APPROVED_COMMENTS, _seat_item(comments[ulid], seat))
        transaction.commit(self._client)


def counter_of(item: Item | None) -> Counter:
    """Read an article's counter; one that was never set is zero."""
    return Counter(_number(item["seats"]), _number(item["standing"])) if item else Counter()


def seat_of(item: Item) -> Seat:
    """Read the seat that a comment holds."""
    return Seat(_number(item["seat"]), bool(item["stands"]))


def seated_comment_of(item: Item) -> tuple[int, CommentId]:
    """Read a seat, and which comment holds it."""
    comment = CommentId.parse(item["comment_id"])
    assert comment is not None, "a seat is given to a comment"
    return keys.seat_number(item["sk"]), comment


def _seat_item(comment: CommentId, seat: Seat) -> Item:
    return {**keys.seated_comment_key(comment), "seat": seat.number, "stands": seat.stands}


def _number(value: Any) -> int:
    return int(value)
