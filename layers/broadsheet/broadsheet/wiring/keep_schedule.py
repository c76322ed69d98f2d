"""The schedule, put together once per container from what template.yaml says."""

from ..environment import KeepScheduleSettings
from ..schedule.due import DueWork
from ..schedule.redrive import Redrive
from ..schedule.round import Schedule
from ..store import clients
from ..store.cdn import Cdn
from ..store.due import DueItems
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from . import edit_articles, parts
from .reprints import reprints_of


def schedule(settings: KeepScheduleSettings) -> Schedule:
    """Return the schedule."""
    reads, reprints, dynamodb = parts.reads_of(settings), reprints_of(settings), clients.dynamodb()
    return Schedule(
        reads,
        Redrive(
            reads,
            PendingPrints(dynamodb, settings.recent_posts_table, clients.pool()),
            RenderQueue(clients.sqs(), settings.render_queue_url),
        ),
        DueWork(
            edit_articles.desk(settings),
            reads,
            DueItems(dynamodb, settings.content_table, clients.pool()),
            reprints,
            clients.runners(),
        ),
        reprints,
        Cdn(clients.cloudfront(), settings.distribution_id),
        parts.now,
    )
