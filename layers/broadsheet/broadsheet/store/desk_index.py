"""The index of articles that are not published."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .keys import DESK_INDEX
from .reads import Item, from_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DeskIndex:
    """The index `desk` of ContentTable: heads by state, in order of their time. Eventually consistent."""

    client: "DynamoDBClient"
    table: str

    def heads(self, state: str, *, before: str | None, page_items: int) -> Iterator[Item]:
        """Yield the heads of a state, newest first, below `before`; a Query for each page, as it is needed."""
        condition, values = "desk_state = :state", {":state": {"S": state}}
        if before is not None:
            condition += " AND listed_at < :before"
            values[":before"] = {"S": before}
        start: dict[str, Any] = {}
        while True:
            page = self.client.query(
                TableName=self.table,
                IndexName=DESK_INDEX,
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                ScanIndexForward=False,
                Limit=page_items,
                **start,
            )
            yield from map(from_wire, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
