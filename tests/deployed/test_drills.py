"""Real accidents on the deployed stack, and the commands of docs/runbooks.md that mend them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.codec import to_json
from broadsheet.comment.fields import Record
from broadsheet.comment.identity import CommentId
from broadsheet.ids import ulid_of
from broadsheet.moments import to_milliseconds
from broadsheet.store import keys
from broadsheet.store.fallback import Sending
from ops.local.environments import ROOT
from ops.local.seed import Editor
from ops.local.stack import LocalStack
from tests.conftest import long
from tests.deployed.papers import carried_out, commands_in
from tests.deployed.reader import Reader
from tests.photographs import photograph

pytestmark = pytest.mark.deployed

RUNBOOKS = (ROOT / "docs/runbooks.md").read_text()
# A verdict is late after two minutes, and its first turn is in that minute or the next.
VERDICT_FOUND_SECONDS = 300
# The schedule looks once a minute, in the emulator's own time: what it misses in the third, it asks for by the eighth.
BY_THE_SCHEDULE_SECONDS = 540
TRIES = 8


def follow(deployed: LocalStack, heading: str, **variables: str) -> str:
    """Run the commands that the runbooks have under a heading and return what they said."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", RUNBOOKS, re.MULTILINE | re.DOTALL)
    assert section, heading
    commands = "\n".join(commands_in(section[1]))
    for name, value in variables.items():
        commands = re.sub(rf"\b{name}=\S+", f"{name}={value}", commands)
    return carried_out(deployed, commands, variables)


def publish(deployed: LocalStack, headline: str, wait: bool = True, **fields: Any) -> dict[str, Any]:
    """Publish an article, and wait for its pages unless told otherwise."""
    written = {"headline": headline, "body": "As it says.", "section": "news", "state": "published", **fields}
    headers = {"Prefer": "wait=10"} if wait else {}
    return dict(deployed.editor().must("POST", "/api/articles", written, **headers))


def pending_prints(deployed: LocalStack) -> list[str]:
    """Return the sort keys of what is still to be printed."""
    found = (
        deployed.client("dynamodb").query(
            TableName=deployed.resources["RecentPostsTable"],
            KeyConditionExpression="pk = :pending",
            ExpressionAttributeValues={":pending": {"S": partition}},
            ConsistentRead=True,
        )
        for partition in keys.PENDING_PARTITIONS
    )
    return [item["sk"]["S"] for each in found for item in each["Items"]]


def workers(function: str) -> list[int]:
    """Return the processes that run a function."""
    wanted = f"AWS_LAMBDA_FUNCTION_NAME={function}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
        except OSError:
            continue
    return found


def tell(processes: list[int], what: signal.Signals) -> None:
    """Send a signal to processes."""
    for process in processes:
        os.kill(process, what)


def emptied(deployed: LocalStack, table: str) -> None:
    """Lose every item of a table."""
    client, name = deployed.client("dynamodb"), deployed.resources[table]
    for page in client.get_paginator("scan").paginate(TableName=name):
        for item in page["Items"]:
            client.delete_item(TableName=name, Key={key: item[key] for key in ("pk", "sk")})


@contextmanager
def stopped(deployed: LocalStack, mapping_id: str) -> Iterator[None]:
    """Have a stream's batches go nowhere for a while."""
    client, mapping = deployed.client("lambda"), deployed.resources[mapping_id]
    client.update_event_source_mapping(UUID=mapping, Enabled=False)
    try:
        yield
    finally:
        client.update_event_source_mapping(UUID=mapping, Enabled=True)


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the processes in /proc")
def test_a_printer_killed_amid_its_pages_prints_them_all_the_same(deployed: LocalStack, reader: Reader) -> None:
    publish(deployed, "Warm the printer")
    # Sixty pages more, to have time.
    keywords = [f"Kill {number}" for number in range(20)]
    for number in range(TRIES):
        printers = workers(deployed.resources["RenderPagesFunction"])
        article = publish(deployed, f"Killed amid {number}", wait=False, keywords=keywords)
        reader.until(article["url"], lambda answer: answer.status == 200)
        tell(printers, signal.SIGSTOP)
        amid = bool(pending_prints(deployed))
        tell(printers, signal.SIGKILL if amid else signal.SIGCONT)
        if amid:
            break
    else:
        pytest.fail("the printer was always faster")
    path = article["url"].removeprefix(deployed.site_url)
    for page in ("/", "/news", *(f"/tags/kill-{number}" for number in range(20)), "/feed.xml", "/sitemap-news.xml"):
        reader.until(page, lambda answer: path in answer.text, within_seconds=BY_THE_SCHEDULE_SECONDS)
    finished(deployed)


