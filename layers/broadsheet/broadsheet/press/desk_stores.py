"""The editors' rooms of articles and the schedule, put together once per container from what template.yaml says."""

from ..environment import EditArticlesSettings, KeepScheduleSettings
from ..store import clients
from ..store.cdn import Cdn
from ..store.desk_index import DeskIndex
from ..store.due import DueItems
from ..store.queue import RenderQueue
from ..store.uploads import Uploads, UploadsBucket
from . import site_stores, stores
from .commit import Commits
from .desk import Desk
from .listing import Lists
from .schedule import Schedule
from .upload_desk import UploadDesk


def desk(settings: EditArticlesSettings | KeepScheduleSettings) -> Desk:
    """Return the editors' desk."""
    reads = stores.reads_of(settings)
    return Desk(Commits(clients.dynamodb(), reads), reads, stores.now, stores.new_id)


def lists(settings: EditArticlesSettings) -> Lists:
    """Return the editors' lists."""
    return Lists(stores.reads_of(settings), DeskIndex(clients.dynamodb(), settings.content_table))


def upload_desk(settings: EditArticlesSettings) -> UploadDesk:
    """Return the desk of uploads."""
    return UploadDesk(
        Uploads(clients.dynamodb(), settings.content_table),
        UploadsBucket(clients.signing_s3(), settings.uploads_bucket),
        stores.reads_of(settings),
        stores.now,
        stores.new_id,
    )


def schedule(settings: KeepScheduleSettings) -> Schedule:
    """Return the schedule."""
    return Schedule(
        desk(settings),
        stores.reads_of(settings),
        RenderQueue(clients.sqs(), settings.render_queue_url),
        Cdn(clients.cloudfront(), settings.distribution_id),
        site_stores.reprints_of(settings),
        DueItems(clients.dynamodb(), settings.content_table),
        stores.now,
    )
