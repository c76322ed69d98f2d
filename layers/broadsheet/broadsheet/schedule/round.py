"""One minute of the schedule: tells what is late and orders it again, does what is due, and brings a re-print on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ..errors import Refusal
from ..store import keys
from ..store.reads import Item, Reads
from .age import oldest_seconds
from .archive_imports import ImportRound, Waiting
from .due import DueWork, Ended, due_by
from .redrive import Redrive, first_of_all
from .upkeep import OrderedOwed, Upkeep
from .verdicts import FoundVerdicts, LateVerdicts

# Kept for what is begun already, and for a step of a full re-print.
SECONDS_FOR_THE_REST = 15
OWED_TOLD_MAX = 10

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How late the schedule and the printers are, in seconds; 0 where nothing waits."""

    lateness_seconds: float
    oldest_pending_seconds: float
    oldest_reprint_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one run did. `left` is what it had no time for, of what it saw; `owed` names pages that were owed late."""

    done: int
    left: int
    refused: tuple[str, ...]
    failures: tuple[Exception, ...]
    redriven: int
    owed: tuple[str, ...]
    oldest_owed_seconds: float
    oldest_verdict_seconds: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Looks after what is late and does what is due."""

    reads: Reads
    redrive: Redrive
    due: DueWork
    upkeep: Upkeep
    imports: ImportRound
    late_verdicts: LateVerdicts
    clock: Callable[[], datetime]

    def run(self, seconds_left: Callable[[], float], tell: Callable[[Figures], None]) -> Round:
        """Do one minute's work, and `tell` how late things are before anything else.

        Nothing more that is due is begun when a quarter of a minute is left: what is not done stays due. A step that
        fails holds up no other, and neither does an article that is refused or fails; both are tried again.
        """
        now = self.clock()
        waiting, due, leaving = self._seen(now)
        tell(_figures(waiting, [*due, *leaving], now))
        failures: list[Exception] = []

        def has_time() -> bool:
            return seconds_left() > SECONDS_FOR_THE_REST

        def attempt(step: Callable[[], Value], otherwise: Value) -> Value:
            try:
                return step()
            except Exception as failure:
                failures.append(failure)
                return otherwise

        ended: list[Ended] = []

        def carry_out() -> None:
            # One by one: what is done before a failure is told all the same.
            for each in self.due.carry_out(due, now, has_time):
                ended.append(each)

        redriven = attempt(lambda: self.redrive.order_again(waiting, now), 0)
        verdicts = attempt(lambda: self.late_verdicts.order(now), FoundVerdicts(ordered=0, oldest_seconds=0.0))
        # What cannot be told waits, for all that is known.
        imports = attempt(lambda: self.imports.order_days(now), Waiting(1, 0.0))
        owed = attempt(lambda: self.upkeep.order_owed(now, imports_wait=imports.articles > 0), OrderedOwed.unknown())
        attempt(carry_out, None)
        left_news = attempt(lambda: self.due.leave_news(leaving, now, has_time), 0)
        attempt(lambda: self.imports.end(imports, owed), None)
        attempt(lambda: self.upkeep.advance_reprint(now), None)
        troubles = [(each.article_id, each.trouble) for each in ended if each.trouble is not None]
        left = sum(not each.begun for each in ended)
        return Round(
            done=len(ended) - left - len(troubles) + left_news,
            left=left,
            refused=tuple(
                f"{article}: {trouble.detail}" for article, trouble in troubles if isinstance(trouble, Refusal)
            ),
            failures=(*(trouble for _, trouble in troubles if not isinstance(trouble, Refusal)), *failures),
            redriven=redriven + verdicts.ordered + owed.ordered,
            owed=owed.late[:OWED_TOLD_MAX],
            oldest_owed_seconds=owed.oldest_seconds,
            oldest_verdict_seconds=verdicts.oldest_seconds,
        )

    def _seen(self, now: datetime) -> tuple[dict[str, list[Item]], list[Item], list[Item]]:
        """Return the first of what waits to be printed by partition, and of what is due. Costs a query each, at once.

        However many there are: no query reads more than a page.
        """
        asked = {**first_of_all(), keys.DUE: due_by(now, keys.DUE), keys.DUE_NEWS: due_by(now, keys.DUE_NEWS)}
        answers = self.reads.answer(asked.values())
        found: dict[str, list[Item]] = {partition: answers[query] for partition, query in asked.items()}  # type: ignore[misc]
        return found, found.pop(keys.DUE), found.pop(keys.DUE_NEWS)


def _figures(waiting: dict[str, list[Item]], due: list[Item], now: datetime) -> Figures:
    pending = [item for partition in keys.PENDING_PARTITIONS for item in waiting[partition]]
    return Figures(
        lateness_seconds=oldest_seconds(due, now),
        oldest_pending_seconds=oldest_seconds(pending, now),
        oldest_reprint_seconds=oldest_seconds(waiting[keys.REPRINT], now),
    )
