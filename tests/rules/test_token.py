"""Tokens: their look, what is kept of them, and when they open the door."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.token import Presented, Role, Token

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
PRESENTED = Presented.from_bytes(bytes(range(16)), bytes(range(32)))
TOKEN = Token(
    id=PRESENTED.id, secret_sha256=PRESENTED.secret_sha256, role=Role.EDITOR, name="Ada Lovelace", created_at=NOW
)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_a_token_reads_back_from_its_text(id_bytes: bytes, secret_bytes: bytes) -> None:
    presented = Presented.from_bytes(id_bytes, secret_bytes)
    assert Presented.from_text(str(presented)) == presented


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_two_ids_differ_where_their_bytes_do(one: bytes, other: bytes) -> None:
    assert (Presented.from_bytes(one, bytes(32)).id == Presented.from_bytes(other, bytes(32)).id) is (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bs_",
        str(PRESENTED)[:-1],
        str(PRESENTED) + "0",
        str(PRESENTED) + "\n",
        str(PRESENTED).upper(),
        str(PRESENTED).replace("_", "-"),
        " " + str(PRESENTED),
    ],
)
def test_anything_else_is_no_token(text: str) -> None:
    assert Presented.from_text(text) is None


def test_the_secret_is_neither_kept_nor_shown() -> None:
    assert PRESENTED.secret not in repr(TOKEN)
    assert PRESENTED.secret not in repr(PRESENTED)


def test_a_token_opens_for_its_own_secret_alone() -> None:
    assert TOKEN.opens_for(PRESENTED, NOW)
    assert not TOKEN.opens_for(replace(PRESENTED, secret="0" * 64), NOW)


def test_a_token_expires_at_its_time() -> None:
    token = replace(TOKEN, expires_at=NOW)
    assert token.opens_for(PRESENTED, NOW - timedelta(milliseconds=1))
    assert not token.opens_for(PRESENTED, NOW)


def test_a_revoked_token_opens_nothing() -> None:
    assert not replace(TOKEN, revoked_at=NOW).opens_for(PRESENTED, NOW)
