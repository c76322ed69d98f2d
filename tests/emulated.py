"""The stack in this process: stores on moto with template.yaml's own properties, and the functions wired as it says."""

import base64
import copy
import functools
import importlib.util
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
from botocore.client import BaseClient
from moto import mock_aws
from moto.cloudfront.models import cloudfront_backends
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import FakeDeleteMarker, s3_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

from tests.shortcuts import shortcuts
from tests.template.translated import ACCOUNT, REGION, Translated, translated
from tests.wire import without_wire as without_wire

ROOT = Path(__file__).resolve().parents[1]
FUNCTIONS = {
    "edit_articles": "EditArticlesFunction",
    "process_images": "ProcessImagesFunction",
    "render_pages": "RenderPagesFunction",
    "record_comments": "RecordCommentsFunction",
    "moderate_comments": "ModerateCommentsFunction",
    "render_comments": "RenderCommentsFunction",
    "keep_schedule": "KeepScheduleFunction",
    "install_site": "InstallSiteFunction",
}
TABLES = ("ContentTable", "RecentPostsTable", "CommentsTable", "ApprovedCommentsTable")
BUCKETS = ("SiteBucket", "UploadsBucket")
QUEUES = ("RenderQueue", "RenderFailures", "CommentsFallbackQueue", "CommentsFailures", "ScheduleFailures")
SITE_URL = "https://news.example"

# Only there for its id: moto keeps its invalidations.
DISTRIBUTION = {
    "CallerReference": "tests",
    "Comment": "",
    "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "site", "DomainName": "site.s3.amazonaws.com"}]},
    "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"},
}

_mock = mock_aws()
_TABLE_PROPERTIES = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


@functools.cache
def template() -> Translated:
    """Return template.yaml, translated."""
    return translated()


@functools.cache
def names() -> dict[str, str]:
    """Return the physical names of tables, buckets and queues, by logical id."""
    return {name: f"broadsheet-{name.lower()}" for name in (*TABLES, *BUCKETS, *QUEUES)}


@contextmanager
def stores(*, over_the_wire: bool = False, as_moto_is: bool = False) -> Iterator[None]:
    """Open the stores of template.yaml, empty, for as long as the block lasts.

    They are made once in a process, and emptied when they are opened again. Calls go straight to moto, unless
    botocore's requests are part of what is tested; moto takes shortcuts, unless they are.
    """
    assert not _mock._mocks_active, "the stores are open already"
    with ExitStack() as stack:
        _mock.start(reset=False)
        stack.callback(_mock.stop, remove_data=False)
        _empty().restore()
        stack.enter_context(_invocations())
        if not as_moto_is:
            stack.enter_context(shortcuts())
        if not over_the_wire and not as_moto_is:
            stack.enter_context(without_wire())
        yield


