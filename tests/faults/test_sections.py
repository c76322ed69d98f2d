"""A section that goes when its last articles have left, while another article comes to it."""

from collections.abc import Callable

import pytest

from .accidents import Accident
from .ledger import Story
from .outcome import faults
from .runs import Plan, at_first, flawless
from .simulation import SECTIONS, Simulation

KEYS = ("arts", "arts/2026/11", "arts/feed.xml", "arts/feed.atom", "arts/feed.json")


def before_its_write() -> Plan:
    """Plan that a request has read and decided, and waits before it writes."""
    return at_first("TransactWriteItems", Accident.WAITS)


def leave(simulation: Simulation, stories: list[Story]) -> None:
    """Take both articles down, each while the other is seen to stay."""
    simulation.change(stories[0], "POST", "/unpublish", plan=before_its_write())
    simulation.change(stories[1], "POST", "/unpublish")
    simulation.go_on(simulation.paused[-1])


def drop(simulation: Simulation, plan: Plan = flawless) -> None:
    """Drop the section."""
    simulation.set_up(plan, sections=SECTIONS[:2])


def come(simulation: Simulation, plan: Plan = flawless) -> None:
    """Publish another article in the section."""
    simulation.create(plan, section="arts", headline="A late one")


def come_after_a_look(simulation: Simulation, stories: list[Story]) -> None:
    """The section was seen to be empty before the article came, and goes after."""
    leave(simulation, stories)
    drop(simulation, before_its_write())
    come(simulation)


def come_from_before(simulation: Simulation, stories: list[Story]) -> None:
    """The article saw the section before it went, and comes after."""
    come(simulation, before_its_write())
    leave(simulation, stories)
    drop(simulation)


@pytest.mark.parametrize("race", [come_after_a_look, come_from_before])
def test_it_stands_as_long_as_that_article(
    simulation: Simulation, race: Callable[[Simulation, list[Story]], None]
) -> None:
    for number in range(2):
        simulation.create(section="arts", headline=f"Of the arts, {number}")
    simulation.come_to_rest()
    race(simulation, simulation.ledger.stories[-2:])
    simulation.go_on(simulation.paused[-1])
    simulation.come_to_rest()
    site, late = simulation.newsroom.site(), simulation.ledger.stories[-1]
    assert [key for key in KEYS if "2026/11/23/a-late-one" not in site[key].text] == []
    assert '"/arts"' not in site["sport"].text
    simulation.change(late, "POST", "/unpublish")
    simulation.come_to_rest()
    site = simulation.newsroom.site()
    assert [key for key in KEYS if not site[key].is_gone] == []
    assert faults(simulation) == []
