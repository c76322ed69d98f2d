"""What installs the site, put together from what template.yaml says."""

from ..environment import InstallSiteSettings
from ..installation import Installation
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.secret_keys import SecretKeys
from . import parts
from .reprints import reprints_of


def installation(settings: InstallSiteSettings) -> Installation:
    """Return what installs the site."""
    return Installation(
        SecretKeys(clients.ssm(), settings.secrets_path),
        SiteBucket(clients.s3(), settings.site_bucket),
        parts.reads_of(settings),
        reprints_of(settings),
        clients.pool(),
        parts.now,
    )
