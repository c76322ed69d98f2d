"""A newsroom that meters its functions: their calls, and the units by which DynamoDB bills. moto counts none itself."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from tests.calls import intercepted, recorded
from tests.emulated import aws, names, template
from tests.newsroom import Clock, Newsroom
from tests.template.roles import Call

# Source: Amazon DynamoDB Developer Guide, read and write request units.
READ_UNIT_BYTES = 4096
WRITE_UNIT_BYTES = 1024
TRANSACTION_FACTOR = 2


class WatchedNewsroom(Newsroom):
    """A newsroom that keeps every function's calls apart."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.calls: defaultdict[str, list[Call]] = defaultdict(list)

    def call(self, name: str, event: dict[str, Any]) -> Any:
        """Invoke a function."""
        with recorded() as calls:
            try:
                return super().call(name, event)
            finally:
                self.calls[name] += calls


@dataclass
class Meter:
    """What one function used."""

    runs: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    read_units: int = 0
    write_units: int = 0

    def figures(self) -> dict[str, Any]:
        """Return them as `ops/estimate/budgets.json` has them; what is zero is left out."""
        figures = {"runs": self.runs, "calls": dict(sorted(self.calls.items())),
                   "read_units": self.read_units, "write_units": self.write_units}  # fmt: skip
        return {name: figure for name, figure in figures.items() if figure}


class MeteredNewsroom(Newsroom):
    """A newsroom whose functions' meters run."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.meters: defaultdict[str, Meter] = defaultdict(Meter)

    def call(self, name: str, event: dict[str, Any]) -> Any:
        """Invoke a function."""
        meter, lock = self.meters[name], threading.Lock()
        meter.runs += 1

        def listener(call: Call, carry_out: Callable[[], Any]) -> Any:
            written = write_units(call)
            with lock:
                # Also what is refused, as the HEAD of a page that is not there yet.
                meter.calls[call.operation] += 1
                meter.write_units += written
            answer = carry_out()
            with lock:
                meter.read_units += read_units(call, answer)
            return answer

        with intercepted(listener):
            return super().call(name, event)

    def used_by(self, act: Callable[[], object]) -> dict[str, dict[str, Any]]:
        """Return what an act and all that follows from it used, by function."""
        self.settle()
        self.meters.clear()
        act()
        self.settle()
        return {name: meter.figures() for name, meter in sorted(self.meters.items())}


def size_bytes(item: Mapping[str, Any]) -> int:
    """Return an item's size. Source: Amazon DynamoDB Developer Guide, DynamoDB item sizes and formats."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def read_units(call: Call, answer: Mapping[str, Any]) -> int:
    """Return what a call read, in units; every read of ours is strongly consistent, save an index's."""
    match call.operation:
        case "GetItem":
            return _units([answer.get("Item", {})])
        case "BatchGetItem":
            asked = sum(len(table["Keys"]) for table in call.parameters["RequestItems"].values())
            found = [item for items in answer["Responses"].values() for item in items]
            return sum(_units([item]) for item in found) + asked - len(found)
        case "Query":
            return _units(answer["Items"])
        case _:
            return 0


def write_units(call: Call) -> int:
    """Return what a call will write, in units, its indexes included; asked before it is carried out."""
    match call.operation:
        case "TransactWriteItems":
            return sum(
                _written(request, TRANSACTION_FACTOR)
                for item in call.parameters["TransactItems"]
                for request in item.values()
            )
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return _written(call.parameters, 1)
        case "BatchWriteItem":
            return sum(
                _written({"TableName": table, **write}, 1)
                for table, requests in call.parameters["RequestItems"].items()
                for request in requests
                for write in request.values()
            )
        case _:
            return 0


def _written(request: Mapping[str, Any], factor: int) -> int:
    table, item = request["TableName"], request.get("Item", {})
    key = request.get("Key") or {name: item[name] for name in ("pk", "sk")}
    old = aws("dynamodb").get_item(TableName=table, Key=key).get("Item", {})
    # A condition check costs as much as the write would have.
    units = factor * _units([max(old, item, key=size_bytes)], WRITE_UNIT_BYTES)
    return units + sum(_indexed(keys, old, item) for keys in _indexes(table))


def _indexed(keys: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]) -> int:
    """Return what an index of all attributes costs: an entry that moves is deleted and put."""
    left, came = ([item] if set(keys) <= set(item) else [] for item in (old, new))
    if left and came and all(old[key] == new[key] for key in keys):
        return _units([max(old, new, key=size_bytes)], WRITE_UNIT_BYTES)
    return sum(_units([entry], WRITE_UNIT_BYTES) for entry in left + came)


def _indexes(table: str) -> Iterable[tuple[str, ...]]:
    logical = {physical: name for name, physical in names().items()}[table]
    for index in template().properties(logical).get("GlobalSecondaryIndexes", []):
        yield tuple(key["AttributeName"] for key in index["KeySchema"])


def _units(found: Iterable[Mapping[str, Any]], unit_bytes: int = READ_UNIT_BYTES) -> int:
    return max(1, ceil(sum(map(size_bytes, found)) / unit_bytes))


def _value_bytes(value: Mapping[str, Any]) -> int:
    (kind, content), = value.items()  # fmt: skip
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return len(content) // 2 + 2
        case "B":
            return len(content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_bytes(inner) for name, inner in content.items())
        case "L":
            return 3 + sum(1 + _value_bytes(inner) for inner in content)
        case _:
            return 1
