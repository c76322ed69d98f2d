"""A printed page: its text and what the edge must know of it."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from ..lists.leaf import Binding

TAGS_MAX = 49

HTML = "text/html; charset=utf-8"
JSON = "application/json"


class Freshness(StrEnum):
    """How long a page may be cached; the value is its Cache-Control header."""

    # A list: 30 s old on a busy site; stale copies serve while the edge fetches, and through an outage.
    FRONT = "public, max-age=0, s-maxage=30, stale-while-revalidate=600, stale-if-error=86400"
    # A page of comments: what a moderator takes off it is never served on while the edge fetches. Clearing it would
    # cost a paid path for each removal, and a right that render_comments does without.
    DISCUSSION = "public, max-age=0, s-maxage=30, stale-if-error=86400"
    # Whatever one publish changes without an invalidation.
    SHORT = "public, max-age=0, s-maxage=60, stale-if-error=86400"
    # An article that has a next one: cleared by its cache tags.
    LONG = "public, max-age=0, s-maxage=31536000, stale-if-error=86400"


def cache_tag(article_id: str) -> str:
    """Return the cache tag of every page that shows an article."""
    return f"a-{article_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A page as it goes into the site bucket.

    `article_ids` are the articles it shows; they become its cache tags, at most 49. `redirect` is
    the path it leads to; `gone` says that readers get 410. Both still have a body that works without the edge.
    `uncut` names a leaf whose cards are too many for it, or too few: it is printed as it is, and then cut.
    """

    body: str
    content_type: str = HTML
    freshness: Freshness = Freshness.SHORT
    article_ids: tuple[str, ...] = ()
    redirect: str | None = None
    gone: bool = False
    uncut: tuple[Binding, int] | None = None

    @property
    def metadata(self) -> dict[str, str]:
        """The object's metadata, which the edge reads: cache tags, where it leads to, whether it is gone."""
        metadata = {}
        if self.article_ids:
            tags = list(dict.fromkeys(self.article_ids))[:TAGS_MAX]
            metadata["cache-tag"] = ",".join(cache_tag(article_id) for article_id in tags)
        if self.redirect is not None:
            metadata["redirect"] = quote(self.redirect, safe="/:?&=%#")
        if self.gone:
            metadata["gone"] = "1"
        return metadata

    def stamped(self, stamp: str) -> bytes:
        """Return the body with its print stamp, which makes every print's ETag its own.

        An ETag is the MD5 of the content; equal content would let a late writer pass its If-Match.
        """
        if self.content_type.startswith(JSON):
            body = self.body.rstrip()
            assert body.endswith("}")
            comma = "" if body == "{}" else ","
            return f'{body[:-1]}{comma}"_print":{{"stamp":"{stamp}"}}}}\n'.encode()
        if self.content_type.startswith("text/plain"):
            return f"{self.body.rstrip()}\n# print {stamp}\n".encode()
        return f"{self.body.rstrip()}\n<!-- print {stamp} -->\n".encode()
