"""Prints what changed: pending prints as the stream delivers them, and what the render queue asks for again."""

import functools
import json
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.errors import ThemeMismatch
from broadsheet.printing.orders import ArticlesChanged, Order, order_of
from broadsheet.printing.pressroom import Pressroom
from broadsheet.store.reads import from_wire
from broadsheet.wiring import render_pages

logger = Logger()
metrics = Metrics()


@functools.cache
def pressroom() -> Pressroom:
    """Return this container's pressroom."""
    return render_pages.pressroom(settings_of(RenderPagesSettings))


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> None:
    """Print a batch of the stream as one, each page once, or a message of the queue.

    What fails is raised, for Lambda to deliver again: a stream's batch in halves, the queue's messages one by one. A
    page that cannot be printed is owed, and named in the log.
    """
    for order in _orders(event["Records"]):
        try:
            progress = pressroom().carry_out(order, lambda: context.get_remaining_time_in_millis() / 1000)
        except ThemeMismatch:
            metrics.add_metric("ThemeMismatch", MetricUnit.Count, 1)
            raise
        metrics.add_metric("PagesPrinted", MetricUnit.Count, progress.printed)
        for page, failure in {**progress.failed, **progress.refused}.items():
            logger.error("owed", page=page.key, failure=f"{type(failure).__name__}: {failure}"[:200])
        logger.info("printed", pages=progress.printed, handed_on=progress.handed_on)


def _orders(records: list[dict[str, Any]]) -> list[Order]:
    delivered = tuple(from_wire(each["dynamodb"]["NewImage"]) for each in records if "dynamodb" in each)
    asked = [order_of(json.loads(each["body"])) for each in records if "body" in each]
    return [*([ArticlesChanged(delivered=delivered)] if delivered else []), *asked]
