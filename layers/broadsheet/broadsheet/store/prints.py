"""Pending prints: how they are put for a full re-print, how each goes when it is done, who was ordered again last."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..codec import from_json, to_json
from . import keys
from .batches import side_by_side, write_batches
from .reads import Item, from_wire, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How far the schedule has come through a partition in which many wait to be printed.

    `reached` is the sort key of the last that was ordered again, None where the next is the first; `began_at` is when
    the schedule last began with the first.
    """

    reached: str | None
    began_at: datetime


@dataclass(frozen=True, slots=True)
class PendingPrints:
    """The pending prints of RecentPostsTable."""

    client: "DynamoDBClient"
    table: str
    pool: Executor

    def delete_all(self, pending: Sequence[Item]) -> None:
        """Delete the pending prints of changes; no other change has their keys.

        Costs a DeleteItem each, side by side: whoever may write batches may also put what feeds the printers.
        """
        side_by_side(self.pool, self._delete, pending)

    def delete_reprint(self, pending: Item) -> None:
        """Delete the pending print of a re-print, unless it was asked for again since it was read."""
        try:
            self.client.delete_item(
                TableName=self.table,
                Key=_key(pending),
                ConditionExpression="stamp = :stamp",
                ExpressionAttributeValues=to_wire({":stamp": pending["stamp"]}),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise

    def put_reprint(self, reprint: Item) -> None:
        """Put the pending print of one part of a re-print. Costs one PutItem."""
        self.client.put_item(TableName=self.table, Item=to_wire(reprint))

    def put_reprints(self, reprints: Sequence[Item]) -> None:
        """Put the pending prints of parts of a re-print. Costs a BatchWriteItem for each 25, side by side."""
        writes = [{"PutRequest": {"Item": to_wire(reprint)}} for reprint in reprints]
        write_batches(self.client, self.table, writes, self.pool)

    def delete_many(self, done: Sequence[Item]) -> None:
        """Delete items that nobody puts again. Costs a BatchWriteItem for each 25, side by side."""
        writes = [{"DeleteRequest": {"Key": _key(item)}} for item in done]
        write_batches(self.client, self.table, writes, self.pool)

    def turns(self) -> dict[str, Turn]:
        """Return how far the schedule has come in each partition where many wait. Costs one GetItem."""
        found = self.client.get_item(TableName=self.table, Key=to_wire(dict(keys.turns_key())), ConsistentRead=True)
        return from_json(from_wire(found["Item"])["turns"], dict[str, Turn]) if "Item" in found else {}

    def put_turns(self, turns: Mapping[str, Turn]) -> None:
        """Keep how far the schedule has come. Costs one PutItem."""
        self.client.put_item(TableName=self.table, Item=to_wire({**keys.turns_key(), "turns": to_json(turns)}))

    def _delete(self, pending: Item) -> None:
        self.client.delete_item(TableName=self.table, Key=_key(pending))


def _key(item: Item) -> dict[str, Any]:
    return to_wire({"pk": item["pk"], "sk": item["sk"]})
