"""The schedule, put together once per container from what template.yaml says."""

from ..environment import KeepScheduleSettings
from ..schedule.archive_imports import ImportRound
from ..schedule.due import DueWork
from ..schedule.redrive import Redrive
from ..schedule.round import Schedule
from ..schedule.upkeep import Upkeep
from ..schedule.verdicts import LateVerdicts
from ..store import clients
from ..store.cdn import Cdn
from ..store.due import DueItems
from ..store.printers import CommentPrinter
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from . import edit_articles, parts
from .reprints import reprints_of


def schedule(settings: KeepScheduleSettings) -> Schedule:
    """Return the schedule."""
    reads, reprints, dynamodb = parts.reads_of(settings), reprints_of(settings), clients.dynamodb()
    prints = PendingPrints(dynamodb, settings.recent_posts_table, clients.pool())
    queue, cdn = (
        RenderQueue(clients.sqs(), settings.render_queue_url),
        Cdn(clients.cloudfront(), settings.distribution_id),
    )
    due_items = DueItems(dynamodb, settings.content_table, clients.pool())
    return Schedule(
        reads,
        Redrive(reads, prints, queue),
        DueWork(edit_articles.desk(settings), reads, due_items, reprints, clients.runners()),
        Upkeep(reads, queue, cdn, reprints),
        ImportRound(reads, prints, queue, cdn, dynamodb),
        LateVerdicts(reads, CommentPrinter(clients.functions, settings.render_comments_function)),
        parts.now,
    )
