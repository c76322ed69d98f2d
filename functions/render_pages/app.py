"""Prints what changed: pending prints as the stream delivers them, and what the render queue asks for again."""

import functools
import json
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.errors import ThemeMismatch
from broadsheet.press import print_stores
from broadsheet.press.orders import Order
from broadsheet.press.pressroom import Pressroom
from broadsheet.store.reads import from_wire

logger = Logger()
metrics = Metrics()


@functools.cache
def pressroom() -> Pressroom:
    """Return this container's pressroom."""
    return print_stores.pressroom(settings_of(RenderPagesSettings))


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Print the whole batch as one, each page once.

    A stream's batch that fails is raised, for Lambda to deliver again; of the queue's messages each is then tried
    alone, so that one that cannot be printed does not hold up the others.
    """
    records = event["Records"]
    try:
        _print([_order(record) for record in records])
    except Exception:
        if len(records) == 1 or "dynamodb" in records[0]:
            raise
        logger.warning("batch failed, trying each message alone", exc_info=True)
        return {
            "batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in records if not _printed(record)]
        }
    return {"batchItemFailures": []}


def _order(record: dict[str, Any]) -> Order:
    if "dynamodb" in record:
        return Order.from_stream(from_wire(record["dynamodb"]["NewImage"]))
    return Order.from_message(json.loads(record["body"]))


def _print(orders: list[Order]) -> None:
    try:
        pages = pressroom().carry_out(orders)
    except ThemeMismatch:
        metrics.add_metric("ThemeMismatch", MetricUnit.Count, 1)
        raise
    metrics.add_metric("PagesPrinted", MetricUnit.Count, pages)
    logger.info("printed", orders=len(orders), pages=pages)


def _printed(record: dict[str, Any]) -> bool:
    try:
        _print([_order(record)])
    except Exception:
        logger.exception("not printed", message_id=record["messageId"])
        return False
    return True
