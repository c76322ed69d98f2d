"""Where every page lives: one address for each kind of page, and its key in the site bucket."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote


class Kind(StrEnum):
    """The kinds of page that the press prints."""

    ARTICLE = "article"
    HOME = "home"
    SECTION = "section"
    SECTION_MONTH = "section-month"
    TAG = "tag"
    TAG_YEAR = "tag-year"
    BYLINE = "byline"
    BYLINE_YEAR = "byline-year"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ARCHIVE = "archive"
    RECENT_FRAGMENT = "recent-fragment"
    RSS = "rss"
    ATOM = "atom"
    JSON_FEED = "json-feed"
    SECTION_RSS = "section-rss"
    SECTION_ATOM = "section-atom"
    SECTION_JSON = "section-json"
    SITEMAP_DAY = "sitemap-day"
    SITEMAP_NEWS = "sitemap-news"
    SITEMAP_INDEX = "sitemap-index"
    ROBOTS = "robots"
    NOT_FOUND = "not-found"
    ABOUT = "about"
    SEARCH = "search"
    SEARCH_INDEX = "search-index"
    SEARCH_MONTH = "search-month"
    COMMENTS = "comments"
    COMMENTS_PAGE = "comments-page"
    COMMENTS_RECEIVED = "comments-received"
    COMMENT_COUNTS = "comment-counts"


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """One page. `name` is an article's path or the slug of a section, tag or byline, on pages of comments an article's
    id; `period` the year, month or day that it covers, `2026`, `2026-11`, `2026-11-23`; `number` is a leaf's, or
    counts pages of comments from 1, that of the oldest.
    """

    kind: Kind
    name: str = ""
    period: str = ""
    number: int = 1

    @property
    def key(self) -> str:
        """The object's key, without a leading slash."""
        period = self.period.replace("-", "/")
        match self.kind:
            case Kind.ARTICLE:
                key = self.name
            case Kind.HOME:
                key = "index.html"
            case Kind.SECTION:
                key = self.name
            case Kind.SECTION_MONTH:
                key = f"{self.name}/{period}"
            case Kind.TAG:
                key = f"tags/{self.name}"
            case Kind.TAG_YEAR:
                key = f"tags/{self.name}/{period}"
            case Kind.BYLINE:
                key = f"by/{self.name}"
            case Kind.BYLINE_YEAR:
                key = f"by/{self.name}/{period}"
            case Kind.DAY | Kind.MONTH | Kind.YEAR:
                key = f"archive/{period}"
            case Kind.SITEMAP_DAY:
                return f"sitemaps/{self.leaf}.xml"
            case Kind.SEARCH_MONTH:
                return f"search/{self.leaf}.json"
            case Kind.SECTION_RSS:
                key = f"{self.name}/feed.xml"
            case Kind.SECTION_ATOM:
                key = f"{self.name}/feed.atom"
            case Kind.SECTION_JSON:
                key = f"{self.name}/feed.json"
            case Kind.COMMENTS:
                key = f"comments/{self.name}"
            case Kind.COMMENTS_PAGE:
                # Its first page has a number too: the newest comments stand at the address without one.
                return f"comments/{self.name}/{self.number}"
            case _:
                key = FIXED_KEYS[self.kind]
        return key if self.number == 1 else f"{key}/{self.number}"

    @property
    def leaf(self) -> str:
        """The period and, but for the first leaf, its number: `2026-11`, `2026-11/2`."""
        return self.period if self.number == 1 else f"{self.period}/{self.number}"

    @property
    def url_path(self) -> str:
        """The path that a browser asks for, with its leading slash."""
        return "/" if self.kind is Kind.HOME else "/" + quote(self.key)


FIXED_KEYS = {
    Kind.ARCHIVE: "archive",
    Kind.RECENT_FRAGMENT: "fragments/recent.html",
    Kind.RSS: "feed.xml",
    Kind.ATOM: "feed.atom",
    Kind.JSON_FEED: "feed.json",
    Kind.SITEMAP_NEWS: "sitemap-news.xml",
    Kind.SITEMAP_INDEX: "sitemap.xml",
    Kind.ROBOTS: "robots.txt",
    Kind.NOT_FOUND: "404.html",
    Kind.ABOUT: "about",
    Kind.SEARCH: "search",
    Kind.SEARCH_INDEX: "search/index.json",
    Kind.COMMENTS_RECEIVED: "comments/received",
    Kind.COMMENT_COUNTS: "comments/counts.json",
}

SITE_PAGES = (Page(Kind.HOME), *(Page(kind) for kind in FIXED_KEYS))
