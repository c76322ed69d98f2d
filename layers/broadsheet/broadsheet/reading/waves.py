"""Readings: generators that ask for items and return a value, run side by side so that their reads share calls.

A reading yields a list of requests and is sent their answers in the same order. It may ask again, for what the
answers name. All readings that run together ask in the same waves: one wave is one batch of single items a table and
its queries side by side, however many readings there are.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from ..store.reads import Answer, Item, Request

Value = TypeVar("Value")
Other = TypeVar("Other")
Third = TypeVar("Third")

Reading = Generator[Sequence[Request], Sequence[Any], Value]


class Answering(Protocol):
    """Whatever answers requests: the tables, or a test's dictionary."""

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return the answer to each request."""
        ...


def one(request: Request) -> Reading[Item | None]:
    """Read one item."""
    [found] = yield [request]
    return found  # type: ignore[no-any-return]


def several(request: Request) -> Reading[list[Item]]:
    """Read the items of a query."""
    [found] = yield [request]
    return found  # type: ignore[no-any-return]


def together(readings: Sequence[Reading[Value]]) -> Reading[list[Value]]:
    """Run readings in step, as one."""
    values: dict[int, Value] = {}
    asked: dict[int, Sequence[Request]] = {}

    def step(index: int, advance: Callable[[], Sequence[Request]]) -> None:
        try:
            asked[index] = advance()
        except StopIteration as end:
            values[index] = end.value

    for index, reading in enumerate(readings):
        step(index, lambda reading=reading: next(reading))  # type: ignore[misc]
    while asked:
        wave, asked = asked, {}
        answers = yield [request for requests in wave.values() for request in requests]
        start = 0
        for index, requests in wave.items():
            own = answers[start : start + len(requests)]
            start += len(requests)
            step(index, lambda index=index, own=own: readings[index].send(own))  # type: ignore[misc]
    return [values[index] for index in range(len(readings))]


def pair(one: Reading[Value], other: Reading[Other]) -> Reading[tuple[Value, Other]]:
    """Run two readings in step."""
    both: list[Any] = yield from together([one, other])
    return both[0], both[1]


def three(one: Reading[Value], other: Reading[Other], third: Reading[Third]) -> Reading[tuple[Value, Other, Third]]:
    """Run three readings in step."""
    found: list[Any] = yield from together([one, other, third])
    return found[0], found[1], found[2]


def attempted(readings: Sequence[Reading[Value]]) -> Reading[list[Value | Exception]]:
    """Run readings in step, as one; of a reading that raises, return what it raised, and let the others go on."""
    return (yield from together([_attempted(reading) for reading in readings]))


def _attempted(reading: Reading[Value]) -> Reading[Value | Exception]:
    try:
        return (yield from reading)
    except Exception as raised:
        return raised


def run(reading: Reading[Value], reads: Answering) -> Value:
    """Run a reading to its value. What was read once is not read again: one run sees each item at one time."""
    known: dict[Request, Answer] = {}
    try:
        requests = next(reading)
        while True:
            missing = [request for request in requests if request not in known]
            if missing:
                known.update(reads.answer(missing))
            requests = reading.send([known[request] for request in requests])
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
