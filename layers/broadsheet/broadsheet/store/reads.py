"""Reads of the tables: single items and stretches of a partition, all strongly consistent, gathered into few calls."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from ..errors import Busy
from .rest import rest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]

BATCH_GET_MAX = 100
BATCH_TRIES_MAX = 8

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


class TableName(StrEnum):
    """The tables, by what they hold."""

    CONTENT = "content"
    RECENT_POSTS = "recent-posts"
    COMMENTS = "comments"
    APPROVED_COMMENTS = "approved-comments"


@dataclass(frozen=True, slots=True)
class Get:
    """One item, or None where there is none."""

    table: TableName
    pk: str
    sk: str


@dataclass(frozen=True, slots=True)
class Query:
    """Items of one partition whose sort keys lie strictly between `after` and `before`, in order of the sort key.

    At most `limit`; without one, all of them, a call for each megabyte.
    """

    table: TableName
    pk: str
    after: str | None = None
    before: str | None = None
    newest_first: bool = False
    limit: int | None = None


Request = Get | Query
Answer = Item | None | list[Item]


def to_wire(item: Item) -> dict[str, Any]:
    """Return an item in DynamoDB's own form."""
    return {name: _serializer.serialize(value) for name, value in item.items() if value is not None}


def from_wire(item: dict[str, Any]) -> Item:
    """Read an item from DynamoDB's own form; numbers are Decimals, bytes are Binary."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}


class Reads:
    """Answers read requests: all single items of a table in one batch, all queries side by side."""

    def __init__(self, client: "DynamoDBClient", tables: dict[TableName, str], pool: ThreadPoolExecutor) -> None:
        self._client = client
        self.tables = tables
        self._pool = pool

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return the answer to each request, strongly consistent.

        Costs one BatchGetItem for each hundred single items of a table, or a GetItem where there is one,
        and a Query for each stretch.
        """
        unique = dict.fromkeys(requests)
        gets = [request for request in unique if isinstance(request, Get)]
        queries = [request for request in unique if isinstance(request, Query)]
        jobs: list[Callable[[], dict[Request, Answer]]] = [
            *(partial(self._get, batch) for batch in _batches(gets)),
            *(partial(self._query, query) for query in queries),
        ]
        if len(jobs) == 1:
            return jobs[0]()
        answers: dict[Request, Answer] = {}
        for future in [self._pool.submit(job) for job in jobs]:
            answers.update(future.result())
        return answers

    def get(self, table: TableName, key: dict[str, str]) -> Item | None:
        """Return one item, or None. Costs one GetItem."""
        found = self._client.get_item(TableName=self.tables[table], Key=to_wire(key), ConsistentRead=True)
        return from_wire(found["Item"]) if "Item" in found else None

    def items(self, query: Query) -> Iterator[Item]:
        """Yield the items of a query, a call for each page of it as it is needed."""
        condition = "pk = :pk"
        values: dict[str, Any] = {":pk": {"S": query.pk}}
        if query.after is not None and query.before is not None:
            # BETWEEN takes its ends in; every end here is a time without an id, or is passed over below.
            condition += " AND sk BETWEEN :after AND :before"
        elif query.after is not None:
            condition += " AND sk > :after"
        elif query.before is not None:
            condition += " AND sk < :before"
        if query.after is not None:
            values[":after"] = {"S": query.after}
        if query.before is not None:
            values[":before"] = {"S": query.before}
        left = query.limit
        paging: dict[str, Any] = {}
        while True:
            if left is not None:
                paging["Limit"] = left
            page = self._client.query(
                TableName=self.tables[query.table],
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                ConsistentRead=True,
                ScanIndexForward=not query.newest_first,
                **paging,
            )
            for wire in page["Items"]:
                item = from_wire(wire)
                if item["sk"] not in (query.after, query.before):
                    yield item
                    left = left if left is None else left - 1
            if left == 0 or "LastEvaluatedKey" not in page:
                return
            paging["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _query(self, query: Query) -> dict[Request, Answer]:
        return {query: list(self.items(query))}

    def _get(self, gets: Sequence[Get]) -> dict[Request, Answer]:
        if len(gets) == 1:
            return {gets[0]: self.get(gets[0].table, {"pk": gets[0].pk, "sk": gets[0].sk})}
        table = self.tables[gets[0].table]
        wanted: dict[str, Any] = {
            table: {"Keys": [to_wire({"pk": get.pk, "sk": get.sk}) for get in gets], "ConsistentRead": True}
        }
        found: dict[tuple[str, str], Item] = {}
        for attempt in range(BATCH_TRIES_MAX):
            page = self._client.batch_get_item(RequestItems=wanted)
            for item in map(from_wire, page["Responses"].get(table, [])):
                found[item["pk"], item["sk"]] = item
            # A batch is cut off at 16 MB, or where the table is throttled.
            wanted = page.get("UnprocessedKeys", {})
            if not wanted:
                return {get: found.get((get.pk, get.sk)) for get in gets}
            rest(attempt, 0.05)
        raise Busy("the tables are throttled; try again later")


def _batches(gets: Sequence[Get]) -> Iterator[Sequence[Get]]:
    for table in TableName:
        of_table = [get for get in gets if get.table is table]
        for start in range(0, len(of_table), BATCH_GET_MAX):
            yield of_table[start : start + BATCH_GET_MAX]
