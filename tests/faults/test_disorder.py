"""A printer that was overtaken, at any page and by any change, does not bring back what it had read."""

import pytest

from .accidents import Accident
from .outcome import faults
from .runs import at_first
from .simulation import Simulation

CHANGES = {
    "edit": ("PATCH", "", {"headline": "The bridge is open"}),
    "takedown": ("POST", "/unpublish", None),
    "move": ("PATCH", "", {"published_at": "2026-11-22T08:00:00Z"}),
    "slug": ("PATCH", "", {"slug": "the-bridge"}),
}
KEYS = ("index.html", "2026/11/23/the-harbour-bridge-opens-4", "feed.xml", "sitemap-news.xml")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("fate", [Accident.WAITS, Accident.LANDS_LATE])
def test_a_write_that_lands_late_loses(simulation: Simulation, fate: Accident, change: str, key: str) -> None:
    simulation.create()
    simulation.deliver(plan=at_first("PutObject", fate, key))
    assert simulation.paused if fate is Accident.WAITS else simulation.late
    simulation.change(simulation.ledger.stories[-1], *CHANGES[change])
    simulation.deliver()
    simulation.land()
    simulation.come_to_rest()
    assert faults(simulation) == []
