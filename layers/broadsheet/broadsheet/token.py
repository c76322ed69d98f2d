"""Tokens: how an editor's token looks, what is kept of it, and whether it still opens the door. Pure."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

# 26 signs of base32 hold 128 bits; 64 of hexadecimal hold 256.
_TOKEN = re.compile(r"bs_([a-z2-7]{26})_([0-9a-f]{64})")

NAME_MAX_CHARS = 100


class Role(StrEnum):
    """What the holder of a token is in the newsroom."""

    AUTHOR = "author"
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADMIN = "admin"


ALL = frozenset(Role)
WRITERS = frozenset({Role.AUTHOR, Role.EDITOR, Role.ADMIN})
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
MODERATORS = frozenset({Role.MODERATOR, Role.EDITOR, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Editor:
    """Who makes a request: the token that was presented, and its role."""

    token_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Presented:
    """The two halves of a token as a request carries it."""

    id: str
    secret: str

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Read `bs_<id>_<secret>`, or return None where the text is no token."""
        match = _TOKEN.fullmatch(text)
        return cls(*match.groups()) if match else None

    @classmethod
    def from_bytes(cls, id_bytes: bytes, secret_bytes: bytes) -> Self:
        """Make a new token of 16 random bytes for its id and 32 for its secret."""
        return cls(base64.b32encode(id_bytes).decode().rstrip("=").lower(), secret_bytes.hex())

    def __str__(self) -> str:
        return f"bs_{self.id}_{self.secret}"

    def __repr__(self) -> str:
        # A secret in a log or a traceback is a secret no more.
        return f"Presented(id={self.id!r})"

    @property
    def secret_sha256(self) -> str:
        """All that is kept of the secret. 256 random bits need no slow hash."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is kept of a token. `name` says whose it is, for people."""

    id: str
    secret_sha256: str
    role: Role
    name: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def opens_for(self, presented: Presented, now: datetime) -> bool:
        """Tell whether what was presented is this token, neither expired nor revoked."""
        is_the_secret = hmac.compare_digest(self.secret_sha256, presented.secret_sha256)
        is_expired = self.expires_at is not None and self.expires_at <= now
        return is_the_secret and not is_expired and self.revoked_at is None
