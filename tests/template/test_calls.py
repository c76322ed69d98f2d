"""Every call that a function makes lies within its role, and its role holds nothing that no call needs."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import ReadTimeoutError

from broadsheet.lists import leaf
from broadsheet.page import feeds
from broadsheet.printing import slices
from broadsheet.store import clients
from broadsheet.token import Role
from broadsheet.wiring import parts
from tests import emulated
from tests.emulated import Context, Queue
from tests.functions.editor import ARTICLE
from tests.functions.reader import COMMENT, Reader, discussion_of
from tests.metered import WatchedNewsroom
from tests.newsroom import START, Clock, Newsroom
from tests.photographs import photograph

from .roles import Call, Roles, needs_of
from .test_functions import FUNCTIONS
from .translated import Translated

# What Lambda itself does with a function's role, to feed it and to report its failures.
BY_LAMBDA = {
    "DrainWhatTheTableRefused",
    "ReadCommentEvents",
    "ReadPendingPrints",
    "ReadRenderQueue",
    "ReportFailedBatches",
}


@contextmanager
def cloudformation() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Stand in for where custom resources answer: its address, and the answers it got."""
    answers: list[dict[str, Any]] = []

    class Door(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            answers.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", answers
        server.shutdown()


def install(newsroom: Newsroom, resource: str, **properties: str) -> None:
    """Ask install_site for a custom resource, as CloudFormation does."""
    with cloudformation() as (url, answers):
        newsroom.call("install_site", {
            "RequestType": "Create", "ResourceType": f"Custom::{resource}", "LogicalResourceId": resource,
            "RequestId": "1", "StackId": "arn", "ResponseURL": url, "ResourceProperties": properties,
        })  # fmt: skip
    assert [answer["Status"] for answer in answers] == ["SUCCESS"]


def later(newsroom: Newsroom, **parts: float) -> str:
    """Return a time to come, as a request says it."""
    return (newsroom.clock.moment + timedelta(**parts)).isoformat().replace("+00:00", "Z")


def edit(newsroom: Newsroom) -> None:
    """Take articles through everything that happens to them."""
    editor, admin = newsroom.editor(), newsroom.editor(Role.ADMIN)
    draft = editor.create(headline="Only a draft")
    assert editor.post("/api/articles", ARTICLE, prefer="wait=1").status == 201
    editor.get("/api/articles?state=draft")
    assert editor.delete(draft, if_match='"1"').status == 204
    assert editor.post(f"{draft}/restore", if_match='"2"').status == 200
    article = editor.create(state="published", keywords=["Bridges"], bylines=[{"name": "Ada Marsh"}])
    newsroom.clock.advance(minutes=1)
    editor.create(state="published", headline="The next one", keywords=["Bridges"])
    editor.create(state="published", headline="The next one")  # with a slug that is taken
    newsroom.settle()
    editor.get(article)
    editor.get("/api/articles")
    assert editor.patch(article, {"slug": "another-slug", "section": "sport"}, if_match='"1"').status == 200
    newsroom.settle()
    assert editor.post(f"{article}/unpublish", if_match='"2"').status == 200
    newsroom.settle()
    assert editor.post(f"{article}/publish", if_match='"3"').status == 200
    newsroom.settle()
    assert editor.post(f"{draft}/publish", {"at": later(newsroom, hours=1)}, if_match='"3"').status == 200
    editor.create(state="published", headline="For two hours", expire_at=later(newsroom, hours=2))
    newsroom.settle()
    newsroom.clock.advance(hours=3)
    newsroom.keep_schedule()
    newsroom.clock.advance(hours=72)
    newsroom.keep_schedule()
    assert admin.put("/api/site", admin.get("/api/site").json | {"tagline": "Another"}).status == 200
    assert admin.post("/api/rebuild").status == 202
    # Nobody prints for two minutes: the schedule asks again.
    newsroom.render_queue.messages()
    newsroom.clock.advance(minutes=2)
    newsroom.keep_schedule()
    newsroom.keep_schedule()


def cut_and_owe(newsroom: Newsroom) -> None:
    """Let leaves grow, be cut and be emptied, a page fail and be printed later, and a run be out of time."""
    editor = newsroom.editor()
    with mock.patch.object(leaf, "PAGES", leaf.Capacity(opens=1, most=2)):
        made = [editor.create(state="published", headline=f"One of many {number}") for number in range(3)]
        newsroom.settle()
        for path in made:
            assert editor.post(f"{path}/unpublish", if_match='"1"').status == 200
            newsroom.settle()
    with mock.patch.object(feeds, "rss", side_effect=RuntimeError("no ink")):
        editor.create(state="published", headline="Not in the feed")
        newsroom.settle()
    newsroom.clock.advance(minutes=1)
    newsroom.keep_schedule()
    hurried = Context("test", seconds_left=1)
    with mock.patch.object(slices, "SLICE_PAGES", 5), mock.patch.object(newsroom, "context", hurried):
        editor.create(state="published", headline="In several runs")
        newsroom.pump()
    newsroom.settle()


def print_later(newsroom: Newsroom) -> None:
    """Take an import to its end."""
    editor = newsroom.editor()
    for number in range(2):
        moved_in = ARTICLE | {"state": "published", "published_at": "2024-02-29T10:00:00Z", "headline": f"Old {number}"}
        assert editor.post("/api/articles", moved_in, prefer="print=later").status == 201
    for _ in range(10):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()
    assert not newsroom.items("RecentPostsTable", "quiet")
    assert not newsroom.items("RecentPostsTable", "owed")


def print_again(newsroom: Newsroom, article: str) -> None:
    """Ask for re-prints of everything and of each kind of part, and bring them to their end."""
    admin = newsroom.editor(Role.ADMIN)
    for part in ({"day": "2024-02-29"}, {"section": "sport"}, {"article": article.rpartition("/")[2]}):
        assert admin.post("/api/rebuild", part).status == 202
        newsroom.settle()
    assert admin.put("/api/site", admin.get("/api/site").json | {"tagline": "Another still"}).status == 200
    assert admin.get("/api/rebuild").json["state"] == "resting"
    for _ in range(2):
        newsroom.clock.advance(minutes=10)
        newsroom.keep_schedule()
    newsroom.keep_schedule()
    assert admin.get("/api/rebuild").json["state"] == "none"


def illustrate(newsroom: WatchedNewsroom) -> None:
    """Take uploads through everything that happens to them."""
    editor = newsroom.editor()
    ready, refused = newsroom.upload(photograph(80, 60)), newsroom.upload(b"no picture")
    assert (ready["state"], refused["state"]) == ("ready", "refused")
    # Sent by whoever holds the request that edit_articles signed, in its name.
    bucket = os.environ["UPLOADS_BUCKET"]
    newsroom.calls["edit_articles"].append(Call("s3", "PutObject", {"Bucket": bucket, "Key": ready["id"]}))
    for body in ("Words.", f"![a](media:{refused['id']})"):
        editor.create(image={"media": ready["id"], "alt": "A field"}, body=body)


def discuss(newsroom: Newsroom) -> None:
    """Take comments through everything that happens to them."""
    discussion = discussion_of(newsroom)
    newsroom.settle()
    for verdict in ("reject", "approve", "remove", "restore", "erase"):
        discussion.judge(discussion.write(f"A comment for {verdict}"), verdict)
        newsroom.settle()
    approved = discussion.publish()
    newsroom.settle()
    discussion.judge(approved, "remove")
    newsroom.settle()
    discussion.judge(approved, "restore")
    # Its record is lost: the schedule finds it.
    newsroom.comment_events.records()
    for _ in range(3):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()
    discussion.listed()
    editor, article = newsroom.editor(), f"/api/articles/{discussion.article_id}"
    assert editor.post(f"{article}/unpublish", if_match='"1"').status == 200
    newsroom.settle()
    assert editor.post(f"{article}/publish", if_match='"2"').status == 200
    newsroom.settle()
    reader = Reader(newsroom)
    for _ in range(2):
        assert reader.post(discussion.article_id, idempotency_key="once").status == 202
    with mock.patch.object(
        clients.impatient_dynamodb(), "transact_write_items", side_effect=ReadTimeoutError(endpoint_url="")
    ):
        assert reader.post(discussion.article_id, COMMENT | {"text": "Later."}).status == 202
    newsroom.call("record_comments", {"Records": Queue("CommentsFallbackQueue").messages()})


@pytest.fixture(scope="module")
def calls() -> Iterator[dict[str, list[Call]]]:
    """Return the calls of every function in a day of a newsroom, by the function's folder."""
    clock = Clock(START)
    with pytest.MonkeyPatch.context() as patch, emulated.stores(over_the_wire=True):
        for function in emulated.FUNCTIONS:
            for name, value in emulated.environment(function).items():
                patch.setenv(name, value)
        patch.setattr(parts, "now", clock)
        newsroom = WatchedNewsroom(clock)
        for _ in range(2):
            install(newsroom, "SiteKeys", SecretsPath=os.environ["SECRETS_PATH"])
            install(newsroom, "SiteTheme", SiteUrl=emulated.SITE_URL)
            newsroom.settle()
            newsroom.keep_schedule()
        edit(newsroom)
        cut_and_owe(newsroom)
        print_later(newsroom)
        print_again(newsroom, newsroom.editor().create(state="published", headline="To be printed again"))
        illustrate(newsroom)
        discuss(newsroom)
        yield newsroom.calls


@pytest.fixture(scope="module")
def roles(calls: dict[str, list[Call]], template: Translated) -> Roles:
    """Return the roles in a stack with the emulated stores' names."""
    return Roles(template.named({**emulated.names(), "Cdn": os.environ["DISTRIBUTION_ID"]}))


@pytest.mark.parametrize(("function", "folder"), FUNCTIONS.items())
def test_every_call_lies_within_the_functions_role(
    roles: Roles, calls: dict[str, list[Call]], function: str, folder: str
) -> None:
    assert calls[folder]
    refused = roles.refusals(function, calls[folder])
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize(("function", "folder"), FUNCTIONS.items())
def test_a_role_grants_nothing_that_its_function_never_needs(
    roles: Roles, calls: dict[str, list[Call]], function: str, folder: str
) -> None:
    idle = roles.idle_grants(function, calls[folder], BY_LAMBDA)
    assert not idle, "\n".join(idle)


@pytest.mark.parametrize("folder", FUNCTIONS.values())
def test_no_call_names_an_empty_key(calls: dict[str, list[Call]], folder: str) -> None:
    """DynamoDB refuses it, and the emulator does not. Source: its Developer Guide, constraints of data types."""
    empty = [call for call in calls[folder] for need in needs_of(call) if "" in need.leading_keys]
    empty += [call for call in calls[folder] if call.service == "dynamodb" and "" in set(_sort_keys(call.parameters))]
    assert not empty


def _sort_keys(parameters: Any) -> Iterator[str]:
    """Yield every sort key in the parameters of a call."""
    match parameters:
        case {"sk": {"S": str(key)}}:
            yield key
        case dict():
            for value in parameters.values():
                yield from _sort_keys(value)
        case list():
            for value in parameters:
                yield from _sort_keys(value)
