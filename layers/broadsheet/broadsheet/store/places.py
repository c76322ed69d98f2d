"""The places of comments in ApprovedCommentsTable: each is given once, under the guard of its article's counter."""

from typing import TYPE_CHECKING, Any, Final

from ..comment.identity import CommentId
from ..comment.place import Counter, Seat, Settlement
from . import keys
from .reads import Item, TableName
from .transaction import Transaction

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

APPROVED_COMMENTS: Final = TableName.APPROVED_COMMENTS

# A comment that gets a place takes two items, beside the counter.
COMMENTS_MAX: Final = 49


class Places:
    """Writes ApprovedCommentsTable; printing reads it through `Reads`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._tables = {APPROVED_COMMENTS: table}

    def settle(
        self, article_id: str, seen: Item | None, settlement: Settlement, comments: dict[str, CommentId]
    ) -> None:
        """Advance the counter, if it is still the one that was `seen`, and put each place, if it is free.

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
                "places": settlement.counter.places,
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
                {**keys.place_key(article_id, seat.place), "comment_id": str(comments[ulid])},
                condition="attribute_not_exists(pk)",
                name="place",
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
    return Counter(_number(item["places"]), _number(item["standing"])) if item else Counter()


def seat_of(item: Item) -> Seat:
    """Read the place that a comment holds."""
    return Seat(_number(item["place"]), bool(item["stands"]))


def placed_comment_of(item: Item) -> tuple[int, CommentId]:
    """Read a place, and which comment holds it."""
    comment = CommentId.parse(item["comment_id"])
    assert comment is not None, "a place is given to a comment"
    return keys.place_number(item["sk"]), comment


def _seat_item(comment: CommentId, seat: Seat) -> Item:
    return {**keys.placed_comment_key(comment), "place": seat.place, "stands": seat.stands}


def _number(value: Any) -> int:
    return int(value)
