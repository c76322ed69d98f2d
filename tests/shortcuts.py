"""Spares moto work in this process: it copies no tables, and searches none as a whole. Its answers stay the same.

`tests/store/test_shortcuts.py` holds them against moto's own.
"""

import copy
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
        (moto_table.Table, "query", _of_a_partition(moto_table.Table.query)),
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


def _of_a_partition(query: Callable[..., Any]) -> Callable[..., Any]:
    """Ask only the items that have the key: moto sorts the whole table first."""

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
            few.items[hash_key] = table.items[hash_key]
        return query(few, hash_key, *args, **values)

    return asked


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
