"""Takes off what was due: done now, or not to be done any more."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .batches import write_batches
from .reads import Item, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DueItems:
    """The due items of ContentTable. What changes an article takes its own away in the same transaction."""

    client: "DynamoDBClient"
    table: str
    pool: Executor

    def delete(self, due: Item) -> None:
        """Delete something that was due. Costs one DeleteItem."""
        self.client.delete_item(TableName=self.table, Key=_key(due))

    def delete_all(self, due: Sequence[Item]) -> None:
        """Delete much that was due. Costs a BatchWriteItem for each 25, side by side."""
        write_batches(self.client, self.table, [{"DeleteRequest": {"Key": _key(each)}} for each in due], self.pool)


def _key(item: Item) -> dict[str, Any]:
    return to_wire({"pk": item["pk"], "sk": item["sk"]})
