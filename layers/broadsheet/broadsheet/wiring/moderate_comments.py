"""The moderators' desk, put together once per container from what template.yaml says."""

from ..discussion.moderation import ModerationDesk
from ..environment import ModerateCommentsSettings
from ..store import clients
from ..store.comments import Comments
from . import parts


def moderation_desk(settings: ModerateCommentsSettings) -> ModerationDesk:
    """Return the moderators' desk."""
    return ModerationDesk(Comments(clients.dynamodb(), settings.comments_table), parts.now)
