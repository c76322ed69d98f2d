"""What asks for full re-prints, as editors, deploys and the schedule do."""

from ..environment import EditArticlesSettings, InstallSiteSettings, KeepScheduleSettings
from ..printing.reprint import Reprints
from ..store import clients
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from . import parts


def reprints_of(settings: EditArticlesSettings | InstallSiteSettings | KeepScheduleSettings) -> Reprints:
    """Return what asks for full re-prints."""
    return Reprints(
        clients.dynamodb(),
        parts.reads_of(settings),
        PendingPrints(clients.dynamodb(), settings.recent_posts_table, clients.pool()),
        RenderQueue(clients.sqs(), settings.render_queue_url),
    )
