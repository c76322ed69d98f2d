"""The moderators' API: what waits, and verdicts on it."""

from functools import cache

from broadsheet.api.http.resolver import resolver
from broadsheet.api.routes.moderation import ModerationRoutes
from broadsheet.environment import ModerateCommentsSettings, settings_of
from broadsheet.wiring import moderate_comments, parts


@cache
def settings() -> ModerateCommentsSettings:
    """Return what template.yaml says."""
    return settings_of(ModerateCommentsSettings)


comments = ModerationRoutes(cache(lambda: moderate_comments.moderation_desk(settings())))

handler = resolver(
    comments.routes(),
    tokens=cache(lambda: parts.tokens(settings().content_table)),
    site_url=lambda: settings().site_url,
)
