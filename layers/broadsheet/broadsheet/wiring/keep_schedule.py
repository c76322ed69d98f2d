"""The schedule, put together once per container from what template.yaml says."""

from ..environment import KeepScheduleSettings
from ..schedule.imports import ImportRound
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
    reads, queue = parts.reads_of(settings), RenderQueue(clients.sqs(), settings.render_queue_url)
    prints = PendingPrints(clients.dynamodb(), settings.recent_posts_table)
    reprints, cdn = reprints_of(settings), Cdn(clients.cloudfront(), settings.distribution_id)
    return Schedule(
        edit_articles.desk(settings),
        reads,
        queue,
        Upkeep(reads, queue, cdn, reprints),
        ImportRound(reads, prints, queue, cdn, clients.dynamodb()),
        reprints,
        LateVerdicts(reads, CommentPrinter(clients.functions, settings.render_comments_function)),
        DueItems(clients.dynamodb(), settings.content_table),
        parts.now,
    )
