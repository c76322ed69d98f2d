"""What need not happen together: side by side on a pool, writes of one table 25 a call."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from .rest import rest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Source: Amazon DynamoDB Developer Guide, BatchWriteItem.
BATCH_WRITE_MAX = 25

Thing = TypeVar("Thing")
Value = TypeVar("Value")


def side_by_side(pool: Executor, act: Callable[[Thing], Value], things: Iterable[Thing]) -> list[Value]:
    """Do something for each on the pool and return the outcomes; raise the first failure only when all have ended."""
    futures = [pool.submit(act, thing) for thing in things]
    for future in futures:
        future.exception()
    return [future.result() for future in futures]


def write_batches(client: "DynamoDBClient", table: str, writes: Sequence[dict[str, Any]], pool: Executor) -> None:
    """Carry out writes in any order, safe to repeat. Costs a BatchWriteItem for each 25, side by side."""
    batches = [writes[start : start + BATCH_WRITE_MAX] for start in range(0, len(writes), BATCH_WRITE_MAX)]
    side_by_side(pool, lambda batch: _write(client, table, batch), batches)


def _write(client: "DynamoDBClient", table: str, batch: Sequence[dict[str, Any]]) -> None:
    left = list(batch)
    for attempt in count():
        answer = client.batch_write_item(RequestItems={table: left})  # type: ignore[dict-item]
        left = answer.get("UnprocessedItems", {}).get(table, [])  # type: ignore[assignment]
        if not left:
            return
        rest(min(attempt, 6), 0.05)
