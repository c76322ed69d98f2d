"""Print orders: what the printers are asked to print, by the stream and by the render queue.

Each says what changed, and not which pages that means. `reached` is the key of the last page that an earlier run of the
same order printed.
"""

from dataclasses import dataclass
from typing import Any

from ..store.reads import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesChanged:
    """Changes of articles: pending prints as the stream delivers them, and names of such to be read."""

    delivered: tuple[Item, ...] = ()
    names: tuple[str, ...] = ()
    reached: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartToPrint:
    """A part of a re-print, by the sort key of its item.

    That is a day, `site`, `news`, `section#<slug>`, `article#<id>`, or `quiet#<day>` for a day of an import. `reached`
    counts only while the item has this `stamp`: a part that was asked for again begins anew.
    """

    name: str
    reached: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesOwed:
    """Owed pages, by their keys."""

    keys: tuple[str, ...]


Order = ArticlesChanged | PartToPrint | PagesOwed


def message_of(order: Order) -> dict[str, Any]:
    """Return an order as a message of the render queue. What the stream delivered goes by its name."""
    match order:
        case ArticlesChanged():
            names = [*(str(item["sk"]) for item in order.delivered), *order.names]
            return {"pending": names, "reached": order.reached}
        case PartToPrint():
            return {"reprint": order.name, "reached": order.reached, "stamp": order.stamp}
        case PagesOwed():
            return {"owed": list(order.keys)}


def order_of(message: dict[str, Any]) -> Order:
    """Read an order from a message of the render queue."""
    reached = message.get("reached", "")
    if "pending" in message:
        return ArticlesChanged(names=tuple(message["pending"]), reached=reached)
    if "owed" in message:
        return PagesOwed(keys=tuple(message["owed"]))
    return PartToPrint(name=message["reprint"], reached=reached, stamp=message.get("stamp", ""))
