"""Moderators: who may decide, what a verdict does, and what is left of a comment that was erased."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import boto3
import pytest
from botocore.exceptions import ClientError

from broadsheet import token
from broadsheet.comment.event import Verdict, state_of
from broadsheet.comment.identity import CommentId
from broadsheet.environment import ModerateCommentsSettings, settings_of
from broadsheet.store import clients
from broadsheet.store.comments import Comments
from broadsheet.token import Role
from broadsheet.wiring import moderate_comments
from tests.calls import intercepted
from tests.emulated import Queue, names
from tests.newsroom import Newsroom
from tests.template.roles import Call

from .reader import Discussion, Reader, discussion_of, moderator, opened_newsroom


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with opened_newsroom() as opened:
        yield opened


@pytest.fixture
def discussion(newsroom: Newsroom) -> Discussion:
    return discussion_of(newsroom)


def kept(comment_id: str) -> tuple[str, list[str]]:
    """Return the state that is kept beside a comment's events, and the kinds of these."""
    comment = CommentId.parse(comment_id)
    assert comment is not None
    found = Comments(clients.dynamodb(), names()["CommentsTable"]).comment(comment)
    state = found.record.state if found.record else found.state
    assert state is state_of(found.events)
    return state.value, [event.kind.value for event in found.events]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.ADMIN])
def test_moderators_editors_and_admins_decide(discussion: Discussion, role: Role) -> None:
    comment_id = discussion.write()
    answer = moderator(discussion.newsroom, role).post(f"/api/moderation/comments/{comment_id}/approve")
    assert (answer.status, answer.json["state"]) == (200, "approved")


def test_a_comment_goes_through_every_verdict(discussion: Discussion) -> None:
    comment_id = discussion.write()
    verdicts = ["reject", "restore", "approve", "remove", "restore", "remove", "erase"]
    states = [discussion.judge(comment_id, verdict).json["state"] for verdict in verdicts]
    assert states == ["rejected", "held", "approved", "removed", "approved", "removed", "erased"]
    assert kept(comment_id)[1] == [
        "submitted", "rejected", "restored", "approved", "removed", "restored", "removed", "erased"
    ]  # fmt: skip


def test_each_state_has_its_list(discussion: Discussion) -> None:
    ids = {verdict: discussion.write(f"To {verdict}.") for verdict in ("wait", "approve", "reject", "remove", "erase")}
    discussion.judge(ids["remove"], "approve")
    for verdict in ("approve", "reject", "remove", "erase"):
        assert discussion.judge(ids[verdict], verdict).status == 200
    lists = {
        state: [each["id"] for each in discussion.listed(state)]
        for state in ("held", "approved", "rejected", "removed")
    }
    assert lists == {
        "held": [ids["wait"]], "approved": [ids["approve"]], "rejected": [ids["reject"]], "removed": [ids["remove"]]
    }  # fmt: skip


def test_a_verdict_twice_is_one_event(discussion: Discussion) -> None:
    comment_id = discussion.write()
    first, again = discussion.judge(comment_id, "approve"), discussion.judge(comment_id, "approve")
    assert (again.status, again.json) == (200, first.json)
    assert kept(comment_id) == ("approved", ["submitted", "approved"])


def test_a_verdict_that_the_state_does_not_allow_is_answered_409(discussion: Discussion) -> None:
    comment_id = discussion.publish()
    answer = discussion.judge(comment_id, "reject")
    assert (answer.status, answer.problem) == (409, "wrong-state")
    assert answer.json["detail"] == "the comment is approved; only what is held can be rejected"


def test_erasure_deletes_name_and_text_for_good(discussion: Discussion) -> None:
    comment_id = discussion.write("A secret that slipped out.", "Grace Hopper")
    answer = discussion.judge(comment_id, "erase")
    assert answer.json == {"id": comment_id, "article_id": discussion.article_id, "state": "erased"}
    left = json.dumps(boto3.client("dynamodb").scan(TableName=names()["CommentsTable"])["Items"])
    assert comment_id in left
    assert "secret" not in left
    assert "Hopper" not in left
    assert discussion.judge(comment_id, "erase").json == answer.json
    assert discussion.judge(comment_id, "restore").problem == "wrong-state"


