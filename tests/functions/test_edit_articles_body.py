"""Bodies that a careless client sends: each gets an answer that says what to mend, and nothing is stored."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .editor import ARTICLE, Editor

DEEP = "[" * 100_000
HUGE_NUMBER = '{"headline": ' + "9" * 5_000 + "}"


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("", "the body is empty"),
        ("  \n", "the body is empty"),
        ('{"headline": "x",}', "trailing comma at line 1 column 18"),
        ('{"headline"', "line 1 column 11"),
        ("headline=x", "line 1 column 1"),
        ('{"width": NaN}', "line 1 column 11"),
        ('{"width": -Infinity}', "line 1 column 12"),
        ('{"width": 1e999}', "out of range"),
        ('{"headline": "\\ud800"}', "hex escape"),
        (DEEP, "recursion limit"),
        (HUGE_NUMBER, "number out of range"),
        ('{"headline": "one", "headline": "two"}', "headline stands twice"),
        ('{"image": {"alt": "one", "alt": "two"}}', "alt stands twice"),
        (b'{"headline": "\xff"}', "not UTF-8, at byte 14"),
    ],
)
def test_a_body_that_is_no_json_says_where_it_breaks(editor: Editor, raw: str | bytes, detail: str) -> None:
    answer = editor.ask("POST", "/api/articles", raw=raw)
    assert (answer.status, answer.problem) == (400, "malformed-request")
    assert detail in answer.json["detail"]


@pytest.mark.parametrize("raw", ["null", "[]", '"text"', "7", "[{}]"])
def test_a_body_that_is_no_object_is_refused_whole(editor: Editor, raw: str) -> None:
    answer = editor.ask("POST", "/api/articles", raw=raw)
    assert (answer.status, answer.faults) == (422, {"": "the body is not a JSON object"})


@pytest.mark.parametrize("signs", ["x", "é"])
@pytest.mark.parametrize("in_base64", [True, False])
def test_a_body_over_a_million_bytes_is_too_large(editor: Editor, signs: str, in_base64: bool) -> None:
    fits = signs * (1_000_000 // len(signs.encode()))
    for text, problem in ((fits, "malformed-request"), (fits + signs, "body-too-large")):
        answer = editor.ask("POST", "/api/articles", raw=text.encode() if in_base64 else text)
        assert answer.problem == problem


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml;x=y", "json"]
)
def test_a_body_of_another_type_is_not_read(editor: Editor, media_type: str) -> None:
    answer = editor.ask("POST", "/api/articles", ARTICLE, headers={"content-type": media_type})
    assert (answer.status, answer.problem) == (415, "unsupported-media-type")
    assert answer.headers["accept"] == "application/json"
    assert "application/json" in answer.json["detail"]


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_comes_under_any_spelling_of_its_type(editor: Editor, media_type: str) -> None:
    answer = editor.ask("POST", "/api/articles", ARTICLE, headers={"content-type": media_type})
    assert answer.status == 201


def test_a_byte_order_mark_is_passed_over(editor: Editor) -> None:
    assert editor.ask("POST", "/api/articles", raw=b"\xef\xbb\xbf" + json.dumps(ARTICLE).encode()).status == 201


def test_every_fault_is_told_at_once_with_its_limit(editor: Editor) -> None:
    answer = editor.post(
        "/api/articles",
        {
            "headline": "x" * 201,
            "body": "",
            "description": 7,
            "key_points": [str(point) for point in range(11)],
            "bylines": [{"name": "Ada"}, {"nme": "Grace"}, "Hedy"],
            "keywords": ["bridge", None],
            "credits": None,
            "image": {"url": "/assets/bridge.png", "width": "640"},
            "body_format": "asciidoc",
            "state": "deleted",
            "keyword": "x",
        },
    )
    assert answer.status == 422
    assert answer.faults == {
        "/headline": "headline is longer than 200 characters",
        "/body": "body is empty",
        "/section": "section is missing",
        "/description": "description is not text",
        "/key_points": "key_points has more than 10 entries",
        "/bylines/1/name": "bylines/1/name is missing",
        "/bylines/1/nme": "bylines/1/nme is not a field",
        "/bylines/2": "bylines/2 is not an object",
        "/keywords/1": "keywords/1 is null",
        "/credits": "credits is null",
        "/image/alt": "image/alt is missing",
        "/image/width": "image/width is not a whole number",
        "/body_format": "body_format is not 'markdown' or 'html'",
        "/state": "state is not 'draft' or 'published'",
        "/keyword": "keyword is not a field; did you mean keywords?",
    }


def test_a_pointer_escapes_what_pointers_use(editor: Editor) -> None:
    answer = editor.post("/api/articles", ARTICLE | {"a/b~c": 1})
    assert answer.faults["/a~1b~0c"].startswith("a/b~c is not a field; the fields are headline, body, section")


@pytest.mark.parametrize(
    ("time", "detail"),
    [
        ("2026-11-23T05:30:00", "published_at has no offset from UTC; write 2026-11-23T05:30:00Z or +01:00"),
        ("2026-11-23", "published_at is not a time; write 2026-11-23T05:30:00Z or +01:00"),
        ("1795413600", "published_at is not a time; write 2026-11-23T05:30:00Z or +01:00"),
        (1795413600, "published_at is not a time; write 2026-11-23T05:30:00Z or +01:00"),
        ("2026-02-30T05:30:00Z", "published_at is no time that exists"),
        ("0001-01-01T00:00:00+05:00", "published_at is not between the years 1600 and 9998"),
        ("9999-12-31T23:59:59-05:00", "published_at is not between the years 1600 and 9998"),
        ("2999-01-01T00:00:00Z", "published_at is in the future; publish_at plans a publication"),
    ],
)
def test_a_time_that_cannot_be_is_told(editor: Editor, time: Any, detail: str) -> None:
    answer = editor.post("/api/articles", ARTICLE | {"published_at": time})
    assert answer.status == 422
    assert answer.faults["/published_at"].startswith(detail)


def test_times_are_kept_in_utc_to_the_millisecond(editor: Editor) -> None:
    path = editor.create(published_at="2026-11-22T23:30:00.1239+01:00")
    assert editor.get(path).json["published_at"] == "2026-11-22T22:30:00.123Z"


def test_a_thousand_faults_are_not_all_told(editor: Editor) -> None:
    answer = editor.post("/api/articles", ARTICLE | {"keywords": [None] * 10_000})
    assert len(answer.json["errors"]) == 100
    assert answer.json["detail"].endswith("; and 9,900 more")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([*ARTICLE, "bylines", "keywords", "image", "slug", "publish_at", "state", "language"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES | st.text(max_size=8), JSON_VALUES, max_size=6))
def test_no_body_makes_the_api_fail(editor: Editor, body: dict[str, Any]) -> None:
    answer = editor.post("/api/articles", body)
    assert answer.status in (201, 400, 422)
    if answer.status == 422:
        assert all(detail for detail in answer.faults.values())
