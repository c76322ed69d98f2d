"""A deploy that was killed, and whose switch of the theme lands when another has ended."""

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
