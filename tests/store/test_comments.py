"""CommentsTable and ApprovedCommentsTable: appended once, guarded against repeats, seated by one hand at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from botocore.exceptions import ClientError

from broadsheet.codec import to_json
from broadsheet.comment.event import CommentState, Event, EventKind
from broadsheet.comment.fields import Record
from broadsheet.comment.identity import CommentId
from broadsheet.comment.seat import Counter, Seat, Settlement
from broadsheet.environment import RenderCommentsSettings, settings_of
from broadsheet.errors import Busy, KeyReused, NotFound
from broadsheet.ids import ulid_of
from broadsheet.store import clients
from broadsheet.store.comments import Comments, Guard
from broadsheet.store.fallback import Sending, sending_of
from broadsheet.store.seats import Seats
from broadsheet.store.transaction import ConditionFailed
from broadsheet.wiring import render_comments
from tests.emulated import all_items, names
from tests.newsroom import START

ARTICLE = "01KARR5Y7S9QXJ8ZB3M4N5P6Q7"


def comment_id(number: int, shards: int = 1) -> CommentId:
    return CommentId.new(ARTICLE, ulid_of(START, number.to_bytes(10, "big")), shards)


def record(number: int = 1, **changes: object) -> Record:
    made = Record(id=comment_id(number), name="Ada", text=f"Comment {number}.", submitted_at=START)
    return replace(made, **changes)  # type: ignore[arg-type]


def guard(scope: str = "words#x", *, fingerprint: str = "f", minutes: int = 10, is_key: bool = False) -> Guard:
    return Guard(scope=scope, since=START - timedelta(minutes=minutes), fingerprint=fingerprint, is_key=is_key)


def event(number: int, kind: EventKind, of: int = 1) -> Event:
    return Event(comment_id=str(comment_id(of)), number=number, kind=kind, at=START, by="a-token")


@pytest.fixture
def comments(stack: None) -> Comments:
    return Comments(clients.dynamodb(), names()["CommentsTable"])


def test_what_was_written_is_read(comments: Comments) -> None:
    written = record(signals=("links",), text="One.\n\nTwo. 🗞")
    comments.submit(written)
    kept = comments.comment(written.id)
    assert kept.record == written
    assert kept.events == (Event(comment_id=str(written.id), number=1, kind=EventKind.SUBMITTED, at=START),)


def test_a_comment_lies_in_the_shard_of_its_id(comments: Comments) -> None:
    ids = [comment_id(number, shards=4) for number in range(16)]
    for each in ids:
        comments.submit(record(id=each))
    assert {key[0] for key in all_items("CommentsTable")} == {f"comments#{ARTICLE}#{shard}" for shard in range(4)}
    assert all(comments.comment(each).record is not None for each in ids)


def test_there_is_no_comment_that_was_never_sent(comments: Comments) -> None:
    comments.submit(record(1))
    with pytest.raises(NotFound):
        comments.comment(comment_id(2))


def test_the_same_record_again_changes_nothing(comments: Comments) -> None:
    comments.submit(record(), [guard()])
    before = all_items("CommentsTable")
    assert comments.submit(record(text="Other words."), [guard()]) == record().id
    assert all_items("CommentsTable") == before


def test_a_guard_stands_for_its_time_and_no_longer(comments: Comments) -> None:
    comments.submit(record(1), [guard()])
    later = [record(number, submitted_at=START + timedelta(minutes=number)) for number in (10, 11)]
    guards = [guard(minutes=10 - minutes) for minutes in (10, 11)]
    assert comments.submit(later[0], [guards[0]]) == comment_id(1)
    assert comments.submit(later[1], [guards[1]]) == comment_id(11)


def test_a_key_stands_for_its_words(comments: Comments) -> None:
    comments.submit(record(1), [guard("key#x", is_key=True)])
    assert comments.submit(record(2), [guard("key#x", is_key=True)]) == comment_id(1)
    with pytest.raises(KeyReused):
        comments.submit(record(2), [guard("key#x", is_key=True, fingerprint="other")])


def test_guards_are_deleted_in_time(comments: Comments) -> None:
    comments.submit(record(), [guard()])
    expiries = [item.get("expires_at_seconds") for item in all_items("CommentsTable").values()]
    assert expiries.count(None) == 2
    assert [int(expiry) for expiry in expiries if expiry] == [int((START + timedelta(days=2, minutes=10)).timestamp())]


def test_an_event_may_take_a_free_number_only(comments: Comments) -> None:
    comments.submit(record())
    kept = comments.comment(record().id)
    comments.append(record().id, kept, event(2, EventKind.APPROVED))
    with pytest.raises(Busy):
        comments.append(record().id, kept, event(2, EventKind.REJECTED))
    assert comments.comment(record().id).state is CommentState.APPROVED


def test_of_moderators_at_the_same_moment_one_decides(comments: Comments) -> None:
    comments.submit(record())
    kept = comments.comment(record().id)

    def decide(kind: EventKind) -> bool:
        try:
            comments.append(record().id, kept, event(2, kind))
        except Busy:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        decided = list(pool.map(decide, [EventKind.APPROVED, EventKind.REJECTED] * 4))
    after = comments.comment(record().id)
    assert (sum(decided), len(after.events)) == (1, 2)
    assert after.record is not None
    assert after.record.state is after.state


def test_a_list_is_of_records_and_goes_on_at_its_cursor(comments: Comments) -> None:
    for number in range(5):
        comments.submit(record(number, submitted_at=START + timedelta(seconds=number)), [guard(f"words#{number}")])
    first = comments.listed(CommentState.HELD, 3)
    rest = comments.listed(CommentState.HELD, 3, first.cursor)
    assert [each.id for each in (*first.records, *rest.records)] == [comment_id(number) for number in range(5)]
    assert rest.cursor is None
    assert [each.id for each in comments.listed(CommentState.HELD, 2, newest_first=True).records] == [
        comment_id(4),
        comment_id(3),
    ]


@pytest.mark.parametrize("code", ["ThrottlingException", "RequestLimitExceeded", "InternalServerError"])
def test_a_table_that_refuses_for_now_is_busy(comments: Comments, code: str) -> None:
    refusal = ClientError({"Error": {"Code": code}}, "TransactWriteItems")
    with mock.patch.object(clients.dynamodb(), "transact_write_items", side_effect=refusal), pytest.raises(Busy):
        comments.submit(record())


def test_a_table_that_refuses_for_good_is_a_failure(comments: Comments) -> None:
    refusal = ClientError({"Error": {"Code": "AccessDeniedException"}}, "TransactWriteItems")
    with mock.patch.object(clients.dynamodb(), "transact_write_items", side_effect=refusal), pytest.raises(ClientError):
        comments.submit(record())


def test_a_comment_reads_back_from_its_message() -> None:
    sending = Sending(record(signals=("links",)), (guard(), guard("key#x", is_key=True)))
    assert sending_of(to_json(sending)) == sending


def settlement(given: int, taken: Sequence[int] = ()) -> Settlement:
    seats = {comment_id(number).ulid: Seat(given + index, True) for index, number in enumerate(taken, 1)}
    return Settlement(Counter(given + len(taken), given + len(taken)), seats, {})


def test_a_discussion_is_settled_by_one_hand_at_a_time(stack: None) -> None:
    seats = Seats(clients.dynamodb(), names()["ApprovedCommentsTable"])
    by_ulid = {comment_id(number).ulid: comment_id(number) for number in range(3)}
    seats.settle(ARTICLE, None, settlement(0, [0]), by_ulid)
    with pytest.raises(ConditionFailed):
        seats.settle(ARTICLE, None, settlement(0, [1]), by_ulid)
    with pytest.raises(ConditionFailed):
        seats.settle(ARTICLE, {"changes": 7}, settlement(1, [1]), by_ulid)
    seats.settle(ARTICLE, {"changes": 1}, settlement(1, [1]), by_ulid)
    with pytest.raises(ConditionFailed):
        # The seat is free, but the comment has one.
        seats.settle(ARTICLE, {"changes": 2}, settlement(2, [0]), by_ulid)


def test_many_settlers_at_once_give_every_comment_one_seat(comments: Comments) -> None:
    written = [record(number) for number in range(24)]
    for each in written:
        comments.submit(each)
        comments.append(each.id, comments.comment(each.id), event(2, EventKind.APPROVED, of=written.index(each)))
    press = render_comments.comment_press(settings_of(RenderCommentsSettings))

    def settle(start: int) -> list[int]:
        some = {each.id.ulid: each.id for each in written[start : start + 8]}
        return press._settle(ARTICLE, some)

    # Overlapping, as deliveries that come twice are.
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(settle, (0, 8, 4, 12, 16, 0)))
    assert {seat for some in given for seat in some} == set(range(1, 25))
    held = [
        int(item["seat"]) for key, item in all_items("ApprovedCommentsTable").items() if key[1].startswith("comment#")
    ]
    assert sorted(held) == list(range(1, 25))
