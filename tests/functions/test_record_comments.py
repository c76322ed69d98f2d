"""A reader's comment: checked, kept once, never lost, and answered in the reader's own way."""

import json
import os
from collections.abc import Iterator
from typing import Any
from unittest import mock

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from broadsheet.moments import moment_text
from broadsheet.store import clients
from broadsheet.token import Role
from tests.emulated import Queue, names
from tests.newsroom import Newsroom

from .reader import COMMENT, Discussion, Reader, discussion_of, opened_newsroom

NO_ARTICLE = "01KARR5Y7S9QXJ8ZB3M4N5P6Q7"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with opened_newsroom() as opened:
        yield opened


@pytest.fixture
def discussion(newsroom: Newsroom) -> Iterator[Discussion]:
    yield discussion_of(newsroom)
    newsroom.clock.advance(days=1)


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    return Reader(newsroom)


def items(discussion: Discussion) -> list[dict[str, Any]]:
    return discussion.newsroom.items("CommentsTable", f"comments#{discussion.article_id}#0")


def test_a_comment_as_json_is_held(discussion: Discussion, reader: Reader) -> None:
    answer = reader.post(discussion.article_id)
    assert (answer.status, answer.json["state"]) == (202, "held")
    assert answer.headers["cache-control"] == "private, no-cache"
    [listed] = discussion.listed()
    assert listed == {
        "id": answer.json["id"],
        "article_id": discussion.article_id,
        "state": "held",
        "name": "Ada Lovelace",
        "text": "A fine bridge.",
        "submitted_at": moment_text(discussion.newsroom.clock()),
        "signals": [],
    }


def test_a_plain_form_leads_to_the_page_that_says_so(discussion: Discussion, reader: Reader) -> None:
    answer = reader.send_form(discussion.article_id, COMMENT | {"website": ""})
    [listed] = discussion.listed()
    assert (answer.status, answer.headers["location"]) == (303, f"/comments/received#{listed['id']}")
    discussion.newsroom.settle()
    assert "awaits moderation" in discussion.newsroom.page("comments/received").text


def test_a_form_with_faults_comes_back_with_all_that_was_typed(discussion: Discussion, reader: Reader) -> None:
    answer = reader.send_form(discussion.article_id, {"name": "", "text": 'He said: "<b>no</b>" & left.'})
    assert (answer.status, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "Name is blank" in answer.text
    assert "He said: &#34;&lt;b&gt;no&lt;/b&gt;&#34; &amp; left.</textarea>" in answer.text
    assert f'action="/api/comments/{discussion.article_id}"' in answer.text
    assert discussion.listed() == []


def test_a_script_that_sends_a_form_gets_json(discussion: Discussion, reader: Reader) -> None:
    assert reader.send_form(discussion.article_id, COMMENT, accept="application/json").status == 202
    answer = reader.send_form(discussion.article_id, {"name": "x" * 61, "text": "y"}, accept="application/json")
    assert answer.faults == {"/name": "name is longer than 60 characters"}


@pytest.mark.parametrize("body", ["{", '{"name": ', "[" * 100_000, "7"])
def test_broken_json_is_refused(discussion: Discussion, reader: Reader, body: str) -> None:
    answer = reader._editor().ask(
        "POST", f"/api/comments/{discussion.article_id}", raw=body, headers={"content-type": "application/json"}
    )
    assert answer.problem in ("malformed-request", "invalid-fields")


def test_a_form_that_is_no_form_is_refused(discussion: Discussion, reader: Reader) -> None:
    path = f"/api/comments/{discussion.article_id}"
    form = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    assert reader._editor().ask("POST", path, raw=b"name=%FF&text=x", headers=form).problem == "malformed-request"
    assert reader._editor().ask("POST", path, raw="&".join(["a=b"] * 100), headers=form).problem == "malformed-request"
    assert reader._editor().ask("POST", path, raw="text=" + "x" * 100_001, headers=form).problem == "body-too-large"


def test_a_person_whose_form_is_in_another_encoding_gets_it_back_to_look_at(
    discussion: Discussion, reader: Reader
) -> None:
    answer = reader.send_raw_form(discussion.article_id, b"name=Jos%E9&text=Voil%E0+\x80")
    assert (answer.status, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Some letters may not have come as you typed them" in answer.text
    assert 'value="José"' in answer.text
    assert "Voilà €</textarea>" in answer.text
    assert discussion.listed() == []


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (b"text=" + b"x" * 100_001, 413, "Text is longer than 5,000 characters"),
        (b"text=" + b"x" * 300_000, 413, "Text is longer than 5,000 characters"),
        (b"&".join([b"a=b"] * 100), 400, "Your comment was not sent."),
    ],
)
def test_a_person_whose_form_cannot_be_read_gets_a_page(
    discussion: Discussion, reader: Reader, raw: bytes, status: int, words: str
) -> None:
    answer = reader.send_raw_form(discussion.article_id, raw)
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in answer.text


