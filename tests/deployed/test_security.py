"""What protects readers and the stack, where it is in force: headers at the edge, roles, and who may read the state."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from email.message import Message
from typing import Any

import pytest
from botocore import xform_name

from broadsheet.page.assets import asset_path
from ops.local.stack import LocalStack
from tests.deployed.reader import Reader
from tests.emulated import BUCKETS, QUEUES, TABLES
from tests.template.roles import Call, Roles
from tests.template.test_functions import FUNCTIONS
from tests.template.translated import translated

pytestmark = pytest.mark.deployed

# Source: HTTP Observatory, scoring; OWASP, HTTP Security Response Headers.
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Makes the calls that it is asked for, with the credentials of its role, and tells which were denied.
PROBE = """
import boto3

def handler(event, context):
    def denied(service, operation, parameters):
        try:
            getattr(boto3.client(service), operation)(**parameters)
        except Exception as error:
            return "AccessDenied" in str(error) or "not authorized" in str(error)
        return False
    return [denied(*call) for call in event]
"""


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/robots.txt", "/nothing", asset_path("site.js"), "/media/nothing"])
def test_every_answer_of_the_edge_carries_the_headers(reader: Reader, path: str) -> None:
    headers = reader.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "x-origin-secret" not in headers


def test_the_answer_to_a_comment_carries_them_too(reader: Reader) -> None:
    headers = reader.post("/api/comments/01JD000000000000000000000Z", "{}", "application/json").headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_a_moved_and_a_withdrawn_page_carry_them_too(deployed: LocalStack, reader: Reader) -> None:
    editor = deployed.editor()
    written = {"headline": "Headers of what is gone", "body": "x", "section": "news", "state": "published"}
    article = editor.must("POST", "/api/articles", written, Prefer="wait=10")
    path = f"/api/articles/{article['id']}"
    editor.must("PATCH", path, {"slug": "headers-moved"}, **{"If-Match": '"1"', "Prefer": "wait=10"})
    moved = reader.get(article["url"])
    editor.must("DELETE", path, **{"If-Match": '"2"', "Prefer": "wait=10"})
    gone = reader.get(article["url"])
    assert (moved.status, gone.status) == (301, 410)
    for answer in (moved, gone):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert of_the_bucket(answer.headers) == []


@pytest.mark.parametrize(
    "path", ["/", "/feed.xml", "/nothing", "/fragments/recent.html", asset_path("site.js"), "/media/nothing"]
)
def test_no_answer_tells_of_the_bucket(reader: Reader, path: str) -> None:
    assert of_the_bucket(reader.get(path).headers) == []


def of_the_bucket(headers: Message) -> list[str]:
    """Return the names of headers that say how the bucket keeps an object."""
    names = map(str.lower, headers.keys())
    return [name for name in names if name.startswith("x-amz-") and not name.startswith("x-amz-cf-")]


def calls(names: dict[str, str]) -> list[Call]:
    """Return calls on everything that is kept; those that are granted do no harm."""
    item = {"pk": {"S": "probe"}, "sk": {"S": "probe"}}
    key = {"TableName": names["CommentsTable"], "Key": item}
    # Where a grant names partitions, these are asked for: the emulator does not tell a policy which one a call is for.
    printed = {"TableName": names["CommentsTable"], "Key": {"pk": {"S": "unprinted"}, "sk": {"S": "probe"}}}
    made = [
        Call("s3", "PutObject", {"Bucket": names["SiteBucket"], "Key": f"{folder}probe", "Body": "x"})
        for folder in ("", "comments/", "assets/", "media/")
    ]
    made += [
        Call("s3", "GetObject", {"Bucket": names["UploadsBucket"], "Key": "probe"}),
        Call("s3", "PutObject", {"Bucket": names["UploadsBucket"], "Key": "probe", "Body": "x"}),
        Call("s3", "DeleteObject", {"Bucket": names["SiteBucket"], "Key": "probe"}),
        Call("s3", "DeleteObject", {"Bucket": names["UploadsBucket"], "Key": "probe"}),
        Call("dynamodb", "PutItem", {"TableName": names["CommentsTable"], "Item": item}),
        Call("dynamodb", "GetItem", key),
        Call("dynamodb", "DeleteItem", printed),
        Call("dynamodb", "PutItem", {"TableName": names["ApprovedCommentsTable"], "Item": item}),
        Call("ssm", "GetParameter", {"Name": "/broadsheet/broadsheet/origin-secret"}),
        Call("ssm", "GetParameter", {"Name": "/somebody/elses"}),
        Call("ssm", "PutParameter", {"Name": "/broadsheet/broadsheet/probe", "Value": "x", "Type": "String"}),
    ]
    # A message that comes when the stack is gone.
    made += [
        Call("sqs", "SendMessage", {"QueueUrl": names[queue], "MessageBody": "{}", "DelaySeconds": 900})
        for queue in ("RenderQueue", "CommentsFallbackQueue")
    ]
    made += [Call("dynamodb", "Scan", {"TableName": names[table]}) for table in ("ContentTable", "CommentsTable")]
    return made


@pytest.fixture(scope="module")
def probe(deployed: LocalStack) -> Callable[[str, list[tuple[str, str, Any]]], list[bool]]:
    """Return what says, for a function, which of some calls its role is denied.

    The functions that it makes end with the stack: the emulator takes up to ten seconds to delete each.
    """
    functions, archive = deployed.client("lambda"), io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("app.py", PROBE)

    def denied(function: str, asked: list[tuple[str, str, Any]]) -> list[bool]:
        own = functions.get_function_configuration(FunctionName=deployed.resources[function])
        name = f"probe-{function}"
        functions.create_function(
            FunctionName=name,
            Role=own["Role"],
            Runtime=own["Runtime"],
            Handler="app.handler",
            Code={"ZipFile": archive.getvalue()},
            Layers=[layer["Arn"] for layer in own["Layers"]],
            Timeout=60,
        )
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(asked).encode())
        told = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, told
        return list(told)

    return denied


@pytest.mark.parametrize("function", FUNCTIONS)
def test_another_code_with_a_functions_role_may_do_what_the_template_says_and_no_more(
    deployed: LocalStack, probe: Any, function: str
) -> None:
    kept = (*TABLES, *BUCKETS, *QUEUES)
    roles = Roles(translated().named({name: deployed.resources[name].rpartition("/")[2] for name in kept}))
    asked = calls(deployed.resources)
    found = probe(function, [(call.service, xform_name(call.operation), dict(call.parameters)) for call in asked])
    assert found == [bool(roles.refusals(function, [call])) for call in asked]
    assert sum(found) > len(asked) / 2


def test_nobody_else_may_read_the_local_stacks_state(deployed: LocalStack) -> None:
    for path in (deployed.folder, deployed.folder / "stack.json", deployed.folder / "env"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
