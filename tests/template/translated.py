"""The template as CloudFormation would see it, and what its values come to. Knows template.yaml, never AWS."""

import functools
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ops.local.environments import program_of, python_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"

PARTITION, REGION, ACCOUNT, STACK = "aws", "eu-west-1", "123456789012", "broadsheet"

# The region is only asked for while translating; nothing is called.
OFFLINE = {**os.environ, "AWS_DEFAULT_REGION": REGION, "SAM_CLI_TELEMETRY": "0"}

# How each kind of resource is named in a policy; {name} is what Ref gives.
ARNS = {
    "AWS::CloudFront::Distribution": "arn:{partition}:cloudfront::{account}:distribution/{name}",
    "AWS::DynamoDB::Table": "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
    "AWS::IAM::Role": "arn:{partition}:iam::{account}:role/{name}",
    "AWS::Lambda::Function": "arn:{partition}:lambda:{region}:{account}:function:{name}",
    "AWS::Logs::LogGroup": "arn:{partition}:logs:{region}:{account}:log-group:{name}:*",
    "AWS::S3::Bucket": "arn:{partition}:s3:::{name}",
    "AWS::SNS::Topic": "arn:{partition}:sns:{region}:{account}:{name}",
    "AWS::SQS::Queue": "arn:{partition}:sqs:{region}:{account}:{name}",
}

PSEUDO_PARAMETERS = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::StackName": STACK,
    "AWS::URLSuffix": "amazonaws.com",
}

NO_VALUE = object()


def tools_python() -> Path:
    """Return the Python that has SAM CLI and cfn-lint."""
    return Path(os.environ.get("BROADSHEET_TOOLS_PYTHON") or python_of("tools"))


def tool(name: str) -> Path:
    """Return a program that stands beside SAM CLI."""
    return tools_python().with_name(name)


def checkov() -> Path:
    """Return the program that looks for weak security."""
    return Path(os.environ.get("BROADSHEET_CHECKOV") or program_of("checks", "checkov"))


def node() -> Path:
    """Return the interpreter of the CDN's functions."""
    return Path(os.environ.get("BROADSHEET_NODE") or program_of("local", "node"))


def translation_of(template: Path) -> dict[str, Any]:
    """Translate a SAM template. Raises `AssertionError` with the translator's own words."""
    done = subprocess.run(
        [tools_python(), Path(__file__).with_name("translation.py"), template],
        capture_output=True, text=True, check=False, env=OFFLINE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    translated: dict[str, Any] = json.loads(done.stdout)
    return translated


@functools.cache
def translated() -> "Translated":
    """Return template.yaml, translated once."""
    return Translated(translation_of(TEMPLATE))


class Translated:
    """A translated template. A resource's name is its logical id, unless `names` says otherwise."""

    def __init__(self, template: Mapping[str, Any], names: Mapping[str, str] | None = None) -> None:
        self.template = template
        self.resources: Mapping[str, Any] = template["Resources"]
        self.names = names or {}
        self.parameters = {name: str(each["Default"]) for name, each in template["Parameters"].items()}

    def named(self, names: Mapping[str, str]) -> "Translated":
        """Return the same template for a stack whose resources have other names."""
        return Translated(self.template, names)

    def of_type(self, kind: str) -> dict[str, Any]:
        """Return the properties of all resources of a type, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }

    def properties(self, logical_id: str) -> Any:
        """Return a resource's properties with every value that can be known put in."""
        return self.value(self.resources[logical_id].get("Properties", {}))

    def arn(self, logical_id: str) -> str:
        """Return the ARN by which policies name a resource."""
        arn = ARNS[self.resources[logical_id]["Type"]]
        return arn.format(partition=PARTITION, region=REGION, account=ACCOUNT, name=self.name(logical_id))

    def name(self, logical_id: str) -> str:
        """Return a resource's name."""
        return self.names.get(logical_id, logical_id)

    def value(self, value: Any) -> Any:
        """Put in what references, conditions and substitutions come to with the parameters' defaults."""
        if isinstance(value, list):
            return [each for each in map(self.value, value) if each is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        match list(value.items()):
            case [("Ref", str(name))]:
                return self._reference(name)
            case [("Fn::GetAtt", [str(name), *path])]:
                return self._attribute(name, ".".join(path))
            case [("Fn::GetAtt", str(path))]:
                return self._attribute(*path.split(".", 1))
            case [("Fn::Sub", str(text))]:
                return re.sub(r"\$\{([^}!]+)\}", lambda found: self._substitution(found[1]), text)
            case [("Fn::If", [str(condition), then, otherwise])]:
                return self.value(then if self.holds(condition) else otherwise)
            case [("Fn::Join", [str(between), list(parts)])]:
                return between.join(map(str, self.value(parts)))
        resolved = {key: self.value(each) for key, each in value.items()}
        return {key: each for key, each in resolved.items() if each is not NO_VALUE}

    def holds(self, condition: str) -> bool:
        """Say whether a condition holds with the parameters' defaults."""
        return self._truth(self.template["Conditions"][condition])

    def _truth(self, expression: Mapping[str, Any]) -> bool:
        match list(expression.items()):
            case [("Fn::Equals", [left, right])]:
                return str(self.value(left)) == str(self.value(right))
            case [("Fn::Not", [inner])]:
                return not self._truth(inner)
            case [("Fn::Or", list(inner))]:
                return any(map(self._truth, inner))
            case [("Fn::And", list(inner))]:
                return all(map(self._truth, inner))
            case [("Condition", str(name))]:
                return self.holds(name)
        raise NotImplementedError(expression)

    def _reference(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in PSEUDO_PARAMETERS:
            return PSEUDO_PARAMETERS[name]
        if name in self.parameters:
            return self.parameters[name]
        return self.name(name)

    def _attribute(self, name: str, path: str) -> str:
        if path == "Arn":
            return self.arn(name)
        if path == "StreamArn":
            return f"{self.arn(name)}/stream/2026-01-01T00:00:00.000"
        return f"{self.name(name)}.{path}"

    def _substitution(self, text: str) -> str:
        name, _, path = text.partition(".")
        return str(self._attribute(name, path) if path else self._reference(name))


def references_in(value: Any) -> Iterator[str]:
    """Yield the logical ids that a value refers to."""
    if isinstance(value, list):
        for each in value:
            yield from references_in(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "Ref":
                yield each
            elif key == "Fn::GetAtt":
                yield each[0] if isinstance(each, list) else each.split(".")[0]
            elif key == "Fn::Sub":
                yield from (found.split(".")[0] for found in re.findall(r"\$\{([^}!]+)\}", each))
            else:
                yield from references_in(each)
