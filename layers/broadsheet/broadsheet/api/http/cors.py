"""CORS: lets the site's own pages, and no others, call the API from a browser.

The functions answer it, because the HTTP API cannot know the address of the site, which is behind the CDN, which is
in front of the HTTP API.
"""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from ..operations import methods_at
from .authentication import Middleware

PREFLIGHT_KEPT_SECONDS = 7200
REQUEST_HEADERS = "authorization, content-type, idempotency-key, if-match, if-none-match, prefer"
ANSWER_HEADERS = "etag, idempotency-replayed, link, location, preference-applied, retry-after"


def cors(site_url: Callable[[], str]) -> Middleware:
    """Return the middleware that answers OPTIONS, preflight or not, and marks answers as the site's to read."""

    def allow_the_site(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[str]:
        request = app.request
        is_the_site = request.headers.get("origin") == site_url()
        if request.method == "OPTIONS":
            allowed = ", ".join(methods_at(app.current_event.path))
            answer: Response[str] = Response(status_code=204, headers={"Allow": allowed})
            if is_the_site:
                answer.headers["Access-Control-Allow-Methods"] = allowed
                answer.headers["Access-Control-Allow-Headers"] = REQUEST_HEADERS
                answer.headers["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT_SECONDS)
        else:
            answer = next_middleware(app)
        answer.headers["Vary"] = "Origin"
        if is_the_site:
            answer.headers["Access-Control-Allow-Origin"] = site_url()
            answer.headers["Access-Control-Expose-Headers"] = ANSWER_HEADERS
        return answer

    return allow_the_site
