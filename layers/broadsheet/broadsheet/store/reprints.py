"""The request for a full re-print, as an item."""

from dataclasses import dataclass
from datetime import datetime

from ..moments import moment_text
from . import keys
from .reads import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A full re-print that was asked for and has not ended; `stamp` tells it from a later one.

    Its days are spread when it has rested, from the newest on, so far as `spread_to`. `is_cleared` says that the edge
    was cleared when all was printed but what is owed.
    """

    stamp: str
    asked_at: datetime
    rests_until: datetime
    articles_only: bool = False
    spread_to: str | None = None
    is_spread: bool = False
    is_cleared: bool = False

    @property
    def has_begun(self) -> bool:
        """Whether days of it were spread."""
        return self.is_spread or self.spread_to is not None


def request_item(request: Request) -> Item:
    """Make the item of a request."""
    return {
        **keys.reprint_request_key(),
        "stamp": request.stamp,
        "asked_at": moment_text(request.asked_at),
        "rests_until": moment_text(request.rests_until),
        "spread_to": request.spread_to,
        **{name: True for name in ("articles_only", "is_spread", "is_cleared") if getattr(request, name)},
    }


def request_of(item: Item) -> Request:
    """Return the request of an item."""
    return Request(
        stamp=item["stamp"],
        asked_at=datetime.fromisoformat(item["asked_at"]),
        rests_until=datetime.fromisoformat(item["rests_until"]),
        articles_only=bool(item.get("articles_only")),
        spread_to=item.get("spread_to"),
        is_spread=bool(item.get("is_spread")),
        is_cleared=bool(item.get("is_cleared")),
    )
