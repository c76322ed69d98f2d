"""The description of the API is whole, and true to the routes."""

from collections.abc import Iterator
from typing import Any

import pytest

from broadsheet.api.http.problems import KINDS
from broadsheet.api.operations import TABLE

from .editor import ARTICLE, Editor


@pytest.fixture
def description(stranger: Editor) -> Any:
    """The description as a stranger gets it."""
    answer = stranger.get("/api/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    return answer.json


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_every_operation_is_described(description: Any) -> None:
    described = {
        (method.upper(), path): operation["operationId"]
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }
    assert described == {(operation.method, operation.path): operation.id for operation in TABLE}


def test_every_reference_leads_somewhere(description: Any) -> None:
    references = set(_references(description))
    assert references
    for reference in references:
        found = description
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_problem_is_described(description: Any) -> None:
    assert {kind.name for kind in KINDS.values()} <= description["components"]["responses"].keys()


def test_limits_stand_in_the_description(description: Any) -> None:
    fields = description["components"]["schemas"]["Submission"]["properties"]
    assert fields["headline"]["maxLength"] == 200
    assert fields["keywords"]["maxItems"] == 20
    assert fields["publish_at"]["anyOf"][0]["format"] == "date-time"


def test_an_answer_has_exactly_the_members_described(description: Any, editor: Editor) -> None:
    schema = description["components"]["schemas"]["ArticleAnswer"]
    article = editor.post("/api/articles", ARTICLE).json
    assert set(schema["required"]) == set(schema["properties"]) == set(article)
    summary = description["components"]["schemas"]["SummaryAnswer"]
    [listed] = editor.get("/api/articles").json["articles"]
    assert set(summary["required"]) == set(listed)


def test_a_put_may_carry_the_read_only_members_of_an_answer(description: Any) -> None:
    schemas = description["components"]["schemas"]
    read_only = {name for name, member in schemas["Replacement"]["properties"].items() if member.get("readOnly")}
    assert set(schemas["ArticleAnswer"]["properties"]) <= set(schemas["Replacement"]["properties"])
    assert {"id", "version", "state", "url", "live"} <= read_only


def test_public_operations_say_so(description: Any) -> None:
    public = {
        operation["operationId"]
        for methods in description["paths"].values()
        for operation in methods.values()
        if operation.get("security") == []
    }
    assert public == {operation.id for operation in TABLE if operation.public}
