"""How long something has waited, as its item tells."""

from collections.abc import Iterable
from datetime import UTC, datetime

from ..store.reads import Item


def age_seconds(item: Item, now: datetime) -> float:
    """Return how many seconds ago an item was put, or was due."""
    written = item.get("asked_at") or str(item["sk"]).partition("#")[0]
    return max(0.0, (now - datetime.fromisoformat(written).astimezone(UTC)).total_seconds())


def oldest_seconds(items: Iterable[Item], now: datetime) -> float:
    """Return the age of the oldest; 0 where there is none."""
    return max((age_seconds(item, now) for item in items), default=0.0)
