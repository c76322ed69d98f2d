"""What an operator's command asks of a deployed stack."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


def physical_name(stack: str, logical_id: str, region: str | None = None) -> str:
    """Return the name that CloudFormation gave a resource of the stack."""
    found = boto3.client("cloudformation", region_name=region).describe_stack_resource(
        StackName=stack, LogicalResourceId=logical_id
    )
    return found["StackResourceDetail"]["PhysicalResourceId"]


def invoked(client: "LambdaClient", function: str, event: Any) -> None:
    """Call a function and wait for its end. Raises `RuntimeError` where it fails."""
    answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    if "FunctionError" in answer:
        raise RuntimeError(answer["Payload"].read().decode()[:1000])


def moment(text: str) -> datetime:
    """Read a time off the command line; it must say its offset from UTC."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no offset from UTC; write 2026-11-22T18:00:00Z")
    return read


def outputs(stack: str, region: str | None = None) -> dict[str, str]:
    """Return the outputs of the stack."""
    found = boto3.client("cloudformation", region_name=region).describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
