"""The printer of comments, called beside its stream."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .verdicts import UnprintedVerdict

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


@dataclass(frozen=True, slots=True)
class CommentPrinter:
    """The function that prints comments; its client is made when it is first called, which is seldom."""

    client: "Callable[[], LambdaClient]"
    function: str

    def order(self, verdicts: Sequence[UnprintedVerdict]) -> None:
        """Have verdicts printed in one run, without waiting for it. Costs one call."""
        names = [verdict.sort_key for verdict in verdicts]
        self.client().invoke(
            FunctionName=self.function, InvocationType="Event", Payload=json.dumps({"unprinted": names}).encode()
        )
