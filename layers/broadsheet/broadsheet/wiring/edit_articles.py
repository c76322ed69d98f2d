"""The editors' rooms, put together once per container from what template.yaml says."""

from ..editing.articles import Desk
from ..editing.commit import Commits
from ..editing.listing import Lists
from ..editing.settings import SiteDesk
from ..editing.uploads import UploadDesk
from ..environment import EditArticlesSettings, KeepScheduleSettings
from ..store import clients
from ..store.desk_index import DeskIndex
from ..store.uploads import Uploads, UploadsBucket
from . import parts
from .reprints import reprints_of


def desk(settings: EditArticlesSettings | KeepScheduleSettings) -> Desk:
    """Return the editors' desk."""
    reads = parts.reads_of(settings)
    return Desk(Commits(clients.dynamodb(), reads), reads, parts.now, parts.new_id)


def lists(settings: EditArticlesSettings) -> Lists:
    """Return the editors' lists."""
    return Lists(parts.reads_of(settings), DeskIndex(clients.dynamodb(), settings.content_table))


def upload_desk(settings: EditArticlesSettings) -> UploadDesk:
    """Return the desk of uploads."""
    return UploadDesk(
        Uploads(clients.dynamodb(), settings.content_table),
        UploadsBucket(clients.signing_s3(), settings.uploads_bucket),
        parts.reads_of(settings),
        parts.now,
        parts.new_id,
    )


def site_desk(settings: EditArticlesSettings) -> SiteDesk:
    """Return the desk of the site's settings."""
    return SiteDesk(parts.reads_of(settings), reprints_of(settings), parts.now)