@functools.cache
def _empty() -> "Snapshot":
    """Make the stores, and return how they are then."""
    dynamodb, s3, sqs = aws("dynamodb"), aws("s3"), aws("sqs")
    for table in TABLES:
        properties = template().properties(table)
        stream = properties.get("StreamSpecification")
        dynamodb.create_table(
            TableName=names()[table],
            **{name: properties[name] for name in _TABLE_PROPERTIES if name in properties},
            **({"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}),
        )
    for bucket in BUCKETS:
        s3.create_bucket(
            Bucket=names()[bucket], CreateBucketConfiguration={"LocationConstraint": boto3.Session().region_name}
        )
    s3.put_bucket_versioning(
        Bucket=names()["SiteBucket"],
        VersioningConfiguration=template().properties("SiteBucket")["VersioningConfiguration"],
    )
    for queue in QUEUES:
        sqs.create_queue(QueueName=names()[queue])
    aws("cloudfront").create_distribution(DistributionConfig=DISTRIBUTION)
    return Snapshot()


@functools.cache
def distribution_id() -> str:
    """Return the id of the distribution, which moto chooses."""
    return str(aws("cloudfront").list_distributions()["DistributionList"]["Items"][0]["Id"])


@functools.cache
def aws(service: str) -> Any:
    """Return a client; moto takes the calls of every client for as long as the stores stand."""
    return boto3.client(service)  # type: ignore[call-overload]


@functools.cache
def environment(function: str) -> Mapping[str, str]:
    """Return the variables that template.yaml sets for a function, with the names of these stores."""
    stack = template().named(names())
    resolved = stack.value(stack.resources[FUNCTIONS[function]]["Properties"]["Environment"]["Variables"])
    queues = {name: aws("sqs").get_queue_url(QueueName=names()[name])["QueueUrl"] for name in QUEUES}
    variables = {key: str(value) for key, value in resolved.items()}
    for key, value in variables.items():
        for queue, url in queues.items():
            if value == names()[queue]:
                variables[key] = url
    if "SITE_URL" in variables:
        variables["SITE_URL"] = SITE_URL
    if "DISTRIBUTION_ID" in variables:
        variables["DISTRIBUTION_ID"] = distribution_id()
    return variables


def loaded(function: str) -> ModuleType:
    """Import a function's door anew, as a container would."""
    spec = importlib.util.spec_from_file_location(f"{function}_app", ROOT / "functions" / function / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Context:
    """What Lambda hands to a handler."""

    function_name: str
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:test"
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"

    seconds_left: int = 30

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left of the time-out, by default of a generous one."""
        return self.seconds_left * 1_000


class Streams:
    """Delivers what a table's stream holds, by the filter that template.yaml gives its mapping."""

    def __init__(self, table: str, mapping: str) -> None:
        self._table = table
        self._mapping = mapping

    def records(self) -> list[dict[str, Any]]:
        """Return the records since the last call that the filter lets through, and forget them."""
        records = recorded(self._table)
        _table(self._table).stream_shard.items = []
        return passing(records, self._mapping)


def recorded(table: str) -> list[dict[str, Any]]:
    """Return what a table's stream holds, as Lambda hands it to a handler."""
    records = [_wired(record.to_json()) for record in _table(table).stream_shard.items]
    for record in records:
        record["dynamodb"].pop("ApproximateCreationDateTime", None)
    return records


def _wired(value: Any) -> Any:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case dict():
            return {name: _wired(inner) for name, inner in value.items()}
        case list():
            return [_wired(inner) for inner in value]
        case _:
            return value


def passing(records: list[Any], mapping: str) -> list[Any]:
    """Return the records that the filter of a stream's mapping lets through."""
    filters = template().properties(mapping)["FilterCriteria"]["Filters"]
    patterns = [json.loads(each["Pattern"]) for each in filters]
    return [record for record in records if any(_matches(record, pattern) for pattern in patterns)]


def _matches(value: Any, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(_matches(value.get(key), inner) for key, inner in pattern.items())
    return any(_is_like(value, each) for each in pattern)


def _is_like(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        ((rule, operand),) = wanted.items()
        assert rule == "prefix", f"say here what {rule} means"
        return isinstance(value, str) and value.startswith(operand)
    return bool(value == wanted)


class Invocations:
    """Takes what was asked of a function without waiting for it. moto runs no functions."""

    def __init__(self, function: str) -> None:
        self._name = template().named(names()).name(function)

    def events(self) -> list[dict[str, Any]]:
        """Return the events since the last call, and forget them."""
        asked = [json.loads(event) for function, event in _invoked if function == self._name]
        _invoked[:] = [each for each in _invoked if each[0] != self._name]
        return asked


_invoked: list[tuple[str, bytes]] = []


@contextmanager
def _invocations() -> Iterator[None]:
    make = vars(BaseClient)["_make_api_call"]

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "lambda" or operation != "Invoke":
            return make(client, operation, parameters)
        assert parameters["InvocationType"] == "Event", "whoever waits for a function's answer waits twice"
        _invoked.append((parameters["FunctionName"], parameters["Payload"]))
        return {"StatusCode": 202}

    _invoked.clear()
    setattr(BaseClient, "_make_api_call", call)  # noqa: B010
    try:
        yield
    finally:
        setattr(BaseClient, "_make_api_call", make)  # noqa: B010


class Queue:
    """Takes the messages of a queue."""

    def __init__(self, queue: str) -> None:
        self._name = queue

    def messages(self) -> list[dict[str, Any]]:
        """Take up to ten messages off the queue, as Lambda hands them to a handler.

        From moto's own record: it looks at all that waits for each that it receives.
        """
        queue = _queue(self._name)
        taken, queue._messages = queue._messages[:10], queue._messages[10:]
        return [{"messageId": message.id, "body": message.body, "eventSource": "aws:sqs"} for message in taken]


class Snapshot:
    """All that the stores hold as it is now, to come back to. What is stored never changes: another takes its place."""

    def __init__(self) -> None:
        self._items = {name: {pk: dict(items) for pk, items in _table(name).items.items()} for name in TABLES}
        self._records = {name: list(_table(name).stream_shard.items) for name in TABLES if _table(name).stream_shard}
        # A version that is put or deleted is added to its list.
        self._objects = {name: {key: list(versions) for key, versions in _keys(name).lists()} for name in BUCKETS}
        self._messages = {name: list(_queue(name)._messages) for name in QUEUES}
        self._lists = [{key: list(each) for key, each in lists.items()} for lists in _lists()]

    def restore(self) -> None:
        """Put everything back."""
        for name, partitions in self._items.items():
            _table(name).items.clear()
            _table(name).items.update((pk, dict(items)) for pk, items in partitions.items())
        for name, records in self._records.items():
            _table(name).stream_shard.items = list(records)
        for name, objects in self._objects.items():
            _keys(name).clear()
            for key, versions in objects.items():
                dict.__setitem__(_keys(name), key, list(versions))
        for name, messages in self._messages.items():
            queue = _queue(name)
            queue._messages, queue._pending_messages = copy.deepcopy(messages), set()
            queue.deleted_messages.clear()
        for lists, kept in zip(_lists(), self._lists, strict=True):
            lists.clear()
            lists.update((key, list(each)) for key, each in kept.items())


def all_items(table: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every item of a table, by key, without asking moto's API: for tests that look often."""
    found = {}
    for partition in _table(table).items.values():
        for item in partition.values():
            attributes = {name: each.value for name, each in item.attrs.items()}
            found[attributes["pk"], attributes["sk"]] = attributes
    return found


def emptied(table: str, but: str = "~") -> None:
    """Empty a table without asking moto's API, `but` of the partitions whose key begins so."""
    partitions = _table(table).items
    for pk in [pk for pk in partitions if not str(pk.value).startswith(but)]:
        partitions.pop(pk)


def all_objects() -> dict[str, Any]:
    """Return moto's own record of every object of the site bucket, by key: for tests that look often."""
    newest = ((key, versions[-1]) for key, versions in _keys("SiteBucket").lists() if versions)
    return {key: found for key, found in newest if not isinstance(found, FakeDeleteMarker)}


def _table(name: str) -> Any:
    return dynamodb_backends[ACCOUNT][REGION].tables[names()[name]]


def _queue(name: str) -> Any:
    return sqs_backends[ACCOUNT][REGION].get_queue(names()[name])


def _keys(bucket: str) -> Any:
    return s3_backends[ACCOUNT]["aws"].buckets[names()[bucket]].keys


def _lists() -> tuple[Any, Any]:
    """Return moto's invalidations by distribution, and its secret keys' versions by name."""
    return cloudfront_backends[ACCOUNT]["aws"].invalidations, ssm_backends[ACCOUNT][REGION]._parameters
