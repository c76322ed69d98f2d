"""The schedule, put together once per container from what template.yaml says."""

from ..environment import KeepScheduleSettings
from ..schedule.round import Schedule
from ..schedule.verdicts import LateVerdicts
from ..store import clients
from ..store.cdn import Cdn
from ..store.due import DueItems
from ..store.printers import CommentPrinter
from ..store.queue import RenderQueue
from . import edit_articles, parts
from .reprints import reprints_of


def schedule(settings: KeepScheduleSettings) -> Schedule:
    """Return the schedule."""
    reads = parts.reads_of(settings)
    return Schedule(
        edit_articles.desk(settings),
        reads,
        RenderQueue(clients.sqs(), settings.render_queue_url),
        Cdn(clients.cloudfront(), settings.distribution_id),
        reprints_of(settings),
        LateVerdicts(reads, CommentPrinter(clients.functions, settings.render_comments_function)),
        DueItems(clients.dynamodb(), settings.content_table),
        parts.now,
    )