def test_a_failed_print_and_a_failed_upload_are_done_again_by_the_runbook(deployed: LocalStack, reader: Reader) -> None:
    failures, s3 = deployed.resources["RenderFailures"], deployed.client("s3")
    bucket = deployed.resources["UploadsBucket"]
    notifications = s3.get_bucket_notification_configuration(Bucket=bucket)
    notifications.pop("ResponseMetadata", None)
    opened = deployed.editor().must("POST", "/api/media", {"size": 4, "content_type": "image/jpeg"})
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    try:
        s3.put_object(Bucket=bucket, Key=opened["id"], Body=photograph(80, 60))
    finally:
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=notifications)
    arrival = {"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": bucket}, "object": {"key": opened["id"]}}}
    with stopped(deployed, "PendingPrintsToRenderPages"):
        article = publish(deployed, "Failed at first", wait=False)
        (pending,) = (sk for sk in pending_prints(deployed) if article["id"] in sk)
        batch = {"approximateArrivalOfFirstRecord": "2026-11-23T09:00:00Z"}
        for message in (
            {"pending": [pending], "reached": ""},
            {"requestPayload": {"Records": [arrival]}},
            {"DDBStreamBatchInfo": batch},
        ):
            deployed.client("sqs").send_message(QueueUrl=failures, MessageBody=json.dumps(message))
        assert reader.get(article["url"]).status == 404
        said = follow(deployed, "The alarm on RenderFailures")
        assert "1 messages sent again" in said
        # Before the schedule would have asked for it.
        reader.until(article["url"], lambda answer: answer.status == 200, within_seconds=30)
    media = deployed.editor().must("GET", f"/api/media/{opened['id']}")
    assert media["state"] == "ready"
    assert "Messages" not in deployed.client("sqs").receive_message(QueueUrl=failures)


def test_a_comment_that_could_not_be_kept_is_kept_by_the_runbook(deployed: LocalStack) -> None:
    article, failures, sqs = publish(deployed, "Kept in the end"), "CommentsFailures", deployed.client("sqs")
    now = to_milliseconds(datetime.now(UTC))
    comment = CommentId.new(article["id"], ulid_of(now, os.urandom(10)), 1)
    sending = Sending(Record(id=comment, name="Ada", text="My only copy.", submitted_at=now), ())
    batch = {"approximateArrivalOfFirstRecord": now.isoformat()}
    for body in (to_json(sending), json.dumps({"DDBStreamBatchInfo": batch})):
        sqs.send_message(QueueUrl=deployed.resources[failures], MessageBody=body)
    assert "1 messages sent again" in follow(deployed, f"The alarm on {failures}")
    assert "Messages" not in sqs.receive_message(QueueUrl=deployed.resources[failures])
    deadline = time.monotonic() + BY_THE_SCHEDULE_SECONDS
    held: list[str] = []
    while str(comment) not in held and time.monotonic() < deadline:
        listed = deployed.editor().must("GET", "/api/moderation/comments?state=held&limit=100")
        held = [each["id"] for each in listed["comments"]]
        time.sleep(0.5)
    assert str(comment) in held


@long
def test_a_verdict_that_the_stream_does_not_bring_is_printed_by_the_schedule(
    deployed: LocalStack, reader: Reader
) -> None:
    article = publish(deployed, "Much discussed")
    comment = Editor(deployed.site_url).must(
        "POST", f"/api/comments/{article['id']}", {"name": "Ada", "text": "Lost on its way."}
    )
    with stopped(deployed, "CommentEventsToRenderComments"):
        deployed.editor().must("POST", f"/api/moderation/comments/{comment['id']}/approve")
        assert "Lost on its way." not in reader.get(f"/comments/{article['id']}").text
        reader.until(
            f"/comments/{article['id']}",
            lambda answer: "Lost on its way." in answer.text,
            within_seconds=VERDICT_FOUND_SECONDS,
        )


@long
def test_a_stack_stopped_amid_its_pages_prints_them_when_it_runs_again(deployed: LocalStack, reader: Reader) -> None:
    articles = [publish(deployed, f"Before the outage {number}", wait=False) for number in range(10)]
    assert pending_prints(deployed)
    deployed.stop()
    deployed.start()
    for article in articles:
        reader.until(article["url"], lambda answer: answer.status == 200, within_seconds=BY_THE_SCHEDULE_SECONDS)
    finished(deployed)


