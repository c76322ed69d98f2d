"""Takes readers' comments in: over HTTP, and from the queue of those that the table refused."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.api.http.resolver import resolver
from broadsheet.api.routes.comments import CommentRoutes
from broadsheet.discussion.intake import Intake
from broadsheet.environment import RecordCommentsSettings, settings_of
from broadsheet.store.fallback import sending_of
from broadsheet.wiring import record_comments

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

logger = Logger()


@cache
def settings() -> RecordCommentsSettings:
    """Return what template.yaml says."""
    return settings_of(RecordCommentsSettings)


def site_url() -> str:
    """Return where readers find the site."""
    return settings().site_url


@cache
def intake() -> Intake:
    """Return what takes comments in."""
    return record_comments.intake(settings())


routes = CommentRoutes(intake, cache(lambda: record_comments.senders(settings())), site_url)
answer = resolver(routes.routes(), site_url=site_url)


def drain(record: "SQSRecord") -> None:
    """Keep one comment that waited; what raises goes back to the queue."""
    receipt = intake().drain(sending_of(record.body))
    logger.info("drained", comment_id=str(receipt.comment_id), outcome=receipt.outcome)


def drained(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Drain a batch of the queue."""
    # What a batch needs takes a seventh of a cold start, and a reader who comments should not wait for it.
    from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event, drain, processor, context))


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer a request, or drain a batch of the queue."""
    return drained(event, context) if "Records" in event else answer(event, context)
