"""Empties a failure queue: does again what its messages ask for, with the operator's own AWS credentials.

python -m ops.redrive --stack broadsheet --queue render
python -m ops.redrive --stack broadsheet --queue comments

First mend what made them fail, or they come back. The console's "Start DLQ redrive" only moves messages to the queue
they came from; these queues also hold what Lambda could not do of streams and uploads, which is no message of that
queue.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.print_comments import decided_since, print_again
from ops.stack import invoked, physical_name

# Each failure queue, the queue its messages came from, and the function whose failed calls lie there.
QUEUES = {
    "render": ("RenderFailures", "RenderQueue", "ProcessImagesFunction"),
    "comments": ("CommentsFailures", "CommentsFallbackQueue", "RenderCommentsFunction"),
}
RECEIVE_MAX = 10
# Longer than a message takes, so that none is received twice.
HIDDEN_SECONDS = 300
# A short poll may overlook messages.
POLL_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Redrive:
    """Does what each message of one failure queue asks for, and then deletes it."""

    sqs: Any
    failures_url: str
    origin_url: str
    call: Any
    print_decided_since: Any

    def run(self) -> Counter[str]:
        """Empty the queue; return how many messages of each kind there were. Safe to repeat, and to break off."""
        done: Counter[str] = Counter()
        for message in self._messages():
            done[self._carry_out(message["Body"])] += 1
            self.sqs.delete_message(QueueUrl=self.failures_url, ReceiptHandle=message["ReceiptHandle"])
        return done

    def _messages(self) -> Iterator[Mapping[str, str]]:
        while received := self.sqs.receive_message(
            QueueUrl=self.failures_url,
            MaxNumberOfMessages=RECEIVE_MAX,
            VisibilityTimeout=HIDDEN_SECONDS,
            WaitTimeSeconds=POLL_SECONDS,
        ).get("Messages"):
            yield from received

    def _carry_out(self, body: str) -> str:
        # Source: AWS Lambda Developer Guide, invocation records of streams and of asynchronous calls.
        match json.loads(body):
            case {"DDBStreamBatchInfo": {"approximateArrivalOfFirstRecord": since}}:
                self.print_decided_since(datetime.fromisoformat(since))
                return "lost batches of a stream, printed again"
            case {"requestPayload": event}:
                self.call(event)
                return "failed calls, made again"
            case _:
                self.sqs.send_message(QueueUrl=self.origin_url, MessageBody=body)
                return "messages sent again"


def redrive_of(stack: str, queue: str, region: str | None) -> Redrive:
    """Return the redrive of a stack's failure queue, `render` or `comments`."""
    failures, origin, function = (physical_name(stack, name, region) for name in QUEUES[queue])
    comments = physical_name(stack, "CommentsTable", region)
    client = boto3.client("lambda", region_name=region)
    dynamodb = boto3.client("dynamodb", region_name=region)

    def call(event: Any) -> None:
        invoked(client, function, event)

    def print_decided_since(since: datetime) -> None:
        # A lost batch of pages needs nothing: its pending prints are asked for by the schedule until they are done.
        if queue == "comments":
            print_again(decided_since(dynamodb, comments, since), call)

    return Redrive(boto3.client("sqs", region_name=region), failures, origin, call, print_decided_since)


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.redrive", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--queue", choices=list(QUEUES), required=True, help="whose failures")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    try:
        done = redrive_of(asked.stack, asked.queue, asked.region).run()
    except (BotoCoreError, ClientError, RuntimeError) as error:
        print(f"Not all was done again; what failed comes back in five minutes: {error}", file=sys.stderr)
        return 1
    for kind, count in sorted(done.items()):
        print(f"{count} {kind}")
    print("The queue is empty.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
