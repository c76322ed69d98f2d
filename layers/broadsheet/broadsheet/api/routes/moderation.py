"""The moderators' routes: lists of comments by state, and verdicts on them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Request, Response

from ...comment.event import CommentState, Verdict
from ...comment.fields import Record
from ...discussion.moderation import ModerationDesk
from ..http.authentication import editor_of
from ..http.body import json_object, refuse_members
from ..http.problems import MalformedRequest
from ..http.replies import Headers, reply
from ..http.resolver import Route, about

LIST_DEFAULT = 50
LIST_MAX = 100
LIST_PARAMETERS = ("state", "limit", "cursor")
CURSOR_MAX_CHARS = 100

# What was erased is in no list: nothing is left of it to show.
LISTED_STATES = tuple(state for state in CommentState if state is not CommentState.ERASED)


class ModerationRoutes:
    """The moderators' operations. `desk` is called at a request, never at import."""

    def __init__(self, desk: Callable[[], ModerationDesk]) -> None:
        self._desk = desk

    def routes(self) -> Mapping[str, Route]:
        """Return the routes by the ids of their operations."""
        return {
            "list_comments": self.list,
            "approve_comment": self.approve,
            "reject_comment": self.reject,
            "remove_comment": self.remove,
            "restore_comment": self.restore,
            "erase_comment": self.erase,
        }

    def list(self, request: Request) -> Response[str]:
        """Answer with a stretch of the comments in a state; by default those that wait, oldest first."""
        parameters = dict(request.query_parameters or {})
        state, limit, cursor = _wanted(parameters)
        listed = self._desk().listed(state, limit, cursor)
        headers: Headers = {}
        if listed.cursor is not None:
            following = urlencode({**parameters, "cursor": listed.cursor})
            headers["Link"] = f'</api/moderation/comments?{following}>; rel="next"'
        return reply(200, {"comments": [comment_json(record) for record in listed.records]}, headers)

    def approve(self, comment_id: str, request: Request) -> Response[str]:
        """Approve a comment: it gets its seat and is printed."""
        return self._decide(comment_id, Verdict.APPROVE, request)

    def reject(self, comment_id: str, request: Request) -> Response[str]:
        """Reject a comment that waits."""
        return self._decide(comment_id, Verdict.REJECT, request)

    def remove(self, comment_id: str, request: Request) -> Response[str]:
        """Remove an approved comment; a line says so where it stood."""
        return self._decide(comment_id, Verdict.REMOVE, request)

    def restore(self, comment_id: str, request: Request) -> Response[str]:
        """Put a removed comment back in its seat, or a rejected one back among those that wait."""
        return self._decide(comment_id, Verdict.RESTORE, request)

    def erase(self, comment_id: str, request: Request) -> Response[str]:
        """Delete a comment's name and text for good."""
        return self._decide(comment_id, Verdict.ERASE, request)

    def _decide(self, comment_id: str, verdict: Verdict, request: Request) -> Response[str]:
        refuse_members(json_object(request, required=False))
        judged = self._desk().decide(comment_id, verdict, editor_of(request))
        about(request, state=judged.state)
        if judged.record is None:
            return reply(
                200, {"id": str(judged.comment_id), "article_id": judged.comment_id.article_id, "state": judged.state}
            )
        return reply(200, comment_json(judged.record))


def comment_json(record: Record) -> dict[str, Any]:
    """Return a comment as moderators see it."""
    return {
        "id": str(record.id),
        "article_id": record.id.article_id,
        "state": record.state,
        "name": record.name,
        "text": record.text,
        "submitted_at": record.submitted_at,
        "signals": list(record.signals),
    }


def _wanted(parameters: Mapping[str, str]) -> tuple[CommentState, int, str | None]:
    for name in parameters:
        if name not in LIST_PARAMETERS:
            raise MalformedRequest(f"there is no parameter {name[:100]}; there are {', '.join(LIST_PARAMETERS)}")
    state, limit = parameters.get("state", CommentState.HELD.value), parameters.get("limit", str(LIST_DEFAULT))
    if state not in LISTED_STATES:
        raise MalformedRequest(f"state is not one of {', '.join(LISTED_STATES)}")
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 3 and 1 <= int(limit) <= LIST_MAX):
        raise MalformedRequest(f"limit is not a whole number from 1 to {LIST_MAX}")
    cursor = parameters.get("cursor")
    if cursor is not None and not 1 <= len(cursor) <= CURSOR_MAX_CHARS:
        raise MalformedRequest("cursor is not one that a Link header gave")
    return CommentState(state), int(limit), cursor
