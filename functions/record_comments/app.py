"""Takes readers' comments in: over HTTP, and from the queue of those that the table refused."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.api.comments import CommentRoutes
from broadsheet.api.resolver import resolver
from broadsheet.environment import RecordCommentsSettings, settings_of
from broadsheet.press import comment_stores
from broadsheet.press.intake import Intake
from broadsheet.store.fallback import sending_of

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


@cache
def settings() -> RecordCommentsSettings:
    """Return what template.yaml says."""
    return settings_of(RecordCommentsSettings)


@cache
def intake() -> Intake:
    """Return what takes comments in."""
    return comment_stores.intake(settings())


routes = CommentRoutes(intake, cache(lambda: comment_stores.senders(settings())))
answer = resolver(routes.routes(), site_url=lambda: settings().site_url)


def drain(record: SQSRecord) -> None:
    """Keep one comment that waited; what raises goes back to the queue."""
    receipt = intake().drain(sending_of(record.body))
    logger.info("drained", comment_id=str(receipt.comment_id), outcome=receipt.outcome)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer a request, or drain a batch of the queue."""
    if "Records" in event:
        return dict(process_partial_response(event, drain, processor, context))
    return answer(event, context)
