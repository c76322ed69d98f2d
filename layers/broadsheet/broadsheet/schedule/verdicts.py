"""Verdicts on comments that the stream has lost: finds those that are not printed, and has them printed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from ..moments import moment_text
from ..store import keys
from ..store.printers import CommentPrinter
from ..store.reads import Query, Reads, TableName
from ..store.verdicts import UnprintedVerdict
from .turns import is_its_turn

# Before that, the stream is about to bring it.
LATE_AFTER = timedelta(minutes=2)

# How many are looked at, the oldest first: two megabytes, and no moderators decide so much in a day.
LATE_MAX = 10_000

# How many runs of the printer begin in a minute, and what each prints: an account may have ten runs at once.
RUNS_MAX = 5
RUN_VERDICTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVerdicts:
    """What one minute found: how many verdicts it ordered again, and the age of the oldest; 0 where none is late."""

    ordered: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class LateVerdicts:
    """Looks after the verdicts that wait to be printed."""

    reads: Reads
    printer: CommentPrinter

    def order(self, now: datetime) -> FoundVerdicts:
        """Order late verdicts again, each when it is its turn.

        Costs a query, and a call for each hundred; those of one discussion are printed together.
        """
        before = moment_text(now - LATE_AFTER) + "~"
        late = list(self.reads.items(Query(TableName.COMMENTS, keys.UNPRINTED, before=before, limit=LATE_MAX)))
        ages = {str(item["sk"]): _age_seconds(str(item["sk"]), now) for item in late}
        turns = islice((name for name, age in ages.items() if is_its_turn(name, age)), RUNS_MAX * RUN_VERDICTS)
        ordered = sorted(map(UnprintedVerdict.named, turns), key=lambda verdict: verdict.comment)
        for start in range(0, len(ordered), RUN_VERDICTS):
            self.printer.order(ordered[start : start + RUN_VERDICTS])
        return FoundVerdicts(ordered=len(ordered), oldest_seconds=max(ages.values(), default=0.0))


def _age_seconds(name: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(name.partition("#")[0])).total_seconds()
