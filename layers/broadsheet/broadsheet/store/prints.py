"""Pending prints: how they are put for a full re-print, and how each goes when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .reads import Item, to_wire
from .rest import rest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Source: Amazon DynamoDB Developer Guide, BatchWriteItem.
BATCH_WRITE_MAX = 25


@dataclass(frozen=True, slots=True)
class PendingPrints:
    """The pending prints of RecentPostsTable."""

    client: "DynamoDBClient"
    table: str

    def delete(self, pending: Item) -> None:
        """Delete the pending print of one change; no other has its key. Costs one DeleteItem."""
        self.client.delete_item(TableName=self.table, Key=_key(pending))

    def delete_all(self, pending: Sequence[Item]) -> None:
        """Delete pending prints. Costs a DeleteItem each."""
        for item in pending:
            self.delete(item)

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
        """Put the pending prints of parts of a re-print. Costs a BatchWriteItem for each 25."""
        for start in range(0, len(reprints), BATCH_WRITE_MAX):
            writes: list[dict[str, Any]] = [
                {"PutRequest": {"Item": to_wire(item)}} for item in reprints[start : start + BATCH_WRITE_MAX]
            ]
            for attempt in count():
                answer = self.client.batch_write_item(RequestItems={self.table: writes})  # type: ignore[dict-item]
                writes = answer.get("UnprocessedItems", {}).get(self.table, [])  # type: ignore[assignment]
                if not writes:
                    break
                rest(min(attempt, 6), 0.05)


def _key(item: Item) -> dict[str, Any]:
    return to_wire({"pk": item["pk"], "sk": item["sk"]})
