"""What template.yaml tells each function. The only file that reads the environment, and only when asked."""

import os
from dataclasses import dataclass, fields
from typing import TypeVar

Settings = TypeVar("Settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditArticlesSettings:
    """`site_url` is where readers find the site, without a trailing slash."""

    content_table: str
    recent_posts_table: str
    render_queue_url: str
    uploads_bucket: str
    site_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessImagesSettings:
    """What `process_images` needs. The bucket of uploads is named by its own events."""

    content_table: str
    site_bucket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderPagesSettings:
    """`distribution_id` names the CDN whose copies are cleared. The comments' tables are read alone."""

    content_table: str
    recent_posts_table: str
    comments_table: str
    approved_comments_table: str
    site_bucket: str
    render_queue_url: str
    distribution_id: str
    site_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepScheduleSettings:
    """What `keep_schedule` needs; `render_comments_function` is a function's name."""

    content_table: str
    recent_posts_table: str
    comments_table: str
    render_comments_function: str
    render_queue_url: str
    distribution_id: str
    site_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallSiteSettings:
    """`secrets_path` is the SSM path under which the site's keys are kept, `/broadsheet/<stack>`."""

    content_table: str
    recent_posts_table: str
    site_bucket: str
    render_queue_url: str
    secrets_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCommentsSettings:
    """`comment_shards` is a whole number; `secrets_path` as for the installation."""

    content_table: str
    comments_table: str
    comments_fallback_queue_url: str
    comment_shards: str
    secrets_path: str
    site_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerateCommentsSettings:
    """What `moderate_comments` needs."""

    content_table: str
    comments_table: str
    site_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderCommentsSettings:
    """What `render_comments` needs."""

    content_table: str
    comments_table: str
    approved_comments_table: str
    site_bucket: str
    site_url: str


def settings_of(kind: type[Settings]) -> Settings:
    """Read a function's settings from the environment, each from the variable of its name in capitals.

    Raises `KeyError` with the variable's name where template.yaml does not set it.
    """
    return kind(**{field.name: os.environ[field.name.upper()] for field in fields(kind)})  # type: ignore[arg-type]
