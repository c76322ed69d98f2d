"""Problems: how a refusal is told over HTTP. The only place where a refusal becomes a status. Source: RFC 9457."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from aws_lambda_powertools.event_handler import Response

from ...errors import (
    Busy,
    Embargoed,
    FieldError,
    Forbidden,
    FormerUrlTaken,
    ImageNotReady,
    InvalidFields,
    KeyReused,
    NotFound,
    Refusal,
    SlugTaken,
    StaleVersion,
    Unauthenticated,
    WrongState,
)

MEDIA_TYPE = "application/problem+json"
ERRORS_MAX = 100


class MalformedRequest(Refusal):
    """A request that cannot be read: broken JSON, a header or a parameter that is not what it should be."""


class BodyTooLarge(Refusal):
    """A body beyond the limit."""


class UnsupportedMediaType(Refusal):
    """A body of a type that is not read here; `accepted` are the types that are."""

    def __init__(self, detail: str, accepted: Iterable[str]) -> None:
        super().__init__(detail)
        self.accepted = ", ".join(accepted)


class MethodNotAllowed(Refusal):
    """A method that the path does not have; `allowed` are those it has."""

    def __init__(self, detail: str, allowed: Iterable[str]) -> None:
        super().__init__(detail)
        self.allowed = ", ".join(allowed)


class PreconditionRequired(Refusal):
    """A change without If-Match."""


class PreconditionFailed(Refusal):
    """An If-Match that no version of an article can meet."""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: the last segment of its `type`, its status, its title."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The URI reference that names the kind."""
        return f"/problems/{self.name}"


FAILURE = ProblemKind("failure", 500, "Something failed on our side")

KINDS: dict[type[Refusal], ProblemKind] = {
    MalformedRequest: ProblemKind("malformed-request", 400, "The request cannot be read"),
    Unauthenticated: ProblemKind("unauthenticated", 401, "A valid token is needed"),
    Forbidden: ProblemKind("forbidden", 403, "The token's role does not allow this"),
    NotFound: ProblemKind("not-found", 404, "There is no such thing"),
    MethodNotAllowed: ProblemKind("method-not-allowed", 405, "The path does not have this method"),
    SlugTaken: ProblemKind("slug-taken", 409, "Another article of the day has this slug"),
    FormerUrlTaken: ProblemKind("former-url-taken", 409, "A former address is another article's, or a section's"),
    WrongState: ProblemKind("wrong-state", 409, "The state does not allow this"),
    Embargoed: ProblemKind("embargoed", 409, "The article is under embargo"),
    ImageNotReady: ProblemKind("image-not-ready", 409, "An upload is not a picture yet, or was refused"),
    StaleVersion: ProblemKind("stale-version", 412, "The article has changed since"),
    PreconditionFailed: ProblemKind("precondition-failed", 412, "If-Match names no version"),
    BodyTooLarge: ProblemKind("body-too-large", 413, "The body is too large"),
    UnsupportedMediaType: ProblemKind("unsupported-media-type", 415, "The body's type is not read here"),
    InvalidFields: ProblemKind("invalid-fields", 422, "Some fields are not valid"),
    KeyReused: ProblemKind("key-reused", 422, "The Idempotency-Key came with another request before"),
    PreconditionRequired: ProblemKind("precondition-required", 428, "If-Match is needed"),
    Busy: ProblemKind("busy", 503, "Too many changes at once"),
}


def kind_of(refusal: Refusal) -> ProblemKind:
    """Return the kind of problem that a refusal is."""
    return next(KINDS[base] for base in type(refusal).__mro__ if base in KINDS)


def problem_of(refusal: Refusal) -> Response[str]:
    """Return the answer that tells a refusal."""
    kind = kind_of(refusal)
    headers: dict[str, str | list[str]] = {}
    errors: list[FieldError] = []
    detail = refusal.detail
    match refusal:
        case FormerUrlTaken():
            errors = refusal.errors
        case InvalidFields():
            errors = refusal.errors[:ERRORS_MAX]
            unsaid = len(refusal.errors) - len(errors)
            detail = "; ".join(error.detail for error in errors) + (f"; and {unsaid:,} more" if unsaid else "")
        case Unauthenticated():
            headers["WWW-Authenticate"] = 'Bearer realm="broadsheet"'
        case MethodNotAllowed():
            headers["Allow"] = refusal.allowed
        case UnsupportedMediaType():
            headers["Accept"] = refusal.accepted
        case Busy():
            headers["Retry-After"] = "1"
    return _answer(kind, detail, headers, errors=[{"pointer": e.pointer, "detail": e.detail} for e in errors])


def failure(request_id: str) -> Response[str]:
    """Return the answer to a request that failed for reasons that are not the caller's, and say nothing of them."""
    detail = (
        "the request failed; nothing of it may have been done, or all of it. Try again with the same Idempotency-Key"
    )
    return _answer(FAILURE, detail, {}, request_id=request_id)


def _answer(kind: ProblemKind, detail: str, headers: dict[str, str | list[str]], **members: object) -> Response[str]:
    problem = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": detail}
    problem |= {name: value for name, value in members.items() if value}
    headers["Cache-Control"] = "no-store"
    return Response(status_code=kind.status, content_type=MEDIA_TYPE, body=json.dumps(problem), headers=headers)
