"""What installs the site, put together once per container from what template.yaml says."""

from ..environment import InstallSiteSettings
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.secret_keys import SecretKeys
from . import desk_stores, stores
from .installation import Installation


def installation(settings: InstallSiteSettings) -> Installation:
    """Return what installs the site."""
    return Installation(
        SecretKeys(clients.ssm(), settings.secrets_path),
        SiteBucket(clients.s3(), settings.site_bucket),
        stores.reads_of(settings),
        desk_stores.reprints_of(settings),
        clients.pool(),
        stores.now,
    )
