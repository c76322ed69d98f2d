"""What is due and need not be done any more."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .reads import Item, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DueItems:
    """The due items of ContentTable. What changes an article takes its own away in the same transaction."""

    client: "DynamoDBClient"
    table: str

    def delete(self, due: Item) -> None:
        """Delete something that was due. Costs one DeleteItem."""
        self.client.delete_item(TableName=self.table, Key=to_wire({"pk": due["pk"], "sk": due["sk"]}))
