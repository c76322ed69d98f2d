"""Writes without conditions, many at a time."""

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from .rest import rest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Source: Amazon DynamoDB Developer Guide, BatchWriteItem.
BATCH_WRITE_MAX = 25


def write_batches(client: "DynamoDBClient", table: str, writes: Sequence[dict[str, Any]]) -> None:
    """Put and delete items of a table, each of another key. Costs a BatchWriteItem for each 25."""
    for start in range(0, len(writes), BATCH_WRITE_MAX):
        left = list(writes[start : start + BATCH_WRITE_MAX])
        for attempt in count():
            answer = client.batch_write_item(RequestItems={table: left})  # type: ignore[dict-item]
            left = answer.get("UnprocessedItems", {}).get(table, [])  # type: ignore[assignment]
            if not left:
                break
            rest(min(attempt, 6), 0.05)
