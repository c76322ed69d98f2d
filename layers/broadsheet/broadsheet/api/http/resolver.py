"""Makes a function's handler out of its routes: CORS, authentication, problems and the log are the same for all."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Request, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.typing import LambdaContext

from ...errors import NotFound, Refusal
from ..operations import OPERATIONS, methods_at
from .authentication import FindsTokens, Middleware, authentication
from .cors import cors
from .problems import MethodNotAllowed, failure, kind_of, problem_of

Event = dict[str, Any]
Handler = Callable[[Event, LambdaContext], dict[str, Any]]
Route = Callable[..., Response[str]]

PATH_MAX_CHARS = 200

# What an id in a path may be at most; anything else would only trouble the tables.
_ID = re.compile(r"[0-9A-Za-z._-]{1,100}")


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def resolver(
    routes: Mapping[str, Route],
    tokens: Callable[[], FindsTokens] | None = None,
    site_url: Callable[[], str] | None = None,
    clock: Callable[[], datetime] = now,
) -> Handler:
    """Return a Lambda handler for routes, each under the id of its line in the table of operations.

    A route takes `request: Request` and the parameters of its path, and raises a `Refusal` for a problem.
    `tokens` and `site_url` are called at a request, never at import. Without tokens only public operations can be
    reached; with a site's URL its pages may call from a browser.
    """
    app = APIGatewayHttpResolver()
    app.use(
        middlewares=[
            *([cors(site_url)] if site_url else []),
            _outcome(Logger(serialize_stacktrace=False)),
            _refuse_the_unknown,
            authentication(tokens, clock),
            _refuse_odd_ids,
        ]
    )
    app.not_found(_not_found)
    for operation_id, route in routes.items():
        operation = OPERATIONS[operation_id]
        app.route(operation.rule, operation.method)(route)

    def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
        is_head = event["requestContext"]["http"]["method"] == "HEAD"
        answer = app.resolve(_as_get(event) if is_head else event, context)
        # The emulator knows no body that is null.
        return {**answer, "body": "" if is_head or answer["body"] is None else answer["body"]}

    return handler


def about(request: Request, **keys: str) -> None:
    """Add keys to the log's line of this request, such as the article's id."""
    request.context.setdefault("log", {}).update(keys)


def _outcome(logger: Logger) -> Middleware:
    """Return the outermost middleware: it turns a refusal into a problem, a failure into a bare 500, and logs once."""

    def outcome(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[str]:
        problem = None
        try:
            answer = next_middleware(app)
        except Refusal as refusal:
            answer, problem = problem_of(refusal), kind_of(refusal).name
        except Exception:
            answer = failure(_request_id(app))
            logger.exception("answered 500", extra=_log_keys(app, "failure"))
            return answer
        logger.info(f"answered {answer.status_code}", extra=_log_keys(app, problem))
        return answer

    return outcome


def _request_id(app: APIGatewayHttpResolver) -> str:
    return app.current_event.request_context.request_id


def _log_keys(app: APIGatewayHttpResolver, problem: str | None) -> dict[str, str]:
    """Return what the log may know of a request: never a body, a token or an address."""
    request = app.request
    keys = {"request_id": _request_id(app), "method": request.method, "route": request.route[:PATH_MAX_CHARS]}
    keys |= request.path_parameters | request.context.get("log", {})
    if "editor" in request.context:
        keys["token_id"] = request.context["editor"].token_id
    return keys if problem is None else {**keys, "problem": problem}


def _refuse_the_unknown(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[str]:
    """Refuse what the table of operations does not have, before anybody is asked for a token."""
    method, path = app.request.method, app.current_event.path
    allowed = methods_at(path)
    if not allowed:
        shorter = path.rstrip("/")
        hint = f"; did you mean {shorter}?" if shorter != path and methods_at(shorter) else ""
        raise NotFound(f"there is no {path[:PATH_MAX_CHARS]}{hint}")
    if method not in allowed:
        raise MethodNotAllowed(f"{path[:PATH_MAX_CHARS]} has no {method}; it has {', '.join(allowed)}", allowed)
    return next_middleware(app)


def _refuse_odd_ids(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[str]:
    for name, value in app.request.path_parameters.items():
        if not _ID.fullmatch(value):
            raise NotFound(f"there is no such {name.removesuffix('_id')}")
    return next_middleware(app)


def _not_found(_: Exception) -> Response[str]:
    """Answer where the table has the path and this function has no route for it: an id of signs that no id has."""
    raise NotFound("there is no such thing here")


def _as_get(event: Event) -> Event:
    """Return the GET that a HEAD stands for. Source: RFC 9110, section 9.3.2."""
    context = event["requestContext"]
    return {**event, "requestContext": {**context, "http": {**context["http"], "method": "GET"}}}
