"""Print orders: what the printers are asked to print, by the stream and by the render queue."""

from dataclasses import dataclass
from typing import Any, Self

from ..page.address import Kind, Page
from ..store import keys
from ..store.reads import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to print.

    `pending` is a pending print's item as the stream delivers it; `pending_sk` and `reprint_sk` name items to be
    read; `pages` are single pages.
    """

    pending: Item | None = None
    pending_sk: str | None = None
    reprint_sk: str | None = None
    pages: tuple[Page, ...] = ()

    @classmethod
    def from_stream(cls, item: Item) -> Self:
        """Make the order of a pending print that was just put."""
        return cls(pending=item)

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Self:
        """Read an order from the render queue's message."""
        return cls(
            pending_sk=message.get("pending"),
            reprint_sk=message.get("reprint"),
            pages=tuple(Page.from_json(page) for page in message.get("pages", ())),
        )

    def to_message(self) -> dict[str, Any]:
        """Return the order as a message of the render queue."""
        if self.pending_sk is not None:
            return {"pending": self.pending_sk}
        if self.reprint_sk is not None:
            return {"reprint": self.reprint_sk}
        return {"pages": [page.to_json() for page in self.pages]}


NEWS_SITEMAP = Order(pages=(Page(Kind.SITEMAP_NEWS),))
SITE_REPRINT = Order(reprint_sk=keys.SITE_PRINT)
