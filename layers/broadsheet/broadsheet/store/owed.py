"""Owed pages: what could not be printed, or must be printed again, until it is."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..moments import moment_text
from . import keys
from .batches import write_batches
from .reads import Get, Item, Reads, TableName, to_wire
from .transaction import Transaction

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RECENT_POSTS = TableName.RECENT_POSTS

# Who owed it first stays; who owes it last must be paid.
_OWE = "SET page = :page, why = :why, stamp = :stamp, since = if_not_exists(since, :since)"


class Why(StrEnum):
    """Why a page is owed."""

    FAILED = "could not be printed"
    CUT = "a leaf was cut or joined"
    # Once printed, the one after it is looked for too.
    STANDS = "it may stand of an earlier count of its leaves"
    IMPORT = "articles were imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A page that is owed: its key, since when, and why in words; `page` is its kind, name, period and number.

    `stamp` is new each time that the page is owed again. A printer takes the page off by the stamp that it read, so
    that what was owed again while it printed stays owed.
    """

    key: str
    page: tuple[str, str, str, int]
    since: datetime
    why: str
    stamp: str


@dataclass(frozen=True, slots=True)
class OwedPages:
    """The owed pages of RecentPostsTable. Whoever prints one takes it off, if it was not owed again meanwhile."""

    client: "DynamoDBClient"
    table: str
    reads: Reads
    pool: ThreadPoolExecutor

    def put(self, owed: Sequence[Owed]) -> None:
        """Note pages as owed. Costs an UpdateItem each, side by side."""
        self._side_by_side([lambda each=each: self._put(each) for each in owed])  # type: ignore[misc]

    def put_many(self, owed: Sequence[Owed]) -> None:
        """Note many pages as owed. Costs a BatchGetItem for each hundred, and a BatchWriteItem for each 25.

        A page that is owed already keeps its time and its reason: one that failed must not wait for an import's end.
        """
        requests = {each.key: Get(RECENT_POSTS, keys.OWED, each.key) for each in owed}
        found = self.reads.answer(requests.values()) if requests else {}
        earlier = {item["sk"]: item for item in found.values() if isinstance(item, dict)}
        put = [_item(each) | _kept(earlier.get(each.key)) for each in owed]
        writes = [{"PutRequest": {"Item": to_wire(item)}} for item in put]
        write_batches(self.client, self.table, writes, self.pool)

    def paid(self, owed: Sequence[Owed]) -> None:
        """Take printed pages off, but those that were owed again since. Costs a DeleteItem each, side by side."""
        self._side_by_side([lambda each=each: self._delete(each) for each in owed])  # type: ignore[misc]

    def _side_by_side(self, acts: Sequence[Callable[[], None]]) -> None:
        for future in [self.pool.submit(act) for act in acts]:
            future.result()

    def _put(self, owed: Owed) -> None:
        self.client.update_item(
            TableName=self.table,
            Key=to_wire(dict(keys.owed_key(owed.key))),
            UpdateExpression=_OWE,
            ExpressionAttributeValues=to_wire({f":{name}": value for name, value in _values(owed).items()}),
        )

    def _delete(self, owed: Owed) -> None:
        try:
            self.client.delete_item(
                TableName=self.table,
                Key=to_wire(dict(keys.owed_key(owed.key))),
                ConditionExpression="stamp = :stamp",
                ExpressionAttributeValues=to_wire({":stamp": owed.stamp}),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise


def _kept(earlier: Item | None) -> dict[str, str]:
    """Return what stays of an owed page that is owed for an import too."""
    return {name: earlier[name] for name in ("since", "why") if name in earlier} if earlier else {}


def add_owed(transaction: Transaction, owed: Owed) -> None:
    """Note a page as owed in a transaction."""
    transaction.update(RECENT_POSTS, keys.owed_key(owed.key), _OWE, _values(owed))


def owed_of(item: Item) -> Owed:
    """Return the owed page of an item."""
    kind, name, period, number = item["page"]
    return Owed(
        key=item["sk"],
        page=(kind, name, period, int(number)),
        since=datetime.fromisoformat(item["since"]),
        why=item["why"],
        stamp=item["stamp"],
    )


def _item(owed: Owed) -> Item:
    return {**keys.owed_key(owed.key), **_values(owed)}


def _values(owed: Owed) -> dict[str, Any]:
    return {"page": list(owed.page), "why": owed.why, "stamp": owed.stamp, "since": moment_text(owed.since)}
