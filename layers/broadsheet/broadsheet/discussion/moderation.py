"""The moderators' desk: what waits for them, and what they decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..comment.event import CommentState, Verdict, decided
from ..comment.fields import Record
from ..comment.identity import CommentId
from ..errors import Busy, NotFound
from ..moments import to_milliseconds
from ..store.comments import Comments, Listed
from ..token import Editor

DECIDE_TRIES_MAX = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A comment after a verdict; `record` is None once it is erased."""

    comment_id: CommentId
    state: CommentState
    record: Record | None


@dataclass(frozen=True, slots=True)
class ModerationDesk:
    """Lists comments and appends verdicts."""

    comments: Comments
    clock: Callable[[], datetime]

    def listed(self, state: CommentState, limit: int, cursor: str | None) -> Listed:
        """Return the comments in a state: those that wait oldest first, all others newest first."""
        return self.comments.listed(state, limit, cursor, newest_first=state is not CommentState.HELD)

    def decide(self, comment: str, verdict: Verdict, editor: Editor) -> Judged:
        """Carry out a verdict; one that was carried out already changes nothing.

        Raises `NotFound`, `WrongState` and `Busy`.
        """
        comment_id = CommentId.parse(comment)
        if comment_id is None:
            raise NotFound(f"there is no comment {comment}")
        for _ in range(DECIDE_TRIES_MAX):
            kept = self.comments.comment(comment_id)
            event = decided(kept.events, verdict, to_milliseconds(self.clock()), editor.token_id)
            if event is None:
                return Judged(comment_id, kept.state, kept.record)
            try:
                appended = self.comments.append(comment_id, kept, event)
            except Busy as busy:
                refusal = busy
            else:
                return Judged(comment_id, appended.state, appended.record)
        raise refusal
