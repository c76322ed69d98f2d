"""The pressroom, put together once per container from what template.yaml says."""

from ..environment import RenderPagesSettings
from ..printing.archive_imports import Imports
from ..printing.cutting import Cutting
from ..printing.digest import theme_hash
from ..printing.owing import SlicePrinter
from ..printing.pressroom import Pressroom
from ..printing.printer import Printer
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.cdn import Cdn
from ..store.leaves import Leaves
from ..store.owed import OwedPages
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Reads
from . import parts


def printer(reads: Reads, site_bucket: str) -> Printer:
    """Return the printer of this package's theme."""
    return Printer(reads, SiteBucket(clients.s3(), site_bucket), clients.pool(), theme_hash())


def pressroom(settings: RenderPagesSettings) -> Pressroom:
    """Return the pressroom."""
    reads = parts.reads_of(settings)
    prints = PendingPrints(clients.dynamodb(), settings.recent_posts_table, clients.pool())
    owed = OwedPages(clients.dynamodb(), settings.recent_posts_table, reads, clients.pool())
    press = SlicePrinter(
        printer(reads, settings.site_bucket),
        Cutting(reads, Leaves(clients.dynamodb(), settings.recent_posts_table), parts.now),
        owed,
        settings.site_url,
        parts.now,
    )
    return Pressroom(
        reads,
        prints,
        owed,
        press,
        Imports(reads, prints, owed, parts.now),
        RenderQueue(clients.sqs(), settings.render_queue_url),
        Cdn(clients.cloudfront(), settings.distribution_id),
    )
