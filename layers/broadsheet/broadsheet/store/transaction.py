"""One all-or-nothing write over several tables."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..errors import Busy
from .keys import Key
from .reads import Item, TableName, to_wire
from .rest import rest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Source: Amazon DynamoDB Developer Guide, TransactWriteItems.
TRANSACTION_ITEMS_MAX = 100
CONFLICT_TRIES_MAX = 7

_TRY_AGAIN = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class ConditionFailed(Exception):
    """The transaction was refused whole; `names` are the conditions that did not hold."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


@dataclass(slots=True)
class Transaction:
    """Writes to carry out together, at most 100. A condition has a name, to tell which one failed."""

    tables: dict[TableName, str]
    writes: list[dict[str, Any]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)

    def put(
        self,
        table: TableName,
        item: Item,
        *,
        condition: str | None = None,
        values: Item | None = None,
        name: str | None = None,
    ) -> None:
        """Put an item; where the condition does not hold, nothing of the transaction happens."""
        self._add("Put", table, {"Item": to_wire(item)}, condition, values, name)

    def update(self, table: TableName, key: Key, expression: str, values: Item) -> None:
        """Set attributes of an item, which is made where it is not there."""
        self._add("Update", table, {"Key": to_wire(key), "UpdateExpression": expression}, None, values, None)

    def delete(
        self,
        table: TableName,
        key: Key,
        *,
        condition: str | None = None,
        values: Item | None = None,
        name: str | None = None,
    ) -> None:
        """Delete an item, if it is there."""
        self._add("Delete", table, {"Key": to_wire(key)}, condition, values, name)

    def check(self, table: TableName, key: Key, *, condition: str, values: Item | None = None, name: str) -> None:
        """Carry out the other writes only where an item is as the condition says."""
        self._add("ConditionCheck", table, {"Key": to_wire(key)}, condition, values, name)

    def _add(
        self,
        action: str,
        table: TableName,
        write: dict[str, Any],
        condition: str | None,
        values: Item | None,
        name: str | None,
    ) -> None:
        write["TableName"] = self.tables[table]
        if condition is not None:
            write["ConditionExpression"] = condition
        if values is not None:
            write["ExpressionAttributeValues"] = to_wire({f":{key}": value for key, value in values.items()})
        self.writes.append({action: write})
        self.names.append(name)

    def commit(self, client: "DynamoDBClient") -> None:
        """Carry out the writes.

        Tries again, with jitter, while others write the same items. Raises `ConditionFailed`, and `Busy` after
        too many tries. A time-out may hide that it was carried out: whoever asks must look.
        """
        for attempt in range(CONFLICT_TRIES_MAX):
            try:
                client.transact_write_items(TransactItems=self.writes)  # type: ignore[arg-type]
            except client.exceptions.TransactionCanceledException as error:
                codes = [reason.get("Code", "None") for reason in _reasons(error)]
                failed = frozenset(
                    name or "?"
                    for name, code in zip(self.names, codes, strict=True)
                    if code == "ConditionalCheckFailed"
                )
                if failed:
                    raise ConditionFailed(failed) from error
                if not _TRY_AGAIN.intersection(codes):
                    raise
                rest(attempt, 0.03)
            else:
                return
        raise Busy("others are changing the same items; try again")


def _reasons(error: ClientError) -> list[dict[str, Any]]:
    reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    return reasons
