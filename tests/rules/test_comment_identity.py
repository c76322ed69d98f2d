"""A comment's id says where it lies, and a sender's name does not say who it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comment.fields import Submission
from broadsheet.comment.identity import CommentId
from broadsheet.comment.sent import fingerprint_of, sender_of, signals_of

ARTICLE, ULID = "01KARR5Y7S9QXJ8ZB3M4N5P6Q7", "01KARR5Y7SABCDEFGHJKMNPQRS"
NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
KEY = b"a secret key"

ulids = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=25, max_size=25).map(lambda signs: f"0{signs}")


@given(ulids, ulids, st.integers(1, 2_000))
def test_an_id_reads_back_from_its_text(article_id: str, ulid: str, shards: int) -> None:
    comment = CommentId.new(article_id, ulid, shards)
    assert CommentId.parse(str(comment)) == comment
    assert 0 <= comment.shard < shards


def test_one_shard_is_number_nought() -> None:
    assert str(CommentId.new(ARTICLE, ULID, 1)) == f"{ARTICLE}-0-{ULID}"


def test_a_burst_spreads_over_all_shards() -> None:
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    ids = [f"{ULID[:-3]}{one}{two}{three}" for one in signs for two in signs for three in signs[:4]]
    shards = [CommentId.new(ARTICLE, ulid, 8).shard for ulid in ids]
    assert all(shards.count(shard) > len(ids) / 16 for shard in range(8))


@pytest.mark.parametrize(
    "text",
    ["", ULID, f"{ARTICLE}-{ULID}", f"{ARTICLE}-01-{ULID}", f"{ARTICLE}--1-{ULID}", f"{ARTICLE}-0-{ULID}\n", "x" * 500],
)
def test_what_is_no_id_is_not_read_as_one(text: str) -> None:
    assert CommentId.parse(text) is None


def test_a_sender_has_one_name_a_day() -> None:
    name = sender_of("203.0.113.7", KEY, NOW)
    assert name == sender_of(" 203.0.113.7", KEY, NOW + timedelta(minutes=29))
    assert name != sender_of("203.0.113.7", KEY, NOW + timedelta(minutes=30))
    assert name != sender_of("203.0.113.8", KEY, NOW)
    assert name != sender_of("203.0.113.7", b"another key", NOW)
    assert "203" not in str(name)


def test_a_household_of_ipv6_is_one_sender() -> None:
    assert sender_of("2001:db8::1", KEY, NOW) == sender_of("2001:db8::ffff:1", KEY, NOW)
    assert sender_of("2001:db8::1", KEY, NOW) != sender_of("2001:db8:0:1::1", KEY, NOW)


@pytest.mark.parametrize("address", ["", "unknown", "203.0.113.7, 10.0.0.1", "203.0.113.7:443"])
def test_what_is_no_address_names_nobody(address: str) -> None:
    assert sender_of(address, KEY, NOW) is None


def test_case_and_space_make_no_other_comment() -> None:
    said = fingerprint_of(ARTICLE, Submission(name="Ada", text="Well said.\n\nIndeed."))
    assert said == fingerprint_of(ARTICLE, Submission(name="ADA", text="well said. Indeed."))
    assert said != fingerprint_of(ARTICLE, Submission(name="Ada", text="Well said!"))
    assert said != fingerprint_of(ULID, Submission(name="Ada", text="Well said.\n\nIndeed."))


def test_many_links_are_a_reason_to_look_twice() -> None:
    assert signals_of(Submission(name="Ada", text="https://a.example https://b.example")) == ()
    assert signals_of(Submission(name="Ada", text="https://a.example " * 3)) == ("links",)
