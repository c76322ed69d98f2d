"""Comment pages: what readers get of a discussion, whatever the order in which its events arrive."""

import json
import random
import re
from typing import Any

import boto3
import pytest

from broadsheet.comment.seat import NEWEST_COMMENTS, PAGE_COMMENTS
from broadsheet.store import clients
from tests.calls import intercepted
from tests.emulated import names
from tests.newsroom import Newsroom, Stored, without_etags
from tests.template.roles import Call

from .reader import Discussion, discussion_of


@pytest.fixture
def discussion(newsroom: Newsroom) -> Discussion:
    made = discussion_of(newsroom, headline="The harbour bridge opens")
    newsroom.settle()
    return made


def comment_pages(newsroom: Newsroom) -> dict[str, Stored]:
    return {key: page for key, page in newsroom.site().items() if key.startswith("comments/")}


def unprinted(newsroom: Newsroom) -> list[str]:
    return [item["sk"]["S"] for item in newsroom.items("CommentsTable", "unprinted")]


def counts(newsroom: Newsroom) -> dict[str, int]:
    printed: dict[str, int] = json.loads(newsroom.page("comments/counts.json").text)["counts"]
    return printed


def test_an_article_has_a_page_for_comments_before_the_first(discussion: Discussion) -> None:
    page = discussion.page()
    assert "No comments yet" in page
    assert f'action="/api/comments/{discussion.article_id}"' in page
    assert "The harbour bridge opens" in page


def test_an_approved_comment_is_printed_and_counted(discussion: Discussion) -> None:
    discussion.publish("Well built.\n\nSee https://example.org/bridge.", "Ada & Co <b>")
    discussion.newsroom.settle()
    for page in (discussion.page(), discussion.page(1)):
        assert "Ada &amp; Co &lt;b&gt;" in page
        assert "<p>Well built.</p>" in page
        link = '<a href="https://example.org/bridge" rel="ugc nofollow noopener">https://example.org/bridge</a>.'
        assert link in page
        assert 'id="c1"' in page
    assert counts(discussion.newsroom) == {discussion.article_id: 1}


def test_what_waits_or_was_rejected_is_on_no_page(discussion: Discussion) -> None:
    discussion.write("Waiting.")
    discussion.judge(discussion.write("Rejected."), "reject")
    discussion.newsroom.settle()
    assert not any("Waiting." in page.text or "Rejected." in page.text for page in discussion.newsroom.site().values())
    assert counts(discussion.newsroom) == {}


def test_a_removed_comment_leaves_a_line_on_its_page_and_comes_back_to_it(discussion: Discussion) -> None:
    first, second = discussion.publish("First."), discussion.publish("Second.")
    discussion.newsroom.settle()
    discussion.judge(first, "remove")
    discussion.newsroom.settle()
    assert "First." not in discussion.page() + discussion.page(1)
    assert "removed by the moderators" in discussion.page(1)
    for key in (f"comments/{discussion.article_id}", f"comments/{discussion.article_id}/1"):
        assert "stale-while-revalidate" not in discussion.newsroom.page(key).cache_control
    assert counts(discussion.newsroom) == {discussion.article_id: 1}
    discussion.judge(first, "restore")
    discussion.judge(second, "erase")
    discussion.newsroom.settle()
    assert "First." in discussion.page(1)
    assert "This comment was erased" in discussion.page(1)
    assert "Second." not in discussion.page() + discussion.page(1)
    assert discussion.page(1).index('id="c1"') < discussion.page(1).index('id="c2"')


def test_a_batch_prints_each_page_once(discussion: Discussion) -> None:
    for number in range(10):
        discussion.publish(f"Comment {number}.")
    records = discussion.newsroom.comment_events.records()
    assert len(records) == 10
    before = _versions(discussion)
    discussion.newsroom.call("render_comments", {"Records": records})
    assert _versions(discussion) - before == 3  # the newest, page 1, the counts


def test_pages_hold_fifty_and_only_the_last_one_changes(discussion: Discussion) -> None:
    for number in range(PAGE_COMMENTS):
        discussion.publish(f"Comment {number}.")
    discussion.newsroom.settle()
    assert 'rel="next"' not in discussion.page(1)
    assert discussion.page().count("<li>\n<article") == NEWEST_COMMENTS
    discussion.publish("The fifty-first.")
    discussion.newsroom.settle()
    assert f'rel="next" href="/comments/{discussion.article_id}/2"' in discussion.page(1)
    assert f'rel="prev" href="/comments/{discussion.article_id}/1"' in discussion.page(2)
    full = discussion.newsroom.page(f"comments/{discussion.article_id}/1").etag
    discussion.publish("The fifty-second.")
    discussion.newsroom.settle()
    assert discussion.newsroom.page(f"comments/{discussion.article_id}/1").etag == full
    assert "The fifty-second." in discussion.page(2)