def test_a_late_copy_of_an_erased_comment_does_not_bring_it_back(discussion: Discussion) -> None:
    throttled = ClientError({"Error": {"Code": "ThrottlingException"}}, "TransactWriteItems")
    with mock.patch.object(clients.impatient_dynamodb(), "transact_write_items", side_effect=throttled):
        comment_id = discussion.write()
    messages = {"Records": Queue("CommentsFallbackQueue").messages()}
    discussion.newsroom.call("record_comments", messages)
    discussion.judge(comment_id, "erase")
    discussion.newsroom.call("record_comments", messages)
    assert kept(comment_id) == ("erased", ["submitted", "erased"])


@pytest.mark.parametrize("comment_id", ["x", "01KARR5Y7S9QXJ8ZB3M4N5P6Q7-0-01KARR5Y7S9QXJ8ZB3M4N5P6Q7"])
def test_a_verdict_on_no_comment_is_answered_404(discussion: Discussion, comment_id: str) -> None:
    assert discussion.judge(comment_id, "approve").problem == "not-found"


def test_a_verdict_needs_no_body_and_takes_no_other(discussion: Discussion) -> None:
    path = f"/api/moderation/comments/{discussion.write()}/approve"
    assert discussion.moderator.post(path, {"reason": "x"}).faults == {
        "/reason": "reason is not a field; there are none here"
    }
    assert discussion.moderator.post(path, {}).status == 200


def test_two_moderators_at_once_decide_one_after_the_other(discussion: Discussion) -> None:
    comment_id, overtaken = discussion.write(), list[Call]()
    desk = moderate_comments.moderation_desk(settings_of(ModerateCommentsSettings))

    def overtake(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "TransactWriteItems" and not overtaken:
            overtaken.append(call)
            desk.decide(comment_id, Verdict.REJECT, token.Editor("another", Role.MODERATOR))
        return carry_out()

    with intercepted(overtake):
        assert discussion.judge(comment_id, "approve").json["state"] == "approved"
    assert kept(comment_id) == ("approved", ["submitted", "rejected", "approved"])


def test_the_list_goes_on_where_its_link_leads(discussion: Discussion) -> None:
    written = [discussion.write(f"Comment {number}.") for number in range(7)]
    path, found = "/api/moderation/comments?state=held&limit=2", []
    for _ in range(100):
        answer = discussion.moderator.get(path)
        found += [comment["id"] for comment in answer.json["comments"]]
        link = answer.headers.get("link")
        if link is None:
            break
        assert link.endswith('>; rel="next"')
        path = link[1 : link.index(">")]
    assert [comment_id for comment_id in found if comment_id in written] == written
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "query", ["state=erased", "state=x", "limit=0", "limit=101", "limit=x", "cursor=", "cursor=" + "x" * 101, "page=2"]
)
def test_a_list_that_cannot_be_is_refused(discussion: Discussion, query: str) -> None:
    assert discussion.moderator.get(f"/api/moderation/comments?{query}").problem == "malformed-request"


def test_those_that_wait_come_oldest_first_and_the_others_newest_first(discussion: Discussion) -> None:
    ids = [discussion.write(text) for text in ("One.", "Two.", "Three.")]
    assert [comment["id"] for comment in discussion.listed()] == ids
    for comment_id in ids:
        discussion.judge(comment_id, "approve")
    assert [comment["id"] for comment in discussion.listed("approved")] == ids[::-1]


def test_readers_are_not_told_who_decided(discussion: Discussion) -> None:
    reader = Reader(discussion.newsroom)
    answer = reader.post(discussion.article_id)
    judged = discussion.judge(answer.json["id"], "approve")
    assert str(discussion.moderator.token).split("_")[1] not in judged.text
