"""`make invoke`: one of the events in events/ to a built function, under Lambda's own runtime interface emulator.

It reads and writes the tables and buckets of the running local stack, with the settings of the deployed function.
"""

import argparse
import json
import urllib.error
import urllib.request
from typing import Any

import boto3

from .build import built
from .deploy import resources_of
from .emulator import CREDENTIALS, REGION
from .environments import ROOT
from .rie import INIT_DURATION, Sandbox, functions_of

EVENTS = ROOT / "events"


def main() -> None:
    """Send an event, print what the function logged and what it answered."""
    parser = argparse.ArgumentParser(prog="make invoke", description=__doc__)
    parser.add_argument("function", choices=sorted(folder.name for folder in EVENTS.iterdir() if folder.is_dir()))
    parser.add_argument("case", help="a file of events/<function>, without its ending")
    options = parser.parse_args()
    event = EVENTS / options.function / f"{options.case}.json"
    if not event.exists():
        cases = ", ".join(sorted(file.stem for file in event.parent.glob("*.json")))
        raise SystemExit(f"There is no {event.relative_to(ROOT)}; the cases are: {cases}")
    facts = running_stack()
    function = functions_of(built())[options.function]
    with Sandbox(function, deployed_variables(facts, function.logical_id)) as sandbox:
        answer = sandbox.invoke(with_token(json.loads(event.read_text()), facts["admin_token"]))
    print(f"INIT {sandbox.durations_ms(INIT_DURATION)[0]:.0f} ms")
    print("\n".join(sandbox.said()))
    print(json.dumps(answer, indent=2, ensure_ascii=False))


def running_stack() -> dict[str, Any]:
    """Return what the running local stack says of itself."""
    try:
        facts: dict[str, Any] = json.loads((ROOT / ".local" / "stack.json").read_text())
        urllib.request.urlopen(f"{facts['endpoint_url']}/_ministack/ready", timeout=2).close()
    except (FileNotFoundError, urllib.error.URLError):
        raise SystemExit("It needs the local stack: `make run` in another shell.") from None
    return facts


def with_token(event: dict[str, Any], token: str) -> dict[str, Any]:
    """Return an event with the stack's own token in the place of the one it was written with."""
    if "authorization" in event.get("headers", {}):
        event["headers"]["authorization"] = f"Bearer {token}"
    return event


def deployed_variables(facts: dict[str, Any], logical_id: str) -> dict[str, str]:
    """Return the environment of a function of the running local stack."""
    where = {
        "region_name": REGION,
        "endpoint_url": facts["endpoint_url"],
        "aws_access_key_id": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    }
    name = resources_of(facts["stack"], boto3.client("cloudformation", **where))[logical_id]
    variables = boto3.client("lambda", **where).get_function_configuration(FunctionName=name)["Environment"]
    return {**variables["Variables"], **CREDENTIALS, "AWS_ENDPOINT_URL": facts["endpoint_url"]}


if __name__ == "__main__":
    main()
