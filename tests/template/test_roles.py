"""The roles grant what is needed and no more, and the check of calls against them can say no."""

import pytest

from .roles import MANAGED, Call, Roles
from .test_functions import FUNCTIONS
from .translated import Translated


@pytest.fixture(scope="module")
def roles(template: Translated) -> Roles:
    return Roles(template)


def put(table: str, partition: str) -> Call:
    return Call("dynamodb", "PutItem", {"TableName": table, "Item": {"pk": {"S": partition}, "sk": {"S": "x"}}})


def get(table: str, partition: str) -> Call:
    return Call("dynamodb", "GetItem", {"TableName": table, "Key": {"pk": {"S": partition}, "sk": {"S": "x"}}})


def delete(table: str, partition: str) -> Call:
    return Call("dynamodb", "DeleteItem", {"TableName": table, "Key": {"pk": {"S": partition}, "sk": {"S": "x"}}})


def clear(table: str, partition: str) -> Call:
    key = {"pk": {"S": partition}, "sk": {"S": "x"}}
    return Call("dynamodb", "BatchWriteItem", {"RequestItems": {table: [{"DeleteRequest": {"Key": key}}]}})


def update(table: str, partition: str) -> Call:
    return Call("dynamodb", "UpdateItem", {"TableName": table, "Key": {"pk": {"S": partition}, "sk": {"S": "x"}}})


def delete_together(table: str, *partitions: str) -> Call:
    requests = [{"DeleteRequest": {"Key": {"pk": {"S": each}, "sk": {"S": "x"}}}} for each in partitions]
    return Call("dynamodb", "BatchWriteItem", {"RequestItems": {table: requests}})


def query(table: str, partition: str, **more: str) -> Call:
    values = {":p": {"S": partition}}
    condition = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": values}
    return Call("dynamodb", "Query", {"TableName": table, **condition, **more})


def print_page(key: str) -> Call:
    return Call("s3", "PutObject", {"Bucket": "SiteBucket", "Key": key, "IfMatch": '"etag"'})


def send(queue: str) -> Call:
    return Call("sqs", "SendMessage", {"QueueUrl": f"https://sqs.eu-west-1.amazonaws.com/123456789012/{queue}"})


def invalidate(distribution: str) -> Call:
    return Call("cloudfront", "CreateInvalidation", {"DistributionId": distribution})


def parameter(operation: str, name: str) -> Call:
    return Call("ssm", operation, {"Name": f"/broadsheet/broadsheet/{name}"})


PUBLISH = Call(
    "dynamodb",
    "TransactWriteItems",
    {
        "TransactItems": [
            {"Put": {"TableName": "ContentTable", "Item": {"pk": {"S": "article#1"}}}},
            {"Delete": {"TableName": "RecentPostsTable", "Key": {"pk": {"S": "tag#rain"}}}},
            {"Put": {"TableName": "RecentPostsTable", "Item": {"pk": {"S": "pending#0"}}}},
        ]
    },
)

