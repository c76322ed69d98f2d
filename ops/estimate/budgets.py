"""What each act of a newsroom uses of AWS, function by function. The tests hold the figures to what the code does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .usage import Usage, together

# Figures by hand in the README had drifted. Here a change that makes a publish dearer fails a test before it costs.
BUDGETS = Path(__file__).with_name("budgets.json")

# What each call is billed as, by the name of a price. DynamoDB bills units instead.
BILLED_AS = {
    "PutObject": "s3_put",
    "HeadObject": "s3_get",
    "GetObject": "s3_get",
    "SendMessage": "sqs_request",
    "SendMessageBatch": "sqs_request",
    "CreateInvalidation": "cloudfront_path",
}
BILLED_BY_UNITS = {"BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "TransactWriteItems"}

# Those whose every run answers a request of the HTTP API.
AT_THE_API = {"edit_articles", "moderate_comments", "record_comments"}

# What Lambda's own lines and ours come to, in a run.
LOGGED_GB = 2e-6


@dataclass(frozen=True, slots=True)
class Function:
    """What one function uses for an act. `seconds` is how long its runs last together, with a share of cold starts."""

    name: str
    memory_mb: int
    runs: int
    seconds: float
    calls: Mapping[str, int] = field(default_factory=dict)
    read_units: int = 0
    write_units: int = 0

    @property
    def metered(self) -> dict[str, Any]:
        """What tests can meter; what is zero is left out."""
        figures = {"runs": self.runs, "calls": self.calls,
                   "read_units": self.read_units, "write_units": self.write_units}  # fmt: skip
        return {name: figure for name, figure in figures.items() if figure}

    def usage(self) -> Usage:
        """Return what is billed. Raises `KeyError` for a call that has no price yet."""
        used: Usage = {
            "http_api_request": self.runs * (self.name in AT_THE_API),
            "lambda_request": self.runs,
            "lambda_gb_second": self.seconds * self.memory_mb / 1024,
            "log_gb": self.runs * LOGGED_GB,
            "trace": self.runs,
            "dynamodb_read_unit": self.read_units,
            "dynamodb_write_unit": self.write_units,
        }
        calls = [(BILLED_AS[call], count) for call, count in self.calls.items() if call not in BILLED_BY_UNITS]
        return together(used, *({price: count} for price, count in calls))


Act = Mapping[str, Function]


@cache
def budgets() -> Mapping[str, Act]:
    """Return each act's budget, by the function's folder."""
    read = json.loads(BUDGETS.read_text())
    return {
        act: {name: Function(name, read["memory_mb"][name], **figures) for name, figures in functions.items()}
        for act, functions in read["acts"].items()
    }


def used_by(act: str) -> Usage:
    """Return what one act uses, all its functions together."""
    return together(*(function.usage() for function in budgets()[act].values()))
