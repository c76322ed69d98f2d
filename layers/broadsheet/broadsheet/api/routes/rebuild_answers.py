"""What the API tells of a re-print: how far it has come, and what could not be printed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ...printing.reprint import ReprintProgress


class RebuildState(StrEnum):
    """Where a re-print is: it rests while settings may still change, prints, or has ended but for owed pages."""

    NONE = "none"
    RESTING = "resting"
    PRINTING = "printing"
    OWING = "owing"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedPage:
    """A page that could not be printed, or waits to be: its path, since when, and why."""

    path: str
    since: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildAnswer:
    """How far a re-print has come.

    `parts` are the days and other parts that are left, at most a thousand are counted; `owed` are up to twenty pages.
    """

    state: RebuildState
    asked_at: datetime | None
    rests_until: datetime | None
    parts: int
    owed: tuple[OwedPage, ...]


def rebuild_answer(progress: ReprintProgress) -> RebuildAnswer:
    """Return the answer that tells how far a re-print has come."""
    request = progress.request
    if request is None:
        state = RebuildState.PRINTING if progress.parts else RebuildState.NONE
    elif request.is_cleared:
        state = RebuildState.OWING
    else:
        state = RebuildState.RESTING if progress.rests else RebuildState.PRINTING
    return RebuildAnswer(
        state=state,
        asked_at=request.asked_at if request else None,
        rests_until=request.rests_until if request else None,
        parts=progress.parts,
        owed=tuple(OwedPage(path=f"/{each.key}", since=each.since, why=each.why) for each in progress.owed),
    )
