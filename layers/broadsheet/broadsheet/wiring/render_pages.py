"""The pressroom, put together once per container from what template.yaml says."""

from ..environment import RenderPagesSettings
from ..printing.digest import theme_hash
from ..printing.pressroom import Pressroom
from ..printing.printer import Printer
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.cdn import Cdn
from ..store.prints import PendingPrints
from ..store.reads import Reads
from . import parts


def printer(reads: Reads, site_bucket: str) -> Printer:
    """Return the printer of this package's theme."""
    return Printer(reads, SiteBucket(clients.s3(), site_bucket), clients.pool(), theme_hash())


def pressroom(settings: RenderPagesSettings) -> Pressroom:
    """Return the pressroom."""
    reads = parts.reads_of(settings)
    return Pressroom(
        reads,
        PendingPrints(clients.dynamodb(), settings.recent_posts_table),
        printer(reads, settings.site_bucket),
        Cdn(clients.cloudfront(), settings.distribution_id),
        settings.site_url,
        parts.now,
    )
