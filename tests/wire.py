"""Hands AWS calls straight to moto in this process, without botocore's requests: in a fraction of the time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import moto.dynamodb.responses as moto_dynamodb
from botocore import xform_name
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator
from moto.cloudfront.models import cloudfront_backends
from moto.s3.models import FakeDeleteMarker, s3_backends
from moto.s3.utils import metadata_from_headers
from moto.sqs.models import Message, sqs_backends

from tests.template.translated import ACCOUNT, REGION

# One call at a time, over the wire or without: moto's transactions are not atomic under threads.
LOCK = threading.RLock()

# Source: Amazon SQS Developer Guide, message quotas; moto's own.
SEND_BATCH_MAX = 10
SEND_BYTES_MAX = 262_144

Parameters = dict[str, Any]

_MAKE = "_make_api_call"
_VALIDATOR = ParamValidator()
_open_blocks: list[str] = []


@contextmanager
def without_wire() -> Iterator[None]:
    """Hand what functions call often straight to moto, for as long as the block lasts; within another it does nothing.

    What botocore or moto would refuse is asked for over the wire, which words the refusal as AWS does.
    """
    if _open_blocks:
        yield
        return
    make = vars(BaseClient)[_MAKE]

    def call(client: Any, operation: str, parameters: Parameters) -> Any:
        answer = None
        straight = _STRAIGHT.get((client.meta.service_model.service_name, operation))
        shape = client.meta.service_model.operation_model(operation).input_shape
        if straight is not None and not _VALIDATOR.validate(parameters, shape).has_errors():
            with LOCK:
                answer = straight(operation, parameters)
        return make(client, operation, parameters) if answer is None else answer

    setattr(BaseClient, _MAKE, call)
    _open_blocks.append(_MAKE)
    try:
        yield
    finally:
        _open_blocks.pop()
        setattr(BaseClient, _MAKE, make)


def _of_tables(operation: str, parameters: Parameters) -> dict[str, Any] | None:
    handler = moto_dynamodb.DynamoHandler()
    handler.current_account, handler.region, handler.headers = ACCOUNT, REGION, {}
    handler.body = handler.params = parameters
    try:
        answer = getattr(handler, xform_name(operation))().result
    except Exception:
        return None
    return {name: value for name, value in answer.items() if value is not None}


def _head(operation: str, parameters: Parameters) -> dict[str, Any]:
    found = newest(parameters["Bucket"], parameters["Key"])
    if found is None:
        # So worded by moto too. Every page that is printed for the first time asks in vain.
        refusal = {"Error": {"Code": "404", "Message": "Not Found"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
        raise ClientError(refusal, operation)  # type: ignore[arg-type]
    metadata = {name.lower(): value for name, value in found.metadata.items()}
    own = {name.removeprefix("x-amz-meta-"): metadata[name] for name in metadata if name.startswith("x-amz-meta-")}
    return {"ETag": found.etag, "CacheControl": metadata.get("cache-control", ""), "Metadata": own}


def _put(_: str, parameters: Parameters) -> dict[str, Any] | None:
    bucket, key, metadata = parameters["Bucket"], parameters["Key"], parameters.get("Metadata", {})
    found = newest(bucket, key)
    if "IfNoneMatch" in parameters and found is not None:
        return None
    if "IfMatch" in parameters and (found is None or parameters["IfMatch"] != found.etag):
        return None
    if not isinstance(parameters["Body"], bytes) or not "".join([*metadata, *metadata.values()]).isascii():
        return None
    headers = {"Content-Type": parameters.get("ContentType"), "Cache-Control": parameters.get("CacheControl")}
    headers |= {f"x-amz-meta-{name}": value for name, value in metadata.items()}
    put = s3_backends[ACCOUNT]["aws"].put_object(bucket, key, parameters["Body"])
    put.set_metadata(metadata_from_headers({name: value for name, value in headers.items() if value is not None}))
    return {"ETag": put.etag}


def _send(_: str, parameters: Parameters) -> dict[str, Any] | None:
    entries, bodies = parameters["Entries"], [each["MessageBody"] for each in parameters["Entries"]]
    plain = all(each.keys() == {"Id", "MessageBody"} for each in entries)
    if not plain or len({each["Id"] for each in entries}) < len(entries) or not 0 < len(entries) <= SEND_BATCH_MAX:
        return None
    if sum(len(body.encode()) for body in bodies) > SEND_BYTES_MAX:
        return None
    queue = sqs_backends[ACCOUNT][REGION].get_queue(parameters["QueueUrl"].rpartition("/")[2])
    messages = [Message(str(uuid4()), body) for body in bodies]
    for message in messages:
        message.mark_sent()
        queue.add_message(message)
    sent = zip(entries, messages, strict=True)
    return {"Successful": [{"Id": each["Id"], "MessageId": message.id} for each, message in sent]}


def _clear(_: str, parameters: Parameters) -> dict[str, Any]:
    batch = parameters["InvalidationBatch"]
    made = cloudfront_backends[ACCOUNT]["aws"].create_invalidation(
        parameters["DistributionId"], batch["Paths"]["Items"], batch["CallerReference"]
    )
    return {"Invalidation": {"Id": made.id, "Status": made.status}}


# What functions call often, by service and operation.
_STRAIGHT: dict[tuple[str, str], Callable[[str, Parameters], dict[str, Any] | None]] = {
    **{
        ("dynamodb", operation): _of_tables
        for operation in (
            "GetItem", "PutItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem", "TransactWriteItems",
        )
    },
    ("s3", "HeadObject"): _head,
    ("s3", "PutObject"): _put,
    ("sqs", "SendMessageBatch"): _send,
    ("cloudfront", "CreateInvalidation"): _clear,
}  # fmt: skip


def newest(bucket: str, key: str) -> Any:
    """Return moto's own record of what stands at a key, or None."""
    versions = s3_backends[ACCOUNT]["aws"].buckets[bucket].keys.getlist(key, [])
    return versions[-1] if versions and not isinstance(versions[-1], FakeDeleteMarker) else None
