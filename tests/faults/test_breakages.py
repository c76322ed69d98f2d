"""Each rule that keeps the site right is needed: without it, one short schedule ends wrong, and with it right."""

from collections.abc import Callable

import pytest

from tests.newsroom import START

from .accidents import Accident
from .breakages import BREAKAGES, broken
from .ledger import moment
from .outcome import faults
from .runs import at_first
from .simulation import Simulation

WAITS = Accident.WAITS
NEWEST = "2026/11/23/the-harbour-bridge-opens-4"

Schedule = Callable[[Simulation], None]


def overtaken(operation: str, key: str) -> Schedule:
    """A printer of a new article waits before a call, while the article is taken down and that is printed."""

    def schedule(simulation: Simulation) -> None:
        simulation.create()
        simulation.deliver(plan=at_first(operation, WAITS, key))
        simulation.change(simulation.ledger.stories[-1], "POST", "/unpublish")
        simulation.deliver()

    return schedule


def a_return_that_is_taken_back(simulation: Simulation) -> None:
    """An article comes back; its printer waits while the article goes again and its page is as it was."""
    simulation.create()
    for change in ("/unpublish", "/restore"):
        simulation.deliver()
        simulation.change(simulation.ledger.stories[-1], "POST", change)
    simulation.deliver(plan=at_first("PutObject", WAITS, NEWEST))
    simulation.change(simulation.ledger.stories[-1], "POST", "/unpublish")
    simulation.deliver()


def an_edit_whose_record_is_lost(simulation: Simulation) -> None:
    """A printer has printed, and waits before it is done with its order, while an edit's record is lost."""
    simulation.create()
    simulation.deliver(plan=at_first("DeleteItem", WAITS))
    simulation.change(simulation.ledger.stories[-1], "PATCH", "", {"headline": "Edited"})
    simulation.lose()


def a_container_that_outlives_its_theme(simulation: Simulation) -> None:
    """A container from before a deploy prints once more when the site is dressed anew."""
    simulation.deploy()
    simulation.come_to_rest()
    simulation.create()
    simulation.deliver(old=True)


def a_change_of_section(simulation: Simulation) -> None:
    """An article leaves its section."""
    simulation.change(simulation.ledger.stories[0], "PATCH", "", {"section": "arts"})


def an_insertion(simulation: Simulation) -> None:
    """An article comes in between others."""
    simulation.create(published_at=moment(START, minutes=-30))


def two_takedowns_at_once(simulation: Simulation) -> None:
    """Two articles have a day to themselves; each is taken down while the other is seen to stay."""
    for _ in range(2):
        simulation.create(published_at=moment(START, days=-400))
    first, second = simulation.ledger.stories[-2:]
    simulation.change(first, "POST", "/unpublish", plan=at_first("TransactWriteItems", WAITS))
    simulation.change(second, "POST", "/unpublish")


def an_insertion_whose_printer_dies(simulation: Simulation) -> None:
    """An article comes in between others and is edited; its printer has printed, and dies before the edge is told."""
    an_insertion(simulation)
    simulation.change(simulation.ledger.stories[-1], "PATCH", "", {"headline": "Edited"})
    simulation.deliver(plan=at_first("CreateInvalidation", Accident.CRASHES_BEFORE))


def an_edit_below_the_top(simulation: Simulation) -> None:
    """An article whose page is cached for a year is edited."""
    simulation.change(simulation.ledger.stories[0], "PATCH", "", {"headline": "Edited"})


def a_removal_whose_record_is_lost(simulation: Simulation) -> None:
    """A comment that readers see is removed, and the stream gives up the record of it."""
    simulation.judge(simulation.ledger.remarks[0], "remove")
    simulation.lose()


def a_feed_that_cannot_be_printed(simulation: Simulation) -> None:
    """The composition after the article's own raises once."""
    simulation.create()
    simulation.deliver(poison=1)


def a_day_that_fills(simulation: Simulation) -> None:
    """A third and a fourth leaf are opened."""
    for _ in range(3):
        simulation.create()
    simulation.deliver()


