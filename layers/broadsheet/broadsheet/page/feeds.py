"""The feeds: RSS 2.0, Atom and JSON Feed, each with the full text and pictures of the newest articles.

An entry's id follows from the article's id alone, never from its address: a moved article is not news again.
Source: RSS 2.0 with content, Dublin Core and Media RSS; RFC 4287; JSON Feed 1.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, uuid5

from markupsafe import escape

from ..article.fields import Article
from ..codec import to_json
from ..errors import Unprintable
from ..site.settings import Section
from ..words import legible
from .address import Page, PageKind
from .article import description_of
from .body.markdown import html_of
from .frame import Frame
from .illustration import Illustration, illustration_of
from .printed import TAGS_MAX, Freshness, Printed
from .templates import render

# The CDN compresses neither application/atom+xml nor application/feed+json. Source: CloudFront Developer Guide, file
# types that CloudFront compresses. Links to the feeds name these; programs that read feeds look into them.
RSS: Final = "application/rss+xml; charset=utf-8"
ATOM: Final = "application/xml; charset=utf-8"
JSON_FEED: Final = "application/json; charset=utf-8"

ENTRIES_MAX: Final = 20

# The time of a feed that has no entry yet.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_NAMESPACE = UUID("6f1f3f0e-3c0a-4d5b-9a43-6d1c3b8b5a10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as a feed carries it. `summary` is plain text, `content` HTML, empty where it cannot be printed."""

    id: str
    url: str
    headline: str
    summary: str
    content: str
    published_at: datetime
    updated_at: datetime
    bylines: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    language: str | None
    picture: Illustration | None


def entry_id(article_id: str) -> str:
    """Return the id of an article in every feed, a URN that stays for good. Source: RFC 9562, section 5.5."""
    return f"urn:uuid:{uuid5(_NAMESPACE, article_id)}"


def rss(frame: Frame, entries: Sequence[Article], section: Section | None) -> Printed:
    """Return the RSS feed of the site, or of one section, newest first."""
    made = _entries(frame, entries)
    body = render(
        "feed.rss.xml",
        frame=frame,
        **_about(frame, section),
        path=_page(PageKind.RSS, PageKind.SECTION_RSS, section).url_path,
        entries=made,
        built_at=_newest_change(made),
        rfc822=_rfc822,
        # RSS takes a description for HTML, so that plain text must be escaped before it is escaped as XML.
        as_html=lambda text: str(escape(text)),
    )
    return _feed(body, RSS, entries)


def atom(frame: Frame, entries: Sequence[Article], section: Section | None) -> Printed:
    """Return the Atom feed of the site, or of one section, newest first."""
    made = _entries(frame, entries)
    body = render(
        "feed.atom.xml",
        frame=frame,
        **_about(frame, section),
        path=_page(PageKind.ATOM, PageKind.SECTION_ATOM, section).url_path,
        entries=made,
        updated_at=_newest_change(made),
    )
    return _feed(body, ATOM, entries)


def json_feed(frame: Frame, entries: Sequence[Article], section: Section | None) -> Printed:
    """Return the JSON Feed of the site, or of one section, newest first."""
    about = _about(frame, section)
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about["heading"],
        "home_page_url": frame.url(about["home"]),
        "feed_url": frame.url(_page(PageKind.JSON_FEED, PageKind.SECTION_JSON, section).url_path),
        **({"description": frame.site.tagline} if frame.site.tagline else {}),
        "language": frame.site.language,
        "items": [_json_item(frame, entry) for entry in _entries(frame, entries)],
    }
    return _feed(legible(to_json(feed)) + "\n", JSON_FEED, entries)


def _page(of_site: PageKind, of_section: PageKind, section: Section | None) -> Page:
    return Page(of_section, section.slug) if section else Page(of_site)


def _about(frame: Frame, section: Section | None) -> dict[str, str]:
    """Return what a feed is called, and the path of the page that shows the same articles."""
    name = frame.site.name
    return {
        "heading": frame.say("{site}: {section}", site=name, section=section.name) if section else name,
        "home": Page(PageKind.SECTION, section.slug).url_path if section else "/",
    }


def _json_item(frame: Frame, entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.headline,
        "summary": entry.summary,
        "content_html": entry.content,
        # One of the two must be there. Source: JSON Feed 1.1, items.
        "content_text": "" if entry.content else entry.summary or entry.headline,
        "image": entry.picture and entry.picture.url,
        "date_published": frame.machine(entry.published_at),
        "date_modified": frame.machine(entry.updated_at),
        "authors": [{"name": name, "url": url} for name, url in entry.bylines],
        "tags": list(entry.categories),
        "language": entry.language,
    }
    return {name: value for name, value in item.items() if value}


def _entries(frame: Frame, articles: Sequence[Article]) -> tuple[Entry, ...]:
    return tuple(
        _entry(frame, article, article.published_at)
        for article in articles[:ENTRIES_MAX]
        if article.published_at is not None
    )


# As its entries, an entry's times come again.
_rfc822 = lru_cache(maxsize=256)(format_datetime)


# One publish prints several feeds, and the next one again most of their entries.
@lru_cache(maxsize=256)
def _entry(frame: Frame, article: Article, published_at: datetime) -> Entry:
    fields = article.fields
    picture = illustration_of(frame, fields.image, article.picture)
    return Entry(
        id=entry_id(article.id),
        url=frame.url(article.path or "/"),
        headline=fields.headline,
        summary=description_of(fields),
        content=_content(frame, article, picture),
        published_at=published_at,
        updated_at=article.revised_at or published_at,
        bylines=tuple(
            (byline.name, frame.href(byline.url) or frame.url(Page(PageKind.BYLINE, frame.slug(byline.name)).url_path))
            for byline in fields.bylines
        ),
        categories=(frame.section_name(fields.section), *fields.keywords),
        language=frame.foreign(fields.language),
        picture=picture,
    )


def _content(frame: Frame, article: Article, picture: Illustration | None) -> str:
    """Return an article's full text; none where its body cannot be printed, so that the feed's others go out."""
    fields = article.fields
    try:
        content = html_of(
            fields.body,
            fields.body_format,
            frame.url(article.path or "/"),
            language=fields.language or frame.site.language,
            pictures=article.pictures,
            frame_origins=frame.site.frame_origins,
        )
    except Unprintable:
        return ""
    return render(
        "feed-content.html", frame=frame, article=article, fields=fields, picture=picture, content=content
    ).strip()


def _newest_change(entries: Sequence[Entry]) -> datetime:
    return max((entry.updated_at for entry in entries), default=_BEGINNING)


def _feed(body: str, content_type: str, articles: Sequence[Article]) -> Printed:
    return Printed(
        body=body,
        content_type=content_type,
        freshness=Freshness.SHORT,
        article_ids=tuple(article.id for article in articles[:ENTRIES_MAX])[:TAGS_MAX],
    )
