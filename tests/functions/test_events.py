"""The events in events/: each is one that its trigger would send, and its function takes it."""

import json
import urllib.request
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from broadsheet.printing.orders import message_of, order_of
from broadsheet.token import Presented, Role, Token
from broadsheet.wiring import parts
from tests.emulated import FUNCTIONS, names, passing, template
from tests.newsroom import START, Newsroom

EVENTS = Path(__file__).parents[2] / "events"
FILES = sorted(EVENTS.glob("*/*.json"))

# What the API answers, with the token of the events and without the articles and comments that they name.
ANSWERS = {
    "edit_articles/correct-article": 404,
    "edit_articles/create-article": 201,
    "edit_articles/get-description": 200,
    "edit_articles/list-articles": 200,
    "edit_articles/open-upload": 201,
    "edit_articles/publish-article": 404,
    "edit_articles/schedule-article": 404,
    "moderate_comments/approve-comment": 404,
    "moderate_comments/erase-comment": 404,
    "moderate_comments/list-held": 200,
    "record_comments/form-comment": 404,
    "record_comments/json-comment": 404,
}


def read(file: Path) -> Any:
    return json.loads(file.read_text())


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.fixture
def token(newsroom: Newsroom) -> None:
    """Keep the token that the events carry."""
    event = read(EVENTS / "edit_articles" / "create-article.json")
    presented = Presented.from_text(event["headers"]["authorization"].removeprefix("Bearer "))
    assert presented is not None
    parts.tokens(names()["ContentTable"]).keep(
        Token(id=presented.id, secret_sha256=presented.secret_sha256, role=Role.ADMIN, name="Events", created_at=START)
    )


def test_every_function_has_an_event() -> None:
    assert {file.parent.name for file in FILES} == set(FUNCTIONS)


@pytest.mark.parametrize("file", [file for file in FILES if name_of(file) in ANSWERS], ids=name_of)
@pytest.mark.usefixtures("token")
def test_a_request_is_answered(newsroom: Newsroom, file: Path) -> None:
    event = read(file)
    routes = {
        each["Properties"]["RouteKey"] for each in template().resources.values() if each["Type"].endswith("::Route")
    }
    assert event["routeKey"] in routes
    answer = newsroom.call(file.parent.name, event)
    assert answer["statusCode"] == ANSWERS[name_of(file)], answer["body"]


@pytest.mark.parametrize(
    ("function", "mapping"),
    [("render_pages", "PendingPrintsToRenderPages"), ("render_comments", "CommentEventsToRenderComments")],
)
def test_a_stream_s_batch_passes_its_filter_and_is_printed(newsroom: Newsroom, function: str, mapping: str) -> None:
    batches = [event for file in FILES if file.parent.name == function and is_stream(event := read(file))]
    assert batches
    for batch in batches:
        assert passing(batch["Records"], mapping) == batch["Records"]
        newsroom.call(function, batch)


@pytest.mark.parametrize("function", ["render_pages", "record_comments"])
def test_a_queue_s_batch_leaves_no_failure(newsroom: Newsroom, function: str) -> None:
    batches = [event for file in FILES if file.parent.name == function and is_queue(event := read(file))]
    assert batches
    for batch in batches:
        assert newsroom.call(function, batch) in (None, {"batchItemFailures": []})


def test_the_printers_messages_are_as_they_are_sent() -> None:
    records = [record for file in FILES if file.parent.name == "render_pages" for record in read(file)["Records"]]
    messages = [json.loads(record["body"]) for record in records if "body" in record]
    assert len(messages) > 3
    assert [message_of(order_of(message)) for message in messages] == messages


def test_what_the_schedule_asks_for_is_printed(newsroom: Newsroom) -> None:
    late = [event for file in FILES if "unprinted" in (event := read(file))]
    assert late
    for event in late:
        newsroom.call("render_comments", event)


def test_an_upload_that_nobody_announced_is_passed_over(newsroom: Newsroom) -> None:
    newsroom.call("process_images", read(EVENTS / "process_images" / "uploaded-picture.json"))
    assert newsroom.variants() == {}


def test_the_schedule_takes_its_minute(newsroom: Newsroom) -> None:
    newsroom.call("keep_schedule", read(EVENTS / "keep_schedule" / "every-minute.json"))


@pytest.mark.parametrize("file", [file for file in FILES if file.parent.name == "install_site"], ids=name_of)
def test_cloudformation_gets_its_answer(newsroom: Newsroom, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = read(file)
    sent: list[urllib.request.Request] = []

    def cloudformation(request: urllib.request.Request, **_: Any) -> AbstractContextManager[None]:
        sent.append(request)
        return nullcontext()

    monkeypatch.setattr(urllib.request, "urlopen", cloudformation)
    newsroom.call("install_site", event)
    [request] = sent
    assert isinstance(request.data, bytes)
    answer = json.loads(request.data)
    assert request.full_url == event["ResponseURL"]
    assert (answer["Status"], answer["RequestId"]) == ("SUCCESS", event["RequestId"])
    assert answer["PhysicalResourceId"] == event.get("PhysicalResourceId", answer["PhysicalResourceId"])


def is_stream(event: Any) -> bool:
    return "dynamodb" in event.get("Records", [{}])[0]


def is_queue(event: Any) -> bool:
    return "messageId" in event.get("Records", [{}])[0]