GRANTED = [
    ("EditArticlesFunction", PUBLISH),
    ("EditArticlesFunction", Call("dynamodb", "Query", {
        "TableName": "ContentTable", "IndexName": "desk", "KeyConditionExpression": "#s = :s",
        "ExpressionAttributeNames": {"#s": "desk_state"}, "ExpressionAttributeValues": {":s": {"S": "draft"}},
    })),
    ("EditArticlesFunction", get("ContentTable", "token#1")),
    ("EditArticlesFunction", send("RenderQueue")),
    ("EditArticlesFunction", Call("s3", "PutObject", {"Bucket": "UploadsBucket", "Key": "01J"})),
    ("ProcessImagesFunction", Call("s3", "GetObject", {"Bucket": "UploadsBucket", "Key": "01J"})),
    ("ProcessImagesFunction", Call("s3", "PutObject", {"Bucket": "SiteBucket", "Key": "media/1234/320.avif"})),
    ("ProcessImagesFunction", get("ContentTable", "media#1")),
    ("ProcessImagesFunction", put("ContentTable", "media#1")),
    ("KeepScheduleFunction", PUBLISH),
    ("KeepScheduleFunction", invalidate("Cdn")),
    ("KeepScheduleFunction", send("RenderQueue")),
    ("KeepScheduleFunction", clear("ContentTable", "due-news")),
    ("RenderPagesFunction", print_page("2026/11/23/rain")),
    ("RenderPagesFunction", print_page("comments/01J")),
    ("RenderPagesFunction", Call("s3", "HeadObject", {"Bucket": "SiteBucket", "Key": "index.html"})),
    ("RenderPagesFunction", delete("RecentPostsTable", "pending#0")),
    ("RenderPagesFunction", delete("RecentPostsTable", "reprint")),
    ("RenderPagesFunction", put("RecentPostsTable", "leaves#recent")),
    ("RenderPagesFunction", put("RecentPostsTable", "leaves#tag#rain#2026")),
    ("RenderPagesFunction", delete("RecentPostsTable", "leaves#section#news#2026-11")),
    ("RenderPagesFunction", update("RecentPostsTable", "owed")),
    ("RenderPagesFunction", delete("RecentPostsTable", "owed")),
    ("RenderPagesFunction", delete_together("RecentPostsTable", "quiet", "quiet")),
    ("RenderPagesFunction", send("RenderQueue")),
    ("RenderPagesFunction", query("RecentPostsTable", "recent")),
    ("RenderPagesFunction", Call("dynamodb", "BatchGetItem", {
        "RequestItems": {"ContentTable": {"Keys": [{"pk": {"S": "article#1"}}]}},
    })),
    ("RenderPagesFunction", invalidate("Cdn")),
    ("RecordCommentsFunction", put("CommentsTable", "article#1#0")),
    ("RecordCommentsFunction", Call("dynamodb", "BatchGetItem", {
        "RequestItems": {"ContentTable": {"Keys": [{"pk": {"S": "article#1"}}, {"pk": {"S": "site"}}]}},
    })),
    ("RecordCommentsFunction", send("CommentsFallbackQueue")),
    ("RecordCommentsFunction", parameter("GetParameter", "comments-key")),
    ("RecordCommentsFunction", parameter("GetParameter", "origin-secret")),
    ("ModerateCommentsFunction", get("ContentTable", "token#1")),
    ("ModerateCommentsFunction", put("CommentsTable", "article#1#0")),
    ("RenderCommentsFunction", print_page("comments/01J/2")),
    ("RenderCommentsFunction", put("ApprovedCommentsTable", "article#1")),
    ("RenderCommentsFunction", get("CommentsTable", "article#1#0")),
    ("RenderCommentsFunction", delete("CommentsTable", "unprinted")),
    ("KeepScheduleFunction", query("CommentsTable", "unprinted")),
    ("KeepScheduleFunction", Call("lambda", "Invoke", {"FunctionName": "RenderCommentsFunction"})),
    ("InstallSiteFunction", parameter("PutParameter", "origin-secret")),
    ("InstallSiteFunction", Call("s3", "PutObject", {"Bucket": "SiteBucket", "Key": "assets/site.1234.css"})),
    ("InstallSiteFunction", put("ContentTable", "site")),
    ("InstallSiteFunction", put("RecentPostsTable", "reprint")),
    ("InstallSiteFunction", send("RenderQueue")),
]  # fmt: skip

