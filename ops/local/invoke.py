"""`make invoke`: one of the events in events/ to a built function, under Lambda's own runtime interface emulator.

It reads and writes the tables and buckets of the running local stack, with the settings of the deployed function.
"""

import argparse
import json
import urllib.error
import urllib.request

import boto3

from .build import built
from .deploy import resources_of
from .emulator import CREDENTIALS, REGION
from .environments import ROOT
from .rie import Sandbox, functions_of

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
    function = functions_of(built())[options.function]
    with Sandbox(function, deployed_variables(function.logical_id)) as sandbox:
        answer = sandbox.invoke(json.loads(event.read_text()))
    print("\n".join(sandbox.said()))
    print(json.dumps(answer, indent=2, ensure_ascii=False))


def deployed_variables(logical_id: str) -> dict[str, str]:
    """Return the environment of a function of the running local stack."""
    facts_file = ROOT / ".local" / "stack.json"
    try:
        facts = json.loads(facts_file.read_text())
        urllib.request.urlopen(f"{facts['endpoint_url']}/_ministack/ready", timeout=2).close()
    except (FileNotFoundError, urllib.error.URLError):
        raise SystemExit("It needs the local stack: `make run` in another shell.") from None
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
