"""The rooms of the press that print nothing, and so load no templates, put together from what template.yaml says."""

import secrets
from datetime import UTC, datetime

from ..environment import EditArticlesSettings, InstallSiteSettings, KeepScheduleSettings
from ..store import clients
from ..store.cdn import Cdn
from ..store.desk_index import DeskIndex
from ..store.due import DueItems
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Reads, TableName
from ..store.tokens import Tokens
from ..store.uploads import Uploads, UploadsBucket
from .commit import Commits
from .desk import Desk
from .ids import RANDOM_BYTES, ulid_of
from .listing import Lists
from .reprint import Reprints
from .schedule import Schedule
from .site_desk import SiteDesk
from .upload_desk import UploadDesk


def now() -> datetime:
    """Return the time, aware, UTC."""
    return datetime.now(UTC)


def new_id(moment: datetime) -> str:
    """Return the id of an article that is made now."""
    return ulid_of(moment, secrets.token_bytes(RANDOM_BYTES))


def reads_of(settings: object) -> Reads:
    """Return the reads of the tables that a function's settings name."""
    named = ((table, getattr(settings, f"{table.value.replace('-', '_')}_table", None)) for table in TableName)
    return Reads(clients.dynamodb(), {table: name for table, name in named if name is not None}, clients.pool())


def tokens(content_table: str) -> Tokens:
    """Return the editors' tokens."""
    return Tokens(clients.dynamodb(), content_table)


def desk(settings: EditArticlesSettings | KeepScheduleSettings) -> Desk:
    """Return the editors' desk."""
    reads = reads_of(settings)
    return Desk(Commits(clients.dynamodb(), reads), reads, now, new_id)


def lists(settings: EditArticlesSettings) -> Lists:
    """Return the editors' lists."""
    return Lists(reads_of(settings), DeskIndex(clients.dynamodb(), settings.content_table))


def site_desk(settings: EditArticlesSettings) -> SiteDesk:
    """Return the desk of the site's settings."""
    return SiteDesk(reads_of(settings), reprints_of(settings), now)


def upload_desk(settings: EditArticlesSettings) -> UploadDesk:
    """Return the desk of uploads."""
    return UploadDesk(
        Uploads(clients.dynamodb(), settings.content_table),
        UploadsBucket(clients.signing_s3(), settings.uploads_bucket),
        reads_of(settings),
        now,
        new_id,
    )


def schedule(settings: KeepScheduleSettings) -> Schedule:
    """Return the schedule."""
    return Schedule(
        desk(settings),
        reads_of(settings),
        RenderQueue(clients.sqs(), settings.render_queue_url),
        Cdn(clients.cloudfront(), settings.distribution_id),
        reprints_of(settings),
        DueItems(clients.dynamodb(), settings.content_table),
        now,
    )


def reprints_of(settings: EditArticlesSettings | InstallSiteSettings | KeepScheduleSettings) -> Reprints:
    """Return what asks for full re-prints."""
    return Reprints(
        clients.dynamodb(),
        reads_of(settings),
        PendingPrints(clients.dynamodb(), settings.recent_posts_table),
        RenderQueue(clients.sqs(), settings.render_queue_url),
    )
