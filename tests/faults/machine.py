"""Everything that may happen in a newsroom, as rules that Hypothesis puts into any order. A seed is one such order."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.newsroom import START

from .accidents import Accident
from .ledger import Story, moment
from .outcome import faults
from .runs import Plan, at_call, flawless
from .simulation import SECTIONS, Simulation

# Hypothesis, since shrinking is the hard part. No model of the system stands beside it, for that would prove the model.
STEPS = 10

# Calls of a request or a deploy, and of a print; where there are fewer, nothing goes wrong.
FEW, MANY = 8, 80

# A deploy does not wait: the next one begins when it has ended.
OF_DEPLOYS = [accident for accident in Accident if accident is not Accident.WAITS]

Change = tuple[str, str, Any]

CHANGES: dict[str, Callable[[Simulation, Story], Change]] = {
    "headline": lambda sim, story: ("PATCH", "", {"headline": f"Edited {next(sim.given)}"}),
    "slug": lambda sim, story: ("PATCH", "", {"slug": f"slug-{next(sim.given)}"}),
    "section": lambda sim, story: ("PATCH", "", {"section": "sport" if story.last["section"] == "news" else "news"}),
    "keywords": lambda sim, story: ("PATCH", "", {"keywords": ["Trams"]}),
    "bylines": lambda sim, story: ("PATCH", "", {"bylines": [{"name": "Ada Marsh"}]}),
    # Several articles ask for the same.
    "former addresses": lambda sim, story: ("PATCH", "", {"former_urls": [f"/old/{next(sim.given) % 3}/", "/?p=7"]}),
    "another former address": lambda sim, story: ("PATCH", "", {"former_urls": [f"/old/{next(sim.given) % 3}"]}),
    "to the top": lambda sim, story: ("PATCH", "", {"published_at": moment(sim.newsroom.clock.moment)}),
    "to the day before": lambda sim, story: ("PATCH", "", {"published_at": moment(START, days=-1)}),
    "expiry": lambda sim, story: ("PATCH", "", {"expire_at": moment(sim.newsroom.clock.moment, minutes=6)}),
    "unpublish": lambda sim, story: ("POST", "/unpublish", None),
    "delete": lambda sim, story: ("DELETE", "", None),
    "restore": lambda sim, story: ("POST", "/restore", None),
    "publish": lambda sim, story: ("POST", "/publish", None),
    "schedule": lambda sim, story: (
        "POST",
        "/publish",
        {"at": moment(sim.newsroom.clock.moment, minutes=4)},
    ),
}

WHEN: dict[str, Callable[[Simulation], dict[str, Any]]] = {
    "now": lambda sim: {},
    "between": lambda sim: {"published_at": moment(START, minutes=-30)},
    "the day before": lambda sim: {"published_at": moment(START, days=-1)},
    "the year before": lambda sim: {"published_at": moment(START, days=-400)},
    "from elsewhere": lambda sim: {
        "published_at": moment(START, days=-1),
        "former_urls": [f"/old/{next(sim.given) % 3}", f"/story/{next(sim.given)}"],
    },
    "as a draft": lambda sim: {"state": "draft"},
    "soon": lambda sim: {"publish_at": moment(sim.newsroom.clock.moment, minutes=3)},
    "for a while": lambda sim: {
        "publish_at": moment(sim.newsroom.clock.moment, minutes=3),
        "expire_at": moment(sim.newsroom.clock.moment, minutes=10),
    },
}

SETTINGS: dict[str, dict[str, Any]] = {
    "tagline": {"tagline": "Another tagline"},
    "a section less": {"sections": SECTIONS[:2]},
    "comments closed": {"comments_open": False},
    "comments open": {"comments_open": True},
}

VERDICTS = ("approve", "reject", "remove", "restore", "erase")


def plans(calls: int, accidents: Iterable[Accident] = Accident) -> st.SearchStrategy[tuple[int, Accident] | None]:
    """Draw which call has which accident; in half the cases none has."""
    return st.none() | st.tuples(st.integers(0, calls), st.sampled_from(list(accidents)))


def plan_of(drawn: tuple[int, Accident] | None) -> Plan:
    """Return the plan that was drawn."""
    return at_call(*drawn) if drawn else flawless


indexes = st.integers(0, 9)

# Which composition of a run raises; mostly none.
poisons = st.none() | st.none() | st.integers(0, 30)


class Newsroom(RuleBasedStateMachine):
    """People at work, while calls of AWS fail, crash, wait, repeat and land late."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__()
        self.simulation = simulation
        simulation.start_again()

    @rule(
        when=st.sampled_from(list(WHEN)),
        boats=st.booleans(),
        slug=st.sampled_from([None, "bridge"]),
        later=st.booleans(),
        plan=plans(FEW),
    )
    def create(self, when: str, boats: bool, slug: str | None, later: bool, plan: Any) -> None:
        fields = WHEN[when](self.simulation) | {"keywords": ["Boats"] if boats else [], "slug": slug}
        self.simulation.create(plan_of(plan), later=later, **fields)
        self._a_second_later()

    @rule(when=st.sampled_from(["now", "between", "the day before"]), count=st.integers(2, 6), later=st.booleans())
    def create_many(self, when: str, count: int, later: bool) -> None:
        """Fill a day's lists."""
        for _ in range(count):
            self.create(when, True, None, later, None)

    @rule(which=indexes, count=st.integers(2, 6), change=st.sampled_from(["unpublish", "delete", "to the day before"]))
    def change_many(self, which: int, count: int, change: str) -> None:
        """Empty lists, before anything of that is printed."""
        for number in range(count):
            self.change(which + number, change, 0, None)

    @rule(which=indexes, count=st.integers(2, 5))
    def discuss(self, which: int, count: int) -> None:
        """Fill a discussion."""
        for _ in range(count):
            self.comment(which, False, None)
            self.judge(0, "approve", None)

    @rule(which=indexes, what=st.sampled_from(list(CHANGES)), stale=st.integers(0, 1), plan=plans(FEW))
    def change(self, which: int, what: str, stale: int, plan: Any) -> None:
        story = self._story(which)
        method, do, body = CHANGES[what](self.simulation, story)
        self.simulation.change(story, method, do, body, plan_of(plan), stale)
        self._a_second_later()

    @rule(which=indexes, again=st.booleans(), plan=plans(FEW))
    def comment(self, which: int, again: bool, plan: Any) -> None:
        remarks = self.simulation.ledger.remarks
        earlier = remarks[which % len(remarks)] if again else None
        self.simulation.comment(self._story(which), plan_of(plan), earlier)
        self._a_second_later()

    @rule(which=indexes, verdict=st.sampled_from(VERDICTS), plan=plans(FEW))
    def judge(self, which: int, verdict: str, plan: Any) -> None:
        remarks = self.simulation.ledger.remarks
        self.simulation.judge(remarks[-1 - which % len(remarks)], verdict, plan_of(plan))

    @rule(what=st.sampled_from(list(SETTINGS)), plan=plans(FEW))
    def set_up(self, what: str, plan: Any) -> None:
        self.simulation.set_up(plan_of(plan), **SETTINGS[what])

    @rule(plan=plans(FEW))
    def rebuild(self, plan: Any) -> None:
        self.simulation.rebuild(plan_of(plan))

    @rule(plan=plans(FEW, OF_DEPLOYS), back=st.booleans())
    def deploy(self, plan: Any, back: bool) -> None:
        self.simulation.deploy(plan_of(plan), back=back)

    @rule(
        picks=st.lists(indexes, min_size=1, max_size=4),
        plan=plans(MANY),
        again=st.booleans(),
        old=st.booleans(),
        hurried=st.booleans(),
        poison=poisons,
    )
    def deliver(self, picks: list[int], plan: Any, again: bool, old: bool, hurried: bool, poison: int | None) -> None:
        self.simulation.deliver(picks, plan_of(plan), again=again, old=old, hurried=hurried, poison=poison)

    @rule(plan=plans(MANY), hurried=st.booleans(), poison=poisons)
    def deliver_all(self, plan: Any, hurried: bool = False, poison: int | None = None) -> None:
        self.simulation.deliver(plan=plan_of(plan), hurried=hurried, poison=poison)

    @rule(
        which=indexes,
        first=st.sampled_from(list(CHANGES)),
        then=st.sampled_from(list(CHANGES)),
        call=st.integers(0, MANY),
        lost=st.booleans(),
    )
    def overtake(self, which: int, first: str, then: str, call: int, lost: bool) -> None:
        """Let a printer wait at a call, while the same article changes again and that is printed, or its order lost."""
        self.change(which, first, 0, None)
        self.deliver_all((call, Accident.WAITS))
        self.change(which, then, 0, None)
        self.lose_orders_to_print() if lost else self.deliver_all(None)

    @rule()
    def lose_orders_to_print(self) -> None:
        self.simulation.lose()

    @precondition(lambda self: self.simulation.paused)
    @rule(which=indexes, plan=plans(MANY))
    def go_on(self, which: int, plan: Any) -> None:
        paused = self.simulation.paused
        self.simulation.go_on(paused[which % len(paused)], plan_of(plan))

    @precondition(lambda self: self.simulation.late)
    @rule()
    def land(self) -> None:
        self.simulation.land()

    @rule(minutes=st.sampled_from([1, 3, 60, 48 * 60]), plan=plans(MANY))
    def keep_schedule(self, minutes: int, plan: Any) -> None:
        self.simulation.pass_time(minutes)
        self.simulation.run_round(plan_of(plan))

    def teardown(self) -> None:
        """Let everything come to rest, and see what became of it."""
        if sys.exc_info()[0] is not None or not self.simulation.runs:
            return
        self.simulation.come_to_rest()
        found = faults(self.simulation)
        assert not found, "\n".join(found)

    def _story(self, which: int) -> Story:
        stories = self.simulation.ledger.stories
        return stories[-1 - which % len(stories)]

    def _a_second_later(self) -> None:
        self.simulation.newsroom.clock.advance(seconds=1)


def play(simulation: Simulation, number: int, *, shrink: bool = True) -> None:
    """Play the order of a seed, after the plainest order of all; raise what went wrong, in the fewest steps."""

    @seed(number)
    class Seeded(Newsroom):
        def __init__(self) -> None:
            super().__init__(simulation)

    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    run_state_machine_as_test(
        Seeded,
        settings=settings(
            max_examples=2,
            stateful_step_count=STEPS,
            phases=phases,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
