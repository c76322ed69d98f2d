"""Every minute: orders late prints again, does what is due, and brings a full re-print to its end."""

import functools
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.environment import KeepScheduleSettings, settings_of
from broadsheet.schedule.round import Figures, Schedule
from broadsheet.wiring import keep_schedule

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()


@functools.cache
def schedule() -> Schedule:
    """Return this container's schedule."""
    return keep_schedule.schedule(settings_of(KeepScheduleSettings))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> None:
    """Run one round and report it; where something failed, fail when all else is done."""
    done = schedule().run(lambda: context.get_remaining_time_in_millis() / 1000, tell)
    metrics.add_metric("OldestUnprintedVerdictSeconds", MetricUnit.Seconds, done.oldest_verdict_seconds)
    # A page that is owed is a late print as any: what alarms looks at the oldest of both.
    metrics.add_metric("OldestPendingPrintSeconds", MetricUnit.Seconds, done.oldest_owed_seconds)
    metrics.flush_metrics()
    for page in done.owed:
        logger.warning("owed", page=page)
    for refused in done.refused:
        logger.warning("due, but refused", refused=refused)
    if done.done or done.left or done.redriven:
        logger.info("kept the schedule", done=done.done, left=done.left, redriven=done.redriven)
    if done.failures:
        raise ExceptionGroup("not all could be done", done.failures)


def tell(figures: Figures) -> None:
    """Report how late things are; at once, for a run that is cut off later has told it already."""
    metrics.add_metric("ScheduleLatenessSeconds", MetricUnit.Seconds, figures.lateness_seconds)
    metrics.add_metric("OldestPendingPrintSeconds", MetricUnit.Seconds, figures.oldest_pending_seconds)
    metrics.add_metric("OldestReprintSeconds", MetricUnit.Seconds, figures.oldest_reprint_seconds)
    metrics.flush_metrics()
