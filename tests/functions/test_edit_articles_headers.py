"""If-Match, If-None-Match, Idempotency-Key and Prefer: nobody overwrites unseen, nothing happens twice."""

from dataclasses import replace

import pytest

from broadsheet.token import Role

from .conftest import TokenDesk
from .editor import ARTICLE, Editor

CHANGES = [
    ("PUT", "", ARTICLE),
    ("PATCH", "", {"headline": "Changed"}),
    ("DELETE", "", None),
    ("POST", "/publish", None),
    ("POST", "/unpublish", None),
    ("POST", "/restore", None),
]


@pytest.mark.parametrize(("method", "action", "body"), CHANGES)
def test_a_change_says_which_version_it_is_for(editor: Editor, method: str, action: str, body: object) -> None:
    path = editor.create()
    for headers, status, problem in (
        ({}, 428, "precondition-required"),
        ({"if-match": '"2"'}, 412, "stale-version"),
        ({"if-match": "1"}, 400, "malformed-request"),
    ):
        answer = editor.ask(method, path + action, body, headers=headers)
        assert (answer.status, answer.problem) == (status, problem)
    assert editor.get(path).headers["etag"] == '"1"'


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        ('"1"', 200),
        (' "1" ', 200),
        ("*", 200),
        ('"7", "1"', 200),
        ('W/"7","1"', 200),
        ('"7", "8"', 412),
        ('W/"1"', 412),
        ('"01"', 412),
        ('"abc"', 412),
        ('""', 412),
        ('"99999999999999999999"', 412),
        ("1", 400),
        ('"1', 400),
        ('"1" "2"', 400),
        ("", 400),
        ("'1'", 400),
        ('w/"1"', 400),
    ],
)
def test_if_match_is_read_as_http_says(editor: Editor, if_match: str, status: int) -> None:
    answer = editor.patch(editor.create(), {"headline": "Changed"}, if_match=if_match)
    assert answer.status == status
    if status != 200:
        assert answer.problem in ("stale-version", "precondition-failed", "malformed-request")


def test_of_two_changes_for_one_version_the_second_is_stale(editor: Editor) -> None:
    path = editor.create()
    answers = [editor.put(path, ARTICLE | {"headline": name}, if_match='"1"') for name in ("One", "Two")]
    assert [answer.status for answer in answers] == [200, 412]
    assert editor.get(path).json["headline"] == "One"


@pytest.mark.parametrize(
    ("if_none_match", "status"), [('"1"', 304), ('W/"1"', 304), ('"7", "1"', 304), ("*", 304), ('"2"', 200), ("1", 400)]
)
def test_a_caller_who_has_the_version_gets_no_body(editor: Editor, if_none_match: str, status: int) -> None:
    answer = editor.get(editor.create(), if_none_match=if_none_match)
    assert answer.status == status
    if status == 304:
        assert (answer.text, answer.headers["etag"]) == ("", '"1"')


def test_an_article_that_waits_for_its_page_is_never_304(editor: Editor) -> None:
    path = editor.create()
    editor.post(path + "/publish", if_match='"1"')
    answer = editor.get(path, if_none_match='"2"')
    assert (answer.status, answer.json["live"]) == (200, False)
    assert answer.headers["cache-control"] == "no-store"


def test_the_same_key_and_body_get_the_stored_answer(editor: Editor) -> None:
    first, second = (editor.post("/api/articles", ARTICLE, idempotency_key="key-1") for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert (first.json, first.headers["location"]) == (second.json, second.headers["location"])
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


def test_the_order_of_members_makes_no_other_body(editor: Editor) -> None:
    editor.post("/api/articles", ARTICLE, idempotency_key="key-2")
    turned = dict(reversed(ARTICLE.items()))
    assert editor.post("/api/articles", turned, idempotency_key="key-2").headers["idempotency-replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(editor: Editor) -> None:
    editor.post("/api/articles", ARTICLE, idempotency_key="key-3")
    answer = editor.post("/api/articles", ARTICLE | {"headline": "Other"}, idempotency_key="key-3")
    assert (answer.status, answer.problem) == (422, "key-reused")


def test_a_key_holds_for_one_token_and_one_path(editor: Editor, tokens: TokenDesk) -> None:
    other = replace(editor, token=tokens.make(Role.EDITOR))
    created = [each.post("/api/articles", ARTICLE, idempotency_key="key-4") for each in (editor, other)]
    assert created[0].json["id"] != created[1].json["id"]
    for answer in created:
        published = editor.post(answer.headers["location"] + "/publish", if_match='"1"', idempotency_key="key-4")
        assert published.status == 200
        assert "idempotency-replayed" not in published.headers


@pytest.mark.parametrize(("method", "action", "body"), CHANGES[:4])
def test_a_change_sent_again_is_not_stale(editor: Editor, method: str, action: str, body: object) -> None:
    path = editor.create()
    headers = {"if-match": '"1"', "idempotency-key": "again"}
    first, second = (editor.ask(method, path + action, body, headers=headers) for _ in range(2))
    assert (first.status, second.status) == (first.status, first.status)
    assert first.status in (200, 204)
    assert second.headers["idempotency-replayed"] == "true"
    assert first.text == second.text


def test_a_patch_sent_again_gets_its_answer_though_it_no_longer_fits(editor: Editor) -> None:
    path = editor.create(image={"url": "/bridge.jpg", "alt": "The bridge"})
    headers = {"if_match": '"1"', "idempotency_key": "late"}
    first = editor.patch(path, {"image": {"alt": "The bridge at dawn"}}, **headers)
    editor.patch(path, {"image": None}, if_match='"2"')
    second = editor.patch(path, {"image": {"alt": "The bridge at dawn"}}, **headers)
    assert (second.status, second.json) == (200, first.json)
    stale = editor.patch(path, {"image": {"alt": "The bridge at dawn"}}, if_match='"1"')
    assert (stale.status, stale.problem) == (412, "stale-version")


def test_a_put_of_an_old_answer_is_stale_whatever_its_state(editor: Editor) -> None:
    path = editor.create()
    draft = editor.get(path)
    editor.post(path + "/publish", if_match="*")
    answer = editor.put(path, draft.json, if_match=draft.headers["etag"])
    assert (answer.status, answer.problem) == (412, "stale-version")


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256, "tab\t"])
def test_a_key_that_is_none_is_refused(editor: Editor, key: str) -> None:
    answer = editor.post("/api/articles", ARTICLE, idempotency_key=key)
    assert (answer.status, answer.problem) == (400, "malformed-request")


@pytest.mark.parametrize(
    ("prefer", "applied"),
    [
        ("wait=0", "wait=0"),
        ('Wait = "0"', "wait=0"),
        ("respond-async, wait=0; priority=5", "wait=0"),
        ('note="a, wait=9", wait=0', "wait=0"),
        ("wait=0, wait=9", "wait=0"),
        ("wait=soon", None),
        ("wait", None),
        ("wait=-1", None),
        ("return=minimal", None),
        ("", None),
        (',;="', None),
    ],
)
def test_prefer_is_read_as_http_says(editor: Editor, prefer: str, applied: str | None) -> None:
    answer = editor.post("/api/articles", ARTICLE, prefer=prefer)
    assert (answer.status, answer.headers.get("preference-applied")) == (201, applied)


def test_a_wait_is_at_most_ten_seconds(editor: Editor) -> None:
    # A draft has no page to wait for.
    assert editor.post("/api/articles", ARTICLE, prefer="wait=3600").headers["preference-applied"] == "wait=10"
