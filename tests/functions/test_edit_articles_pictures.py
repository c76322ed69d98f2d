"""Uploads at the editors' API: how one is opened, and how an article names those it shows."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from broadsheet.token import Role
from tests.calls import recorded
from tests.emulated import names
from tests.newsroom import Newsroom
from tests.photographs import photograph
from tests.template.roles import Call

from .editor import Editor

ALT = {"alt": "A red field beside a blue one."}
# Nobody has announced it.
UNKNOWN = "01KAQ2Z7W0ABCDEFGHJKMNPQRS"


@pytest.fixture
def editor(newsroom: Newsroom) -> Editor:
    return newsroom.editor()


@pytest.fixture
def media(newsroom: Newsroom) -> str:
    """A picture that is ready."""
    return str(newsroom.upload(photograph(1000, 800))["id"])


@pytest.fixture
def waiting(editor: Editor) -> str:
    """An upload whose file has not arrived."""
    return str(editor.post("/api/media", {"size": 1_000}).json["id"])


def asked_for(calls: list[Call]) -> set[str]:
    """Return the uploads whose records the calls read."""
    read: list[Any] = []
    for call in calls:
        if call.operation == "GetItem":
            read.append(call.parameters["Key"])
        elif call.operation == "BatchGetItem":
            read += [key for request in call.parameters["RequestItems"].values() for key in request["Keys"]]
    partitions = {key["pk"]["S"] for key in read}
    return {partition.removeprefix("media#") for partition in partitions if partition.startswith("media#")}


# ── Opening an upload ──


def test_an_upload_is_opened_with_the_request_that_sends_its_file(newsroom: Newsroom, editor: Editor) -> None:
    answer = editor.post("/api/media", {"size": 3_481_233, "content_type": "image/jpeg"})
    assert (answer.status, answer.json["state"]) == (201, "awaiting-upload")
    assert answer.headers["location"] == f"/api/media/{answer.json['id']}"
    upload = answer.json["upload"]
    assert upload["method"] == "PUT"
    assert upload["headers"] == {"Content-Length": "3481233", "Content-Type": "image/jpeg"}
    assert datetime.fromisoformat(upload["expires_at"]) == newsroom.clock() + timedelta(minutes=15)
    address = urlsplit(upload["url"])
    assert address.netloc == f"{names()['UploadsBucket']}.s3.eu-west-1.amazonaws.com"
    assert address.path == f"/{answer.json['id']}"
    query = parse_qs(address.query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["900"]
    # The bucket refuses another length or type, because the signature does not fit it.
    assert query["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]


@pytest.mark.parametrize(
    ("announced", "content_type"),
    [
        ("image/jpg", "image/jpeg"),
        ("image/pjpeg", "image/jpeg"),
        ("image/jfif", "image/jpeg"),
        ("IMAGE/JPEG", "image/jpeg"),
        ("image/jpeg; charset=binary", "image/jpeg"),
        (" Image/JPG;charset=UTF-8 ", "image/jpeg"),
        ("image/x-png", "image/png"),
        ("image/apng", "image/png"),
        ("image/webp;", "image/webp"),
        ("image/GIF", "image/gif"),
        ("image/avif", "image/avif"),
        (None, "application/octet-stream"),
    ],
)
def test_a_type_is_signed_by_its_own_name_however_it_is_written(
    editor: Editor, announced: str | None, content_type: str
) -> None:
    answer = editor.post("/api/media", {"size": 1_000, "content_type": announced})
    assert (answer.status, answer.json["upload"]["headers"]["Content-Type"]) == (201, content_type)


def test_an_upload_waits_for_its_file(editor: Editor, waiting: str) -> None:
    answer = editor.get(f"/api/media/{waiting}")
    assert answer.status == 200
    assert answer.json["state"] == "awaiting-upload"
    assert (answer.json["reason"], answer.json["variants"]) == (None, [])


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"size": 20_000_000}, "/size", "size is more than 15,000,000 bytes"),
        ({"size": 0}, "/size", "size is less than 1 byte"),
        ({"size": 10**40}, "/size", "size is more than 15,000,000 bytes"),
        ({"size": "1000"}, "/size", "size is not a whole number"),
        ({"size": True}, "/size", "size is not a whole number"),
        ({"size": None}, "/size", "size is null"),
        ({}, "/size", "size is missing"),
        ({"size": 1, "content_type": "image/svg+xml"}, "/content_type", "send it as PNG"),
        ({"size": 1, "content_type": "text/html"}, "/content_type", "image/jpeg, image/png"),
        ({"size": 1, "content_type": "Image/SVG+XML; charset=utf-8"}, "/content_type", "send it as PNG"),
        ({"size": 1, "content_type": "IMAGE/PNG\r\nx: y"}, "/content_type", "is not one of"),
        ({"size": 1, "content_type": "image/png; x=1\r\nx: y"}, "/content_type", "is not one of"),
        ({"size": 1, "content_type": "image/jpeg, image/png"}, "/content_type", "is not one of"),
        ({"size": 1, "content_type": "jpg"}, "/content_type", "is not one of"),
        ({"size": 1, "content_type": ""}, "/content_type", "is not one of"),
        ({"size": 1, "filename": "a.png"}, "/filename", "is not a field"),
    ],
)
def test_what_could_only_be_refused_is_refused_before_it_travels(
    editor: Editor, body: dict[str, Any], pointer: str, detail: str
) -> None:
    answer = editor.post("/api/media", body)
    assert answer.status == 422
    assert detail in answer.faults[pointer]


def test_uploads_are_for_those_who_write(newsroom: Newsroom, waiting: str) -> None:
    author, moderator = newsroom.editor(Role.AUTHOR), newsroom.editor(Role.MODERATOR)
    assert author.post("/api/media", {"size": 1}).status == 201
    assert author.get(f"/api/media/{waiting}").status == 200
    assert moderator.post("/api/media", {"size": 1}).status == 403
    assert moderator.get(f"/api/media/{waiting}").status == 403


@pytest.mark.parametrize("media_id", [UNKNOWN, "no-id", "media%23x"])
def test_an_unknown_upload_is_not_found(editor: Editor, media_id: str) -> None:
    assert editor.get(f"/api/media/{media_id}").problem == "not-found"


# ── Naming it ──


def test_an_article_shows_its_uploads(newsroom: Newsroom, editor: Editor, media: str) -> None:
    article = editor.create(state="published", image=ALT | {"media": media}, body=f"Look:\n\n![A field](media:{media})")
    newsroom.settle()
    page = newsroom.page(editor.get(article).json["url"]).text
    digest = editor.get(f"/api/media/{media}").json["variants"][0]["url"].split("/")[-2]
    assert f'<source type="image/avif" srcset="/media/{digest}/320.avif 320w,' in page
    assert 'alt="A field"' in page
    assert f"https://news.example/media/{digest}/800.jpg" in newsroom.page("/feed.xml").text


def test_printing_reads_no_upload(newsroom: Newsroom, editor: Editor, media: str) -> None:
    editor.create(state="published", image=ALT | {"media": media}, body=f"![A field](media:{media})")
    with recorded() as calls:
        newsroom.settle()
    assert calls
    assert asked_for(calls) == set()


def test_an_upload_is_asked_for_once_and_never_where_none_is_named(
    newsroom: Newsroom, editor: Editor, media: str
) -> None:
    with recorded() as calls:
        editor.create(body="![A field](https://elsewhere.example/a.png)")
    assert asked_for(calls) == set()
    with recorded() as calls:
        article = editor.create(image=ALT | {"media": media})
    assert asked_for(calls) == {media}
    with recorded() as calls:
        assert editor.patch(article, {"headline": "Another"}, if_match='"1"').status == 200
        assert editor.post(f"{article}/publish", if_match='"2"').status == 200
    assert asked_for(calls) == set()


@pytest.mark.parametrize("media_id", [UNKNOWN, "no-id", "x" * 26, "article#1"])
def test_an_unknown_upload_is_told_by_where_it_stands(editor: Editor, media_id: str) -> None:
    article = {"headline": "A", "section": "news"}
    answer = editor.post("/api/articles", article | {"body": "B", "image": ALT | {"media": media_id}})
    assert media_id in answer.faults["/image/media"]
    answer = editor.post("/api/articles", article | {"body": f"![a](<media:{media_id}>)"})
    assert media_id in answer.faults["/body"]


def test_a_draft_may_name_what_is_not_ready_and_readers_never_wait_for_it(
    newsroom: Newsroom, editor: Editor, waiting: str
) -> None:
    article = editor.create(image=ALT | {"media": waiting}, body=f"![a](media:{waiting})")
    later = (newsroom.clock() + timedelta(hours=1)).isoformat()
    for body in ({}, {"at": later}):
        answer = editor.post(f"{article}/publish", body, if_match='"1"')
        assert (answer.status, answer.problem) == (409, "image-not-ready")
        assert waiting in answer.json["detail"]
    assert editor.get(article).json["version"] == 1
    newsroom.send(waiting, photograph(400, 300))
    newsroom.arrived(waiting)
    assert editor.post(f"{article}/publish", {"at": later}, if_match='"1"').status == 200
    newsroom.clock.advance(hours=1)
    with recorded() as calls:
        newsroom.keep_schedule()
    assert asked_for(calls) == set()
    assert "/300.avif 300w" in newsroom.page(editor.get(article).json["url"]).text


@pytest.mark.parametrize("state", ["published", "unpublished"])
def test_no_change_puts_an_unready_picture_before_readers(
    newsroom: Newsroom, editor: Editor, waiting: str, state: str
) -> None:
    article = editor.create(state="published")
    version = 1
    if state == "unpublished":
        assert editor.post(f"{article}/unpublish", if_match='"1"').status == 200
        assert editor.patch(article, {"image": ALT | {"media": waiting}}, if_match='"2"').status == 200
        answer = editor.post(f"{article}/restore", if_match='"3"')
        version = 3
    else:
        answer = editor.patch(article, {"image": ALT | {"media": waiting}}, if_match='"1"')
    assert answer.problem == "image-not-ready"
    assert editor.get(article).json["version"] == version


def test_a_refused_upload_is_told_with_its_reason(newsroom: Newsroom, editor: Editor) -> None:
    refused = newsroom.upload(b"no picture")["id"]
    article = {"headline": "A", "section": "news", "body": "B", "state": "published", "image": ALT | {"media": refused}}
    answer = editor.post("/api/articles", article)
    assert answer.problem == "image-not-ready"
    assert f"{refused} was refused: the file is no picture" in answer.json["detail"]


def test_a_picture_that_is_taken_out_is_forgotten(newsroom: Newsroom, editor: Editor, media: str) -> None:
    article = editor.create(state="published", image=ALT | {"media": media})
    assert editor.patch(article, {"image": None}, if_match='"1"').status == 200
    newsroom.settle()
    assert "/media/" not in newsroom.page(editor.get(article).json["url"]).text
    assert "/media/" not in newsroom.page("/").text


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        ("![](https://a.example/b.png)", "markdown"),
        ("![ \u200b ](/b.png)", "markdown"),
        ('<img src="/b.png">', "html"),
        ('Words <IMG alt="" src="/b.png">', "markdown"),
    ],
)
def test_a_picture_in_a_body_needs_alternative_text(editor: Editor, body: str, body_format: str) -> None:
    article = {"headline": "A", "section": "news", "body": body, "body_format": body_format}
    assert "b.png, without alt text" in editor.post("/api/articles", article).faults["/body"]


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        ("![b](/b.png)\n\n![A heron](data:image/png;base64,AAAA)", "markdown"),
        ('<img src="/b.png" alt="b"><img src="data:image/png;base64,AAAA" alt="A heron">', "html"),
        ('<img src="/b.png" alt="b"><img alt="A heron">', "html"),
    ],
)
def test_a_picture_in_a_body_needs_an_address_that_can_be_printed(editor: Editor, body: str, body_format: str) -> None:
    article = {"headline": "A", "section": "news", "body": body, "body_format": body_format}
    answer = editor.post("/api/articles", article)
    assert answer.status == 422
    assert answer.faults["/body"] == (
        "body shows picture 2, 'A heron', without an address that can be printed: https, http or a path; "
        "upload it, and name it by media:<id>"
    )


def test_every_fault_is_told_at_once(editor: Editor) -> None:
    article = {"headline": " ", "section": "news", "body": f"![](media:{UNKNOWN})", "image": {"media": "x", "alt": " "}}
    answer = editor.post("/api/articles", article)
    assert set(answer.faults) == {"/headline", "/body", "/image/alt", "/image/media"}


def test_a_body_shows_at_most_thirty_uploads(newsroom: Newsroom, editor: Editor) -> None:
    ids = [editor.post("/api/media", {"size": 1_000}).json["id"] for _ in range(31)]
    bodies = [" ".join(f"![a](media:{media})" for media in some) for some in (ids[:30], ids)]
    article = {"headline": "A", "section": "news", "image": ALT | {"media": ids[30]}}
    assert editor.post("/api/articles", article | {"body": bodies[0]}).status == 201
    with recorded() as calls:
        answer = editor.post("/api/articles", article | {"body": bodies[1] + f" ![b](media:{UNKNOWN})"})
    assert answer.faults["/body"] == "body shows 32 uploads, more than 30"
    assert asked_for(calls) == set()
