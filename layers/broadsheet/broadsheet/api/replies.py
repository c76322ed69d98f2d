"""Replies: how values of the newsroom look as JSON, and the headers that go with them."""

import dataclasses
import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response

from ..article.fields import Article
from ..moments import moment_text
from ..press.listing import Summary
from .body import JSON
from .headers import etag_of

Headers = dict[str, str | list[str]]


def reply(status: int, value: object, headers: Headers | None = None) -> Response[str]:
    """Return an answer in JSON. Nobody but the caller may keep it."""
    fresh: Headers = {"Cache-Control": "private, no-cache", **(headers or {})}
    return Response(status_code=status, content_type=JSON, body=json_text(value), headers=fresh)


def empty(status: int, headers: Headers) -> Response[str]:
    """Return an answer without a body."""
    return Response(status_code=status, headers={"Cache-Control": "private, no-cache", **headers})


def json_text(value: object) -> str:
    """Return the JSON of a value; times are in UTC, to the millisecond."""
    return json.dumps(_members(value), default=_plain, ensure_ascii=False, separators=(",", ":"))


def article_json(article: Article, *, live: bool, site_url: str) -> dict[str, Any]:
    """Return an article as the API answers with it."""
    return {
        "id": article.id,
        "version": article.version,
        "state": article.state,
        "live": live,
        "url": url_of(article.path, site_url),
        **fields_json(article),
        "corrections": article.corrections,
        "updated_at": article.updated_at,
        "created_at": article.created_at,
        "changed_at": article.changed_at,
    }


def summary_json(summary: Summary, *, site_url: str) -> dict[str, Any]:
    """Return an article as a list shows it."""
    return {
        "id": summary.id,
        "version": summary.version,
        "state": summary.state,
        "url": url_of(summary.path, site_url),
        "headline": summary.headline,
        "section": summary.section,
        "bylines": summary.bylines,
        "description": summary.description,
        "published_at": summary.published_at,
        "publish_at": summary.publish_at,
        "updated_at": summary.updated_at,
    }


def fields_json(article: Article) -> dict[str, Any]:
    """Return an article's fields as they may be sent back; the slug and the time of publication are those in force."""
    fields: dict[str, Any] = json.loads(json_text(article.fields))
    fields["slug"] = article.slug or article.fields.slug
    published_at = article.published_at or article.fields.published_at
    fields["published_at"] = moment_text(published_at) if published_at else None
    return fields


def url_of(path: str | None, site_url: str) -> str | None:
    """Return the absolute URL of an article's page, or None where it has none yet."""
    return f"{site_url}/{quote(path)}" if path else None


def article_headers(article: Article) -> Headers:
    """Return the headers of every answer about an article."""
    return {"ETag": etag_of(article.version)}


def _members(value: object) -> object:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    return _members(value)
