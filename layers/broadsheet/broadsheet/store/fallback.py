"""The queue of comments that their table refused; each message may be a comment's only copy."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..codec import from_json, to_json
from ..comment.fields import Record
from .comments import Guard, busy_where_refused

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True, slots=True)
class Sending:
    """A comment on its way into the table: what is kept, and what must not make it a second one."""

    record: Record
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class FallbackQueue:
    """Where a comment waits until the table takes it."""

    client: "SQSClient"
    url: str

    def send(self, sending: Sending) -> None:
        """Keep a comment. Costs one SendMessage. Raises `Busy` where the queue refuses it too."""
        with busy_where_refused():
            self.client.send_message(QueueUrl=self.url, MessageBody=to_json(sending))


def sending_of(message: str) -> Sending:
    """Read a comment from a message."""
    return from_json(message, Sending)
