"""Where every page lives: one address for each kind of page, and its key in the site bucket."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote


# One chart and not one for each family: the families would import one another in circles, since the archive links to
# articles and these to sections.
class PageKind(StrEnum):
    """The kinds of page that the press prints."""

    ARTICLE = "article"
    FORMER = "former"
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
    FAVICON = "favicon"
    TOUCH_ICON = "touch-icon"
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
    """One page. `name` is an article's path, the key of a former address, or the slug of a section, tag or byline, on
    pages of comments an article's id; `period` the year, month or day that it covers, `2026`, `2026-11`, `2026-11-23`;
    `number` is a leaf's, or counts pages of comments from 1, that of the oldest.
    """

    kind: PageKind
    name: str = ""
    period: str = ""
    number: int = 1

    @property
    def key(self) -> str:
        """The object's key, without a leading slash."""
        period = self.period.replace("-", "/")
        match self.kind:
            case PageKind.ARTICLE:
                key = self.name
            case PageKind.FORMER:
                return self.name
            case PageKind.HOME:
                key = "index.html"
            case PageKind.SECTION:
                key = self.name
            case PageKind.SECTION_MONTH:
                key = f"{self.name}/{period}"
            case PageKind.TAG:
                key = f"tags/{self.name}"
            case PageKind.TAG_YEAR:
                key = f"tags/{self.name}/{period}"
            case PageKind.BYLINE:
                key = f"by/{self.name}"
            case PageKind.BYLINE_YEAR:
                key = f"by/{self.name}/{period}"
            case PageKind.DAY | PageKind.MONTH | PageKind.YEAR:
                key = f"archive/{period}"
            case PageKind.SITEMAP_DAY:
                return f"sitemaps/{self.leaf}.xml"
            case PageKind.SEARCH_MONTH:
                return f"search/{self.leaf}.json"
            case PageKind.SECTION_RSS:
                key = f"{self.name}/feed.xml"
            case PageKind.SECTION_ATOM:
                key = f"{self.name}/feed.atom"
            case PageKind.SECTION_JSON:
                key = f"{self.name}/feed.json"
            case PageKind.COMMENTS:
                key = f"comments/{self.name}"
            case PageKind.COMMENTS_PAGE:
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
        return "/" if self.kind is PageKind.HOME else "/" + quote(self.key)


FIXED_KEYS = {
    PageKind.ARCHIVE: "archive",
    PageKind.RECENT_FRAGMENT: "fragments/recent.html",
    PageKind.RSS: "feed.xml",
    PageKind.ATOM: "feed.atom",
    PageKind.JSON_FEED: "feed.json",
    PageKind.SITEMAP_NEWS: "sitemap-news.xml",
    PageKind.SITEMAP_INDEX: "sitemap.xml",
    PageKind.ROBOTS: "robots.txt",
    PageKind.NOT_FOUND: "404.html",
    PageKind.FAVICON: "favicon.ico",
    PageKind.TOUCH_ICON: "apple-touch-icon.png",
    PageKind.ABOUT: "about",
    PageKind.SEARCH: "search",
    PageKind.SEARCH_INDEX: "search/index.json",
    PageKind.COMMENTS_RECEIVED: "comments/received",
    PageKind.COMMENT_COUNTS: "comments/counts.json",
}

SITE_PAGES = (Page(PageKind.HOME), *(Page(kind) for kind in FIXED_KEYS))