REFUSED = [
    ("EditArticlesFunction", put("CommentsTable", "article#1")),
    ("EditArticlesFunction", Call("dynamodb", "Scan", {"TableName": "ContentTable"})),
    ("EditArticlesFunction", put("ContentTable", "token#1")),
    ("EditArticlesFunction", delete("ContentTable", "token#1")),
    ("EditArticlesFunction", print_page("index.html")),
    ("EditArticlesFunction", invalidate("Cdn")),
    ("EditArticlesFunction", Call("s3", "GetObject", {"Bucket": "UploadsBucket", "Key": "01J"})),
    ("ProcessImagesFunction", print_page("index.html")),
    ("ProcessImagesFunction", put("ContentTable", "article#1")),
    ("ProcessImagesFunction", get("ContentTable", "token#1")),
    ("ProcessImagesFunction", put("RecentPostsTable", "pending#0")),
    ("ProcessImagesFunction", Call("s3", "PutObject", {"Bucket": "UploadsBucket", "Key": "01J"})),
    ("ProcessImagesFunction", Call("s3", "DeleteObject", {"Bucket": "UploadsBucket", "Key": "01J"})),
    ("RenderPagesFunction", get("ContentTable", "token#1")),
    ("KeepScheduleFunction", put("ContentTable", "token#1")),
    ("RenderPagesFunction", put("RecentPostsTable", "pending#0")),
    ("RenderPagesFunction", update("RecentPostsTable", "pending#0")),
    ("RenderPagesFunction", delete("RecentPostsTable", "recent")),
    ("RenderPagesFunction", delete("RecentPostsTable", "pending")),
    ("RenderPagesFunction", put("RecentPostsTable", "recent")),
    ("RenderPagesFunction", put("RecentPostsTable", "periods#recent")),
    ("RenderPagesFunction", put("RecentPostsTable", "reprint")),
    ("RenderPagesFunction", delete_together("RecentPostsTable", "quiet", "pending#0")),
    ("RenderPagesFunction", put("ContentTable", "article#1")),
    ("RenderPagesFunction", print_page("assets/site.1234.css")),
    ("RenderPagesFunction", print_page("media/1/800.avif")),
    ("RenderPagesFunction", Call("s3", "DeleteObject", {"Bucket": "SiteBucket", "Key": "index.html"})),
    ("RenderPagesFunction", Call("s3", "PutObject", {"Bucket": "UploadsBucket", "Key": "a"})),
    ("RenderPagesFunction", invalidate("AnotherDistribution")),
    ("RenderPagesFunction", send("CommentsFallbackQueue")),
    ("RecordCommentsFunction", Call("dynamodb", "BatchGetItem", {
        "RequestItems": {"ContentTable": {"Keys": [{"pk": {"S": "article#1"}}, {"pk": {"S": "token#1"}}]}},
    })),
    ("RecordCommentsFunction", put("ContentTable", "article#1")),
    ("RecordCommentsFunction", delete("CommentsTable", "article#1#0")),
    ("RecordCommentsFunction", send("RenderQueue")),
    ("RecordCommentsFunction", parameter("PutParameter", "origin-secret")),
    ("ModerateCommentsFunction", get("ContentTable", "article#1")),
    ("ModerateCommentsFunction", put("ContentTable", "token#1")),
    ("RenderCommentsFunction", put("CommentsTable", "article#1#0")),
    ("RenderCommentsFunction", put("CommentsTable", "unprinted")),
    ("RenderCommentsFunction", delete("CommentsTable", "article#1#0")),
    ("RenderCommentsFunction", get("ContentTable", "token#1")),
    ("RenderCommentsFunction", print_page("2026/11/23/rain")),
    ("KeepScheduleFunction", clear("ContentTable", "due")),
    ("KeepScheduleFunction", clear("ContentTable", "article#1")),
    ("KeepScheduleFunction", clear("RecentPostsTable", "pending#0")),
    ("KeepScheduleFunction", print_page("index.html")),
    ("KeepScheduleFunction", put("CommentsTable", "article#1#0")),
    ("KeepScheduleFunction", query("CommentsTable", "article#1#0")),
    ("KeepScheduleFunction", Call("lambda", "Invoke", {"FunctionName": "RenderPagesFunction"})),
    ("InstallSiteFunction", put("ContentTable", "token#1")),
    ("InstallSiteFunction", put("RecentPostsTable", "pending#0")),
    ("InstallSiteFunction", print_page("index.html")),
    ("InstallSiteFunction", invalidate("Cdn")),
    ("InstallSiteFunction", Call("ssm", "GetParameter", {"Name": "/somebody/elses"})),
]  # fmt: skip


