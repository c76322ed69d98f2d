"""Streams, queues and what becomes of a message that nobody could handle."""

import json
from typing import Any

import pytest

from broadsheet.comment.event import KINDS_TO_PRINT, Verdict
from broadsheet.schedule.round import SECONDS_FOR_THE_REST
from tests.functions.reader import discussion_of
from tests.newsroom import Newsroom

from .roles import Call, Roles
from .translated import ACCOUNT, Translated, references_in

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")


def mappings(template: Translated) -> dict[str, Any]:
    return {name: template.properties(name) for name in template.of_type("AWS::Lambda::EventSourceMapping")}


def stream_mappings(template: Translated) -> dict[str, Any]:
    return {name: each for name, each in mappings(template).items() if "/stream/" in each["EventSourceArn"]}


def queue_mappings(template: Translated) -> dict[str, Any]:
    return {name: each for name, each in mappings(template).items() if ":sqs:" in each["EventSourceArn"]}


def function_of(mapping: dict[str, Any]) -> str:
    return str(mapping["FunctionName"].rsplit(":", 1)[-1])


def queues(template: Translated) -> dict[str, Any]:
    return {template.arn(name): template.properties(name) for name in template.of_type("AWS::SQS::Queue")}


def writable_keys(template: Translated, function: str, table_arn: str, operation: str) -> set[str]:
    """Return which partitions a function may write by one operation: none, `any`, or those that conditions name."""
    found = set[str]()
    for statement in Roles(template).statements(function):
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if statement["Effect"] == "Allow" and table_arn in resources and f"dynamodb:{operation}" in actions:
            conditions = statement.get("Condition", {}).values()
            found.update(*(keys["dynamodb:LeadingKeys"] for keys in conditions) if conditions else [{"any"}])
    return found


def test_the_template_reads_streams_and_queues(template: Translated) -> None:
    assert set(map(function_of, stream_mappings(template).values())) == {
        "RenderPagesFunction",
        "RenderCommentsFunction",
    }
    assert set(map(function_of, queue_mappings(template).values())) == {"RenderPagesFunction", "RecordCommentsFunction"}


def test_no_stream_reader_writes_what_it_reads_but_what_cannot_feed_it(template: Translated) -> None:
    """What feeds a stream is put by changes alone; a printer deletes it, cuts leaves and notes what is owed."""
    readers = [(function_of(each), each["EventSourceArn"]) for each in stream_mappings(template).values()]
    found = {
        (function, operation): keys
        for function, stream in readers
        for operation in WRITES
        if (keys := writable_keys(template, function, stream.split("/stream/")[0], operation))
    }
    own = {"leaves#*", "owed", "quiet"}
    assert found == {
        ("RenderPagesFunction", "DeleteItem"): {"pending#*", "reprint", *own},
        ("RenderPagesFunction", "PutItem"): own,
        ("RenderPagesFunction", "UpdateItem"): own,
        ("RenderPagesFunction", "BatchWriteItem"): own,
        ("RenderCommentsFunction", "DeleteItem"): {"unprinted"},
    }


def test_a_printer_cannot_feed_its_own_stream(template: Translated) -> None:
    (mapping,) = (m for m in stream_mappings(template).values() if function_of(m) == "RenderPagesFunction")
    (pattern,) = (json.loads(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"])
    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "pending#"}]}}}}
    put = Call("dynamodb", "PutItem", {"TableName": "RecentPostsTable", "Item": {"pk": {"S": "pending#0"}}})
    assert Roles(template).refusals("RenderPagesFunction", [put])


def test_the_printer_of_comments_is_fed_by_what_pages_show_and_by_nothing_else(newsroom: Newsroom) -> None:
    discussion = discussion_of(newsroom)
    comments = {verdict: discussion.write(f"To {verdict}.") for verdict in Verdict}
    for verdict in (Verdict.REMOVE, Verdict.RESTORE):
        discussion.judge(comments[verdict], Verdict.APPROVE)
    discussion.judge(comments[Verdict.RESTORE], Verdict.REMOVE)
    newsroom.comment_events.records()
    for verdict, comment_id in comments.items():
        assert discussion.judge(comment_id, verdict).status == 200
    records = newsroom.comment_events.records()
    kinds = [record["dynamodb"]["NewImage"]["kind"]["S"] for record in records]
    assert sorted(kinds) == sorted(KINDS_TO_PRINT)
    # Neither what says that a verdict is not printed passes, nor its deletion.
    newsroom.call("render_comments", {"Records": records})
    assert newsroom.comment_events.records() == []


def test_a_poisoned_record_cannot_block_its_stream(template: Translated) -> None:
    for mapping in stream_mappings(template).values():
        assert 0 <= mapping["MaximumRetryAttempts"] <= 10
        # A stream keeps a record for a day; give up before that, while the failure queue can still name it.
        assert 60 <= mapping["MaximumRecordAgeInSeconds"] < 86400
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["StartingPosition"] == "TRIM_HORIZON"


def test_a_batch_is_printed_in_a_fraction_of_its_readers_time(template: Translated) -> None:
    """Each record may be of another article, or another discussion."""
    assert {mapping["BatchSize"] for mapping in stream_mappings(template).values()} == {100}


