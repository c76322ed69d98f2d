"""Deploys a build with `sam deploy` into the emulator, as it would be into AWS."""

from pathlib import Path
from typing import TYPE_CHECKING

from .build import run_sam
from .emulator import REGION, architecture

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

ARTIFACTS_BUCKET = "broadsheet-artifacts"


def deploy(
    build: Path, stack: str, site_url: str, environment: dict[str, str], cloudformation: "CloudFormationClient"
) -> None:
    """Deploy a build as a stack whose pages name `site_url`; the artifacts' bucket is there already.

    Raises `RuntimeError` with the resources that failed, or else with SAM's words.
    """
    try:
        run_sam(
            ["deploy", "--stack-name", stack, "--template-file", str(build / "template.yaml"), "--region", REGION,
             "--s3-bucket", ARTIFACTS_BUCKET, "--capabilities", "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM",
             "--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar",
             # There is no bill on this machine, and MiniStack knows no budgets.
             "--parameter-overrides", f"SiteUrl={site_url}", f"Architecture={architecture()}",
             "MonthlyBudgetDollars=0"],
            environment,
            build,
        )  # fmt: skip
    except RuntimeError as failure:
        reasons = failed_resources(stack, cloudformation)
        raise RuntimeError(f"sam deploy failed:\n{reasons}" if reasons else str(failure)) from None


def outputs_of(stack: str, cloudformation: "CloudFormationClient") -> dict[str, str]:
    """Return the outputs of a deployed stack; none where there is no such stack, or none that stands."""
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except cloudformation.exceptions.ClientError:
        return {}
    if not found["StackStatus"].endswith("_COMPLETE") or found["StackStatus"].startswith(("DELETE", "ROLLBACK")):
        return {}
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def resources_of(stack: str, cloudformation: "CloudFormationClient") -> dict[str, str]:
    """Return the physical id of every resource of a stack, by its logical id."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    return {
        resource["LogicalResourceId"]: resource.get("PhysicalResourceId", "")
        for page in pages
        for resource in page["StackResourceSummaries"]
    }


def failed_resources(stack: str, cloudformation: "CloudFormationClient") -> str:
    """Say which resources failed, and why; the first failure comes first."""
    try:
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        events = [event for page in pages for event in page["StackEvents"]]
    except cloudformation.exceptions.ClientError:
        return ""
    return "\n".join(
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'failed')}"
        for event in reversed(events)
        if event.get("ResourceStatus", "").endswith("FAILED")
    )
