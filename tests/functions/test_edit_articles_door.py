"""The editors' door: how a token is shown, and what those outside get to know."""

from datetime import timedelta

import pytest

from broadsheet.store.reads import Reads
from broadsheet.token import Role
from tests.emulated import SITE_URL, environment, loaded

from .conftest import TokenDesk
from .editor import Editor


def _broken(*_: object) -> None:
    raise ConnectionError("no answer from the table at 10.0.0.7")


@pytest.mark.parametrize("authorization", ["bs_{token}", "Basic {token}", "Token {token}", "Bearer", ""])
def test_a_token_comes_as_a_bearer(stranger: Editor, editor: Editor, authorization: str) -> None:
    headers = {"authorization": authorization.format(token=editor.token)}
    assert stranger.ask("GET", "/api/articles", headers=headers).status == 401


def test_the_word_bearer_may_be_written_in_any_case(stranger: Editor, editor: Editor) -> None:
    headers = {"authorization": f"bearer  {editor.token}"}
    assert stranger.ask("GET", "/api/articles", headers=headers).status == 200


def test_a_bad_body_is_not_read_before_the_token(stranger: Editor) -> None:
    assert stranger.ask("POST", "/api/articles", raw="{").status == 401


def test_a_token_that_has_not_expired_yet_opens(stranger: Editor, tokens: TokenDesk) -> None:
    token = tokens.make(Role.EDITOR, expires_in=timedelta(hours=1))
    assert stranger.ask("GET", "/api/articles", headers={"authorization": f"Bearer {token}"}).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/api/site", "GET, PUT"),
        ("PUT", "/api/rebuild", "GET, POST"),
        ("PURGE", "/api/articles", "GET, POST"),
        ("GET", "/api/comments/01JD000000000000000000000Z", "POST"),
    ],
)
def test_a_method_that_a_path_lacks_is_told_with_those_it_has(
    stranger: Editor, method: str, path: str, allowed: str
) -> None:
    answer = stranger.ask(method, path)
    assert (answer.status, answer.problem, answer.headers["allow"]) == (405, "method-not-allowed", allowed)


@pytest.mark.parametrize("path", ["/api/article", "/api/", "/api/articles/x/publish/now", "/api//articles", "/"])
def test_a_path_that_is_none_is_not_found(stranger: Editor, path: str) -> None:
    assert stranger.get(path).problem == "not-found"


def test_a_slash_too_many_is_pointed_out(editor: Editor) -> None:
    assert editor.get("/api/articles/").json["detail"] == "there is no /api/articles/; did you mean /api/articles?"


def test_head_answers_as_get_without_a_body(editor: Editor) -> None:
    answer = editor.ask("HEAD", editor.create())
    assert (answer.status, answer.headers["etag"], answer.text) == (200, '"1"', "")


def test_the_site_may_call_from_a_browser_and_nobody_else(stranger: Editor, editor: Editor) -> None:
    asked = {"access-control-request-method": "PATCH", "access-control-request-headers": "authorization,if-match"}
    path = "/api/articles/01JD000000000000000000000Z"
    preflight = stranger.ask("OPTIONS", path, headers=asked | {"origin": SITE_URL})
    assert preflight.status == 204
    assert preflight.headers["access-control-allow-origin"] == SITE_URL
    assert preflight.headers["access-control-allow-methods"] == "DELETE, GET, PATCH, PUT"
    assert {"authorization", "if-match", "idempotency-key", "prefer"} <= set(
        preflight.headers["access-control-allow-headers"].split(", ")
    )
    for who in (stranger, editor):
        answer = who.get("/api/articles", origin=SITE_URL)
        assert answer.headers["access-control-allow-origin"] == SITE_URL
        assert "etag" in answer.headers["access-control-expose-headers"]
        answer = who.get("/api/articles", origin="https://elsewhere.example")
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["vary"] == "Origin"
    elsewhere = stranger.ask("OPTIONS", path, headers=asked | {"origin": "https://elsewhere.example"})
    assert not [name for name in elsewhere.headers if name.startswith("access-control")]


@pytest.mark.parametrize("article_id", ["x" * 3000, "é", "a b", "a#b"])
def test_the_tables_are_not_asked_for_an_id_that_cannot_be(
    editor: Editor, monkeypatch: pytest.MonkeyPatch, article_id: str
) -> None:
    monkeypatch.setattr(Reads, "get", _broken)
    monkeypatch.setattr(Reads, "answer", _broken)
    assert editor.get(f"/api/articles/{article_id}").problem == "not-found"


def test_a_failure_tells_nothing_but_the_request(
    editor: Editor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = editor.create()
    caplog.clear()
    monkeypatch.setattr(Reads, "get", _broken)
    monkeypatch.setattr(Reads, "answer", _broken)
    answer = editor.get(path)
    assert (answer.status, answer.problem) == (500, "failure")
    assert "10.0.0.7" not in answer.text
    [record] = caplog.records
    assert record.exc_text is not None
    assert "ConnectionError" in record.exc_text
    assert vars(record)["request_id"] == answer.json["request_id"]


def test_loading_the_function_asks_for_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment("edit_articles"):
        monkeypatch.delenv(name, raising=False)
    assert callable(loaded("edit_articles").handler)
