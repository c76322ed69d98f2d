"""What happens to a comment, as events that are appended and never changed. Its state is the fold of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..errors import WrongState


class CommentState(StrEnum):
    """Where a comment is in its life."""

    HELD = "held"
    APPROVED = "approved"
    REJECTED = "rejected"
    REMOVED = "removed"
    ERASED = "erased"


class EventKind(StrEnum):
    """What happened."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    REMOVED = "removed"
    RESTORED = "restored"
    ERASED = "erased"


# What changes a page. A rejection does not: only what waits can be rejected.
KINDS_TO_PRINT: Final = frozenset({EventKind.APPROVED, EventKind.REMOVED, EventKind.RESTORED, EventKind.ERASED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a comment.

    `number` counts the comment's events from 1. A new event may only be put where its number is free, so
    two moderators never decide on the same state, and no clock is trusted with their order. `by` is the id
    of the token that decided; empty for the reader. An event holds ids, never a name or a text.
    """

    comment_id: str
    number: int
    kind: EventKind
    at: datetime
    by: str = ""


class Verdict(StrEnum):
    """What a moderator may decide."""

    APPROVE = "approve"
    REJECT = "reject"
    REMOVE = "remove"
    RESTORE = "restore"
    ERASE = "erase"


# What each verdict makes of each state. A verdict that has been carried out already changes nothing; one
# that is not in the table is refused.
_DECISIONS: dict[Verdict, tuple[EventKind, dict[CommentState, CommentState]]] = {
    Verdict.APPROVE: (
        EventKind.APPROVED,
        {CommentState.HELD: CommentState.APPROVED, CommentState.REJECTED: CommentState.APPROVED},
    ),
    Verdict.REJECT: (EventKind.REJECTED, {CommentState.HELD: CommentState.REJECTED}),
    Verdict.REMOVE: (EventKind.REMOVED, {CommentState.APPROVED: CommentState.REMOVED}),
    Verdict.RESTORE: (
        EventKind.RESTORED,
        {CommentState.REMOVED: CommentState.APPROVED, CommentState.REJECTED: CommentState.HELD},
    ),
    Verdict.ERASE: (
        EventKind.ERASED,
        {state: CommentState.ERASED for state in CommentState if state is not CommentState.ERASED},
    ),
}
_STEPS = dict(_DECISIONS.values())
_OUTCOMES = {
    Verdict.APPROVE: {CommentState.APPROVED},
    Verdict.REJECT: {CommentState.REJECTED},
    Verdict.REMOVE: {CommentState.REMOVED},
    Verdict.RESTORE: {CommentState.APPROVED, CommentState.HELD},
    Verdict.ERASE: {CommentState.ERASED},
}


def state_of(events: Iterable[Event]) -> CommentState:
    """Return the state of a comment from all that happened to it, in any order, with any repeats.

    The events are taken by their numbers, each once. An event that its state does not allow changes
    nothing; `erased` is the end, whatever comes after it.
    """
    state = CommentState.HELD
    for _, event in sorted({event.number: event for event in events}.items()):
        state = _STEPS.get(event.kind, {}).get(state, state)
    return state


def decided(events: Iterable[Event], verdict: Verdict, at: datetime, by: str) -> Event | None:
    """Return the event that a verdict adds, or None where the comment is already as the verdict wants it.

    Raises `WrongState` where the comment's state does not allow the verdict.
    """
    known = list(events)
    state = state_of(known)
    kind, steps = _DECISIONS[verdict]
    if state in steps:
        last = max(known, key=lambda event: event.number)
        return Event(comment_id=last.comment_id, number=last.number + 1, kind=kind, at=at, by=by)
    if state in _OUTCOMES[verdict]:
        return None
    raise WrongState(_why_not(verdict, state))


def _why_not(verdict: Verdict, state: CommentState) -> str:
    if state is CommentState.ERASED:
        return "the comment was erased for good"
    allowed = " or ".join(step.value for step in _DECISIONS[verdict][1])
    return f"the comment is {state.value}; only what is {allowed} can be {_DECISIONS[verdict][0].value}"
