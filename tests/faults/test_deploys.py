"""Deploys that meet something: one that was killed lands when another has ended, and a verdict finds another theme."""

import pytest

from .accidents import Accident
from .outcome import faults
from .runs import at_first
from .simulation import Simulation


@pytest.mark.parametrize("back", [True, False], ids=["rolled back", "deployed again, and another after it"])
def test_its_theme_is_not_worn(simulation: Simulation, back: bool) -> None:
    simulation.deploy(at_first("TransactWriteItems", Accident.LANDS_LATE), back=back)
    if not back:
        simulation.deploy()
    assert len(simulation.late) == 1
    simulation.land()
    simulation.create()
    simulation.come_to_rest()
    assert faults(simulation) == []


@pytest.mark.parametrize("verdict", ["remove", "erase"])
def test_a_verdict_that_a_container_of_the_last_theme_could_not_print_is_found_again(
    simulation: Simulation, verdict: str
) -> None:
    """The full re-print is over, so nothing else prints the discussion."""
    simulation.deploy()
    simulation.come_to_rest()
    simulation.judge(simulation.ledger.remarks[0], verdict)
    simulation.deliver(old=True)
    assert [each.function for each in simulation.waiting] == ["render_comments"]
    # The stream gives up after its tries.
    simulation.lose()
    simulation.come_to_rest()
    assert faults(simulation) == []