@pytest.mark.parametrize("article_id", [NO_ARTICLE, "nothing", "01karr5y7s9qxj8zb3m4n5p6q7"])
def test_a_comment_on_no_article_is_answered_404(discussion: Discussion, reader: Reader, article_id: str) -> None:
    answer = reader.post(article_id)
    assert (answer.status, answer.problem) == (404, "not-found")
    page = reader.send_form(article_id, COMMENT)
    assert page.status == 404
    assert discussion.listed() == []


def test_an_article_that_is_not_published_takes_no_comments(newsroom: Newsroom, reader: Reader) -> None:
    draft = newsroom.editor().create().rpartition("/")[2]
    assert reader.post(draft).status == 404
    page = reader.send_form(draft, COMMENT)
    assert (page.status, "A fine bridge." in page.text) == (404, True)


def test_closed_comments_are_answered_409_with_the_text_to_keep(discussion: Discussion, reader: Reader) -> None:
    admin = discussion.newsroom.editor(Role.ADMIN)
    site = admin.get("/api/site").json
    assert admin.put("/api/site", site | {"comments_open": False}).status == 200
    assert reader.post(discussion.article_id).problem == "wrong-state"
    page = reader.send_form(discussion.article_id, COMMENT)
    assert (page.status, "A fine bridge." in page.text) == (409, True)
    assert admin.put("/api/site", site).status == 200


def test_nothing_under_api_comments_answers_403(discussion: Discussion, reader: Reader) -> None:
    for method in ("GET", "PUT", "DELETE", "POST", "PATCH"):
        for path in (f"/api/comments/{discussion.article_id}", "/api/comments/x", "/api/comments"):
            answer = reader._editor().ask(method, path, {}, headers={"authorization": "Bearer nonsense"})
            assert answer.status in (401, 404, 405, 422), (method, path, answer.status)


def test_the_same_key_is_one_comment(discussion: Discussion, reader: Reader) -> None:
    first = reader.post(discussion.article_id, idempotency_key="a-key")
    discussion.newsroom.clock.advance(hours=3)
    again = reader.post(discussion.article_id, idempotency_key="a-key")
    assert first.json == again.json
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    other = reader.post(discussion.article_id, COMMENT | {"text": "Another."}, idempotency_key="a-key")
    assert (other.status, other.problem) == (422, "key-reused")
    assert len(discussion.listed()) == 1


def test_the_same_words_within_minutes_are_one_comment(discussion: Discussion, reader: Reader) -> None:
    first = reader.post(discussion.article_id)
    discussion.newsroom.clock.advance(minutes=9)
    assert reader.post(discussion.article_id, COMMENT | {"text": "a FINE  bridge. "}).json == first.json
    assert Reader(discussion.newsroom, "203.0.113.8").post(discussion.article_id).json != first.json
    discussion.newsroom.clock.advance(minutes=2)
    assert reader.post(discussion.article_id).json != first.json
    assert len(discussion.listed()) == 3


def test_the_edge_tells_the_readers_address_with_its_secret_alone(discussion: Discussion, reader: Reader) -> None:
    secret = boto3.client("ssm").get_parameter(Name=os.environ["SECRETS_PATH"] + "/origin-secret", WithDecryption=True)
    known = {"x_origin_secret": secret["Parameter"]["Value"]}
    first = reader.post(discussion.article_id, x_viewer_address="198.51.100.1", **known)
    assert reader.post(discussion.article_id, x_viewer_address="198.51.100.1", **known).json == first.json
    assert reader.post(discussion.article_id, x_viewer_address="198.51.100.2", **known).json != first.json
    plain = reader.post(discussion.article_id)
    assert reader.post(discussion.article_id, x_viewer_address="198.51.100.3", x_origin_secret="x").json == plain.json


def test_no_address_is_kept(discussion: Discussion, reader: Reader) -> None:
    reader.post(discussion.article_id, idempotency_key="a-key")
    kept = boto3.client("dynamodb").scan(TableName=names()["CommentsTable"])["Items"]
    assert discussion.article_id in json.dumps(kept)
    assert reader.address not in json.dumps(kept)


