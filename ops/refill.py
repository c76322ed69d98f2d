"""Refills a stack's RecentPostsTable from its ContentTable, with the operator's own AWS credentials.

python -m ops.refill --stack broadsheet

For a table that was lost or restored from an old backup. Safe beside live publishing, and safe to repeat; with --go-on
from where it was stopped. Ask for a full re-print afterwards: POST /api/rebuild.
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.errors import Busy
from broadsheet.schedule.refill import HEADS, Refill
from broadsheet.store.reads import Reads, TableName
from ops.scan import Progress, go_through, progress_path
from ops.stack import physical_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def refilled(
    client: "DynamoDBClient",
    tables: dict[TableName, str],
    progress: Progress,
    say: Callable[[Progress], None] = lambda progress: None,
) -> int:
    """Put the cards and markers of every article, and return how many articles have any."""
    with ThreadPoolExecutor(2) as pool:
        refill = Refill(client, Reads(client, tables, pool))
        table = tables[TableName.CONTENT]
        return go_through(client, table, lambda heads: len(refill.put_lists_of(heads)), progress, say, **HEADS)


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.refill", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--go-on", action="store_true", help="from where the last run was stopped")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    path = progress_path("refill", asked.stack)
    if asked.go_on and not path.exists():
        parser.error("there is nothing to go on from: no run for this stack was stopped")
    progress = Progress.taken_up(path) if asked.go_on else Progress(path)
    try:
        client = boto3.client("dynamodb", region_name=asked.region)
        tables = {
            TableName.CONTENT: physical_name(asked.stack, "ContentTable", asked.region),
            TableName.RECENT_POSTS: physical_name(asked.stack, "RecentPostsTable", asked.region),
        }
        done = refilled(client, tables, progress, _tell)
        progress.end()
    except (BotoCoreError, ClientError, Busy, KeyboardInterrupt) as error:
        hint = "with --go-on it goes on from there" if path.exists() else "it is safe to run again"
        print(f"Stopped after {progress.done} articles; {hint}: {error!r}", file=sys.stderr)
        return 1
    print(f"{done} articles are in RecentPostsTable. Ask for a full re-print: POST /api/rebuild")
    return 0


def _tell(progress: Progress) -> None:
    print(f"{progress.done} articles", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
