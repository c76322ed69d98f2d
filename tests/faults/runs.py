"""Runs of functions that stop between two AWS calls and go on later. One works at a time, so each run is repeatable.

Threads that sleep at random found races now and then, and no seed showed one again.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Semaphore, Thread, current_thread
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter

from tests.template.roles import Call

from .accidents import Accident, CarryOut, befall

Value = TypeVar("Value")

# Says which accident a call has, from its number in the run, counted from 0.
Plan = Callable[[int, Call], Accident | None]


def flawless(_number: int, _call: Call) -> None:
    """Plan no accident."""


def at_call(number: int, accident: Accident) -> Plan:
    """Plan an accident for one call."""
    return lambda counted, _: accident if counted == number else None


def at_first(operation: str, accident: Accident, key: str | None = None) -> Plan:
    """Plan an accident for the first call of an operation, where `key` is given of that object."""
    met: list[Call] = []

    def plan(_: int, call: Call) -> Accident | None:
        if met or call.operation != operation or key not in (None, call.parameters.get("Key")):
            return None
        met.append(call)
        return accident

    return plan


class AtOnce(Executor):
    """A pool that does everything at once, in the thread that asks, in the order it is asked."""

    def submit(self, act: Callable[..., Value], /, *args: Any, **kwargs: Any) -> "Future[Value]":
        """Do it now."""
        future: Future[Value] = Future()
        try:
            future.set_result(act(*args, **kwargs))
        except BaseException as raised:
            future.set_exception(raised)
        return future


class Run(Thread):
    """One invocation of a function.

    `theme` is that of its container; `killed` is called with what takes effect after the run was killed.
    """

    def __init__(
        self, act: Callable[[], Any], plan: Plan, theme: int = 0, killed: Callable[[CarryOut], None] = lambda _: None
    ) -> None:
        super().__init__(daemon=True)
        self.theme = theme
        self.ended = False
        self.answer: Any = None
        self.raised: BaseException | None = None
        self._act, self._plan, self._killed = act, plan, killed
        self._calls = 0
        self._go, self._stopped = Semaphore(0), Semaphore(0)
        self._current_event: Any = None

    def go_on(self, plan: Plan | None = None) -> None:
        """Let it work until it ends or waits; by another plan, where there is one, that begins with the next call."""
        if plan is not None:
            self._plan, self._calls = plan, 0
        if self.ident is None:
            self.start()
        else:
            # Powertools keeps the request of a process on a class; here the containers share one process.
            BaseRouter.current_event = self._current_event
            self._go.release()
        self._stopped.acquire()
        self._current_event = getattr(BaseRouter, "current_event", None)

    def kill(self) -> None:
        """End it where it waits."""
        self.go_on(at_call(0, Accident.CRASHES_BEFORE))

    def run(self) -> None:
        """Work; the thread's own part."""
        try:
            self.answer = self._act()
        except BaseException as raised:
            self.raised = raised
        self.ended = True
        self._stopped.release()

    def meet(self, call: Call, carry_out: CarryOut) -> Any:
        """Carry out a call of this run, or let it have its accident."""
        plan = self._plan
        accident = plan(self._calls, call)
        if accident is Accident.WAITS:
            self._stopped.release()
            self._go.acquire()
            if self._plan is not plan:
                accident = self._plan(self._calls, call)
        self._calls += 1
        if accident is None:
            return carry_out()
        if accident is Accident.LANDS_LATE:
            self._killed(carry_out)
        return befall(accident, call, carry_out)


def current_run() -> Run | None:
    """Return the run whose code asks, or None where the test does."""
    thread = current_thread()
    return thread if isinstance(thread, Run) else None
