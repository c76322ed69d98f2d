"""Texts that cannot be printed, at the editors' API: refused with the field, the limit and the place."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import comrak
import pytest

from broadsheet.page.body import bounds

from .editor import ARTICLE, Editor

DEEP = "First.\n\n" + "> " * 150 + "Last."
TOO_DEEP = "nests elements more than 100 deep, at line 3"


@contextmanager
def before_the_limits() -> Iterator[None]:
    """Let in what was accepted when there was no limit yet."""
    with mock.patch.object(bounds, "DEPTH_MAX", 10_000):
        yield


@pytest.fixture
def old(editor: Editor) -> str:
    """The path of a draft that was accepted before the limits."""
    with before_the_limits():
        return editor.create(body=DEEP)


@pytest.mark.parametrize(
    ("body", "body_format", "detail"),
    [
        (">" * 60_000, "markdown", "body nests elements more than 100 deep, at line 1"),
        ("<div>" * 40_000, "html", "body holds more than 12,000 tags, at line 1"),
        ("Hello.\n" + "<div>" * 10_000, "markdown", "body nests elements more than 100 deep, at line 2"),
        (
            "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|\n" * 90_000,
            "markdown",
            "body has 90,003 lines, more than 20,000, at line 20,001",
        ),
        (
            "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|\n" * 19_000,
            "markdown",
            "body has tables of more than 5,000 cells, as wide as their headers, at line 12",
        ),
        ("a@b.c " * 33_000, "markdown", "body has a paragraph of 198,000 characters with 33,000 e-mail addresses"),
        ("<br>" * 49_000, "html", "body holds more than 12,000 tags, at line 1"),
    ],
)
def test_a_body_that_cannot_be_printed_is_refused_at_once(
    editor: Editor, body: str, body_format: str, detail: str
) -> None:
    began = time.process_time()
    answer = editor.post("/api/articles", ARTICLE | {"body": body, "body_format": body_format})
    assert time.process_time() - began < 1
    assert answer.status == 422
    assert answer.faults["/body"].startswith(detail)
    assert answer.json["detail"] == answer.faults["/body"]


@pytest.mark.parametrize(("body_format", "status"), [("markdown", 201), ("html", 422)])
def test_a_draft_of_tags_without_end_holds_nobody(editor: Editor, body_format: str, status: int) -> None:
    """In HTML they are one, of many attributes."""
    began = time.process_time()
    answer = editor.post("/api/articles", ARTICLE | {"body": "<img " * 24_000, "body_format": body_format})
    assert time.process_time() - began < 1
    assert answer.status == status


def test_every_way_to_give_an_article_a_body_asks_whether_it_can_be_printed(editor: Editor) -> None:
    path = editor.create()
    version = editor.get(path).headers["etag"]
    for answer in (
        editor.put(path, ARTICLE | {"body": DEEP}, if_match=version),
        editor.patch(path, {"body": DEEP}, if_match=version),
        editor.post("/api/articles", ARTICLE | {"body": DEEP, "state": "published"}),
    ):
        assert (answer.status, answer.faults) == (422, {"/body": f"body {TOO_DEEP}"})
    assert editor.get(path).json["body"] == ARTICLE["body"]


def test_it_is_told_with_all_other_faults(editor: Editor) -> None:
    answer = editor.post("/api/articles", ARTICLE | {"body": DEEP, "section": "sprot", "headline": "a\nb"})
    assert answer.faults.keys() == {"/body", "/section", "/headline"}


def test_a_body_that_is_too_long_is_not_rendered(editor: Editor) -> None:
    with mock.patch.object(comrak, "render_markdown", side_effect=AssertionError):
        answer = editor.post("/api/articles", ARTICLE | {"body": "é" * 100_001})
    assert answer.faults == {"/body": "body is longer than 200,000 bytes"}


def test_a_body_is_rendered_once(editor: Editor) -> None:
    with mock.patch.object(comrak, "render_markdown", side_effect=comrak.render_markdown) as render:
        editor.create(body="![A heron](https://heron.example/a.png) and words.")
    assert render.call_count == 1


def test_what_was_accepted_before_the_limits_is_not_published(editor: Editor, old: str) -> None:
    version = editor.get(old).headers["etag"]
    for asked in ({}, {"at": "2999-01-01T00:00:00Z"}):
        answer = editor.post(f"{old}/publish", asked, if_match=version)
        assert (answer.status, answer.faults) == (422, {"/body": f"body {TOO_DEEP}"})
    mended = editor.patch(old, {"body": "Shallow."}, if_match=version)
    assert editor.post(f"{old}/publish", if_match=mended.headers["etag"]).status == 200


def test_what_was_published_before_the_limits_can_be_taken_down_and_mended_only(editor: Editor) -> None:
    with before_the_limits():
        path = editor.create(body=DEEP, state="published")
    version = editor.get(path).headers["etag"]
    assert editor.post(f"{path}/corrections", {"text": "Not so deep."}, if_match=version).faults.keys() == {"/body"}
    assert editor.patch(path, {"headline": "Deeper"}, if_match=version).faults.keys() == {"/body"}
    down = editor.post(f"{path}/unpublish", if_match=version)
    assert (down.status, down.json["state"]) == (200, "unpublished")
    assert editor.post(f"{path}/restore", if_match=down.headers["etag"]).faults.keys() == {"/body"}
    assert editor.patch(path, {"body": "Shallow."}, if_match=down.headers["etag"]).status == 200


def test_a_body_shows_its_uploads_a_hundred_times_at_most(editor: Editor) -> None:
    shown = "![A heron](media:01KAQ2Z7W0ABCDEFGHJKMNPQRS) " * 101
    answer = editor.post("/api/articles", ARTICLE | {"body": shown})
    assert "body shows uploads 101 times, more than 100" in answer.json["detail"]


@pytest.mark.parametrize("field", ["about", "footer"])
def test_a_text_of_the_settings_that_cannot_be_printed_is_refused(admin: Editor, field: str) -> None:
    answer = admin.put("/api/site", {field: DEEP, "name": ""})
    assert answer.status == 422
    assert admin.put("/api/site", {field: DEEP}).faults == {f"/{field}": f"{field} {TOO_DEEP}"}
    assert admin.get("/api/site").json[field] == ""


def test_an_about_that_is_too_long_is_not_rendered(admin: Editor) -> None:
    with mock.patch.object(comrak, "render_markdown", side_effect=comrak.render_markdown) as render:
        answer = admin.put("/api/site", {"about": "é" * 25_001})
    assert answer.faults == {"/about": "about is longer than 50,000 bytes"}
    assert all(call.args[0] == "" for call in render.call_args_list)
