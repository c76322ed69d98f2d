"""The routes of articles: each reads a request, lets the desk decide and keep, and replies."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Request, Response

from ...article.fields import Article, ArticleState, Fields, Submission
from ...editing.articles import Desk, Outcome
from ...editing.commit import Command
from ...editing.listing import Lists, Summary, Wanted
from ...errors import FieldError, InvalidFields
from ...token import Editor
from ..http.authentication import editor_of
from ..http.body import JSON, MERGE_PATCH, JsonObject, json_object, merged, refuse_members
from ..http.headers import command_of, has_seen, prefers_print_later, version_seen, wait_seconds
from ..http.problems import MalformedRequest
from ..http.replies import Headers, empty, reply
from ..http.resolver import Route, about
from ..http.validation import value_of
from .article_bodies import READ_ONLY, CorrectionBody, Publication, Replacement
from .article_replies import article_headers, article_json, fields_json, summary_json

LIST_DEFAULT = 20
LIST_MAX = 100
PARAMETER_MAX_CHARS = 100
# Where a card or a head stands: its time and its id.
CURSOR = r"[0-9T:.Z-]{24}#[0-9A-Z]{26}"
LIST_PARAMETERS = ("state", "section", "byline", "limit", "cursor")

STATE_ROUTES = "state is changed by POST /api/articles/{id}/publish, /unpublish and /restore, and by DELETE"


class Change(Protocol):
    """A change of state: `Desk.unpublish`, `delete` or `restore`."""

    def __call__(self, article_id: str, seen: int, editor: Editor, command: Command | None) -> Outcome:
        """Carry out the change."""


class ArticleRoutes:
    """The articles' operations on a desk and its lists. The arguments are called at a request, never at import."""

    def __init__(self, desk: Callable[[], Desk], lists: Callable[[], Lists], site_url: Callable[[], str]) -> None:
        self._desk = desk
        self._lists = lists
        self._site_url = site_url

    def routes(self) -> Mapping[str, Route]:
        """Return the routes by the ids of their operations."""
        return {
            "create_article": self.create,
            "list_articles": self.list,
            "get_article": self.get,
            "replace_article": self.replace,
            "patch_article": self.patch,
            "delete_article": self.delete,
            "publish_article": self.publish,
            "unpublish_article": self.unpublish,
            "restore_article": self.restore,
            "correct_article": self.correct,
        }

    def create(self, request: Request) -> Response[str]:
        """Create an article, and publish or schedule it if it asks for that."""
        body = json_object(request)
        editor = editor_of(request)
        command, later = command_of(request, editor, body), prefers_print_later(request)
        outcome = self._desk().create(value_of(Submission, body), editor, command, may_wait=later)
        return self._outcome(request, outcome, 201, {"Location": f"/api/articles/{outcome.article.id}"})

    def get(self, article_id: str, request: Request) -> Response[str]:
        """Answer with an article, or with 304 where the caller has it."""
        article = self._desk().article(article_id, editor_of(request))
        live = self._desk().is_live(article)
        headers = article_headers(article)
        if live is not (article.state is ArticleState.PUBLISHED):
            # `live` will change while the version stays: a copy must not be kept, or a 304 would hide the change.
            headers["Cache-Control"] = "no-store"
        elif has_seen(request, article.version):
            return empty(304, headers)
        return reply(200, article_json(article, live=live, site_url=self._site_url()), headers)

    def replace(self, article_id: str, request: Request) -> Response[str]:
        """Replace an article's fields with those in the body."""
        body = json_object(request)
        editor = editor_of(request)
        seen = self._seen(request, article_id)
        replacement = value_of(Replacement, {name: value for name, value in body.items() if name not in READ_ONLY})
        if "state" in body:
            self._check_state(body["state"], self._desk().article(article_id, editor), seen)
        return self._edit(request, article_id, seen, replacement.fields(), body, minor=replacement.minor_edit)

    def patch(self, article_id: str, request: Request) -> Response[str]:
        """Apply a merge patch to an article's fields."""
        patch = json_object(request, accepted=(MERGE_PATCH, JSON))
        seen = self._seen(request, article_id)
        article = self._desk().article(article_id, editor_of(request))
        if seen < article.version:
            # The desk refuses this or knows its answer from the first time, whatever the fields.
            return self._edit(request, article_id, seen, article.fields, patch)
        replacement = _patched(article, patch)
        return self._edit(request, article_id, seen, replacement.fields(), patch, minor=replacement.minor_edit)

    def delete(self, article_id: str, request: Request) -> Response[str]:
        """Delete an article; its page answers 410 from then on."""
        outcome = self._change(request, article_id, self._desk().delete)
        self._wait(request, outcome.article, headers := _outcome_headers(outcome))
        about(request, article_id=article_id, state=outcome.article.state)
        return empty(204, headers)

    def publish(self, article_id: str, request: Request) -> Response[str]:
        """Publish an article, now or at a time."""
        body = json_object(request, required=False)
        at = value_of(Publication, body).at
        editor, seen = editor_of(request), self._seen(request, article_id)
        outcome = self._desk().publish(article_id, seen, editor, command_of(request, editor, body), at)
        return self._outcome(request, outcome)

    def unpublish(self, article_id: str, request: Request) -> Response[str]:
        """Take an article down."""
        return self._outcome(request, self._change(request, article_id, self._desk().unpublish))

    def restore(self, article_id: str, request: Request) -> Response[str]:
        """Bring back what was deleted or taken down."""
        return self._outcome(request, self._change(request, article_id, self._desk().restore))

    def correct(self, article_id: str, request: Request) -> Response[str]:
        """Add a correction to a published article."""
        body = json_object(request)
        text = value_of(CorrectionBody, body).text
        editor, seen = editor_of(request), self._seen(request, article_id)
        outcome = self._desk().correct(article_id, text, seen, editor, command_of(request, editor, body))
        return self._outcome(request, outcome)

    def list(self, request: Request) -> Response[str]:
        """Answer with a stretch of the list of articles, newest first."""
        parameters = request.query_parameters or {}
        wanted = _wanted(parameters)
        listing = self._lists().page(wanted, editor_of(request))
        headers: Headers = {}
        if listing.cursor is not None:
            following = urlencode({**parameters, "cursor": listing.cursor})
            headers["Link"] = f'</api/articles?{following}>; rel="next"'
        return reply(200, {"articles": [self._summary(summary) for summary in listing.articles]}, headers)

    def _summary(self, summary: Summary) -> JsonObject:
        return summary_json(summary, site_url=self._site_url())

    def _seen(self, request: Request, article_id: str) -> int:
        return version_seen(request, lambda: self._desk().article(article_id, editor_of(request)).version)

    def _edit(
        self, request: Request, article_id: str, seen: int, fields: Fields, body: JsonObject, *, minor: bool = False
    ) -> Response[str]:
        editor = editor_of(request)
        command = command_of(request, editor, body)
        return self._outcome(request, self._desk().replace(article_id, fields, seen, editor, command, minor))

    def _change(self, request: Request, article_id: str, change: Change) -> Outcome:
        body = json_object(request, required=False)
        refuse_members(body)
        editor, seen = editor_of(request), self._seen(request, article_id)
        return change(article_id, seen, editor, command_of(request, editor, body))

    def _outcome(
        self, request: Request, outcome: Outcome, status: int = 200, more: Headers | None = None
    ) -> Response[str]:
        article = outcome.article
        headers = {**_outcome_headers(outcome), **(more or {})}
        live = self._wait(request, article, headers, waits=outcome.waits)
        about(request, article_id=article.id, state=article.state)
        return reply(status, article_json(article, live=live, site_url=self._site_url()), headers)

    def _wait(self, request: Request, article: Article, headers: Headers, *, waits: bool = False) -> bool:
        """Wait for the pages as long as the caller prefers; tell whether they are printed."""
        seconds = wait_seconds(request)
        if waits:
            headers["Preference-Applied"] = "print=later"
        if seconds is None or waits:
            return not waits and self._desk().is_live(article)
        headers["Preference-Applied"] = f"wait={seconds}"
        return self._desk().wait_until_printed(article, seconds)

    def _check_state(self, state: object, article: Article, seen: int) -> None:
        if article.version == seen and state != article.state:
            raise InvalidFields([FieldError("/state", STATE_ROUTES)])


