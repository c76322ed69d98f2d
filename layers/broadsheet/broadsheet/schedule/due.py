"""Carries out what is due: publishes articles and takes them down side by side, and clears the news sitemap."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from ..article.life import Due
from ..editing.articles import Desk
from ..moments import moment_text
from ..printing.reprint import Reprints
from ..reading.records import CONTENT
from ..store import keys
from ..store.batches import side_by_side
from ..store.due import DueItems
from ..store.reads import Item, Query, Reads

# In one query.
DUE_MAX = 500

HasTime = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How something due ended: `trouble` is what it raised; what there was no time for was not `begun`."""

    article_id: str
    trouble: Exception | None = None
    begun: bool = True


def due_by(now: datetime, partition: str, after: str | None = None) -> Query:
    """Ask for what is due in a partition, the oldest first; for more of it, `after` a sort key."""
    return Query(CONTENT, partition, after=after, before=moment_text(now) + "~", limit=DUE_MAX)


@dataclass(frozen=True, slots=True)
class DueWork:
    """Does what is due; what it does not come to stays due. `runners` do the articles."""

    desk: Desk
    reads: Reads
    due_items: DueItems
    reprints: Reprints
    runners: Executor

    def carry_out(self, due: Sequence[Item], now: datetime, has_time: HasTime) -> Iterator[Ended]:
        """Publish and take down what is due, and what is due beyond that, while there is time.

        What one article raises is its own. What is due for the same article is done in order.
        """
        while due:
            of_article: dict[str, list[Item]] = {}
            for item in due:
                of_article.setdefault(str(item["article_id"]), []).append(item)
            for ended in side_by_side(self.runners, lambda some: self._in_order(some, has_time), of_article.values()):
                yield from ended
            due = self._more(due, keys.DUE, now) if has_time() else []

    def leave_news(self, leaving: Sequence[Item], now: datetime, has_time: HasTime) -> int:
        """Have the news sitemap printed once for all that have left it, while there is time to clear them away.

        Return how many that was. Costs a BatchWriteItem for each 25, side by side.
        """
        if not leaving:
            return 0
        self.reprints.ask_for_news_sitemap(now)
        count = 0
        while leaving:
            self.due_items.delete_all(leaving)
            count += len(leaving)
            leaving = self._more(leaving, keys.DUE_NEWS, now) if has_time() else []
        return count

    def _in_order(self, due: Sequence[Item], has_time: HasTime) -> list[Ended]:
        return [self._done(item) if has_time() else Ended(article_id=item["article_id"], begun=False) for item in due]

    def _done(self, item: Item) -> Ended:
        article_id, at = str(item["article_id"]), datetime.fromisoformat(str(item["sk"]).partition("#")[0])
        try:
            if not self.desk.carry_out_due(article_id, Due(at, str(item["action"]))):
                self.due_items.delete(item)
        except Exception as trouble:
            # Whatever it is, it is this article's: the round goes on, and fails when it is done.
            return Ended(article_id=article_id, trouble=trouble)
        return Ended(article_id=article_id)

    def _more(self, due: Sequence[Item], partition: str, now: datetime) -> list[Item]:
        if len(due) < DUE_MAX:
            return []
        return list(self.reads.items(due_by(now, partition, after=str(due[-1]["sk"]))))