def test_a_numbered_page_says_nothing_of_the_whole(discussion: Discussion) -> None:
    """It is not printed again when a later one is, so whatever it said of all comments would go stale."""
    for number in range(PAGE_COMMENTS + 1):
        discussion.publish(f"Comment {number}.")
    discussion.newsroom.settle()
    for number in (1, 2):
        count = re.search(r'<p class="count">(.*)</p>', discussion.page(number))
        assert count is not None
        assert count[1] == f"Page {number}"
    assert f"{PAGE_COMMENTS + 1} comments" in discussion.page()


def test_a_discussion_shows_the_newest_that_stand_though_the_twenty_after_them_were_removed(
    discussion: Discussion,
) -> None:
    made = [discussion.publish(f"Comment {number}.") for number in range(1, NEWEST_COMMENTS + 4)]
    discussion.newsroom.settle()
    for comment in made[3:]:
        discussion.judge(comment, "remove")
    discussion.newsroom.settle()
    assert "3 comments" in discussion.page()
    assert re.findall(r"Comment \d+\.", discussion.page()) == ["Comment 3.", "Comment 2.", "Comment 1."]
    for comment in made[:3]:
        discussion.judge(comment, "remove")
    discussion.newsroom.settle()
    assert "No comments yet" in discussion.page()


def test_a_takedown_takes_the_comments_down_and_a_restore_brings_them_back(discussion: Discussion) -> None:
    newsroom, editor = discussion.newsroom, discussion.newsroom.editor()
    discussion.publish("Still here.")
    newsroom.settle()
    path = f"/api/articles/{discussion.article_id}"
    assert editor.post(f"{path}/unpublish", if_match='"1"').status == 200
    newsroom.settle()
    for key in (f"comments/{discussion.article_id}", f"comments/{discussion.article_id}/1"):
        page = newsroom.page(key)
        assert (page.is_gone, "Still here." in page.text) == (True, False)
        assert f"a-{discussion.article_id}" in page.tags
    waiting = discussion.moderator.get("/api/moderation/comments?state=approved").json["comments"]
    discussion.judge(waiting[0]["id"], "remove")
    discussion.judge(waiting[0]["id"], "restore")
    newsroom.settle()
    assert newsroom.page(f"comments/{discussion.article_id}/1").is_gone
    assert editor.post(f"{path}/restore", if_match='"2"').status == 200
    newsroom.settle()
    assert "Still here." in discussion.page(1)
    assert "Still here." in discussion.page()


def test_a_new_headline_is_on_every_page_of_the_discussion(discussion: Discussion) -> None:
    discussion.publish()
    discussion.newsroom.settle()
    editor = discussion.newsroom.editor()
    path = f"/api/articles/{discussion.article_id}"
    editor.patch(path, {"headline": "The bridge is open", "slug": "open-bridge"}, if_match='"1"')
    discussion.newsroom.settle()
    for page in (discussion.page(), discussion.page(1)):
        assert "The bridge is open" in page
        assert "/2026/11/23/open-bridge" in page


def test_comments_printed_from_scratch_are_the_same(discussion: Discussion) -> None:
    for number in range(PAGE_COMMENTS + 2):
        discussion.publish(f"Comment {number}.")
    discussion.newsroom.settle()
    before = without_etags(comment_pages(discussion.newsroom))
    discussion.newsroom.printed_from_scratch()
    assert without_etags(comment_pages(discussion.newsroom)) == before


def test_events_that_come_twice_and_out_of_order_print_the_same(newsroom: Newsroom) -> None:
    chance = random.Random(2)
    discussion = discussion_of(newsroom)
    newsroom.settle()
    ids = [discussion.publish(f"Comment {number}.") for number in range(6)]
    for comment_id in chance.sample(ids, 4):
        discussion.judge(comment_id, "remove")
        if chance.random() < 0.5:
            discussion.judge(comment_id, "restore")
    discussion.judge(ids[3], "erase")
    records = newsroom.comment_events.records()
    deliveries = chance.choices(records, k=40) + records
    chance.shuffle(deliveries)
    while deliveries:
        size = chance.randint(1, 5)
        newsroom.call("render_comments", {"Records": deliveries[:size]})
        deliveries = deliveries[size:]
    seats = _seats(discussion)
    assert sorted(seats.values()) == list(range(1, len(seats) + 1))
    standing = {comment["id"] for comment in discussion.listed("approved")}
    assert counts(newsroom) == {discussion.article_id: len(standing)}
    for number, comment_id in enumerate(ids):
        assert (f"<p>Comment {number}.</p>" in discussion.page(1)) is (comment_id in standing)
    before = without_etags(comment_pages(newsroom))
    newsroom.call("render_comments", {"Records": records})
    assert without_etags(comment_pages(newsroom)) == before
    assert _seats(discussion) == seats


