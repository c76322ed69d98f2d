"""What spares moto work answers as moto does over the wire, keeps the same, and tells the streams the same."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.emulated import TABLES, Queue, Snapshot, all_items, all_objects, aws, names, recorded, stores
from tests.newsroom import Newsroom


def item(pk: str, sk: str, **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}} | attributes


def day(number: int) -> dict[str, Any]:
    """An item with every kind of value, waiting for a moderator."""
    return item(
        "day", f"{number:02}", text={"S": "ü" * number}, count={"N": str(number)}, raw={"B": bytes([number, 255])},
        inner={"M": {"list": {"L": [{"N": "1"}, {"NULL": True}, {"BOOL": False}]}}},
        moderation_state={"S": "held" if number % 2 else "approved"}, moderation_position={"S": f"{9 - number}"},
    )  # fmt: skip


def key(pk: str, sk: str) -> dict[str, Any]:
    return {"Key": item(pk, sk)}


def write(action: str, *, table: str = "CommentsTable", condition: str | None = None, **what: Any) -> dict[str, Any]:
    return {action: what | {"TableName": names()[table]} | ({"ConditionExpression": condition} if condition else {})}


def transact(*writes: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    return "dynamodb", "transact_write_items", {"TransactItems": list(writes)}


def ask(operation: str, table: str = "CommentsTable", **parameters: Any) -> tuple[str, str, dict[str, Any]]:
    return "dynamodb", operation, {"TableName": names()[table]} | parameters


def query(condition: str, **parameters: Any) -> tuple[str, str, dict[str, Any]]:
    values = {f":{name}": {"S": parameters.pop(name)} for name in ("a", "b", "c") if name in parameters}
    return ask("query", KeyConditionExpression=condition, ExpressionAttributeValues=values, **parameters)


def page(
    operation: str, name: str = "a", bucket: str = "SiteBucket", **parameters: Any
) -> tuple[str, str, dict[str, Any]]:
    return "s3", operation, {"Bucket": names()[bucket], "Key": name} | parameters


def send(*entries: dict[str, str]) -> tuple[str, str, dict[str, Any]]:
    url = aws("sqs").get_queue_url(QueueName=names()["RenderQueue"])["QueueUrl"]
    return "sqs", "send_message_batch", {"QueueUrl": url, "Entries": list(entries)}


FREE, TAKEN = "attribute_not_exists(pk)", "attribute_exists(pk)"


STRETCHES: dict[str, dict[str, Any]] = {
    "sk BETWEEN :b AND :c": {"b": "02", "c": "05"},
    "sk > :b": {"b": "02"},
    "sk >= :b": {"b": "02"},
    "sk < :b": {"b": "05"},
    "sk <= :b": {"b": "05"},
    "sk = :b": {"b": "04"},
    "begins_with(sk, :b)": {"b": "0"},
}


def calls() -> list[tuple[str, str, dict[str, Any]]]:
    """Return calls of every kind that functions make, good and bad, in an order where each leans on those before."""
    start: dict[str, Any] = {"ExclusiveStartKey": item("day", "03")}
    comments = names()["CommentsTable"]
    return [
        *(ask("put_item", Item=day(number)) for number in range(1, 8)),
        ask("put_item", Item=day(1), ConditionExpression=FREE),
        ask("put_item", Item=item("", "x")),
        ask("put_item", Item=item("a", "large", text={"S": "x" * 410_000})),
        ask("put_item", Item={"pk": {"S": "a"}}),
        ask("put_item", Item={"pk": {"S": 7}, "sk": {"S": "x"}}),
        ask("get_item", **key("day", "01")),
        ask("get_item", **key("day", "99")),
        ask("get_item", table="RecentPostsTable", **key("day", "01")),
        query("pk = :a", a="day"),
        query("pk = :a", a="none"),
        query("pk = :a AND sk > :b", a="day", b="03", Limit=2),
        query("pk = :a AND sk < :b", a="day", b="05", ScanIndexForward=False, Limit=3),
        query("pk = :a AND sk BETWEEN :b AND :c", a="day", b="02", c="04"),
        query("pk = :a AND sk BETWEEN :b AND :c", a="day", b="02", c="04", ScanIndexForward=False),
        *(
            query(f"pk = :a AND {ends}", a="day", Limit=limit, ScanIndexForward=forward, **values, **after)
            for ends, values in STRETCHES.items()
            for limit in (1, 2, 4, 7)
            for forward in (True, False)
            for after in ({}, start)
        ),
        query("pk = :a", a="day", **start),
        query("pk = :a", a="day", ScanIndexForward=False, **start),
        query("moderation_state = :a", a="held", IndexName="moderation"),
        query("moderation_state = :a AND moderation_position > :b", a="held", b="3", IndexName="moderation", Limit=1),
        query("moderation_state = :a", a="held", IndexName="none"),
        query("pk = :a AND :a", a="day"),
        ask("scan"),
        ("dynamodb", "batch_get_item", {"RequestItems": {comments: {"Keys": [item("day", "01"), item("day", "99")]}}}),
        ("dynamodb", "batch_get_item", {"RequestItems": {comments: {"Keys": [item("day", "01"), item("day", "01")]}}}),
        ("dynamodb", "batch_write_item", {"RequestItems": {comments: [
            {"PutRequest": {"Item": day(8)}}, {"DeleteRequest": key("day", "02")}]}}),
        ask("update_item", **key("day", "03"), UpdateExpression="SET words = :t",
            ExpressionAttributeValues={":t": {"S": "new"}}),
        ask("update_item", **key("day", "03"), UpdateExpression="SET words = :t", ConditionExpression=FREE,
            ExpressionAttributeValues={":t": {"S": "newer"}}),
        ask("delete_item", **key("day", "04")),
        ask("delete_item", **key("day", "04"), ConditionExpression=TAKEN),
        ask("delete_item", **key("day", "99")),
        transact(write("Put", Item=day(9), condition=FREE), write("Delete", **key("day", "05")),
                 write("Put", table="ContentTable", Item=item("a", "b")),
                 write("ConditionCheck", **key("day", "06"), condition=TAKEN)),
        transact(write("Put", Item=day(10)), write("Put", Item=day(9), condition=FREE),
                 write("Delete", **key("day", "06")),
                 write("Put", table="ContentTable", Item=item("a", "b", text={"S": "other"}))),
        transact(write("Update", **key("day", "07"), UpdateExpression="SET words = :t",
                       ExpressionAttributeValues={":t": {"S": "half"}}),
                 write("ConditionCheck", **key("day", "99"), condition=TAKEN)),
        transact(write("Put", Item=day(11)), write("Delete", **key("day", "11"))),
        transact(write("Put", Item=day(12)), write("Put", Item=item("day", ""))),
        transact(*(write("Put", Item=item("many", str(number))) for number in range(101))),
        page("head_object"),
        page("put_object", Body=b"one", IfNoneMatch="*", ContentType="text/html", CacheControl="max-age=1",
             Metadata={"cache-tag": "a,b", "gone": "1"}),
        page("put_object", Body=b"two", IfNoneMatch="*"),
        page("head_object"),
        page("put_object", Body=b"two", IfMatch='"0123456789abcdef0123456789abcdef"'),
        page("put_object", Body=b"two", IfMatch='"f97c5d29941bfb1b2fdab0874906ab82"', ContentType="text/plain"),
        page("put_object", "other", Body=b"x", IfMatch='"f97c5d29941bfb1b2fdab0874906ab82"'),
        page("put_object", "other", Body=b"x", Metadata={"cache-tag": "ü"}),
        page("put_object", "file", "UploadsBucket", Body=b"file", ContentType="image/jpeg"),
        page("put_object", "file", "UploadsBucket", Body=b"longer file"),
        page("head_object", "file", "UploadsBucket"),
        page("delete_object"),
        page("head_object"),
        page("put_object", Body=b"three", IfNoneMatch="*"),
        send({"Id": "1", "MessageBody": "{}"}, {"Id": "2", "MessageBody": "ü"}),
        send({"Id": "1", "MessageBody": "{}"}, {"Id": "1", "MessageBody": "{}"}),
        send(*({"Id": str(number), "MessageBody": "{}"} for number in range(11))),
        send({"Id": "1", "MessageBody": "x" * 300_000}),
        ask("scan"),
        ask("scan", table="ContentTable"),
    ]  # fmt: skip


# What callers read of an answer; the rest differs from call to call, or is told over the wire alone.
READ = ("Item", "Items", "Count", "ScannedCount", "LastEvaluatedKey", "Responses", "UnprocessedItems",
        "UnprocessedKeys", "ETag", "CacheControl", "Metadata", "Failed")  # fmt: skip


def answer_to(service: str, operation: str, parameters: dict[str, Any]) -> Any:
    """Return what is read of an answer, or how a refusal is worded."""
    try:
        answer = getattr(aws(service), operation)(**parameters)
    except ClientError as error:
        reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
        return (
            type(error).__name__,
            error.response["Error"],
            reasons,
            error.response["ResponseMetadata"]["HTTPStatusCode"],
        )
    except (ParamValidationError, KeyError) as error:
        return type(error).__name__, str(error)
    return {name: answer[name] for name in READ if answer.get(name)}


def played(**how: bool) -> tuple[list[Any], dict[str, Any]]:
    """Return each call with its answer, and what streams, bucket and queue hold then, in stores of a kind."""
    with stores(**how):
        answers = [(call[1:], answer_to(*call)) for call in calls()]
        objects = {
            key: (found.value, found.etag, dict(found.metadata) | {"x-amz-content-sha256": None})
            for key, found in all_objects().items()
        }
        told = [
            (each["eventName"], each["dynamodb"]["Keys"], each["dynamodb"].get("NewImage"))
            for each in recorded("CommentsTable")
        ]
        sent = [message["body"] for message in Queue("RenderQueue").messages()]
        return answers, {"objects": objects, "told": told, "sent": sent}


@pytest.mark.parametrize("over_the_wire", [True, False])
def test_the_short_ways_lead_where_the_long_ones_do(over_the_wire: bool) -> None:
    (short, left_by_short), (long, left_by_long) = played(over_the_wire=over_the_wire), played(as_moto_is=True)
    assert [each for each in zip(short, long, strict=True) if each[0] != each[1]] == []
    assert left_by_short == left_by_long


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that hand over after every few instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.parametrize("over_the_wire", [True, False])
def test_transactions_at_once_are_all_or_nothing(stack: None, hasty: None) -> None:
    """Two of each pair exclude one another; whichever comes first leaves both its items, the other none."""

    def put(number: int, by: str) -> None:
        writes = [write("Put", Item=item(f"pair{number}", "claim", by={"S": by}), condition=FREE),
                  write("Put", Item=item(f"pair{number}", by))]  # fmt: skip
        answer_to(*transact(*writes))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: put(each // 2, "ab"[each % 2]), range(60)))
    kept = all_items("CommentsTable")
    assert len(kept) == 60
    assert all((f"pair{number}", kept[f"pair{number}", "claim"]["by"]) in kept for number in range(30))


def test_what_is_restored_is_all_that_was(newsroom: Newsroom) -> None:
    path = newsroom.editor().create(headline="First", state="published")
    newsroom.settle()
    site, tables, snapshot = newsroom.bodies(), [all_items(table) for table in TABLES], Snapshot()
    newsroom.editor().post(f"{path}/unpublish", if_match='"1"')
    newsroom.editor().create(headline="Second", state="published")
    newsroom.settle()
    newsroom.editor().create(headline="Third", state="published")
    snapshot.restore()
    assert (newsroom.bodies(), [all_items(table) for table in TABLES]) == (site, tables)
    assert newsroom.pump() == 0
