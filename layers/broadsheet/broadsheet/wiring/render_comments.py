"""The press of comments, put together once per container from what template.yaml says."""

from ..discussion.seating import CommentPress
from ..environment import RenderCommentsSettings
from ..store import clients
from ..store.seats import Seats
from ..store.verdicts import UnprintedVerdicts
from . import parts, render_pages


def comment_press(settings: RenderCommentsSettings) -> CommentPress:
    """Return the press of comments."""
    reads = parts.reads_of(settings)
    return CommentPress(
        reads,
        Seats(clients.dynamodb(), settings.approved_comments_table),
        UnprintedVerdicts(clients.dynamodb(), settings.comments_table, clients.pool()),
        render_pages.printer(reads, settings.site_bucket),
    )