def test_whoever_falls_for_the_honeypot_is_told_nothing(discussion: Discussion, reader: Reader) -> None:
    answer = reader.post(discussion.article_id, COMMENT | {"website": "https://spam.example"})
    assert (answer.status, answer.json["state"]) == (202, "held")
    assert items(discussion) == []


def test_many_links_are_shown_to_the_moderator(discussion: Discussion, reader: Reader) -> None:
    reader.post(discussion.article_id, COMMENT | {"text": "https://a.example https://b.example https://c.example"})
    assert [comment["signals"] for comment in discussion.listed()] == [["links"]]


def refusal_of(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "TransactWriteItems")


REFUSALS = [
    refusal_of("ThrottlingException"),
    refusal_of("ProvisionedThroughputExceededException"),
    refusal_of("InternalServerError"),
    EndpointConnectionError(endpoint_url="https://dynamodb.example"),
    ReadTimeoutError(endpoint_url="https://dynamodb.example"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
@pytest.mark.parametrize("call", ["transact_write_items", "batch_get_item"])
def test_a_comment_that_the_table_refuses_waits_in_the_queue(
    discussion: Discussion, reader: Reader, refusal: Exception, call: str
) -> None:
    with mock.patch.object(clients.impatient_dynamodb(), call, side_effect=refusal):
        answer = reader.post(discussion.article_id)
    assert answer.status == 202
    assert discussion.listed() == []
    messages = Queue("CommentsFallbackQueue").messages()
    for _ in range(2):
        drained = discussion.newsroom.call("record_comments", {"Records": messages})
        assert drained == {"batchItemFailures": []}
    assert [comment["id"] for comment in discussion.listed()] == [answer.json["id"]]


def test_a_message_that_still_cannot_be_kept_goes_back_alone(discussion: Discussion, reader: Reader) -> None:
    client, act = clients.impatient_dynamodb(), clients.impatient_dynamodb().transact_write_items
    with mock.patch.object(client, "transact_write_items", side_effect=REFUSALS[0]):
        kept, refused = (
            reader.post(discussion.article_id),
            reader.post(discussion.article_id, COMMENT | {"text": "No."}),
        )
    messages = Queue("CommentsFallbackQueue").messages()

    def refuse_one(TransactItems: Any) -> Any:
        if refused.json["id"] in json.dumps(TransactItems):
            raise REFUSALS[0]
        return act(TransactItems=TransactItems)

    with mock.patch.object(client, "transact_write_items", side_effect=refuse_one):
        drained = discussion.newsroom.call("record_comments", {"Records": messages})
    [message_id] = [each["messageId"] for each in messages if refused.json["id"].rpartition("-")[2] in each["body"]]
    assert drained == {"batchItemFailures": [{"itemIdentifier": message_id}]}
    assert [comment["id"] for comment in discussion.listed()] == [kept.json["id"]]


def test_a_comment_sent_twice_while_the_table_refused_is_one(discussion: Discussion, reader: Reader) -> None:
    with mock.patch.object(clients.impatient_dynamodb(), "transact_write_items", side_effect=REFUSALS[0]):
        reader.post(discussion.article_id)
        discussion.newsroom.clock.advance(minutes=1)
        reader.post(discussion.article_id)
    messages = Queue("CommentsFallbackQueue").messages()
    discussion.newsroom.clock.advance(hours=2)
    discussion.newsroom.call("record_comments", {"Records": messages[::-1]})
    assert len(discussion.listed()) == 1


def test_a_comment_that_waited_for_no_article_is_dropped(discussion: Discussion, reader: Reader) -> None:
    with mock.patch.object(clients.impatient_dynamodb(), "batch_get_item", side_effect=REFUSALS[0]):
        assert reader.post(NO_ARTICLE).status == 202
    messages = Queue("CommentsFallbackQueue").messages()
    assert discussion.newsroom.call("record_comments", {"Records": messages}) == {"batchItemFailures": []}
    assert discussion.newsroom.items("CommentsTable", f"comments#{NO_ARTICLE}#0") == []


def test_where_the_queue_refuses_too_the_reader_is_asked_to_try_again(discussion: Discussion, reader: Reader) -> None:
    with (
        mock.patch.object(clients.impatient_dynamodb(), "transact_write_items", side_effect=REFUSALS[0]),
        mock.patch.object(clients.impatient_sqs(), "send_message", side_effect=REFUSALS[3]),
    ):
        answer = reader.post(discussion.article_id)
        page = reader.send_form(discussion.article_id, COMMENT)
    assert (answer.status, answer.problem) == (503, "busy")
    assert (page.status, "A fine bridge." in page.text) == (503, True)