def a_leaf_that_empties(simulation: Simulation) -> None:
    """All that the second of three leaves holds is taken down."""
    a_day_that_fills(simulation)
    simulation.come_to_rest()
    for story in sorted(simulation.ledger.stories, key=lambda story: str(story.last["published_at"]))[2:4]:
        simulation.change(story, "POST", "/unpublish")


def a_deploy_while_a_part_is_handed_on(simulation: Simulation) -> None:
    """A re-print of the site's own pages is out of time, and a deploy asks for another."""
    simulation.rebuild()
    simulation.deliver(hurried=True)
    simulation.deploy()


def an_import_that_is_out_of_time(simulation: Simulation) -> None:
    """A day of an import is printed by a run that is out of time after its first slice."""
    for number in range(6):
        simulation.create(later=True, published_at=moment(START, days=-1, minutes=number))
    simulation.pass_time(3)
    simulation.run_round()
    simulation.deliver(hurried=True)


def an_import_between(simulation: Simulation) -> None:
    """An import comes in between others."""
    simulation.create(later=True, published_at=moment(START, minutes=-30))


# By breakage: a schedule that shows it, and what is then found.
CASES: dict[str, tuple[Schedule, str]] = {
    "drop_the_if_match": (overtaken("PutObject", "index.html"), "index.html shows"),
    "delete_instead_of_a_tombstone": (overtaken("PutObject", NEWEST), f"{NEWEST} of marker"),
    "read_before_the_head": (overtaken("HeadObject", "index.html"), "index.html shows"),
    "drop_the_print_stamp": (a_return_that_is_taken_back, f"{NEWEST} of marker"),
    "keep_one_pending_print_an_article": (an_edit_whose_record_is_lost, f"{NEWEST} is not as printed"),
    "ignore_the_theme": (a_container_that_outlives_its_theme, "index.html wears another theme"),
    "print_only_the_new_places": (a_change_of_section, "news is not as printed"),
    "skip_the_neighbours": (an_insertion, "the-harbour-bridge-opens-2 is not as printed"),
    "trust_who_was_seen_to_stay": (two_takedowns_at_once, "sitemap.xml is not as printed from a refilled index"),
    "trust_the_tags_that_stand": (an_insertion_whose_printer_dies, "the edge may go on showing"),
    "print_the_words_alone": (an_edit_below_the_top, "index.html is not as printed"),
    "owe_nothing": (a_feed_that_cannot_be_printed, "feed.atom is not as printed"),
    "cut_leaves_and_print_none": (a_day_that_fills, "on 0 leaves"),
    "join_leaves_on_one_side": (a_leaf_that_empties, "is not after leaf"),
    "take_every_request_for_one": (a_deploy_while_a_part_is_handed_on, "wears another theme"),
    "forget_who_waits": (an_import_that_is_out_of_time, "lacks marker"),
    "end_no_import": (an_import_between, "the edge may go on showing"),
    "clear_nothing": (an_edit_below_the_top, "the edge may go on showing"),
    "forget_unprinted_verdicts": (a_removal_whose_record_is_lost, "shows remark-"),
}


def ending(simulation: Simulation, breakage: str | None, schedule: Schedule) -> list[str]:
    """Play a schedule, with one thing broken, and return what is wrong in the end."""
    with broken(breakage):
        schedule(simulation)
        simulation.come_to_rest()
        return faults(simulation)


def test_every_breakage_has_its_case() -> None:
    assert CASES.keys() == BREAKAGES.keys()


@pytest.mark.parametrize("breakage", CASES)
def test_the_simulation_finds_a_breakage(simulation: Simulation, breakage: str) -> None:
    schedule, finding = CASES[breakage]
    assert [fault for fault in ending(simulation, breakage, schedule) if finding in fault]


@pytest.mark.parametrize("breakage", CASES)
def test_the_same_schedule_ends_well_where_nothing_is_broken(simulation: Simulation, breakage: str) -> None:
    assert ending(simulation, None, CASES[breakage][0]) == []
