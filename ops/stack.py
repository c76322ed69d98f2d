"""What an operator's command asks of a deployed stack."""

import boto3


def physical_name(stack: str, logical_id: str, region: str | None = None) -> str:
    """Return the name that CloudFormation gave a resource of the stack."""
    found = boto3.client("cloudformation", region_name=region).describe_stack_resource(
        StackName=stack, LogicalResourceId=logical_id
    )
    return found["StackResourceDetail"]["PhysicalResourceId"]
