"""What happens to a comment, as events that are appended and never changed. Its state is the fold of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..errors import WrongState


class State(StrEnum):
    """Where a comment is in its life."""

    HELD = "held"
    APPROVED = "approved"
    REJECTED = "rejected"
    REMOVED = "removed"
    ERASED = "erased"


class Kind(StrEnum):
    """What happened."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    REMOVED = "removed"
    RESTORED = "restored"
    ERASED = "erased"


# What changes a page. A rejection does not: only what waits can be rejected.
KINDS_TO_PRINT: Final = frozenset({Kind.APPROVED, Kind.REMOVED, Kind.RESTORED, Kind.ERASED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a comment.

    `number` counts the comment's events from 1. A new event may only be put where its number is free, so
    two moderators never decide on the same state, and no clock is trusted with their order. `by` is the id
    of the token that decided; empty for the reader. An event holds ids, never a name or a text.
    """

    comment_id: str
    number: int
    kind: Kind
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
_DECISIONS: dict[Verdict, tuple[Kind, dict[State, State]]] = {
    Verdict.APPROVE: (Kind.APPROVED, {State.HELD: State.APPROVED, State.REJECTED: State.APPROVED}),
    Verdict.REJECT: (Kind.REJECTED, {State.HELD: State.REJECTED}),
    Verdict.REMOVE: (Kind.REMOVED, {State.APPROVED: State.REMOVED}),
    Verdict.RESTORE: (Kind.RESTORED, {State.REMOVED: State.APPROVED, State.REJECTED: State.HELD}),
    Verdict.ERASE: (Kind.ERASED, {state: State.ERASED for state in State if state is not State.ERASED}),
}
_STEPS = dict(_DECISIONS.values())
_OUTCOMES = {
    Verdict.APPROVE: {State.APPROVED},
    Verdict.REJECT: {State.REJECTED},
    Verdict.REMOVE: {State.REMOVED},
    Verdict.RESTORE: {State.APPROVED, State.HELD},
    Verdict.ERASE: {State.ERASED},
}


def state_of(events: Iterable[Event]) -> State:
    """Return the state of a comment from all that happened to it, in any order, with any repeats.

    The events are taken by their numbers, each once. An event that its state does not allow changes
    nothing; `erased` is the end, whatever comes after it.
    """
    state = State.HELD
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


def _why_not(verdict: Verdict, state: State) -> str:
    if state is State.ERASED:
        return "the comment was erased for good"
    allowed = " or ".join(step.value for step in _DECISIONS[verdict][1])
    return f"the comment is {state.value}; only what is {allowed} can be {_DECISIONS[verdict][0].value}"
