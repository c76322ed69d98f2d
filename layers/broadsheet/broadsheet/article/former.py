"""Addresses that an article had before it came here: as the edge asks for them, and which it cannot have had."""

import re
from urllib.parse import quote, unquote

from ..site.settings import RESERVED_SEGMENTS, Site
from ..words import SLUG_PATTERN

# The key of a page in the bucket may have 1,024 bytes; twenty of these stand in a head.
PATH_MAX_BYTES = 500

# Where the edge looks for what WordPress named by a number: `/?p=123` is asked for as `/_former/p/123`.
NUMBERED = "_former"
_NUMBERED = re.compile(r"/(?:index\.(?:php|html))?\?(?P<name>p|page_id|attachment_id)=(?P<number>[0-9]{1,20})")
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*,;=:@/-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\\]")
_KEPT = re.compile(r"/(?:comments|media)/", re.IGNORECASE)
_INDEX = re.compile(r"/index\.html?$", re.IGNORECASE)
_FEED = re.compile(r"(?!/(?:by|tags)/)(?P<section>/[^/]+)?/(?:rss|feed(?:/(?:atom|rss2?))?)")
# Pages of ours by their keys: articles, and what stands beneath a section.
_ARTICLE = re.compile(rf"\d{{4}}/\d{{2}}/\d{{2}}/{SLUG_PATTERN}")
_OF_SECTION = re.compile(rf"{SLUG_PATTERN}/(?:\d{{4}}/\d{{2}}(?:/\d+)?|feed\.(?:xml|atom|json))")


def normalised(url: str) -> str | None:
    """Return a path of the site as the edge makes it, `/2019/05/the-pier`, or `/?p=123`; None for what is none.

    As `pathOfPage` in template.yaml does, and with what is not ASCII percent-encoded.
    """
    if numbered := _NUMBERED.fullmatch(url):
        return f"/?{numbered['name']}={numbered['number']}"
    if not _PATH.fullmatch(url):
        return None
    try:
        path = quote(unquote(url, errors="strict"), "/~!$&'()*,;=:@")
    except UnicodeError:
        return None
    plain = unquote(path)
    return None if _CONTROL.search(plain) or {".", ".."} & set(plain.split("/")) else _path_of_page(path)


def key_of(former_url: str) -> str:
    """Return the key of the page at a normalised address: `2019/05/the-pier`, `_former/p/123`."""
    if numbered := _NUMBERED.fullmatch(former_url):
        return f"{NUMBERED}/{numbered['name']}/{numbered['number']}"
    return unquote(former_url).lstrip("/")


def is_ours(key: str, site: Site) -> bool:
    """Tell whether a page of this site has that key, or may have it one day; of the site's sections those it has."""
    first, _, beneath = key.partition("/")
    if not beneath and site.section_named(first) is not None:
        return True
    return (
        first in RESERVED_SEGMENTS
        or first == NUMBERED
        or key in _FILES
        or _OF_SECTION.fullmatch(key) is not None
        or not key
    )


def is_of_article(key: str) -> bool:
    """Tell whether a key is one that this site gives to articles."""
    return _ARTICLE.fullmatch(key) is not None


_FILES = frozenset(
    "index.html 404.html robots.txt favicon.ico apple-touch-icon.png feed.xml feed.atom feed.json sitemap.xml "
    "sitemap-news.xml".split()
)


def _path_of_page(path: str) -> str:
    path = _trimmed(re.sub("/+", "/", path))
    if kept := _KEPT.match(path):
        return kept[0].lower() + path[kept.end() :]
    lowered = re.sub("%[0-9A-Fa-f]{2}|[A-Z]+", lambda part: part[0] if part[0][0] == "%" else part[0].lower(), path)
    if feed := _FEED.fullmatch(lowered):
        return (feed["section"] or "") + ("/feed.atom" if lowered.endswith("atom") else "/feed.xml")
    return lowered or "/"


def _trimmed(path: str) -> str:
    rest = path.rstrip("/.,;:!)'\"")
    return _trimmed(rest[: rest.rindex("/")]) if _INDEX.search(rest) else rest
