"""The rooms of the press that print, put together from what template.yaml says."""

from ..environment import RenderCommentsSettings, RenderPagesSettings
from ..page.assets import theme_hash
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.cdn import Cdn
from ..store.places import Places
from ..store.prints import PendingPrints
from ..store.reads import Reads
from . import stores
from .comments import CommentPress
from .pressroom import Pressroom
from .printing import Printer


def printer(reads: Reads, site_bucket: str) -> Printer:
    """Return the printer of this package's theme."""
    return Printer(reads, SiteBucket(clients.s3(), site_bucket), clients.pool(), theme_hash())


def pressroom(settings: RenderPagesSettings) -> Pressroom:
    """Return the pressroom."""
    reads = stores.reads_of(settings)
    return Pressroom(
        reads,
        PendingPrints(clients.dynamodb(), settings.recent_posts_table),
        printer(reads, settings.site_bucket),
        Cdn(clients.cloudfront(), settings.distribution_id),
        settings.site_url,
        stores.now,
    )


def comment_press(settings: RenderCommentsSettings) -> CommentPress:
    """Return the press of comments."""
    reads = stores.reads_of(settings)
    places = Places(clients.dynamodb(), settings.approved_comments_table)
    return CommentPress(reads, places, printer(reads, settings.site_bucket))
