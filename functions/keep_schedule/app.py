"""Every minute: does what is due, orders late prints again, and brings a full re-print to its end."""

import functools
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.environment import KeepScheduleSettings, settings_of
from broadsheet.schedule.round import Schedule
from broadsheet.wiring import keep_schedule

logger = Logger()
metrics = Metrics()


@functools.cache
def schedule() -> Schedule:
    """Return this container's schedule."""
    return keep_schedule.schedule(settings_of(KeepScheduleSettings))


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: object) -> None:
    """Run one round and report it; where something due failed, fail when all else is done."""
    done = schedule().run()
    metrics.add_metric("ScheduleLatenessSeconds", MetricUnit.Seconds, done.lateness_seconds)
    metrics.add_metric("OldestPendingPrintSeconds", MetricUnit.Seconds, done.oldest_pending_seconds)
    metrics.add_metric("OldestReprintSeconds", MetricUnit.Seconds, done.oldest_reprint_seconds)
    metrics.add_metric("OldestOwedPageSeconds", MetricUnit.Seconds, done.oldest_owed_seconds)
    metrics.add_metric("OldestUnprintedVerdictSeconds", MetricUnit.Seconds, done.oldest_unprinted_verdict_seconds)
    for refused in done.refused:
        logger.warning("due, but refused", refused=refused)
    if done.done or done.redriven:
        logger.info("kept the schedule", done=done.done, redriven=done.redriven)
    if done.failures:
        raise ExceptionGroup("due, but failed", done.failures)
