"""What an operator's commands do to the stores: redriving, making files again, restoring a table."""

import json
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import ReadTimeoutError

from broadsheet.store import clients
from ops.print_comments import mark_unprinted
from ops.redrive import Redrive
from ops.remake_files import picture_event, theme_event, uploads_in
from ops.restore_table import copied
from ops.scan import Progress
from tests.emulated import SITE_URL, Queue, all_items, all_objects, aws, emptied, names
from tests.newsroom import Newsroom
from tests.photographs import photograph

from .editor import ARTICLE
from .reader import COMMENT, Reader, discussion_of


def sent(queue: str, *bodies: str) -> str:
    """Send messages to a queue and return its address."""
    url: str = aws("sqs").get_queue_url(QueueName=names()[queue])["QueueUrl"]
    for body in bodies:
        aws("sqs").send_message(QueueUrl=url, MessageBody=body)
    return url


def redrive(newsroom: Newsroom, failures: str, origin: str, function: str, monkeypatch: pytest.MonkeyPatch) -> Redrive:
    """Return a redrive whose calls reach the newsroom's functions."""
    monkeypatch.setattr("ops.redrive.POLL_SECONDS", 0)

    def call(event: Any) -> None:
        newsroom.call(function, event)

    return Redrive(aws("sqs"), sent(failures), sent(origin), call)


def test_the_only_copy_of_a_comment_goes_back_to_where_it_waits(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    discussion = discussion_of(newsroom)
    newsroom.settle()
    with mock.patch.object(
        clients.impatient_dynamodb(), "transact_write_items", side_effect=ReadTimeoutError(endpoint_url="")
    ):
        assert Reader(newsroom).post(discussion.article_id, COMMENT).status == 202
    (message,) = Queue("CommentsFallbackQueue").messages()
    sent("CommentsFailures", message["body"])
    done = redrive(newsroom, "CommentsFailures", "CommentsFallbackQueue", "render_comments", monkeypatch).run()
    assert done == {"messages sent again": 1}
    newsroom.call("record_comments", {"Records": Queue("CommentsFallbackQueue").messages()})
    assert [comment["text"] for comment in discussion.listed()] == [COMMENT["text"]]
    assert Queue("CommentsFailures").messages() == []


def test_a_lost_batch_of_a_stream_needs_nothing(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    discussion = discussion_of(newsroom)
    newsroom.settle()
    discussion.publish("Lost on its way.")
    newsroom.comment_events.records()
    batch = {"shardId": "1", "approximateArrivalOfFirstRecord": "2026-11-23T09:00:00Z"}
    sent("CommentsFailures", json.dumps({"requestContext": {}, "DDBStreamBatchInfo": batch}))
    redrive(newsroom, "CommentsFailures", "CommentsFallbackQueue", "render_comments", monkeypatch).run()
    assert Queue("CommentsFailures").messages() == Queue("CommentsFallbackQueue").messages() == []
    newsroom.clock.advance(minutes=2)
    newsroom.keep_schedule()
    newsroom.clock.advance(minutes=1)
    newsroom.keep_schedule()
    assert "Lost on its way." in discussion.page()


def test_seats_that_a_backup_lacks_are_given_again(newsroom: Newsroom) -> None:
    seats, backup = names()["ApprovedCommentsTable"], names()["RecentPostsTable"]
    discussion = discussion_of(newsroom)
    newsroom.settle()
    discussion.publish("Before the backup.")
    newsroom.settle()
    copied(aws("dynamodb"), seats, backup, Progress())
    newsroom.clock.advance(minutes=1)
    since = newsroom.clock()
    discussion.publish("Since then.")
    discussion.judge(discussion.publish("Removed."), "remove")
    discussion.write("Waiting.")
    newsroom.settle()
    before = discussion.page(1)
    emptied("ApprovedCommentsTable")
    copied(aws("dynamodb"), backup, seats, Progress())
    assert mark_unprinted(aws("dynamodb"), names()["CommentsTable"], since, newsroom.clock()) == 2
    for _ in range(3):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()
    assert newsroom.items("CommentsTable", "unprinted") == []
    assert discussion.page(1) == before
    assert json.loads(newsroom.page("comments/counts.json").text)["counts"] == {discussion.article_id: 2}


def test_a_message_whose_call_fails_stays_in_the_queue(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    url = sent("RenderFailures", json.dumps({"requestPayload": {"Records": [{"eventName": "broken"}]}}))
    with pytest.raises(KeyError):
        redrive(newsroom, "RenderFailures", "RenderQueue", "process_images", monkeypatch).run()
    attributes = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_lost_pictures_and_assets_are_made_again_to_the_byte(newsroom: Newsroom) -> None:
    newsroom.upload(photograph(400, 300))
    newsroom.upload(b"no picture")
    lost = {key: each.value for key, each in all_objects().items() if key.startswith(("media/", "assets/"))}
    assert {key.split("/")[0] for key in lost} == {"media", "assets"}
    for key in lost:
        aws("s3").delete_object(Bucket=names()["SiteBucket"], Key=key)
    newsroom.call("install_site", theme_event(SITE_URL))
    uploads = names()["UploadsBucket"]
    for media in uploads_in(aws("s3"), uploads):
        newsroom.call("process_images", picture_event(uploads, media))
    made = {key: each.value for key, each in all_objects().items() if key.startswith(("media/", "assets/"))}
    assert made == lost
    assert newsroom.pump() == 0


def test_a_picture_that_would_get_other_names_is_not_made_again(newsroom: Newsroom) -> None:
    media = newsroom.upload(photograph(80, 60))["id"]
    newsroom.send(media, photograph(60, 80))
    before = newsroom.variants()
    with pytest.raises(RuntimeError, match="another recipe, or of another file"):
        newsroom.call("process_images", picture_event(names()["UploadsBucket"], media))
    assert newsroom.variants() == before


def test_a_table_gets_back_what_it_lacks_and_keeps_what_is_newer(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**ARTICLE | {"state": "published"})
    backup, table = names()["CommentsTable"], names()["ContentTable"]
    # Any table of the same keys will do for a backup.
    assert copied(aws("dynamodb"), table, backup, Progress()) == len(saved := all_items("ContentTable"))
    assert all_items("CommentsTable") == saved
    emptied("ContentTable")
    assert copied(aws("dynamodb"), backup, table, Progress()) == len(saved)
    assert all_items("ContentTable") == saved
    editor.patch(path, {"headline": "Since then"}, if_match='"1"')
    newer = all_items("ContentTable")
    assert copied(aws("dynamodb"), backup, table, Progress()) == 0
    assert all_items("ContentTable") == newer
    copied(aws("dynamodb"), backup, table, Progress(), overwrite=True)
    assert editor.get(path).json["headline"] == ARTICLE["headline"]
