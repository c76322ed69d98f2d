"""Refills a stack's RecentPostsTable from its ContentTable, with the operator's own AWS credentials.

python -m ops.refill --stack broadsheet

For a table that was lost or restored from an old backup. Safe beside live publishing, and safe to repeat. Ask for
a full re-print afterwards: POST /api/rebuild.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.schedule.refill import Refill
from broadsheet.store.reads import Reads, TableName
from ops.stack import physical_name

PROGRESS_ARTICLES = 100


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.refill", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    done = 0
    try:
        client = boto3.client("dynamodb", region_name=asked.region)
        tables = {
            TableName.CONTENT: physical_name(asked.stack, "ContentTable", asked.region),
            TableName.RECENT_POSTS: physical_name(asked.stack, "RecentPostsTable", asked.region),
        }
        with ThreadPoolExecutor(4) as pool:
            for done, _ in enumerate(Refill(client, Reads(client, tables, pool)).run(), start=1):
                if done % PROGRESS_ARTICLES == 0:
                    print(f"{done} articles", file=sys.stderr)
    except (BotoCoreError, ClientError) as error:
        print(f"Stopped after {done} articles; it is safe to run again: {error}", file=sys.stderr)
        return 1
    print(f"{done} articles are in RecentPostsTable. Ask for a full re-print: POST /api/rebuild")
    return 0


if __name__ == "__main__":
    sys.exit(main())
