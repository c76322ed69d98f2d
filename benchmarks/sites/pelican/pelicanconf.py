# ruff: noqa
# mypy: ignore-errors
"""The same newsroom for Pelican: Broadsheet's sections are categories here, its bylines authors."""

from pelican import signals

SITENAME = "The Bench Courier"
SITEURL = FEED_DOMAIN = "https://courier.example"
TAGLINE = "All the news that is fit to measure"
SECTIONS = ("City", "World", "Business", "Science", "Culture", "Sport", "Opinion", "Travel")
TIMEZONE = "UTC"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
STATIC_PATHS = []
TYPOGRIFY = False
LOAD_CONTENT_CACHE = False
MARKDOWN = {"extensions": ["markdown.extensions.tables"], "output_format": "html5"}
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "by/{slug}/", "by/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y}/{date:%m}/index.html"
DAY_ARCHIVE_SAVE_AS = "archive/{date:%Y}/{date:%m}/{date:%d}/index.html"
DIRECT_TEMPLATES = ["index", "archives", "sitemap", "feed"]
ARCHIVES_SAVE_AS = "archive/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_SAVE_AS = "feed.json"
DEFAULT_PAGINATION = 100
PAGINATED_TEMPLATES = {"category": None, "tag": None, "author": None}
FEED_ALL_ATOM, FEED_ALL_RSS, CATEGORY_FEED_RSS = "feed.atom", "feed.xml", "{slug}/feed.xml"
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20


def _neighbours(generator):
    articles = generator.articles
    for place, article in enumerate(articles):
        article.earlier = articles[place + 1 : place + 7]
        article.following = articles[place - 1] if place else None


class Neighbours:
    @staticmethod
    def register():
        signals.article_generator_finalized.connect(_neighbours)


PLUGINS = [Neighbours]
