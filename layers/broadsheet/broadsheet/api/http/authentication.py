"""Authentication: one middleware before every route. It denies by default; only the table of operations opens it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Request, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from ...errors import Forbidden, Unauthenticated
from ...token import Editor, Presented, Token
from ..operations import operation_at

# One refusal for a token that is malformed, unknown, wrong, expired or revoked: it must not tell which ids exist.
REFUSED = "the token is not valid"
MISSING = "send a token: Authorization: Bearer bs_…"

Middleware = Callable[[APIGatewayHttpResolver, NextMiddleware], Response[str]]


class FindsTokens(Protocol):
    """Where tokens are looked up."""

    def token(self, token_id: str) -> Token | None:
        """Return the token of that id, or None."""


def authentication(tokens: Callable[[], FindsTokens] | None, clock: Callable[[], datetime]) -> Middleware:
    """Return the middleware that knows the editor and holds the role against the operation.

    Without `tokens`, public operations alone are open.
    """

    def authenticate(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[str]:
        operation = operation_at(app.request.method, app.request.route)
        if operation is None or not operation.public:
            if tokens is None:
                raise Unauthenticated(MISSING)
            editor = _editor(app.request.headers.get("authorization"), tokens(), clock())
            app.request.context["editor"] = editor
            if operation is not None and editor.role not in operation.may:
                raise Forbidden(f"a token of the role {editor.role.value} may not {_lowered(operation.summary)}")
        return next_middleware(app)

    return authenticate


def editor_of(request: Request) -> Editor:
    """Return who makes the request."""
    editor = request.context["editor"]
    assert isinstance(editor, Editor)
    return editor


def _editor(authorization: str | None, tokens: FindsTokens, now: datetime) -> Editor:
    scheme, _, credentials = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated(MISSING)
    presented = Presented.from_text(credentials.strip())
    token = tokens.token(presented.id) if presented else None
    if presented is None or token is None or not token.opens_for(presented, now):
        raise Unauthenticated(REFUSED)
    return Editor(token.id, token.role)


def _lowered(summary: str) -> str:
    return summary[:1].lower() + summary[1:]
