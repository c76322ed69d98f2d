"""The moderators' desk, put together once per container from what template.yaml says."""

from ..environment import ModerateCommentsSettings
from ..store import clients
from ..store.comments import Comments
from . import stores
from .moderation import ModerationDesk


def moderation_desk(settings: ModerateCommentsSettings) -> ModerationDesk:
    """Return the moderators' desk."""
    return ModerationDesk(Comments(clients.dynamodb(), settings.comments_table), stores.now)
