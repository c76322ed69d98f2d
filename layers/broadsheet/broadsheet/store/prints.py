"""Pending prints: how they are put for a full re-print, and how each goes when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .batches import write_batches
from .reads import Item, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


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
        write_batches(self.client, self.table, [{"PutRequest": {"Item": to_wire(item)}} for item in reprints])

    def delete_many(self, done: Sequence[Item]) -> None:
        """Delete items that nobody puts again. Costs a BatchWriteItem for each 25."""
        write_batches(self.client, self.table, [{"DeleteRequest": {"Key": _key(item)}} for item in done])


def _key(item: Item) -> dict[str, Any]:
    return to_wire({"pk": item["pk"], "sk": item["sk"]})
