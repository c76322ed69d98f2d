"""Prints what changed: pending prints as the stream delivers them, and what the render queue asks for again."""

import functools
import json
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.errors import ThemeMismatch
from broadsheet.printing.orders import Order
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
def handler(event: dict[str, Any], context: object) -> None:
    """Print the whole batch as one, each page once.

    What fails is raised, for Lambda to deliver again: a stream's batch in halves, the queue's messages one by one.
    """
    orders = [_order(record) for record in event["Records"]]
    try:
        pages = pressroom().carry_out(orders)
    except ThemeMismatch:
        metrics.add_metric("ThemeMismatch", MetricUnit.Count, 1)
        raise
    metrics.add_metric("PagesPrinted", MetricUnit.Count, pages)
    logger.info("printed", orders=len(orders), pages=pages)


def _order(record: dict[str, Any]) -> Order:
    if "dynamodb" in record:
        return Order.from_stream(from_wire(record["dynamodb"]["NewImage"]))
    return Order.from_message(json.loads(record["body"]))
