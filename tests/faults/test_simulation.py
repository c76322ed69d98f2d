"""Whatever goes wrong, in whatever order: readers end with the site that the tables say, and nobody's work is lost."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.calls import intercepted
from tests.conftest import CHECK_LONG
from tests.template.roles import Call

from .accidents import name_of
from .machine import play
from .simulation import Simulation

SEEDS = range(1_000 if CHECK_LONG else 160)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_ends_as_if_nothing_had_gone_wrong(simulation: Simulation, seed: int) -> None:
    play(simulation, seed)


def test_a_seed_makes_the_same_calls_every_time(simulation: Simulation) -> None:
    calls: list[list[str]] = [[], []]
    for made in calls:

        def listen(call: Call, carry_out: Callable[[], Any], made: list[str] = made) -> Any:
            made.append(name_of(call))
            return carry_out()

        with intercepted(listen):
            play(simulation, 7)
    assert calls[0] == calls[1] != []
