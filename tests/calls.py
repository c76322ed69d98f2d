"""The AWS calls that the code under test makes: recorded, and made to fail at chosen points."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.client import BaseClient

from .emulated import aws
from .template.roles import Call

Listener = Callable[[Call, Callable[[], Any]], Any]


@contextmanager
def intercepted(listener: Listener) -> Iterator[None]:
    """Hand every call of the code under test to a listener, with what carries it out. Tests' own calls pass by."""
    make, own = vars(BaseClient)["_make_api_call"], {id(client) for client in _tests_clients()}
    lock = threading.RLock()

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if id(client) in own:
            return make(client, operation, parameters)

        def carry_out() -> Any:
            # moto's conditional writes are right, but not against other threads.
            with lock:
                # botocore puts other values in their place.
                return make(client, operation, dict(parameters))

        service = client.meta.service_model.service_name
        return listener(Call(service, operation, parameters), carry_out)

    setattr(BaseClient, "_make_api_call", call)  # noqa: B010
    try:
        yield
    finally:
        setattr(BaseClient, "_make_api_call", make)  # noqa: B010


def _tests_clients() -> list[Any]:
    return [aws(service) for service in ("dynamodb", "dynamodbstreams", "s3", "sqs", "cloudfront", "ssm")]


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Record the calls made in the block, in the order they began."""
    calls: list[Call] = []

    def listener(call: Call, carry_out: Callable[[], Any]) -> Any:
        calls.append(call)
        return carry_out()

    with intercepted(listener):
        yield calls


@dataclass
class Tally:
    """How many calls there were of each operation, and how often each key of the site bucket was put."""

    calls: Counter[str] = field(default_factory=Counter)
    puts: Counter[str] = field(default_factory=Counter)


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count the calls made in the block, and keep nothing of what they carry: for a great many of them."""
    tally, lock = Tally(), threading.Lock()

    def listener(call: Call, carry_out: Callable[[], Any]) -> Any:
        with lock:
            tally.calls[call.operation] += 1
            if call.operation == "PutObject":
                tally.puts[call.parameters["Key"]] += 1
        return carry_out()

    with intercepted(listener):
        yield tally


class _Depth(threading.local):
    """How many calls in a row this thread has waited for."""

    calls = 0


@contextmanager
def chained() -> Iterator[Callable[[], int]]:
    """Count the calls of this thread's way through the block that had to wait for one another.

    What threads do side by side counts once, however the calls fall in time: a job starts with the count of whoever
    asked for it, and whoever waits for it goes on with the higher of the two.
    """
    depth = _Depth()
    submit, result, exception = ThreadPoolExecutor.submit, Future.result, Future.exception

    def listener(call: Call, carry_out: Callable[[], Any]) -> Any:
        depth.calls += 1
        return carry_out()

    def submitted(pool: ThreadPoolExecutor, job: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        began = depth.calls
        ended = [began]

        def counted() -> Any:
            depth.calls = began
            try:
                return job(*args, **values)
            finally:
                ended[0] = depth.calls

        future = submit(pool, counted)
        vars(future)["ended"] = ended
        return future

    def waited(wait: Callable[..., Any]) -> Callable[..., Any]:
        def waiting(future: Any, timeout: float | None = None) -> Any:
            try:
                return wait(future, timeout)
            finally:
                depth.calls = max(depth.calls, *vars(future).get("ended", [0]))

        return waiting

    patched: list[tuple[Any, str, Any, Any]] = [
        (ThreadPoolExecutor, "submit", submit, submitted),
        (Future, "result", result, waited(result)),
        (Future, "exception", exception, waited(exception)),
    ]
    with intercepted(listener):
        for owner, name, _, replacement in patched:
            setattr(owner, name, replacement)
        try:
            yield lambda: depth.calls
        finally:
            for owner, name, original, _ in patched:
                setattr(owner, name, original)
