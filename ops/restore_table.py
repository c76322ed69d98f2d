"""Brings back what a stack's table has lost, from a backup, with the operator's own AWS credentials.

python -m ops.restore_table --stack broadsheet --table ContentTable --at 2026-11-22T18:00:00Z
python -m ops.restore_table --stack broadsheet --table ContentTable --backup arn:aws:dynamodb:…

AWS restores into a new table only, so this makes one, copies what the stack's table lacks, and deletes it. What is
there stays as it is, unless --overwrite says otherwise; nothing is deleted. Safe beside live publishing, and safe to
repeat.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.stack import moment, physical_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import WaiterConfigTypeDef

TABLES = ("ContentTable", "RecentPostsTable", "CommentsTable", "ApprovedCommentsTable")
WRITES_AT_ONCE = 8
# AWS takes from some minutes to hours, whatever the size.
WAIT: "WaiterConfigTypeDef" = {"Delay": 15, "MaxAttempts": 2880}

Item = dict[str, Any]


def items_of(client: "DynamoDBClient", table: str) -> Iterator[Item]:
    """Yield every item of a table, in DynamoDB's own form."""
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def copied(client: "DynamoDBClient", source: str, target: str, *, overwrite: bool = False) -> int:
    """Put a table's items into another one, only those it lacks unless asked to overwrite; return how many."""
    condition: Any = {} if overwrite else {"ConditionExpression": "attribute_not_exists(pk)"}

    def put(item: Item) -> bool:
        try:
            client.put_item(TableName=target, Item=item, **condition)
        except client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    with ThreadPoolExecutor(WRITES_AT_ONCE) as pool:
        return sum(pool.map(put, items_of(client, source)))


def restored(client: "DynamoDBClient", table: str, at: datetime | None, backup: str | None) -> str:
    """Restore a table, as it was at a time or in a backup, into a new one; return its name when it can be read."""
    name = f"{table}-restored-{datetime.now(UTC):%Y%m%d%H%M%S}"
    if backup:
        client.restore_table_from_backup(TargetTableName=name, BackupArn=backup)
    elif at:
        client.restore_table_to_point_in_time(SourceTableName=table, TargetTableName=name, RestoreDateTime=at)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=WAIT)
    return name


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.restore_table", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--table", choices=TABLES, required=True, help="its logical id")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--at", type=moment, help="as it was then: ISO 8601 with an offset; the last 35 days")
    source.add_argument("--backup", metavar="ARN", help="as it was in this backup")
    parser.add_argument("--overwrite", action="store_true", help="also put back what has changed since")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    try:
        client = boto3.client("dynamodb", region_name=asked.region)
        table = physical_name(asked.stack, asked.table, asked.region)
        name = restored(client, table, asked.at, asked.backup)
        print(f"Copying from {name} …", file=sys.stderr)
        count = copied(client, name, table, overwrite=asked.overwrite)
        client.delete_table(TableName=name)
    except (BotoCoreError, ClientError) as error:
        print(f"Stopped; it is safe to run again: {error}", file=sys.stderr)
        return 1
    print(f"{count} items are back in {asked.table}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
