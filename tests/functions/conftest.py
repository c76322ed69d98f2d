"""The doors on emulated stores, and editors of every role before them."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from broadsheet.token import Presented, Role, Token
from broadsheet.wiring import parts as press
from tests.emulated import environment, loaded, stores

from .editor import Editor, Handler


@pytest.fixture(scope="module")
def handler() -> Iterator[Handler]:
    """The function `edit_articles`, loaded anew, on empty stores."""
    with stores(), mock.patch.dict(os.environ, environment("edit_articles")):
        yield loaded("edit_articles").handler


class TokenDesk:
    """Makes tokens in the stores."""

    def __init__(self) -> None:
        self._tokens = press.tokens(os.environ["CONTENT_TABLE"])

    def make(self, role: Role, *, expires_in: timedelta | None = None, revoked: bool = False) -> str:
        """Make a token of a role and return its text."""
        now = datetime.now(UTC)
        presented = Presented.from_bytes(secrets.token_bytes(16), secrets.token_bytes(32))
        token = Token(
            id=presented.id, secret_sha256=presented.secret_sha256, role=role, name=role.value, created_at=now
        )
        if expires_in is not None:
            token = replace(token, expires_at=now + expires_in)
        if revoked:
            token = replace(token, revoked_at=now)
        self._tokens.keep(token)
        return str(presented)


@pytest.fixture(scope="module")
def tokens(handler: Handler) -> TokenDesk:
    """Where tokens are made."""
    return TokenDesk()


@pytest.fixture(scope="module")
def staff(handler: Handler, tokens: TokenDesk) -> dict[Role, Editor]:
    """Somebody of every role."""
    return {role: Editor(handler, tokens.make(role)) for role in Role}


@pytest.fixture
def editor(staff: dict[Role, Editor]) -> Editor:
    """Somebody who may edit and publish."""
    return staff[Role.EDITOR]


@pytest.fixture
def author(staff: dict[Role, Editor]) -> Editor:
    """Somebody who may write drafts."""
    return staff[Role.AUTHOR]


@pytest.fixture
def admin(staff: dict[Role, Editor]) -> Editor:
    """Somebody who may change the site."""
    return staff[Role.ADMIN]


@pytest.fixture
def stranger(handler: Handler) -> Editor:
    """Somebody without a token."""
    return Editor(handler)
