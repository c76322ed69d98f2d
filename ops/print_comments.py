"""Settles and prints again every comment that moderators decided on since a time, with the operator's AWS credentials.

python -m ops.print_comments --stack broadsheet --since 2026-11-22T18:00:00Z

For when batches of comment events were lost: CommentsFailures names their time, and holds nothing else of use. It hands
the comments to render_comments as the stream would have; what stands already is printed again and stays the same.
Costs a scan of CommentsTable, a read unit for every 4 kB.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.moments import moment_text
from ops.stack import invoked, physical_name

COMMENTS_TABLE = "CommentsTable"
RENDER_COMMENTS = "RenderCommentsFunction"
BATCH_COMMENTS = 100

Event = dict[str, Any]


def decided_since(client: Any, table: str, since: datetime) -> Iterator[str]:
    """Yield the id of every comment that something was decided on since a time, each once."""
    seen = set()
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="#kind <> :submitted AND #at >= :since",
        ExpressionAttributeNames={"#kind": "kind", "#at": "at"},
        ExpressionAttributeValues={":submitted": {"S": "submitted"}, ":since": {"S": moment_text(since)}},
    )
    for page in pages:
        for item in page["Items"]:
            # What has no kind is no event; a filter lets it through where it compares as unequal.
            comment_id = item.get("comment_id", {}).get("S")
            if "kind" in item and comment_id is not None and comment_id not in seen:
                seen.add(comment_id)
                yield comment_id


def print_again(comment_ids: Iterator[str], render: Callable[[Event], None]) -> int:
    """Hand comments to render_comments, as a stream's records; return how many."""
    ids = sorted(comment_ids)
    for start in range(0, len(ids), BATCH_COMMENTS):
        batch = ids[start : start + BATCH_COMMENTS]
        render({"Records": [{"dynamodb": {"NewImage": {"comment_id": {"S": comment_id}}}} for comment_id in batch]})
    return len(ids)


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.print_comments", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--since", type=moment, required=True, help="ISO 8601 with an offset, 2026-11-22T18:00:00Z")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    try:
        table, function = (physical_name(asked.stack, name, asked.region) for name in (COMMENTS_TABLE, RENDER_COMMENTS))
        ids = decided_since(boto3.client("dynamodb", region_name=asked.region), table, asked.since)
        client = boto3.client("lambda", region_name=asked.region)
        count = print_again(ids, lambda event: invoked(client, function, event))
        print(f"{count} comments settled and printed")
    except (BotoCoreError, ClientError, RuntimeError) as error:
        print(f"Not all comments were printed: {error}", file=sys.stderr)
        return 1
    return 0


def moment(text: str) -> datetime:
    """Read a time off the command line; it must say its offset from UTC."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no offset from UTC; write 2026-11-22T18:00:00Z")
    return read


if __name__ == "__main__":
    sys.exit(main())
