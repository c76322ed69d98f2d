"""A newsroom for all the simulations of a file."""

from collections.abc import Iterator

import pytest

from .simulation import Simulation, opened


@pytest.fixture(scope="module")
def opened_simulation() -> Iterator[Simulation]:
    """A newsroom in which anything may go wrong."""
    with opened() as simulation:
        yield simulation


@pytest.fixture
def simulation(opened_simulation: Simulation) -> Simulation:
    """Likewise, at its start: three articles and a comment, all printed."""
    opened_simulation.start_again()
    return opened_simulation
