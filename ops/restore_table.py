"""Brings back what a stack's table has lost, from a backup, with the operator's own AWS credentials.

python -m ops.restore_table --stack broadsheet --table ContentTable --at 2026-11-22T18:00:00Z
python -m ops.restore_table --stack broadsheet --table ContentTable --backup arn:aws:dynamodb:…

AWS restores into a new table only, so this makes one, copies what the stack's table lacks, and deletes it. What is
there stays as it is, unless --overwrite says otherwise; nothing is deleted. Safe beside live publishing, and safe to
repeat. When it was stopped, --go-on takes the place of --at or --backup and goes on from there.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.scan import Item, Progress, go_through, progress_path
from ops.stack import moment, physical_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import WaiterConfigTypeDef

TABLES = ("ContentTable", "RecentPostsTable", "CommentsTable", "ApprovedCommentsTable")
# So many of each segment are held at once, and may be looked at again after a stop.
PAGE_ITEMS = 100
# AWS takes from some minutes to hours, whatever the size.
WAIT: "WaiterConfigTypeDef" = {"Delay": 15, "MaxAttempts": 2880}


def copied(
    client: "DynamoDBClient",
    source: str,
    target: str,
    progress: Progress,
    *,
    overwrite: bool = False,
    say: Callable[[Progress], None] = lambda progress: None,
) -> int:
    """Put a table's items into another one, only those it lacks unless asked to overwrite; return how many.

    Costs a Scan for each hundred items and a PutItem for each.
    """
    condition: Any = {} if overwrite else {"ConditionExpression": "attribute_not_exists(pk)"}

    def put(items: Sequence[Item]) -> int:
        missing = 0
        for item in items:
            try:
                client.put_item(TableName=target, Item=item, **condition)
            except client.exceptions.ConditionalCheckFailedException:
                continue
            missing += 1
        return missing

    return go_through(client, source, put, progress, say, Limit=PAGE_ITEMS)


def restoring(client: "DynamoDBClient", table: str, at: datetime | None, backup: str | None) -> str:
    """Have a table restored, as it was at a time or in a backup, into a new one; return its name."""
    name = f"{table}-restored-{datetime.now(UTC):%Y%m%d%H%M%S}"
    if backup:
        client.restore_table_from_backup(TargetTableName=name, BackupArn=backup)
    elif at:
        client.restore_table_to_point_in_time(SourceTableName=table, TargetTableName=name, RestoreDateTime=at)
    return name


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.restore_table", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--table", choices=TABLES, required=True, help="its logical id")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--at", type=moment, help="as it was then: ISO 8601 with an offset; the last 35 days")
    source.add_argument("--backup", metavar="ARN", help="as it was in this backup")
    source.add_argument("--go-on", action="store_true", help="from where the last run for this table stopped")
    parser.add_argument("--overwrite", action="store_true", help="also put back what has changed since")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    path = progress_path("restore-table", asked.stack, asked.table)
    if asked.go_on and not path.exists():
        parser.error("there is nothing to go on from: no run for this table was stopped")
    try:
        client = boto3.client("dynamodb", region_name=asked.region)
        table = physical_name(asked.stack, asked.table, asked.region)
        if asked.go_on:
            progress = Progress.taken_up(path)
            # Where somebody has deleted it, nothing is worth waiting for.
            client.describe_table(TableName=progress.facts["copy"])
        else:
            name = restoring(client, table, asked.at, asked.backup)
            progress = Progress(path, copy=name, overwrite=asked.overwrite)
            progress.keep()
        copy = progress.facts["copy"]
        client.get_waiter("table_exists").wait(TableName=copy, WaiterConfig=WAIT)
        print(f"Copying from {copy} …", file=sys.stderr)
        count = copied(client, copy, table, progress, overwrite=progress.facts["overwrite"], say=_tell)
        client.delete_table(TableName=copy)
        progress.end()
    except (BotoCoreError, ClientError, KeyboardInterrupt) as error:
        hint = "--go-on instead of --at or --backup goes on from there" if path.exists() else "it is safe to run again"
        print(f"Stopped; {hint}: {error!r}", file=sys.stderr)
        return 1
    print(f"{count} items are back in {asked.table}.")
    return 0


def _tell(progress: Progress) -> None:
    print(f"{progress.seen} items looked at, {progress.done} put back", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
