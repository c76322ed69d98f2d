"""What several functions' rooms are put together with: the clock, new ids, the reads of the tables, and tokens."""

import secrets
from datetime import UTC, datetime

from ..ids import RANDOM_BYTES, ulid_of
from ..store import clients
from ..store.reads import Reads, TableName
from ..store.tokens import Tokens


def now() -> datetime:
    """Return the time, aware, UTC."""
    return datetime.now(UTC)


def new_id(moment: datetime) -> str:
    """Return the id of an article, a comment or an upload that is made now."""
    return ulid_of(moment, secrets.token_bytes(RANDOM_BYTES))


def reads_of(settings: object) -> Reads:
    """Return the reads of the tables that a function's settings name."""
    named = ((table, getattr(settings, f"{table.value.replace('-', '_')}_table", None)) for table in TableName)
    return Reads(clients.dynamodb(), {table: name for table, name in named if name is not None}, clients.pool())


def tokens(content_table: str) -> Tokens:
    """Return the editors' tokens."""
    return Tokens(clients.dynamodb(), content_table)
