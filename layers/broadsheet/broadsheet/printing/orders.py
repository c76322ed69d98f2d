"""Print orders: what the printers are asked to print, by the stream and by the render queue."""

from dataclasses import dataclass
from typing import Any, Self

from ..store.reads import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to print.

    `pending` is a pending print's item as the stream delivers it; `pending_sk` and `reprint_sk` name items to be
    read.
    """

    pending: Item | None = None
    pending_sk: str | None = None
    reprint_sk: str | None = None

    @classmethod
    def from_stream(cls, item: Item) -> Self:
        """Make the order of a pending print that was just put."""
        return cls(pending=item)

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Self:
        """Read an order from the render queue's message."""
        return cls(pending_sk=message.get("pending"), reprint_sk=message.get("reprint"))

    def to_message(self) -> dict[str, Any]:
        """Return the order as a message of the render queue."""
        if self.pending_sk is not None:
            return {"pending": self.pending_sk}
        return {"reprint": self.reprint_sk}
