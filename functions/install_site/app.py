"""Serves the stack's two custom resources: the site's keys, and the theme that the site wears."""

import json
import urllib.request
from typing import Any

from aws_lambda_powertools import Logger

from broadsheet.environment import InstallSiteSettings, settings_of
from broadsheet.wiring import install_site

logger = Logger()

ANSWER_TIMEOUT_SECONDS = 5
ANSWER_TRIES = 3


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    """Carry out CloudFormation's request and answer it, whatever happens.

    The physical id is constant, so that nothing is ever replaced; deleting does nothing. An operator's request names
    nowhere to answer; it fails as any call does.
    """
    if "ResponseURL" not in event:
        _install(event)
        return
    status, reason, data = "SUCCESS", "", {}
    try:
        if event["RequestType"] != "Delete":
            data = _install(event)
    except Exception as error:
        logger.exception("not installed", resource=event["LogicalResourceId"])
        status, reason = "FAILED", f"{type(error).__name__}; see the function's log"
    _answer(event, status, reason, data)


def _install(event: dict[str, Any]) -> dict[str, str]:
    installation = install_site.installation(settings_of(InstallSiteSettings))
    if event["ResourceType"] == "Custom::SiteKeys":
        return {"OriginSecret": installation.make_keys()}
    changed = installation.wear_theme(event["ResourceProperties"]["SiteUrl"])
    logger.info("theme installed", changed=changed)
    return {}


def _answer(event: dict[str, Any], status: str, reason: str, data: dict[str, str]) -> None:
    """Put the answer where CloudFormation waits for it. Source: CloudFormation User Guide, custom resources."""
    answer = {
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": f"broadsheet-{event['LogicalResourceId']}",
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": True,
        "Data": data,
    }
    # CloudFormation's presigned URL is signed for an empty content type.
    request = urllib.request.Request(  # noqa: S310
        event["ResponseURL"], data=json.dumps(answer).encode(), method="PUT", headers={"Content-Type": ""}
    )
    for attempt in range(ANSWER_TRIES):
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_TIMEOUT_SECONDS):  # noqa: S310
                return
        except OSError:
            if attempt == ANSWER_TRIES - 1:
                raise
            logger.warning("answer not taken, trying again", exc_info=True)
