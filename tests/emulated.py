"""The stack in this process: stores on moto with template.yaml's own properties, and the functions wired as it says."""

import copy
import functools
import importlib.util
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import moto.dynamodb.responses as moto_dynamodb
from botocore import xform_name
from botocore.client import BaseClient
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.s3.models import FakeDeleteMarker, s3_backends
from moto.s3.utils import metadata_from_headers
from moto.sqs.models import sqs_backends

from tests.template.translated import ACCOUNT, REGION, Translated, translated

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
def stores() -> Iterator[None]:
    """Make the stores of template.yaml, empty, for as long as the block lasts."""
    with mock_aws(), _atomic_transactions():
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
        yield


def distribution_id() -> str:
    """Return the id of the distribution, which moto chooses."""
    return str(aws("cloudfront").list_distributions()["DistributionList"]["Items"][0]["Id"])


@functools.cache
def aws(service: str) -> Any:
    """Return a client; moto takes the calls of every client for as long as the stores stand."""
    return boto3.client(service)  # type: ignore[call-overload]


@contextmanager
def _atomic_transactions() -> Iterator[None]:
    # moto's TransactWriteItems is not atomic under threads.
    lock, act = threading.RLock(), moto_dynamodb.DynamoHandler.call_action

    def one_at_a_time(handler: Any) -> Any:
        with lock:
            return act(handler)

    moto_dynamodb.DynamoHandler.call_action = one_at_a_time  # type: ignore[method-assign]
    try:
        yield
    finally:
        moto_dynamodb.DynamoHandler.call_action = act  # type: ignore[method-assign]


@contextmanager
def without_wire() -> Iterator[None]:
    """Hand what goes to the tables and pages straight to moto, for tests of many calls: in a third of the time.

    What moto would refuse is asked for over the wire, which words the refusal as AWS does.
    """
    make, lock = vars(BaseClient)["_make_api_call"], threading.Lock()

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        service = client.meta.service_model.service_name
        with lock:
            if service == "dynamodb":
                answer = _of_dynamodb(operation, parameters)
            elif service == "s3" and parameters.get("Bucket") == names()["SiteBucket"]:
                answer = _of_site_bucket(operation, parameters)
            else:
                answer = None
        return make(client, operation, parameters) if answer is None else answer

    setattr(BaseClient, "_make_api_call", call)  # noqa: B010
    try:
        yield
    finally:
        setattr(BaseClient, "_make_api_call", make)  # noqa: B010


def _of_dynamodb(operation: str, parameters: dict[str, Any]) -> dict[str, Any] | None:
    handler = moto_dynamodb.DynamoHandler()
    handler.current_account, handler.region, handler.headers = ACCOUNT, REGION, {}
    handler.body = handler.params = parameters
    try:
        answer: dict[str, Any] = _plain(getattr(handler, xform_name(operation))().result)
    except Exception:
        return None
    return answer


def _of_site_bucket(operation: str, parameters: dict[str, Any]) -> dict[str, Any] | None:
    if operation not in ("HeadObject", "PutObject"):
        return None
    key = str(parameters["Key"])
    versions: list[Any] = _objects().getlist(key, [])
    found = versions[-1] if versions and not isinstance(versions[-1], FakeDeleteMarker) else None
    if operation == "HeadObject":
        if found is None:
            return None
        metadata = {name.lower(): value for name, value in found.metadata.items()}
        own = {name.removeprefix("x-amz-meta-"): metadata[name] for name in metadata if name.startswith("x-amz-meta-")}
        return {"ETag": found.etag, "CacheControl": metadata.get("cache-control", ""), "Metadata": own}
    if parameters.get("IfMatch") != (found.etag if found else None):
        return None
    headers = {"Content-Type": parameters["ContentType"], "Cache-Control": parameters["CacheControl"]}
    headers |= {f"x-amz-meta-{name}": value for name, value in parameters.get("Metadata", {}).items()}
    put = s3_backends[ACCOUNT]["aws"].put_object(parameters["Bucket"], key, parameters["Body"])
    put.set_metadata(metadata_from_headers(headers))
    return {"ETag": put.etag}


def _plain(value: Any) -> Any:
    match value:
        case DynamoType():
            return _plain(value.to_json())
        case Item():
            return _plain(value.attrs)
        case dict():
            return {name: _plain(inner) for name, inner in value.items() if inner is not None}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return value


def environment(function: str) -> dict[str, str]:
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

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left of a generous time-out."""
        return 30_000


class Streams:
    """Delivers what a table's stream holds, by the filter that template.yaml gives its mapping."""

    def __init__(self, table: str, mapping: str) -> None:
        self._table = table
        self._mapping = mapping

    def records(self) -> list[dict[str, Any]]:
        """Return the records since the last call that the filter lets through, and forget them.

        From moto's own shard: a transaction that fails puts a copy of the table in its place, which iterators do not
        see, and every transaction copies all that the shard still holds.
        """
        shard = _table(self._table).stream_shard
        records = [record.to_json() for record in shard.items]
        shard.starting_sequence_number += len(shard.items)
        shard.items = []
        for record in records:
            record["dynamodb"].pop("ApproximateCreationDateTime", None)
        return passing(records, self._mapping)


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


class Queue:
    """Receives and deletes the messages of a queue."""

    def __init__(self, queue: str) -> None:
        self._client, self._name = aws("sqs"), names()[queue]
        self._url = self._client.get_queue_url(QueueName=self._name)["QueueUrl"]

    def messages(self) -> list[dict[str, Any]]:
        """Take up to ten messages off the queue, as Lambda hands them to a handler."""
        # A look at moto's own record spares most calls: the queues are mostly empty.
        if not sqs_backends[ACCOUNT][REGION].get_queue(self._name)._messages:
            return []
        received = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages", [])
        for message in received:
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return [
            {"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"}
            for message in received
        ]


class Snapshot:
    """The tables and the site bucket as they are now, to come back to. Streams and queues run on."""

    def __init__(self) -> None:
        self._tables = {name: copy.deepcopy(_table(name).items) for name in TABLES}
        self._objects = {key: list(versions) for key, versions in _objects().lists()}

    def restore(self) -> None:
        """Put everything back."""
        for name, kept in self._tables.items():
            _table(name).items = copy.deepcopy(kept)
        objects = _objects()
        for key in set(objects) - set(self._objects):
            objects.pop(key)
        for key, versions in self._objects.items():
            objects.setlist(key, list(versions))


def all_items(table: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every item of a table, by key, without asking moto's API: for tests that look often."""
    found = {}
    for partition in _table(table).items.values():
        for item in partition.values():
            attributes = {name: each.value for name, each in item.attrs.items()}
            found[attributes["pk"], attributes["sk"]] = attributes
    return found


def emptied(table: str) -> None:
    """Empty a table without asking moto's API."""
    _table(table).items.clear()


def all_objects() -> dict[str, Any]:
    """Return moto's own record of every object of the site bucket, by key: for tests that look often."""
    newest = ((key, versions[-1]) for key, versions in _objects().lists() if versions)
    return {key: found for key, found in newest if not isinstance(found, FakeDeleteMarker)}


def _table(name: str) -> Any:
    return dynamodb_backends[ACCOUNT][REGION].tables[names()[name]]


def _objects() -> Any:
    return s3_backends[ACCOUNT]["aws"].buckets[names()["SiteBucket"]].keys
