"""The leaves of a list's periods: each as an item, and how several are changed together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lists.card import RECENT
from ..lists.leaf import Binding, Leaf, Recut, Spine
from . import keys
from .owed import Owed, add_owed
from .reads import Item, TableName
from .transaction import Transaction

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RECENT_POSTS = TableName.RECENT_POSTS


@dataclass(frozen=True, slots=True)
class Leaves:
    """Writes leaves. Only what prints them does."""

    client: "DynamoDBClient"
    table: str

    def change(self, binding: Binding, seen: Spine | None, recut: Recut, owed: list[Owed]) -> None:
        """Put leaves as they were recut, if nobody has changed the period's since its spine was `seen`.

        In the same transaction every page that shows one of them becomes an owed page. `seen` is None where the
        period was one leaf. Raises `ConditionFailed` and `Busy`.
        """
        transaction = Transaction({RECENT_POSTS: self.table})
        transaction.put(
            RECENT_POSTS,
            _spine_item(binding, recut.spine),
            condition="attribute_not_exists(pk)" if seen is None else "changes = :seen",
            values=None if seen is None else {"seen": seen.changes},
            name="spine",
        )
        for leaf in recut.leaves:
            for item in leaf_items(binding, leaf):
                transaction.put(RECENT_POSTS, item)
        if recut.gone is not None:
            transaction.delete(RECENT_POSTS, keys.leaf_key(binding, recut.gone.number))
            assert recut.gone.first is not None, "the first leaf is never joined to another"
            transaction.delete(RECENT_POSTS, keys.first_key(binding, recut.gone.first))
        for each in owed:
            add_owed(transaction, each)
        transaction.commit(self.client)


def bound_items(binding: Binding, spine: Spine, leaves: tuple[Leaf, ...]) -> Iterator[Item]:
    """Yield the items of a period's leaves; none for a single one."""
    if len(leaves) > 1:
        yield _spine_item(binding, spine)
        for leaf in leaves:
            yield from leaf_items(binding, leaf)


def leaf_items(binding: Binding, leaf: Leaf) -> Iterator[Item]:
    """Yield the items of a leaf: by its number, and by where it begins."""
    yield {
        **keys.leaf_key(binding, leaf.number),
        **{name: value for name in ("first", "until", "older", "newer") if (value := getattr(leaf, name)) is not None},
    }
    if leaf.first is not None:
        yield {**keys.first_key(binding, leaf.first), "number": leaf.number}


def leaf_of(item: Item) -> Leaf:
    """Return the leaf of its item by number."""
    return Leaf(
        number=int(item["sk"].removeprefix("leaf#")),
        first=item.get("first"),
        until=item.get("until"),
        older=_number(item.get("older")),
        newer=_number(item.get("newer")),
    )


def spine_of(item: Item) -> Spine:
    """Return the spine of its item."""
    return Spine(
        opened=int(item["opened"]),
        changes=int(item["changes"]),
        numbers=tuple(int(number) for number in item.get("numbers", ())),
    )


def _spine_item(binding: Binding, spine: Spine) -> Item:
    numbers = {"numbers": list(spine.numbers)} if binding.list_name == RECENT else {}
    return {**keys.spine_key(binding), "opened": spine.opened, "changes": spine.changes, **numbers}


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))
