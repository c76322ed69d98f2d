"""The rooms of the site as a whole, put together once per container from what template.yaml says."""

from ..environment import EditArticlesSettings, InstallSiteSettings, KeepScheduleSettings
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.secret_keys import SecretKeys
from . import stores
from .installation import Installation
from .reprint import Reprints
from .site_desk import SiteDesk


def installation(settings: InstallSiteSettings) -> Installation:
    """Return what installs the site."""
    return Installation(
        SecretKeys(clients.ssm(), settings.secrets_path),
        SiteBucket(clients.s3(), settings.site_bucket),
        stores.reads_of(settings),
        reprints_of(settings),
        clients.pool(),
        stores.now,
    )


def site_desk(settings: EditArticlesSettings) -> SiteDesk:
    """Return the desk of the site's settings."""
    return SiteDesk(stores.reads_of(settings), reprints_of(settings), stores.now)


def reprints_of(settings: EditArticlesSettings | InstallSiteSettings | KeepScheduleSettings) -> Reprints:
    """Return what asks for full re-prints."""
    return Reprints(
        clients.dynamodb(),
        stores.reads_of(settings),
        PendingPrints(clients.dynamodb(), settings.recent_posts_table),
        RenderQueue(clients.sqs(), settings.render_queue_url),
    )
