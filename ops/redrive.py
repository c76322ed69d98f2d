"""Empties a failure queue: does again what its messages ask for, with the operator's own AWS credentials.

python -m ops.redrive --stack broadsheet --queue render
python -m ops.redrive --stack broadsheet --queue comments

First mend what made them fail, or they come back. The console's "Start DLQ redrive" only moves messages to the queue
they came from; these queues also hold what Lambda could not do of streams and uploads, which is no message of that
queue. What a stream has lost needs nothing: the schedule asks for it until it is printed.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.stack import invoked, physical_name

# Each failure queue, and the queue its messages came from.
QUEUES = {
    "render": ("RenderFailures", "RenderQueue"),
    "comments": ("CommentsFailures", "CommentsFallbackQueue"),
}
# Whose failed calls lie in one of them.
CALLED = "ProcessImagesFunction"
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
            case {"DDBStreamBatchInfo": _}:
                return "lost batches of a stream, which the schedule has printed again"
            case {"requestPayload": event}:
                self.call(event)
                return "failed calls, made again"
            case _:
                self.sqs.send_message(QueueUrl=self.origin_url, MessageBody=body)
                return "messages sent again"


def redrive_of(stack: str, queue: str, region: str | None) -> Redrive:
    """Return the redrive of a stack's failure queue, `render` or `comments`."""
    failures, origin, function = (physical_name(stack, name, region) for name in (*QUEUES[queue], CALLED))
    client = boto3.client("lambda", region_name=region)

    def call(event: Any) -> None:
        invoked(client, function, event)

    return Redrive(boto3.client("sqs", region_name=region), failures, origin, call)


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
