"""Every operation by everybody: who comes in at which door, with which token, however the request is written."""

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.api.operations import TABLE, Operation
from broadsheet.token import Presented, Role
from tests.emulated import template
from tests.newsroom import Newsroom

from .conftest import TokenDesk
from .editor import Answer, Editor
from .reader import discussion_of, opened_newsroom

GUARDED = [operation for operation in TABLE if not operation.public]
UNKNOWN_ID = "01JD000000000000000000000Z"
METHODS = "GET HEAD POST PUT PATCH DELETE TRACE CONNECT PROPFIND PURGE QUERY get Post GETX".split()

# Ways to write /api/articles that something on the way might read otherwise than the table of operations.
DISGUISES = (
    "/api/articles/", "/api//articles", "//api/articles", "/api/./articles", "/api/openapi.json/../articles",
    "/api/comments/../articles", "/api/moderation/../articles", "/api/%61rticles", "/api%2farticles",
    "/api/openapi.json/%2e%2e/articles", "/api/openapi.json%2f..%2farticles", "/api/articles%00", "/api/articles%0a",
    "/api/articles\n", "/api/articles\x00", "/api/articles;a=1", "/api/articles%3fa", "/api/articles%23",
    "/API/articles", "/api/articles/.", "/api/articles.json", "\\api\\articles", "/api/ａrticles",
    "https://elsewhere.example/api/articles",
)  # fmt: skip


class Doors:
    """The three functions behind the API, each asked for what template.yaml sends it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    def function_at(self, method: str, path: str) -> str:
        """Return the function of the most specific route. Source: API Gateway, routes for HTTP APIs."""
        if method == "POST" and path.startswith("/api/comments/") and path.count("/") == 3:
            return "record_comments"
        if method in ("GET", "POST") and path.startswith("/api/moderation/"):
            return "moderate_comments"
        return "edit_articles"

    def ask(self, operation: Operation, token: str | None = None, **more: Any) -> Answer:
        """Ask for an operation, of an article or comment that is not there."""
        return self.send(operation.method, path_of(operation), token, **more)

    def send(self, method: str, path: str, token: str | None = None, *, at: str = "", **more: Any) -> Answer:
        """Send a request to the function that gets it, or to another."""
        function = at or self.function_at(method, path)
        return Editor(lambda event, _: self._newsroom.call(function, event), token).ask(method, path, **more)


def path_of(operation: Operation) -> str:
    return (
        operation.path.replace("{article_id}", UNKNOWN_ID)
        .replace("{media_id}", UNKNOWN_ID)
        .replace("{comment_id}", UNKNOWN_ID)
    )


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with opened_newsroom() as opened:
        yield opened


@pytest.fixture(scope="module")
def doors(newsroom: Newsroom) -> Doors:
    return Doors(newsroom)


@pytest.fixture(scope="module")
def tokens(newsroom: Newsroom) -> dict[Role, str]:
    desk = TokenDesk()
    return {role: desk.make(role) for role in Role}


@pytest.fixture(scope="module")
def closed_tokens(newsroom: Newsroom, tokens: dict[Role, str]) -> dict[str, str]:
    """What looks like an admin's token and opens nothing."""
    desk, good = TokenDesk(), tokens[Role.ADMIN]
    of_another_stack = Presented.from_bytes(secrets.token_bytes(16), secrets.token_bytes(32))
    return {
        "another stack's": str(of_another_stack),
        "another stack's, by a name of ours": f"{good[:-64]}{of_another_stack.secret}",
        "forged in one sign": good[:-1] + ("0" if good[-1] != "0" else "1"),
        "an admin's name with an author's secret": good[:-64] + tokens[Role.AUTHOR][-64:],
        "expired": desk.make(Role.ADMIN, expires_in=timedelta(seconds=-1)),
        "revoked": desk.make(Role.ADMIN, revoked=True),
        "in capitals": good.upper(),
        "cut short": good[:-1],
        "no token": "bs_x",
        "empty": "",
    }


