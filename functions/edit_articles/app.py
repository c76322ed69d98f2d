"""The editors' API: articles, uploads, the site's settings, full re-prints, and the description of the whole API."""

from functools import cache

from broadsheet.api.http.resolver import resolver
from broadsheet.api.routes.articles import ArticleRoutes
from broadsheet.api.routes.description import DescriptionRoutes
from broadsheet.api.routes.media import MediaRoutes
from broadsheet.api.routes.settings import SettingsRoutes
from broadsheet.environment import EditArticlesSettings, settings_of
from broadsheet.wiring import edit_articles, parts


@cache
def settings() -> EditArticlesSettings:
    """Return what template.yaml says."""
    return settings_of(EditArticlesSettings)


def site_url() -> str:
    """Return where readers find the site."""
    return settings().site_url


articles = ArticleRoutes(
    desk=cache(lambda: edit_articles.desk(settings())),
    lists=cache(lambda: edit_articles.lists(settings())),
    site_url=site_url,
)
media = MediaRoutes(desk=cache(lambda: edit_articles.upload_desk(settings())), site_url=site_url)
site = SettingsRoutes(desk=cache(lambda: edit_articles.site_desk(settings())))

handler = resolver(
    {**articles.routes(), **media.routes(), **site.routes(), **DescriptionRoutes().routes()},
    tokens=cache(lambda: parts.tokens(settings().content_table)),
    site_url=site_url,
)
