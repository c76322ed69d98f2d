"""The queue of the printers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Source: Amazon SQS Developer Guide, SendMessageBatch.
SEND_BATCH_MAX = 10


@dataclass(frozen=True, slots=True)
class RenderQueue:
    """What is to be printed beside the stream: late pending prints, days of a full re-print, single pages."""

    client: "SQSClient"
    url: str

    def send(self, messages: Sequence[dict[str, Any]]) -> None:
        """Send messages, ten a call. Raises `RuntimeError` where the queue refuses one."""
        numbers = count()
        for start in range(0, len(messages), SEND_BATCH_MAX):
            batch = messages[start : start + SEND_BATCH_MAX]
            answer = self.client.send_message_batch(
                QueueUrl=self.url,
                Entries=[{"Id": str(next(numbers)), "MessageBody": json.dumps(message)} for message in batch],
            )
            if answer.get("Failed"):
                raise RuntimeError(f"the render queue refused {len(answer['Failed'])} messages")
