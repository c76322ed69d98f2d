"""Prints the pages of comments that moderators decided on, as the stream delivers the decisions."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.comment.identity import CommentId
from broadsheet.discussion.seating import CommentPress
from broadsheet.environment import RenderCommentsSettings, settings_of
from broadsheet.errors import ThemeMismatch
from broadsheet.printing.pages.edition import Edition
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
    """Print the whole batch as one, each page once. What fails is raised, for Lambda to deliver again."""
    named = {record["dynamodb"]["NewImage"]["comment_id"]["S"] for record in event["Records"]}
    comments = {comment for text in named if (comment := CommentId.parse(text))}
    try:
        pages = press().print_comments(comments, Edition(settings().site_url, parts.now()))
    except ThemeMismatch:
        metrics.add_metric("ThemeMismatch", MetricUnit.Count, 1)
        raise
    metrics.add_metric("CommentPagesPrinted", MetricUnit.Count, len(pages))
    logger.info("printed", comments=len(comments), pages=len(pages))