@pytest.mark.parametrize(("function", "call"), GRANTED)
def test_a_role_grants_what_its_function_does(roles: Roles, function: str, call: Call) -> None:
    assert roles.refusals(function, [call]) == []


@pytest.mark.parametrize(("function", "call"), REFUSED)
def test_a_role_grants_nothing_else(roles: Roles, function: str, call: Call) -> None:
    assert roles.refusals(function, [call]) != []


def test_a_refusal_says_what_is_missing(roles: Roles) -> None:
    (refusal,) = roles.refusals("RenderPagesFunction", [delete("RecentPostsTable", "recent")])
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/RecentPostsTable"
    assert refusal == f"RenderPagesFunction may not dynamodb:DeleteItem on {table} for recent"


def test_a_transaction_needs_the_action_of_each_item(roles: Roles) -> None:
    key = {"TableName": "ContentTable", "Key": {"pk": {"S": "article#1"}}}
    items = [{"Update": key}, {"ConditionCheck": key}, {"Delete": key}, {"Put": {**key, "Item": key["Key"]}}]
    refusals = roles.refusals("RenderPagesFunction", [Call("dynamodb", "TransactWriteItems", {"TransactItems": items})])
    assert [each.split(" may not ")[1].split(" on ")[0] for each in refusals] == [
        "dynamodb:UpdateItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
    ]


def test_one_key_outside_the_leading_keys_refuses_the_whole_batch(roles: Roles) -> None:
    keys = [{"pk": {"S": "article#1"}}, {"pk": {"S": "token#1"}}]
    batch = Call("dynamodb", "BatchGetItem", {"RequestItems": {"ContentTable": {"Keys": keys}}})
    assert roles.refusals("RenderCommentsFunction", [batch])


def test_resources_of_a_test_may_have_names_of_their_own(template: Translated) -> None:
    roles = Roles(template.named({"ContentTable": "content-in-a-test"}))
    assert roles.refusals("EditArticlesFunction", [get("content-in-a-test", "article#1")]) == []
    assert roles.refusals("EditArticlesFunction", [get("ContentTable", "article#1")])


def test_a_call_nobody_thought_of_is_an_error_and_not_a_grant(roles: Roles) -> None:
    with pytest.raises(NotImplementedError):
        roles.refusals("EditArticlesFunction", [Call("iam", "CreateUser", {"UserName": "x"})])


def test_a_grant_that_no_call_needs_is_named(roles: Roles) -> None:
    idle = roles.idle_grants("ModerateCommentsFunction", [put("CommentsTable", "comments#1#0")], {"ReadTokens"})
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/CommentsTable"
    assert f"JudgeComments: dynamodb:DeleteItem on {table}" in idle
    assert f"JudgeComments: dynamodb:PutItem on {table}" not in idle
    assert not [grant for grant in idle if grant.startswith("ReadTokens")]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_names_every_action_and_every_resource(roles: Roles, function: str) -> None:
    for statement in roles.statements(function):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        assert statement["Effect"] == "Deny" or not [action for action in actions if "*" in action]
        assert "*" not in resources


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_has_no_managed_policy_but_for_logs_and_traces(template: Translated, function: str) -> None:
    """SAM's own for streams and queues reach every one of them in the account."""
    assert set(template.properties(f"{function}Role")["ManagedPolicyArns"]) == MANAGED


def test_every_function_has_a_role_of_its_own(template: Translated) -> None:
    for function in FUNCTIONS:
        assert template.properties(function)["Role"] == template.arn(f"{function}Role")