def test_a_comment_approved_and_erased_before_the_first_print_gets_no_seat(discussion: Discussion) -> None:
    discussion.judge(discussion.publish(), "erase")
    discussion.newsroom.settle()
    assert _seats(discussion) == {}
    assert "No comments yet" in discussion.page()


def test_what_cannot_be_printed_is_raised_and_printed_by_the_next_try(
    discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    discussion.publish("Printed at last.")
    records = discussion.newsroom.comment_events.records()
    content = boto3.client("dynamodb")
    theme = content.get_item(TableName=names()["ContentTable"], Key={"pk": {"S": "site"}, "sk": {"S": "theme"}})["Item"]
    content.put_item(TableName=names()["ContentTable"], Item=theme | {"theme": {"S": "another"}})
    with pytest.raises(Exception, match="the site wears theme another"):
        discussion.newsroom.call("render_comments", {"Records": records})
    assert "Printed at last." not in discussion.page()
    assert len(unprinted(discussion.newsroom)) == 1
    content.put_item(TableName=names()["ContentTable"], Item=theme)
    discussion.newsroom.call("render_comments", {"Records": records})
    assert "Printed at last." in discussion.page(1)
    assert counts(discussion.newsroom) == {discussion.article_id: 1}


def test_a_verdict_is_unprinted_until_its_own_event_is_printed(discussion: Discussion) -> None:
    """A printer that has read what came later was not asked for it, and may be overtaken by another."""
    comment_id = discussion.publish()
    discussion.judge(comment_id, "remove")
    approved, removed = discussion.newsroom.comment_events.records()
    assert [sk.rpartition("#")[2] for sk in unprinted(discussion.newsroom)] == ["0002", "0003"]
    discussion.newsroom.call("render_comments", {"Records": [approved]})
    assert [sk.rpartition("#")[2] for sk in unprinted(discussion.newsroom)] == ["0003"]
    discussion.newsroom.call("render_comments", {"Records": [removed]})
    assert unprinted(discussion.newsroom) == []


def test_a_discussion_that_fails_holds_up_no_other(discussion: Discussion) -> None:
    newsroom = discussion.newsroom
    other = discussion_of(newsroom)
    newsroom.settle()
    discussion.publish("Held up.")
    other.publish("Not held up.")
    records = newsroom.comment_events.records()
    failing = f"discussion#{discussion.article_id}"

    def refuse(call: Call, carry_out: Any) -> Any:
        if call.operation == "TransactWriteItems" and failing in str(call.parameters):
            raise clients.dynamodb().exceptions.InternalServerError({"Error": {}}, call.operation)
        return carry_out()

    with intercepted(refuse), pytest.raises(ExceptionGroup, match="could not be settled"):
        newsroom.call("render_comments", {"Records": records})
    assert "Not held up." in other.page(1)
    assert counts(newsroom) == {other.article_id: 1}
    assert [discussion.article_id in sk for sk in unprinted(newsroom)] == [True]
    newsroom.call("render_comments", {"Records": records})
    assert "Held up." in discussion.page(1)
    assert unprinted(newsroom) == []


def _versions(discussion: Discussion) -> int:
    """Return how often pages of comments were ever written."""
    s3 = boto3.client("s3")
    s3.put_bucket_versioning(Bucket=names()["SiteBucket"], VersioningConfiguration={"Status": "Enabled"})
    found: dict[str, Any] = s3.list_object_versions(Bucket=names()["SiteBucket"], Prefix="comments/")  # type: ignore[assignment]
    return len(found["Versions"])


def _seats(discussion: Discussion) -> dict[str, int]:
    found = discussion.newsroom.items("ApprovedCommentsTable", f"discussion#{discussion.article_id}")
    return {
        item["comment_id"]["S"]: int(item["sk"]["S"].removeprefix("seat#"))
        for item in found
        if item["sk"]["S"].startswith("seat#")
    }
