"""The rooms of the press, put together once per container from what template.yaml says."""

import functools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from ..environment import EditArticlesSettings, InstallSiteSettings, KeepScheduleSettings, RenderPagesSettings
from ..page.assets import theme_hash
from ..store.bucket import SiteBucket
from ..store.cdn import Cdn
from ..store.desk_index import DeskIndex
from ..store.queue import RenderQueue
from ..store.reads import Item, Reads, TableName, to_wire
from ..store.secret_keys import SecretKeys
from .commit import Commits
from .desk import Desk
from .installation import Installation
from .listing import Lists
from .pressroom import Pressroom
from .printing import Printer
from .reprint import Reprints
from .schedule import Schedule
from .site_desk import SiteDesk

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

POOL_THREADS = 16

CONFIG = Config(
    max_pool_connections=POOL_THREADS,
    retries={"mode": "standard", "total_max_attempts": 4},
    connect_timeout=2,
    read_timeout=10,
)


def now() -> datetime:
    """Return the time, aware, UTC."""
    return datetime.now(UTC)


@functools.cache
def pool() -> ThreadPoolExecutor:
    """Return the threads of this container, kept from call to call."""
    return ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="press")


@functools.cache
def dynamodb() -> "DynamoDBClient":
    """Return the client of the tables."""
    return boto3.client("dynamodb", config=CONFIG)


def reads_of(settings: object) -> Reads:
    """Return the reads of the tables that a function's settings name."""
    named = ((table, getattr(settings, f"{table.value.replace('-', '_')}_table", None)) for table in TableName)
    return Reads(dynamodb(), {table: name for table, name in named if name is not None}, pool())


def render_queue(url: str) -> RenderQueue:
    """Return the queue of the printers."""
    return RenderQueue(boto3.client("sqs", config=CONFIG), url)


def desk(settings: EditArticlesSettings | KeepScheduleSettings) -> Desk:
    """Return the editors' desk."""
    reads = reads_of(settings)
    return Desk(Commits(dynamodb(), reads), reads, now)


def lists(settings: EditArticlesSettings) -> Lists:
    """Return the editors' lists."""
    return Lists(reads_of(settings), DeskIndex(dynamodb(), settings.content_table))


def site_desk(settings: EditArticlesSettings) -> SiteDesk:
    """Return the desk of the site's settings."""
    reads = reads_of(settings)
    return SiteDesk(reads, Reprints(dynamodb(), reads, render_queue(settings.render_queue_url)), now)


def printer(settings: RenderPagesSettings) -> Printer:
    """Return the printer of this package's theme."""
    bucket = SiteBucket(boto3.client("s3", config=CONFIG), settings.site_bucket)
    return Printer(reads_of(settings), bucket, pool(), theme_hash())


def pressroom(settings: RenderPagesSettings) -> Pressroom:
    """Return the pressroom."""
    return Pressroom(
        dynamodb(), reads_of(settings), printer(settings), cdn(settings.distribution_id), settings.site_url, now
    )


def cdn(distribution_id: str) -> Cdn:
    """Return the CDN."""
    return Cdn(boto3.client("cloudfront", config=CONFIG), distribution_id)


def schedule(settings: KeepScheduleSettings) -> Schedule:
    """Return the schedule."""
    reads, queue = reads_of(settings), render_queue(settings.render_queue_url)

    def delete_due(item: Item) -> None:
        dynamodb().delete_item(TableName=settings.content_table, Key=to_wire({"pk": item["pk"], "sk": item["sk"]}))

    return Schedule(
        desk(settings),
        reads,
        queue,
        cdn(settings.distribution_id),
        Reprints(dynamodb(), reads, queue),
        delete_due,
        now,
    )


def installation(settings: InstallSiteSettings) -> Installation:
    """Return what installs the site."""
    reads = reads_of(settings)
    return Installation(
        SecretKeys(boto3.client("ssm", config=CONFIG), settings.secrets_path),
        SiteBucket(boto3.client("s3", config=CONFIG), settings.site_bucket),
        reads,
        Reprints(dynamodb(), reads, render_queue(settings.render_queue_url)),
        pool(),
        now,
    )
