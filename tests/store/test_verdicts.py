"""Verdicts that are not printed: an item each, put with the event, which goes when that one is printed."""

from datetime import timedelta

import pytest

from broadsheet.comment.event import KINDS_TO_PRINT, Event, EventKind
from broadsheet.comment.fields import Record
from broadsheet.comment.identity import CommentId
from broadsheet.errors import Busy
from broadsheet.ids import ulid_of
from broadsheet.store import clients
from broadsheet.store.comments import Comments
from broadsheet.store.verdicts import UnprintedVerdict, UnprintedVerdicts
from tests.emulated import all_items, names
from tests.newsroom import START

COMMENT = CommentId.new("01KARR5Y7S9QXJ8ZB3M4N5P6Q7", ulid_of(START, bytes(10)), 1)


def event(number: int, kind: EventKind) -> Event:
    at = START + timedelta(seconds=number)
    return Event(comment_id=str(COMMENT), number=number, kind=kind, at=at, by="a-token")


def unprinted() -> list[str]:
    return [sk for pk, sk in all_items("CommentsTable") if pk == "unprinted"]


@pytest.fixture
def comments(stack: None) -> Comments:
    made = Comments(clients.dynamodb(), names()["CommentsTable"])
    made.submit(Record(id=COMMENT, name="Ada", text="A comment.", submitted_at=START))
    return made


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind is not EventKind.SUBMITTED])
def test_an_event_that_readers_must_see_is_unprinted(comments: Comments, kind: EventKind) -> None:
    assert unprinted() == []
    comments.append(COMMENT, comments.comment(COMMENT), event(2, kind))
    assert unprinted() == ([f"2026-11-23T09:00:02.000Z#{COMMENT}#0002"] if kind in KINDS_TO_PRINT else [])


def test_an_event_whose_number_is_taken_leaves_nothing_unprinted(comments: Comments) -> None:
    kept = comments.comment(COMMENT)
    comments.append(COMMENT, kept, event(2, EventKind.REJECTED))
    with pytest.raises(Busy):
        comments.append(COMMENT, kept, event(2, EventKind.APPROVED))
    assert unprinted() == []


def test_a_verdict_that_is_printed_takes_its_own_item_alone(comments: Comments) -> None:
    first, second = event(2, EventKind.APPROVED), event(3, EventKind.REMOVED)
    kept = comments.append(COMMENT, comments.comment(COMMENT), first)
    comments.append(COMMENT, kept, second)
    verdicts = UnprintedVerdicts(clients.dynamodb(), names()["CommentsTable"], clients.pool())
    # It may come twice.
    verdicts.delete([UnprintedVerdict.of(first)] * 2)
    assert unprinted() == [UnprintedVerdict.of(second).sort_key]


def test_a_verdict_is_the_same_by_its_event_and_by_its_items_name() -> None:
    verdict = UnprintedVerdict.of(event(12, EventKind.ERASED))
    assert verdict.comment == COMMENT
    assert UnprintedVerdict.named(verdict.sort_key) == verdict