def test_the_template_has_the_routes_that_these_tests_take() -> None:
    assert {route["RouteKey"] for route in template().of_type("AWS::ApiGatewayV2::Route").values()} == {
        "ANY /api/{proxy+}", "POST /api/comments/{article_id}", "GET /api/moderation/{proxy+}",
        "POST /api/moderation/{proxy+}",
    }  # fmt: skip


def test_only_the_description_and_comments_are_public() -> None:
    assert {operation.id for operation in TABLE if operation.public} == {"get_description", "submit_comment"}


@pytest.mark.parametrize("operation", TABLE, ids=lambda operation: operation.id)
def test_every_operation_but_the_public_ones_asks_for_a_token(doors: Doors, operation: Operation) -> None:
    answer = doors.ask(operation)
    if operation.public:
        assert answer.status not in (401, 403)
    else:
        assert (answer.status, answer.problem) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_every_operation_is_open_to_its_roles_alone(
    doors: Doors, tokens: dict[Role, str], operation: Operation
) -> None:
    statuses = {role: doors.ask(operation, token).status for role, token in tokens.items()}
    assert {role for role, status in statuses.items() if status == 403} == set(Role) - operation.may
    assert not [status for status in statuses.values() if status == 401 or status >= 500]


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_every_token_that_opens_nothing_gets_the_same_refusal(
    doors: Doors, closed_tokens: dict[str, str], operation: Operation
) -> None:
    answers = {
        doors.ask(operation, headers={"authorization": f"Bearer {token}"}).text for token in closed_tokens.values()
    }
    assert len(answers) == 1
    assert json.loads(answers.pop())["status"] == 401


@pytest.mark.parametrize("path", sorted({path_of(operation) for operation in GUARDED}))
def test_no_method_is_a_way_around(doors: Doors, tokens: dict[Role, str], path: str) -> None:
    may = frozenset[Role]().union(*(operation.may for operation in GUARDED if path_of(operation) == path))
    for method in METHODS:
        assert doors.send(method, path).status in (401, 405), method
        for role in set(Role) - may:
            assert doors.send(method, path, tokens[role]).status in (403, 404, 405), method
    options = doors.send("OPTIONS", path)
    assert (options.status, options.text) == (204, "")


@pytest.mark.parametrize(
    "header", ["x-http-method-override", "x-http-method", "x-method-override", "x-original-method"]
)
def test_no_header_changes_the_method_or_the_path(
    doors: Doors, newsroom: Newsroom, tokens: dict[Role, str], header: str
) -> None:
    article = f"/api/articles/{discussion_of(newsroom).article_id}"
    plain = doors.send("GET", article, tokens[Role.ADMIN])
    other = {header: "DELETE", "x-original-url": "/api/rebuild", "x-rewrite-url": "/api/rebuild"}
    answer = doors.send("GET", f"{article}?_method=DELETE", tokens[Role.ADMIN], headers=other)
    assert (answer.status, answer.text) == (200, plain.text)
    assert doors.send("GET", article, headers=other).status == 401


@pytest.mark.parametrize("function", ["edit_articles", "moderate_comments", "record_comments"])
@pytest.mark.parametrize("path", DISGUISES, ids=ascii)
def test_no_way_to_write_a_path_comes_in_without_a_token(doors: Doors, function: str, path: str) -> None:
    for method in ("GET", "POST", "HEAD"):
        assert doors.send(method, path, at=function).status in (401, 404, 405)


@pytest.mark.parametrize("operation", TABLE, ids=lambda operation: operation.id)
def test_a_function_opens_no_operation_of_anothers(doors: Doors, tokens: dict[Role, str], operation: Operation) -> None:
    """Whatever the API's routes once came to, each function has its own operations and no others."""
    own = doors.function_at(operation.method, path_of(operation))
    for function in {"edit_articles", "moderate_comments", "record_comments"} - {own}:
        assert doors.ask(operation, at=function).status in (401, 404)
        assert doors.ask(operation, tokens[Role.ADMIN], at=function).status in (401, 404)
