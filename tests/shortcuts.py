"""Spares moto work in this process: it copies no tables, and searches none as a whole. Its answers stay the same.

`tests/store/test_shortcuts.py` holds them against moto's own.
"""

import copy
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import moto.dynamodb.models.table as moto_table
import moto.dynamodb.responses as moto_dynamodb
from moto.core.common_models import BaseModel
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.s3.models import FakeKey

from tests.wire import LOCK

# Of sort keys in queries, as moto has parsed them.
_COMPARISONS = (None, "=", "<", "<=", ">", ">=", "BETWEEN")

# As moto's own.
_ITEM_BYTES_MAX = 405_000

Patch = tuple[Any, str, Any]


@contextmanager
def shortcuts() -> Iterator[None]:
    """Let moto's tables take the short ways as long as the block lasts."""
    copies = SimpleNamespace(copy=copy.copy, deepcopy=_not_of_items)
    patches: list[Patch] = [
        # moto keeps every instance of every model for its dashboard, and so all that was ever stored.
        (BaseModel, "__new__", lambda cls, *_, **__: object.__new__(cls)),
        # What was overwritten may come back, from a snapshot.
        (FakeKey, "dispose", lambda key, garbage=False: None),
        (moto_dynamodb.DynamoHandler, "call_action", _one_at_a_time(moto_dynamodb.DynamoHandler.call_action)),
        (moto_table, "copy", copies),
        (moto_table.Table, "query", _of_a_stretch(moto_table.Table.query)),
        (moto_table.Table, "__deepcopy__", lambda table, _: table),
        (Item, "__init__", _made_at_once),
        (DynamoDBBackend, "update_item", _of_a_copy(DynamoDBBackend.update_item)),
        (DynamoDBBackend, "transact_write_items", _all_or_nothing(DynamoDBBackend.transact_write_items)),
    ]
    with ExitStack() as stack:
        for owner, name, short in patches:
            stack.enter_context(mock.patch.object(owner, name, short, create=True))
        yield


def _one_at_a_time(act: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def alone(handler: Any) -> Any:
        with LOCK:
            return act(handler)

    return alone


def _not_of_items(value: Any, memo: Any = None) -> Any:
    """Copy all but items, which never change: an update makes another."""
    return value if isinstance(value, Item | list) else copy.deepcopy(value, memo)


class _Partition(dict[Any, Any]):
    """The items of a partition, and their sort keys in order."""

    def __init__(self, items: dict[Any, Any]) -> None:
        super().__init__(items)
        self.order = sorted(key.value for key in items)

    def __setitem__(self, key: Any, item: Any) -> None:
        if key not in self:
            insort(self.order, key.value)
        super().__setitem__(key, item)

    def pop(self, key: Any, *otherwise: Any) -> Any:
        if key in self:
            del self.order[bisect_left(self.order, key.value)]
        return super().pop(key, *otherwise)


def _of_a_stretch(query: Callable[..., Any]) -> Callable[..., Any]:
    """Ask only the items that may be in the answer: moto sorts the whole table first."""

    def asked(table: Any, hash_key: Any, *args: Any, **values: Any) -> Any:
        few, index = copy.copy(table), args[6]
        few.items = defaultdict(dict)
        if index:
            wanted = values["hash_key_conditions"]
            for partition, items in table.items.items():
                for key, item in items.items():
                    if all(name in item.attrs and item.attrs[name] == value for name, value in wanted):
                        few.items[partition][key] = item
        elif hash_key in table.items:
            if not isinstance(table.items[hash_key], _Partition):
                table.items[hash_key] = _Partition(table.items[hash_key])
            few.items[hash_key] = _stretch(table.items[hash_key], table.range_key_attr, *args[:5])
        return query(few, hash_key, *args, **values)

    return asked


def _stretch(
    partition: _Partition,
    name: str,
    comparison: str | None,
    ends: list[Any],
    limit: int | None,
    start: Any,
    forward: bool,
) -> dict[Any, Any]:
    """Return the items between the ends of a query, from where the page before ended, and one after the last.

    moto looks at that one to tell whether there is another page.
    """
    if comparison not in _COMPARISONS:
        return partition
    order, values = partition.order, [each.value for each in ends]
    first, last = 0, len(order)
    if comparison in (">", ">=", "BETWEEN", "="):
        first = (bisect_right if comparison == ">" else bisect_left)(order, values[0])
    if comparison in ("<", "<=", "BETWEEN", "="):
        last = (bisect_left if comparison == "<" else bisect_right)(order, values[-1])
    if start is not None and forward:
        first = max(first, bisect_right(order, start[name]["S"]))
    elif start is not None:
        last = min(last, bisect_left(order, start[name]["S"]))
    if forward:
        last = min(last, len(order) if limit is None else first + limit) + 1
    else:
        first = max(first, 0 if limit is None else last - limit) - 1
    some = order[max(first, 0) : last]
    return {key: partition[key] for key in (DynamoType({"S": each}) for each in some)}


def _made_at_once(item: Any, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    """Make an item, and weigh it once, not at each attribute."""
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > _ITEM_BYTES_MAX:
        raise ItemSizeTooLarge


def _of_a_copy(update: Callable[..., Any]) -> Callable[..., Any]:
    """Update a copy of an item, in its place: whoever holds the item sees it as it was."""

    def updated(backend: Any, table_name: str, key: Any, *args: Any, **values: Any) -> Any:
        table, (partition, sort) = _found(backend, table_name, key)
        found = table.get_item(partition, sort)
        if found is not None:
            table.items[partition][sort] = copy.deepcopy(found)
        try:
            return update(backend, table_name, key, *args, **values)
        except Exception:
            if found is not None:
                table.items[partition][sort] = found
            raise

    return updated


def _all_or_nothing(write: Callable[..., Any]) -> Callable[..., Any]:
    """Undo what a refused transaction did: moto copies every table that it names, for each."""

    def written(backend: Any, transact_items: list[dict[str, Any]]) -> Any:
        tables = {
            op["TableName"]: backend.tables.get(op["TableName"]) for each in transact_items for op in each.values()
        }
        shards = [table.stream_shard for table in tables.values() if table is not None and table.stream_shard]
        recorded = [len(shard.items) for shard in shards]
        before = [_before(backend, op) for each in transact_items for op in each.values() if tables[op["TableName"]]]
        try:
            return write(backend, transact_items)
        except Exception:
            for table, partition, sort, found in before:
                if found is None:
                    table.items[partition].pop(sort, None)
                else:
                    table.items[partition][sort] = found
            for shard, count in zip(shards, recorded, strict=True):
                del shard.items[count:]
            raise

    return written


def _before(backend: Any, op: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
    table, (partition, sort) = _found(backend, op["TableName"], op.get("Key") or op["Item"])
    return table, partition, sort, table.items.get(partition, {}).get(sort)


def _found(backend: Any, table_name: str, key: dict[str, Any]) -> tuple[Any, tuple[Any, Any]]:
    table = backend.get_table(table_name)
    return table, (DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr]))
