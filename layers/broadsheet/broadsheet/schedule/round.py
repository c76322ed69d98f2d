"""The schedule: what is due, what was printed late, and how far a full re-print has come. Runs every minute."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from ..article.life import Due
from ..editing.articles import Desk
from ..errors import Refusal
from ..moments import moment_text
from ..printing.orders import ArticlesChanged, Order, PartToPrint, message_of
from ..printing.reprint import Reprints
from ..reading.records import CONTENT, RECENT_POSTS
from ..store import keys
from ..store.due import DueItems
from ..store.queue import RenderQueue
from ..store.reads import Item, Query, Reads
from .imports import ImportRound
from .turns import is_its_turn
from .upkeep import Upkeep
from .verdicts import LateVerdicts

DUE_MAX = 500
REDRIVEN_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one run found and did. Ages and lateness in seconds; 0 where nothing waits."""

    done: int
    refused: tuple[str, ...]
    failures: tuple[Exception, ...]
    lateness_seconds: float
    oldest_pending_seconds: float
    oldest_reprint_seconds: float
    oldest_owed_seconds: float
    oldest_unprinted_verdict_seconds: float
    redriven: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Does what is due and looks after what is late."""

    desk: Desk
    reads: Reads
    queue: RenderQueue
    upkeep: Upkeep
    imports: ImportRound
    reprints: Reprints
    late_verdicts: LateVerdicts
    due_items: DueItems
    clock: Callable[[], datetime]

    def run(self) -> Round:
        """Do one minute's work.

        What is due stays due until it is done: an article that is refused, or fails, holds up no other, is
        reported and tried again.
        """
        now = self.clock()
        due = list(self.reads.items(Query(CONTENT, keys.DUE, before=moment_text(now) + "~", limit=DUE_MAX)))
        leaving = [item for item in due if item["action"] == "leave-news"]
        refused, failures = self._carry_out([item for item in due if item not in leaving])
        self._leave_news(leaving, now)
        redriven = self._redriven(keys.PENDING, now) + self._redriven(keys.REPRINT, now)
        waiting = self.imports.order_days(now)
        owed = self.upkeep.order_owed(now, imports_wait=waiting.articles > 0)
        self.imports.end(waiting, owed.owed)
        self.upkeep.advance_reprint(now)
        verdicts = self.late_verdicts.order(now)
        return Round(
            done=len(due) - len(refused) - len(failures),
            refused=tuple(refused),
            failures=tuple(failures),
            lateness_seconds=max((_age(item, now) for item in due), default=0.0),
            oldest_pending_seconds=self._oldest(keys.PENDING, now),
            oldest_reprint_seconds=self._oldest(keys.REPRINT, now),
            oldest_owed_seconds=owed.oldest_seconds,
            oldest_unprinted_verdict_seconds=verdicts.oldest_seconds,
            redriven=redriven + owed.ordered + verdicts.ordered,
        )

    def _carry_out(self, due: Sequence[Item]) -> tuple[list[str], list[Exception]]:
        """Publish and take down what is due; return what was refused, and what failed. Both stay due."""
        refused: list[str] = []
        failures: list[Exception] = []
        for item in due:
            at = datetime.fromisoformat(str(item["sk"]).partition("#")[0])
            try:
                if not self.desk.carry_out_due(str(item["article_id"]), Due(at, str(item["action"]))):
                    self.due_items.delete(item)
            except Refusal as refusal:
                refused.append(f"{item['article_id']}: {refusal.detail}")
            except Exception as failure:
                # Whatever it is, it is this article's: the round goes on, and fails when it is done.
                failures.append(failure)
        return refused, failures

    def _leave_news(self, leaving: Sequence[Item], now: datetime) -> None:
        """Have the news sitemap printed, once for all that have left it."""
        if leaving:
            self.reprints.ask_for_news_sitemap(now)
        for item in leaving:
            self.due_items.delete(item)

    def _redriven(self, partition: str, now: datetime) -> int:
        """Order late pending prints again, each when it is its turn."""
        orders: list[Order] = [
            ArticlesChanged(names=(name,)) if partition == keys.PENDING else PartToPrint(name=name)
            for name in (str(item["sk"]) for item in islice(self._late(partition, now), REDRIVEN_MAX))
        ]
        self.queue.send([message_of(order) for order in orders])
        return len(orders)

    def _late(self, partition: str, now: datetime) -> Iterator[Item]:
        before = moment_text(now - timedelta(minutes=1)) + "~" if partition == keys.PENDING else None
        for item in self.reads.items(Query(RECENT_POSTS, partition, before=before)):
            if is_its_turn(str(item["sk"]), _age(item, now)):
                yield item

    def _oldest(self, partition: str, now: datetime) -> float:
        return max((_age(item, now) for item in self.reads.items(Query(RECENT_POSTS, partition, limit=1))), default=0.0)


def _age(item: Item, now: datetime) -> float:
    """Return how many seconds ago an item was put, or was due."""
    written = item.get("asked_at") or str(item["sk"]).partition("#")[0]
    return max(0.0, (now - datetime.fromisoformat(written).astimezone(UTC)).total_seconds())
