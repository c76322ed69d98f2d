"""How articles look in replies, and the headers that go with them."""

import json
from typing import Any
from urllib.parse import quote

from ...article.fields import Article
from ...editing.listing import Summary
from ...moments import moment_text
from ..http.headers import etag_of
from ..http.replies import Headers, json_text


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
