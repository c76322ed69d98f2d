"""Has every comment that moderators decided on since a time seated and printed again, with the operator's credentials.

python -m ops.print_comments --stack broadsheet --since 2026-11-22T18:00:00Z

For when seats or pages of comments were lost: a verdict that was printed once is nobody's to find. It puts an item for
each comment that says it is not printed, and the schedule has five hundred of them printed a minute; what stands
already stays the same. Costs a scan of CommentsTable, a read unit for every 4 kB, and a write unit for each comment.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.comment.event import KINDS_TO_PRINT, Event
from broadsheet.moments import moment_text
from broadsheet.store.comments import event_of
from broadsheet.store.reads import from_wire, to_wire
from broadsheet.store.verdicts import unprinted_item
from ops.stack import moment, physical_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def decided_since(client: "DynamoDBClient", table: str, since: datetime) -> Iterator[Event]:
    """Yield an event of every comment that something was decided on since a time."""
    seen = set()
    for page in client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="attribute_exists(#kind) AND #at >= :since",
        ExpressionAttributeNames={"#kind": "kind", "#at": "at"},
        ExpressionAttributeValues={":since": {"S": moment_text(since)}},
    ):
        for event in map(event_of, map(from_wire, page["Items"])):
            if event.kind in KINDS_TO_PRINT and event.comment_id not in seen:
                seen.add(event.comment_id)
                yield event


def mark_unprinted(client: "DynamoDBClient", table: str, since: datetime, now: datetime) -> int:
    """Put an item for every comment that something was decided on since a time, as if it were now; return how many."""
    count = 0
    for event in decided_since(client, table, since):
        client.put_item(TableName=table, Item=to_wire(unprinted_item(replace(event, at=now))))
        count += 1
    return count


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.print_comments", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--since", type=moment, required=True, help="ISO 8601 with an offset, 2026-11-22T18:00:00Z")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    try:
        table = physical_name(asked.stack, "CommentsTable", asked.region)
        client = boto3.client("dynamodb", region_name=asked.region)
        count = mark_unprinted(client, table, asked.since, datetime.now(UTC))
    except (BotoCoreError, ClientError) as error:
        print(f"Stopped; it is safe to run again: {error}", file=sys.stderr)
        return 1
    print(f"{count} comments will be printed, from two minutes on.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
