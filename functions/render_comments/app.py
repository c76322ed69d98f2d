"""Prints the pages of comments that moderators decided on: what the stream delivers, and what the schedule finds."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.discussion.seating import CommentPress
from broadsheet.environment import RenderCommentsSettings, settings_of
from broadsheet.errors import ThemeMismatch
from broadsheet.printing.pages.edition import Edition
from broadsheet.store.comments import event_of
from broadsheet.store.reads import from_wire
from broadsheet.store.verdicts import UnprintedVerdict
from broadsheet.wiring import parts, render_comments

logger = Logger()
metrics = Metrics()


@cache
def settings() -> RenderCommentsSettings:
    """Return what template.yaml says."""
    return settings_of(RenderCommentsSettings)


@cache
def press() -> CommentPress:
    """Return this container's press."""
    return render_comments.comment_press(settings())


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: object) -> None:
    """Print the whole batch as one, each page once.

    What fails is raised: of a stream's batch, for Lambda to deliver it again; else the schedule asks again.
    """
    verdicts = _verdicts(event)
    try:
        pages = press().carry_out(verdicts, Edition(settings().site_url, parts.now()))
    except ThemeMismatch:
        metrics.add_metric("ThemeMismatch", MetricUnit.Count, 1)
        raise
    metrics.add_metric("CommentPagesPrinted", MetricUnit.Count, pages)
    logger.info("printed", verdicts=len(verdicts), pages=pages)


def _verdicts(event: dict[str, Any]) -> list[UnprintedVerdict]:
    if "unprinted" in event:
        return [UnprintedVerdict.named(name) for name in event["unprinted"]]
    return [UnprintedVerdict.of(event_of(from_wire(record["dynamodb"]["NewImage"]))) for record in event["Records"]]