def _outcome_headers(outcome: Outcome) -> Headers:
    headers = article_headers(outcome.article)
    if outcome.replayed:
        headers["Idempotency-Replayed"] = "true"
    return headers


def _patched(article: Article, patch: JsonObject) -> Replacement:
    """Return what a merge patch makes of an article's fields."""
    faults = [
        FieldError(f"/{name}", STATE_ROUTES if name == "state" else f"{name} is read-only")
        for name in sorted(READ_ONLY.intersection(patch))
    ]
    changes = {name: value for name, value in patch.items() if name not in READ_ONLY}
    known = {field.name for field in dataclasses.fields(Replacement)}
    result = merged(fields_json(article), changes)
    assert isinstance(result, dict)
    # A name that is not ours must be told of, even where the patch would remove it.
    result |= {name: value for name, value in changes.items() if name not in known}
    return value_of(Replacement, result, faults=faults)


def _wanted(parameters: Mapping[str, str]) -> Wanted:
    """Return what the parameters ask for. Raises `MalformedRequest` with the first that is wrong."""
    for name, value in parameters.items():
        if name not in LIST_PARAMETERS:
            raise MalformedRequest(f"there is no parameter {name[:100]}; there are {', '.join(LIST_PARAMETERS)}")
        if not 1 <= len(value) <= PARAMETER_MAX_CHARS:
            raise MalformedRequest(f"{name} is empty or longer than {PARAMETER_MAX_CHARS} characters")
    state, limit = parameters.get("state"), parameters.get("limit", str(LIST_DEFAULT))
    if state is not None and state not in list(ArticleState):
        raise MalformedRequest(f"state is not one of {', '.join(ArticleState)}")
    if not re.fullmatch(r"[0-9]{1,3}", limit) or not 1 <= int(limit) <= LIST_MAX:
        raise MalformedRequest(f"limit is not a whole number from 1 to {LIST_MAX}")
    cursor = parameters.get("cursor")
    if cursor is not None and not re.fullmatch(CURSOR, cursor):
        raise MalformedRequest("cursor is not from a Link header")
    return Wanted(
        state=ArticleState(state) if state else None,
        section=parameters.get("section"),
        byline=parameters.get("byline"),
        limit=int(limit),
        cursor=cursor,
    )
