"""A day that loses its last article, while others work on the same day."""

from collections.abc import Callable

import pytest

from .accidents import Accident
from .ledger import Story
from .outcome import faults
from .runs import Plan, at_first, flawless
from .simulation import Simulation

REMOVALS = {
    "takedown": ("POST", "/unpublish", None),
    "deletion": ("DELETE", "", None),
    "move": ("PATCH", "", {"published_at": "2026-11-23T08:00:00Z"}),
}


def before_its_write() -> Plan:
    """Plan that a request has read and decided, and waits before it writes."""
    return at_first("TransactWriteItems", Accident.WAITS)


def publish(simulation: Simulation, plan: Plan = flawless) -> None:
    """Publish an article of a day that no other schedule knows, at a URL that nobody else wants."""
    headline = f"An old one, {next(simulation.given)}"
    simulation.create(plan, headline=headline, published_at="2025-03-05T12:00:00Z", keywords=["Boats"])


def published(simulation: Simulation, articles: int) -> list[Story]:
    """Publish the first articles of that day, and print them; return them."""
    for _ in range(articles):
        publish(simulation)
    simulation.come_to_rest()
    return simulation.ledger.stories[-articles:]


def is_listed(simulation: Simulation) -> bool:
    """Tell whether the calendar names the day; all of it agrees."""
    site = simulation.newsroom.site()
    listed = {"2025/03" in site["archive"].text, "2025-03-05" in site["sitemap.xml"].text}
    listed |= {not site[key].is_gone for key in ("archive/2025", "archive/2025/03", "archive/2025/03/05")}
    assert len(listed) == 1
    return listed.pop()


def print_together(simulation: Simulation) -> None:
    """Print all that waits as one batch."""
    simulation.deliver()


def print_the_last_first(simulation: Simulation) -> None:
    """Print what waits one by one, the last change first."""
    simulation.deliver([1])
    simulation.deliver([0])


@pytest.mark.parametrize("printed", [print_together, print_the_last_first])
@pytest.mark.parametrize("first", REMOVALS)
@pytest.mark.parametrize("second", REMOVALS)
def test_two_that_leave_at_once_leave_it_empty(
    simulation: Simulation, first: str, second: str, printed: Callable[[Simulation], None]
) -> None:
    """Each has seen that the other stays."""
    stories = published(simulation, 2)
    simulation.change(stories[0], *REMOVALS[first], plan=before_its_write())
    simulation.change(stories[1], *REMOVALS[second])
    simulation.go_on(simulation.paused[0])
    printed(simulation)
    simulation.come_to_rest()
    assert not is_listed(simulation)
    assert faults(simulation) == []


@pytest.mark.parametrize("removal", REMOVALS)
def test_an_article_that_saw_it_standing_brings_it_back(simulation: Simulation, removal: str) -> None:
    """The last article goes, and that is printed, between the look of another at its day and its coming."""
    (story,) = published(simulation, 1)
    publish(simulation, before_its_write())
    simulation.change(story, *REMOVALS[removal])
    simulation.deliver()
    assert not is_listed(simulation)
    simulation.go_on(simulation.paused[0])
    simulation.come_to_rest()
    assert is_listed(simulation)
    assert faults(simulation) == []


@pytest.mark.parametrize("removal", REMOVALS)
def test_an_article_that_comes_while_the_last_one_goes_keeps_it(simulation: Simulation, removal: str) -> None:
    (story,) = published(simulation, 1)
    simulation.change(story, *REMOVALS[removal], plan=before_its_write())
    publish(simulation)
    simulation.deliver()
    simulation.go_on(simulation.paused[0])
    simulation.come_to_rest()
    assert is_listed(simulation)
    assert faults(simulation) == []


def test_an_article_that_comes_and_goes_while_another_comes_leaves_the_other(simulation: Simulation) -> None:
    (story,) = published(simulation, 1)
    publish(simulation, before_its_write())
    simulation.change(story, *REMOVALS["takedown"])
    publish(simulation)
    simulation.change(simulation.ledger.stories[-1], *REMOVALS["takedown"])
    print_the_last_first(simulation)
    simulation.go_on(simulation.paused[0])
    simulation.come_to_rest()
    assert is_listed(simulation)
    assert faults(simulation) == []
