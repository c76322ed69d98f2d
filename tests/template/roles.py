"""Holds recorded calls against the role that template.yaml gives a function.

    roles = Roles(translated().named({"ContentTable": "content"}))
    assert not roles.refusals("EditArticlesFunction", calls)

Emulators cannot do this: moto takes every table for `*`, and MiniStack knows no leading keys.
"""

import fnmatch
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .translated import ACCOUNT, ARNS, PARTITION, REGION, Translated

LEADING_KEYS: Final = "dynamodb:LeadingKeys"

ALIKE: Final = {"dynamodb:GetItem": "dynamodb:BatchGetItem", "dynamodb:BatchGetItem": "dynamodb:GetItem"}

# The only managed policies: writing logs and traces.
MANAGED: Final = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call as botocore is given it: `Call("dynamodb", "GetItem", {"TableName": …, "Key": {"pk": {"S": …}}})`."""

    service: str
    operation: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Need:
    """What IAM asks for: an action on a resource, and the partitions that the call names."""

    action: str
    resource: str
    leading_keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        keys = f" for {', '.join(self.leading_keys)}" if self.leading_keys else ""
        return f"{self.action} on {self.resource}{keys}"


class Roles:
    """The roles of the functions in a translated template."""

    def __init__(self, template: Translated) -> None:
        self.template = template

    def statements(self, function: str) -> list[dict[str, Any]]:
        """Return the statements of a function's role, by the function's logical id."""
        role = self.template.properties(f"{function}Role")
        apart = map(self.template.properties, self.template.of_type("AWS::IAM::Policy"))
        return [
            statement
            for policy in (*role["Policies"], *(each for each in apart if f"{function}Role" in each["Roles"]))
            for statement in _several(policy["PolicyDocument"]["Statement"])
        ]  # fmt: skip

    def refusals(self, function: str, calls: Iterable[Call]) -> list[str]:
        """Return what the calls need and the role does not grant, each once; empty when all is granted."""
        statements = self.statements(function)
        needs = dict.fromkeys(need for call in calls for need in needs_of(call))
        return [f"{function} may not {need}" for need in needs if not _granted(statements, need)]

    def idle_grants(self, function: str, calls: Iterable[Call], not_by_calls: Collection[str]) -> list[str]:
        """Return the grants that no call needs, as `Sid: action on resource`; empty when the role is the narrowest.

        `not_by_calls` are the Sids of what Lambda does with the role by itself; SAM's own have none.
        """
        needs = {need for call in calls for need in needs_of(call)}
        # How many items are read decides which of the two it is.
        needs |= {replace(need, action=ALIKE[need.action]) for need in needs if need.action in ALIKE}
        return [
            f"{statement['Sid']}: {action} on {resource}"
            for statement in self.statements(function)
            if statement["Effect"] == "Allow" and statement.get("Sid") not in {None, *not_by_calls}
            for action in _several(statement["Action"])
            for resource in _several(statement["Resource"])
            if not any(_matches({**statement, "Action": action, "Resource": resource}, need) for need in needs)
        ]


def _granted(statements: list[dict[str, Any]], need: Need) -> bool:
    matching = [statement["Effect"] for statement in statements if _matches(statement, need)]
    return "Allow" in matching and "Deny" not in matching


def _matches(statement: Mapping[str, Any], need: Need) -> bool:
    return (
        any(_like(need.action.lower(), action.lower()) for action in _several(statement["Action"]))
        and any(_like(need.resource, resource) for resource in _several(statement["Resource"]))
        and all(
            _condition_holds(operator, key, _several(values), need)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _condition_holds(operator: str, key: str, values: list[str], need: Need) -> bool:
    if key != LEADING_KEYS:
        raise NotImplementedError(key)
    alike = [any(_like(leading, value) for value in values) for leading in need.leading_keys]
    match operator:
        case "ForAllValues:StringEquals":
            # Where a request names no key, as a Scan does, AWS takes "all of none" for true. So here.
            return all(leading in values for leading in need.leading_keys)
        case "ForAllValues:StringLike":
            return all(alike)
        case "ForAnyValue:StringLike":
            return any(alike)
    raise NotImplementedError(operator)


def _like(text: str, pattern: str) -> bool:
    # Square brackets mean themselves in IAM.
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# ── What a call needs ──


def needs_of(call: Call) -> Iterator[Need]:
    """Yield what IAM asks for when a call is made.

    Raises `NotImplementedError` for a call that no function was known to make: say here what it needs.
    """
    try:
        needs = NEEDS[call.service]
    except KeyError:
        raise NotImplementedError(f"{call.service}:{call.operation}") from None
    yield from needs(call.operation, call.parameters)


def _dynamodb(operation: str, parameters: Mapping[str, Any]) -> Iterator[Need]:
    match operation:
        case "TransactWriteItems":
            # IAM knows no transactions; it asks for the action of each item.
            for item in parameters["TransactItems"]:
                for kind, request in item.items():
                    action = "ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item"
                    yield _item_need(action, request)
        case "TransactGetItems":
            for item in parameters["TransactItems"]:
                yield _item_need("GetItem", item["Get"])
        case "BatchGetItem":
            for table, request in parameters["RequestItems"].items():
                yield Need("dynamodb:BatchGetItem", _table(table), tuple(_text(key["pk"]) for key in request["Keys"]))
        case "BatchWriteItem":
            for table, requests in parameters["RequestItems"].items():
                keys = (
                    request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
                    for request in requests
                )  # fmt: skip
                yield Need("dynamodb:BatchWriteItem", _table(table), tuple(_text(key["pk"]) for key in keys))
        case "Query":
            index = parameters.get("IndexName")
            table = _table(parameters["TableName"])
            yield Need("dynamodb:Query", f"{table}/index/{index}" if index else table, (_queried_key(parameters),))
        case "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem":
            yield _item_need(operation, parameters)
        case _:
            # Scan and what manages tables name no partition.
            yield Need(f"dynamodb:{operation}", _table(parameters["TableName"]))


def _item_need(action: str, request: Mapping[str, Any]) -> Need:
    key = request.get("Key") or request["Item"]
    return Need(f"dynamodb:{action}", _table(request["TableName"]), (_text(key["pk"]),))


def _queried_key(parameters: Mapping[str, Any]) -> str:
    """Return the partition that a query reads: the value that stands alone beside an equals sign."""
    names, values = parameters.get("ExpressionAttributeNames", {}), parameters["ExpressionAttributeValues"]
    partition_keys = {"pk", "desk_state", "moderation_state"}
    for name, value in re.findall(r"([#\w]+)\s*=\s*(:\w+)", parameters["KeyConditionExpression"]):
        if names.get(name, name) in partition_keys:
            return _text(values[value])
    raise NotImplementedError(parameters["KeyConditionExpression"])


def _table(name: str) -> str:
    return _arn("AWS::DynamoDB::Table", name)


def _text(value: Any) -> str:
    return str(value["S"] if isinstance(value, dict) else value)


def _s3(operation: str, parameters: Mapping[str, Any]) -> Iterator[Need]:
    bucket = _arn("AWS::S3::Bucket", parameters["Bucket"])
    thing = f"{bucket}/{parameters.get('Key', '')}"
    match operation:
        case "GetObject":
            yield Need("s3:GetObject", thing)
        case "HeadObject":
            yield Need("s3:GetObject", thing)
            # Who asks whether an object is there needs it: else a missing one answers 403, which reads like a refusal.
            yield Need("s3:ListBucket", bucket)
        case "PutObject":
            yield Need("s3:PutObject", thing)
            if {"IfMatch", "IfNoneMatch"} & set(parameters):
                yield Need("s3:GetObject", thing)
        case "ListObjectsV2":
            yield Need("s3:ListBucket", bucket)
        case "DeleteObject":
            yield Need("s3:DeleteObject", thing)
        case _:
            raise NotImplementedError(f"s3:{operation}")


def _sqs(operation: str, parameters: Mapping[str, Any]) -> Iterator[Need]:
    queue = _arn("AWS::SQS::Queue", parameters["QueueUrl"].rsplit("/", 1)[-1])
    yield Need(f"sqs:{operation.removesuffix('Batch')}", queue)


def _ssm(operation: str, parameters: Mapping[str, Any]) -> Iterator[Need]:
    for name in parameters.get("Names") or [parameters["Name"]]:
        yield Need(f"ssm:{operation}", f"arn:{PARTITION}:ssm:{REGION}:{ACCOUNT}:parameter{name}")


def _cloudfront(operation: str, parameters: Mapping[str, Any]) -> Iterator[Need]:
    yield Need(f"cloudfront:{operation}", _arn("AWS::CloudFront::Distribution", parameters["DistributionId"]))


def _arn(kind: str, name: str) -> str:
    return ARNS[kind].format(partition=PARTITION, region=REGION, account=ACCOUNT, name=name)


def _lambda(operation: str, parameters: Mapping[str, Any]) -> Iterator[Need]:
    match operation:
        case "Invoke":
            yield Need("lambda:InvokeFunction", _arn("AWS::Lambda::Function", parameters["FunctionName"]))
        case _:
            raise NotImplementedError(f"lambda:{operation}")


NEEDS: Final[Mapping[str, Callable[[str, Mapping[str, Any]], Iterator[Need]]]] = {
    "cloudfront": _cloudfront,
    "dynamodb": _dynamodb,
    "lambda": _lambda,
    "s3": _s3,
    "sqs": _sqs,
    "ssm": _ssm,
}