@long
def test_a_lost_bucket_comes_back_whole(deployed: LocalStack, reader: Reader) -> None:
    editor, s3 = deployed.editor(), deployed.client("s3")
    bucket = deployed.facts["outputs"]["SiteBucketName"]
    media = editor.upload(photograph(800, 600), "image/jpeg")
    shown = publish(deployed, "Shown in a bucket", image={"media": media["id"], "alt": "A field"})
    moved = publish(deployed, "Moved in a bucket")
    change = {"If-Match": '"1"', "Prefer": "wait=10"}
    editor.must("PATCH", f"/api/articles/{moved['id']}", {"slug": "moved-elsewhere"}, **change)
    gone = publish(deployed, "Gone from a bucket")
    editor.must("POST", f"/api/articles/{gone['id']}/unpublish", **change)
    before = objects(s3, bucket)
    for key in before:
        s3.delete_object(Bucket=bucket, Key=key)
    assert reader.get(shown["url"]).status != 200
    assert "uploads are there" in follow(deployed, "The site's bucket was emptied or damaged")
    reader.until(shown["url"], lambda answer: answer.status == 200, within_seconds=BY_THE_SCHEDULE_SECONDS)
    reader.until(moved["url"], lambda answer: answer.status == 301, within_seconds=BY_THE_SCHEDULE_SECONDS)
    reader.until(gone["url"], lambda answer: answer.status == 410, within_seconds=BY_THE_SCHEDULE_SECONDS)
    deadline = time.monotonic() + BY_THE_SCHEDULE_SECONDS
    while (after := objects(s3, bucket)).keys() < before.keys() and time.monotonic() < deadline:
        time.sleep(1)
    assert before.keys() <= after.keys()
    # What was not printed has no stamp, and is the same to the byte.
    same = [key for key in before if key.startswith(("media/", "assets/"))]
    assert same
    assert [after[key] for key in same] == [before[key] for key in same]


@long
def test_a_lost_index_is_refilled(deployed: LocalStack, reader: Reader) -> None:
    article = publish(deployed, "Indexed once")
    path = article["url"].removeprefix(deployed.site_url)
    emptied(deployed, "RecentPostsTable")
    assert "are in RecentPostsTable" in follow(deployed, "RecentPostsTable was emptied")
    after = publish(deployed, "Indexed after")
    page = reader.until("/", lambda answer: after["url"].removeprefix(deployed.site_url) in answer.text)
    assert path in page.text


@long
def test_a_lost_table_comes_back_from_its_backup(deployed: LocalStack, reader: Reader) -> None:
    article = publish(deployed, "Kept in a backup")
    client, table = deployed.client("dynamodb"), deployed.resources["ContentTable"]
    before = {json.dumps(item, sort_keys=True, default=str) for item in items_of(client, table)}
    backup = client.create_backup(TableName=table, BackupName="drill")["BackupDetails"]["BackupArn"]
    emptied(deployed, "ContentTable")
    # The emulator keeps no past: a point in time is there the present. So this drill restores from a backup.
    done = subprocess.run(
        [sys.executable, "-m", "ops.restore_table", "--stack", deployed.facts["stack"], "--table", "ContentTable",
         "--backup", backup],
        cwd=ROOT, env=deployed.environment() | {"PYTHONPATH": "layers/broadsheet"}, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert before <= {json.dumps(item, sort_keys=True, default=str) for item in items_of(client, table)}
    assert deployed.editor().must("GET", f"/api/articles/{article['id']}")["headline"] == "Kept in a backup"
    said = follow(deployed, "A table lost items", AT="2026-11-22T18:00:00Z", TABLE="ContentTable")
    assert "0 items are back" in said


def finished(deployed: LocalStack) -> None:
    """Wait until nothing is left to print."""
    deadline = time.monotonic() + BY_THE_SCHEDULE_SECONDS
    while pending_prints(deployed) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert pending_prints(deployed) == []


def objects(s3: Any, bucket: str) -> dict[str, str]:
    """Return the ETag of every object."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {found["Key"]: found["ETag"] for page in pages for found in page.get("Contents", [])}


def items_of(client: Any, table: str) -> list[dict[str, Any]]:
    """Return every item of a table."""
    return [item for page in client.get_paginator("scan").paginate(TableName=table) for item in page["Items"]]
