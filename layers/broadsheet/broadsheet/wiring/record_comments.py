"""The readers' rooms of comments, put together once per container from what template.yaml says."""

from ..discussion.intake import Intake
from ..discussion.senders import Senders
from ..environment import RecordCommentsSettings
from ..store import clients
from ..store.comments import Comments
from ..store.fallback import FallbackQueue
from ..store.reads import Reads, TableName
from ..store.secret_keys import SecretKeys
from . import parts


def intake(settings: RecordCommentsSettings) -> Intake:
    """Return what takes comments in."""
    client = clients.impatient_dynamodb()
    return Intake(
        Reads(client, {TableName.CONTENT: settings.content_table}, clients.pool()),
        Comments(client, settings.comments_table),
        FallbackQueue(clients.impatient_sqs(), settings.comments_fallback_queue_url),
        int(settings.comment_shards),
        parts.now,
        parts.new_id,
    )


def senders(settings: RecordCommentsSettings) -> Senders:
    """Return what tells readers apart."""
    return Senders(SecretKeys(clients.impatient_ssm(), settings.secrets_path), parts.now)
