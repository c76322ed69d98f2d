"""Whatever goes wrong, in whatever order: readers end with the site that the tables say, and nobody's work is lost."""

import pytest

from tests.conftest import CHECK_LONG

from .machine import play
from .simulation import Simulation

SEEDS = range(1_000 if CHECK_LONG else 100)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_ends_as_if_nothing_had_gone_wrong(simulation: Simulation, seed: int) -> None:
    play(simulation, seed)
