"""What can go wrong with one AWS call, and where in a run it does."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from tests.template.roles import Call

CarryOut = Callable[[], Any]

# What AWS answers where it is asked too often. Source: the services' API references, Common Errors.
_THROTTLED = {
    "dynamodb": ("ProvisionedThroughputExceededException", 400),
    "s3": ("SlowDown", 503),
    "cloudfront": ("Throttling", 400),
    "sqs": ("RequestThrottled", 403),
}


class Crash(BaseException):
    """The process ended."""


class Accident(Enum):
    """One thing that happens to a call."""

    CRASHES_BEFORE = "crashes before its effect"
    CRASHES_AFTER = "crashes after its effect"
    FAILS_BEFORE = "fails before its effect"
    FAILS_AFTER = "fails after its effect"
    IS_THROTTLED = "is throttled"
    TIMES_OUT = "times out after its effect"
    IS_REPEATED = "is sent twice, the first answer being lost"
    LANDS_LATE = "takes effect long after its sender was killed"
    WAITS = "waits while others work"


# Both sides of an effect, and both ways to fail: an error is seen by the code, a crash is not.
FAILURES = (Accident.CRASHES_BEFORE, Accident.CRASHES_AFTER, Accident.FAILS_BEFORE, Accident.FAILS_AFTER)


def befall(accident: Accident, call: Call, carry_out: CarryOut) -> Any:
    """Let an accident happen to a call. What waits and what lands late is up to whoever runs it."""
    match accident:
        case Accident.CRASHES_BEFORE | Accident.LANDS_LATE:
            raise Crash
        case Accident.CRASHES_AFTER:
            carry_out()
            raise Crash
        case Accident.FAILS_BEFORE:
            raise error_of(call, "InternalServerError", 500)
        case Accident.FAILS_AFTER:
            carry_out()
            raise error_of(call, "InternalServerError", 500)
        case Accident.IS_THROTTLED:
            raise error_of(call, *_THROTTLED.get(call.service, ("ThrottlingException", 400)))
        case Accident.TIMES_OUT:
            carry_out()
            raise ReadTimeoutError(endpoint_url=f"https://{call.service}")
        case Accident.IS_REPEATED:
            carry_out()
            return carry_out()
        case Accident.WAITS:
            return carry_out()


def error_of(call: Call, code: str, status: int) -> ClientError:
    """Return AWS's error for a call."""
    error = {"Error": {"Code": code, "Message": "injected"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(error, call.operation)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Point:
    """One call of a run, told by what it does and, where it is made again, by how often before."""

    name: str
    occurrence: int


@dataclass
class Fault:
    """Lets one call of a run have an accident, and counts all others."""

    point: Point | None = None
    accident: Accident = Accident.WAITS

    def __post_init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.struck = False

    def __str__(self) -> str:
        return f"{self.point} {self.accident.value}"

    def __call__(self, call: Call, carry_out: CarryOut) -> Any:
        name = name_of(call)
        point = Point(name, self.seen[name])
        self.seen[name] += 1
        if self.struck or point != self.point:
            return carry_out()
        self.struck = True
        return befall(self.accident, call, carry_out)

    @property
    def points(self) -> list[Point]:
        """Every call of the run."""
        return [Point(name, occurrence) for name, count in self.seen.items() for occurrence in range(count)]


def name_of(call: Call) -> str:
    """Name what a call does, the same in every run: ids and times are the test's own."""
    parameters = call.parameters
    match call.operation:
        case "HeadObject" | "PutObject":
            return f"{call.operation} {parameters['Key']}"
        case "Query":
            return f"Query {sorted(parameters['ExpressionAttributeValues'].items())} {parameters.get('Limit')}"
        case "GetItem" | "DeleteItem":
            return f"{call.operation} {parameters['Key']}"
        case "BatchGetItem":
            return f"BatchGetItem {sorted(parameters['RequestItems'].items())}"
        case _:
            return call.operation
