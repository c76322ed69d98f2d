"""The schedule: what is due, what was printed late, and how far a full re-print has come. Runs every minute."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..article.life import Due
from ..errors import Refusal
from ..lists.card import moment_text
from ..store import keys
from ..store.cdn import Cdn
from ..store.due import DueItems
from ..store.queue import RenderQueue
from ..store.reads import Item, Query, Reads
from .desk import Desk
from .orders import NEWS_SITEMAP, Order
from .records import CONTENT, RECENT_POSTS
from .reprint import Reprints

DUE_MAX = 200
REDRIVEN_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one run found and did. Ages and lateness in seconds; 0 where nothing waits."""

    done: int
    refused: tuple[str, ...]
    lateness_seconds: float
    oldest_pending_seconds: float
    oldest_reprint_seconds: float
    redriven: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Does what is due and looks after what is late."""

    desk: Desk
    reads: Reads
    queue: RenderQueue
    cdn: Cdn
    reprints: Reprints
    due_items: DueItems
    clock: Callable[[], datetime]

    def run(self) -> Round:
        """Do one minute's work.

        What is due stays due until it is done: an article that is refused is reported and tried again.
        """
        now = self.clock()
        lateness, done, refused = self._due(now)
        redriven = self._redriven(keys.PENDING, now)
        self._reprint(now)
        return Round(
            done=done,
            refused=tuple(refused),
            lateness_seconds=lateness,
            oldest_pending_seconds=self._oldest(keys.PENDING, now),
            oldest_reprint_seconds=self._oldest(keys.REPRINT, now),
            redriven=redriven,
        )

    def _due(self, now: datetime) -> tuple[float, int, list[str]]:
        due = list(self.reads.items(Query(CONTENT, keys.DUE, before=moment_text(now) + "~", limit=DUE_MAX)))
        lateness = max((_age(item, now) for item in due), default=0.0)
        refused = []
        leaving = [item for item in due if item["action"] == "leave-news"]
        if leaving:
            # One print shows all that have left.
            self.queue.send([NEWS_SITEMAP.to_message()])
        for item in leaving:
            self.due_items.delete(item)
        for item in due:
            if item["action"] == "leave-news":
                continue
            try:
                at = datetime.fromisoformat(str(item["sk"]).partition("#")[0])
                if not self.desk.carry_out_due(str(item["article_id"]), Due(at, str(item["action"]))):
                    self.due_items.delete(item)
            except Refusal as refusal:
                refused.append(f"{item['article_id']}: {refusal.detail}")
        return lateness, len(due) - len(refused), refused

    def _redriven(self, partition: str, now: datetime) -> int:
        """Order late pending prints again, when they are 1, 2, 4, 8 … minutes old."""
        orders = [
            Order(pending_sk=str(item["sk"])) if partition == keys.PENDING else Order(reprint_sk=str(item["sk"]))
            for item in self._late(partition, now)
        ]
        self.queue.send([order.to_message() for order in orders])
        return len(orders)

    def _late(self, partition: str, now: datetime) -> Iterator[Item]:
        before = moment_text(now - timedelta(minutes=1)) + "~" if partition == keys.PENDING else None
        found = 0
        for item in self.reads.items(Query(RECENT_POSTS, partition, before=before)):
            minutes = int(_age(item, now) // 60)
            if minutes > 0 and minutes & (minutes - 1) == 0:
                yield item
                found += 1
            if found == REDRIVEN_MAX:
                return

    def _reprint(self, now: datetime) -> None:
        request = self.reprints.asked()
        if request is None:
            return
        if not request.get("spread"):
            self.reprints.spread(request)
        elif self.reprints.remain():
            self._redriven(keys.REPRINT, now)
        else:
            self.cdn.clear(["/*"], f"reprint-{request['stamp']}")
            self.reprints.end(request)

    def _oldest(self, partition: str, now: datetime) -> float:
        return max((_age(item, now) for item in self.reads.items(Query(RECENT_POSTS, partition, limit=1))), default=0.0)


def _age(item: Item, now: datetime) -> float:
    """Return how many seconds ago an item was put, or was due."""
    written = item.get("asked_at") or str(item["sk"]).partition("#")[0]
    return max(0.0, (now - datetime.fromisoformat(written).astimezone(UTC)).total_seconds())