def test_every_stream_reader_has_a_failure_queue_and_may_send_to_it(template: Translated) -> None:
    for mapping in stream_mappings(template).values():
        failures = mapping["DestinationConfig"]["OnFailure"]["Destination"]
        assert failures in queues(template)
        send = Call("sqs", "SendMessage", {"QueueUrl": f"https://sqs/{failures.rsplit(':', 1)[-1]}"})
        assert not Roles(template).refusals(function_of(mapping), [send])


def test_every_queue_that_is_read_has_a_failure_queue_that_keeps_longer(template: Translated) -> None:
    for mapping in queue_mappings(template).values():
        queue = queues(template)[mapping["EventSourceArn"]]
        failures = queues(template)[queue["RedrivePolicy"]["deadLetterTargetArn"]]
        assert queue["RedrivePolicy"]["maxReceiveCount"] >= 3
        # A message keeps its age when it moves.
        assert failures["MessageRetentionPeriod"] >= queue["MessageRetentionPeriod"]
        assert "RedrivePolicy" not in failures


def test_a_queue_hides_a_message_six_times_as_long_as_its_reader_may_run(template: Translated) -> None:
    for mapping in queue_mappings(template).values():
        timeout_seconds = template.properties(function_of(mapping))["Timeout"]
        assert queues(template)[mapping["EventSourceArn"]]["VisibilityTimeout"] >= 6 * timeout_seconds


def test_a_fallback_comment_is_tried_for_a_day_before_it_fails(template: Translated) -> None:
    queue = template.properties("CommentsFallbackQueue")
    assert queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"] >= 86400
    assert queue["MessageRetentionPeriod"] >= queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"]


def test_queue_readers_report_single_messages_and_leave_room_for_others(template: Translated) -> None:
    for mapping in queue_mappings(template).values():
        assert mapping["BatchSize"] == 1 or mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["ScalingConfig"]["MaximumConcurrency"] <= 5
    for function in template.of_type("AWS::Lambda::Function"):
        # Refused on accounts with a concurrency of 10.
        assert "ReservedConcurrentExecutions" not in template.properties(function)


def test_the_schedule_reports_runs_that_failed_and_runs_that_never_were(template: Translated) -> None:
    (schedule,) = map(template.properties, template.of_type("AWS::Scheduler::Schedule"))
    assert schedule["ScheduleExpression"] == "rate(1 minute)"
    assert schedule["Target"]["DeadLetterConfig"]["Arn"] == template.arn("ScheduleFailures")
    # The scheduler calls without waiting: only this one hears of a run that raised.
    config = template.properties("KeepScheduleFunctionEventInvokeConfig")
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == template.arn("ScheduleFailures")
    assert config["MaximumRetryAttempts"] == 0
    # It ends by itself before it is called again; only what hangs is ended for it.
    assert SECONDS_FOR_THE_REST < template.properties("KeepScheduleFunction")["Timeout"] <= 60


def test_the_schedule_alone_calls_the_printer_of_comments_and_nobody_tries_again(template: Translated) -> None:
    config = template.properties("RenderCommentsFunctionEventInvokeConfig")
    # What it could not print stays unprinted, and is asked for again.
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (0, 60)
    call = Call("lambda", "Invoke", {"FunctionName": "RenderCommentsFunction"})
    functions = template.of_type("AWS::Lambda::Function")
    assert [name for name in functions if not Roles(template).refusals(name, [call])] == ["KeepScheduleFunction"]


def test_every_upload_is_developed_and_one_that_fails_is_told(template: Translated) -> None:
    (told,) = template.properties("UploadsBucket")["NotificationConfiguration"]["LambdaConfigurations"]
    assert told == {"Event": "s3:ObjectCreated:*", "Function": template.arn("ProcessImagesFunction")}
    permission = template.properties("ProcessImagesPermission")
    assert (permission["Principal"], permission["SourceAccount"]) == ("s3.amazonaws.com", ACCOUNT)
    # S3 refuses a notification that it may not deliver.
    assert template.resources["UploadsBucket"]["DependsOn"] == "ProcessImagesPermission"
    config = template.properties("ProcessImagesFunctionEventInvokeConfig")
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == template.arn("RenderFailures")


@pytest.mark.parametrize("type_", ["AWS::Scheduler::Schedule", "AWS::Lambda::LayerVersion", "AWS::Logs::LogGroup"])
def test_no_fixed_name_clashes_with_another_stack_of_the_account(template: Translated, type_: str) -> None:
    names = {
        "AWS::Scheduler::Schedule": "Name",
        "AWS::Lambda::LayerVersion": "LayerName",
        "AWS::Logs::LogGroup": "LogGroupName",
    }
    for properties in template.of_type(type_).values():
        name = properties.get(names[type_])
        assert name is None or "AWS::StackName" in set(references_in(name))


@pytest.mark.parametrize(
    "type_",
    [
        "AWS::CloudFront::Function",
        "AWS::CloudFront::CachePolicy",
        "AWS::CloudFront::OriginAccessControl",
        "AWS::CloudFront::ResponseHeadersPolicy",
    ],
)
def test_names_at_the_edge_carry_stack_and_region(template: Translated, type_: str) -> None:
    """CloudFront knows no regions: the same stack in two of them would clash."""
    assert template.of_type(type_)
    for properties in template.of_type(type_).values():
        assert {"AWS::StackName", "AWS::Region"} <= set(references_in(properties))
