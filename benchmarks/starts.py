"""How long does a function take to start? Each beside an empty one, and beside one that only makes the same clients.

Built artifacts under Lambda's own runtime interface emulator; the figures are those of its INIT REPORT. Ours make
their clients when first asked, so each is started here by a module that imports it and then makes them: all that a
first request waits for before its first call.
"""

import shutil
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.answers import Answer, bars, table
from ops.local.build import built
from ops.local.cold import init_ms
from ops.local.rie import Function, functions_of

QUESTION: Final = "A cold start"

# The clients that each function makes, by their names in broadsheet.store.clients.
CLIENTS: Final = {
    "edit_articles": ("dynamodb", "sqs"),
    "process_images": ("dynamodb", "s3"),
    "render_pages": ("dynamodb", "s3", "cloudfront"),
    "record_comments": ("impatient_dynamodb", "impatient_sqs", "impatient_ssm"),
    "moderate_comments": ("dynamodb",),
    "render_comments": ("dynamodb", "s3"),
    "keep_schedule": ("dynamodb", "sqs", "cloudfront"),
    "install_site": ("dynamodb", "s3", "sqs", "ssm"),
}
# A start may take so many times that of one that only makes the clients.
LIMIT: Final = 1.5
LIMITS: Final = {"edit_articles": 2.0}

HANDLER: Final = "def handler(event, context):\n    return None\n"


def started_by(function: Function, folder: Path, lines: str, *, with_code: bool) -> Function:
    """Return a function that starts with these lines instead, in the same layers."""
    shutil.copytree(function.code, folder) if with_code else folder.mkdir(parents=True)
    (folder / "start.py").write_text(lines)
    return replace(function, code=folder, handler="start.handler")


def contenders(function: Function, folder: Path) -> dict[str, Function]:
    """Return an empty function, one that makes the clients, and the function itself with its clients made."""
    clients = CLIENTS[function.name]
    services = [client.removeprefix("impatient_") for client in clients]
    floor = "import boto3\n" + "".join(f"boto3.client({service!r})\n" for service in services) + HANDLER
    made = "".join(f"clients.{client}()\n" for client in clients)
    own = f"from app import handler\nfrom broadsheet.store import clients\n{made}"
    return {
        "empty": started_by(function, folder / "empty", HANDLER, with_code=False),
        "clients": started_by(function, folder / "clients", floor, with_code=False),
        "own": started_by(function, folder / "own", own, with_code=True),
    }


def answer(runs: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Start every function beside its floor."""
    rows, shown = [], {}
    for name, function in functions_of(built()).items():
        each = contenders(function, folder / name)
        starts: dict[str, list[float]] = {kind: [] for kind in each}
        for _ in range(runs):
            for kind, contender in each.items():
                starts[kind].append(init_ms(contender))
        empty, clients, own = (statistics.median(starts[kind]) for kind in ("empty", "clients", "own"))
        limit = LIMITS.get(name, LIMIT)
        say(f"  {name:20} {own:5.0f} ms, {own / clients:.2f} x its clients alone")
        verdict = "yes" if own <= limit * clients else "**no**"
        rows.append((f"`{name}`", f"{empty:.0f}", f"{clients:.0f}", f"{own:.0f}", f"{own / clients:.2f} x",
                     f"{limit} x", verdict))  # fmt: skip
        shown[f"Broadsheet {name}"] = own
        shown[f"the clients of {name}"] = clients
    heads = ("", "empty, ms", "its clients, ms", "itself, ms", "of its clients", "at most", "kept")
    picture = bars("Cold start, each above its clients alone", "ms", shown)
    return Answer(QUESTION, table(heads, rows), {"bench-starts.svg": picture})
