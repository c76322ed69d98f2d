"""A comment's state is the fold of its events, in any order, with any repeats."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comment.event import KINDS_TO_PRINT, CommentState, Event, EventKind, Verdict, decided, state_of
from broadsheet.errors import WrongState

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
VERDICTS = st.lists(st.sampled_from(list(Verdict)), max_size=8)


def event(number: int, kind: EventKind) -> Event:
    return Event(comment_id="C", number=number, kind=kind, at=NOW + timedelta(seconds=number))


def life(*verdicts: Verdict) -> list[Event]:
    """Return the events of a comment that got these verdicts, those that its state refused left out."""
    events = [event(1, EventKind.SUBMITTED)]
    for verdict in verdicts:
        try:
            added = decided(events, verdict, NOW, "moderator")
        except WrongState:
            continue
        if added is not None:
            events.append(added)
    return events


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], CommentState.HELD),
        ([Verdict.APPROVE], CommentState.APPROVED),
        ([Verdict.REJECT], CommentState.REJECTED),
        ([Verdict.REJECT, Verdict.RESTORE], CommentState.HELD),
        ([Verdict.REJECT, Verdict.APPROVE], CommentState.APPROVED),
        ([Verdict.APPROVE, Verdict.REMOVE], CommentState.REMOVED),
        ([Verdict.APPROVE, Verdict.REMOVE, Verdict.RESTORE], CommentState.APPROVED),
        ([Verdict.ERASE], CommentState.ERASED),
        ([Verdict.APPROVE, Verdict.ERASE], CommentState.ERASED),
    ],
)
def test_each_verdict_leads_to_its_state(verdicts: list[Verdict], state: CommentState) -> None:
    assert state_of(life(*verdicts)) is state


@given(VERDICTS, st.data())
def test_order_and_repeats_of_events_change_nothing(verdicts: list[Verdict], data: st.DataObject) -> None:
    events = life(*verdicts)
    delivered = data.draw(st.permutations(events)) + data.draw(st.lists(st.sampled_from(events)))
    assert state_of(delivered) is state_of(events)


@given(st.lists(st.sampled_from(list(EventKind))))
def test_nothing_comes_after_erasure(kinds: list[EventKind]) -> None:
    events = [event(1, EventKind.SUBMITTED), event(2, EventKind.ERASED)]
    assert state_of([*events, *(event(3 + index, kind) for index, kind in enumerate(kinds))]) is CommentState.ERASED


@given(VERDICTS, st.sampled_from(list(Verdict)))
def test_a_verdict_twice_is_one(verdicts: list[Verdict], verdict: Verdict) -> None:
    events = life(*verdicts)
    try:
        added = decided(events, verdict, NOW, "moderator")
    except WrongState:
        return
    after = events if added is None else [*events, added]
    # A restored comment may wait again: then a second restore would be refused, not repeated.
    assert decided(after, verdict, NOW, "moderator") is None


@given(VERDICTS)
def test_events_are_numbered_without_gaps(verdicts: list[Verdict]) -> None:
    assert [each.number for each in life(*verdicts)] == list(range(1, len(life(*verdicts)) + 1))


@given(VERDICTS)
def test_what_changes_a_comment_that_pages_show_is_to_be_printed(verdicts: list[Verdict]) -> None:
    events = life(*verdicts)
    states = [state_of(events[: count + 1]) for count in range(len(events))]
    for before, after, added in zip(states, states[1:], events[1:], strict=False):
        # A removed one leaves a line, which another word takes the place of when it is erased.
        assert added.kind in KINDS_TO_PRINT or not {before, after} & {CommentState.APPROVED, CommentState.REMOVED}


@pytest.mark.parametrize(
    ("before", "verdict", "why"),
    [
        ([], Verdict.REMOVE, "the comment is held; only what is approved can be removed"),
        ([Verdict.APPROVE], Verdict.REJECT, "the comment is approved; only what is held can be rejected"),
        ([Verdict.APPROVE, Verdict.REMOVE], Verdict.APPROVE, "only what is held or rejected can be approved"),
        ([Verdict.ERASE], Verdict.RESTORE, "the comment was erased for good"),
    ],
)
def test_a_refused_verdict_says_why(before: list[Verdict], verdict: Verdict, why: str) -> None:
    with pytest.raises(WrongState, match=why):
        decided(life(*before), verdict, NOW, "moderator")
