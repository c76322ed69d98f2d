"""A newsroom where any AWS call may go wrong, step by step; what people were promised is kept in a ledger."""

import copy
import itertools
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet import installation
from broadsheet.comment import seat
from broadsheet.comment.sent import KEY_TIME
from broadsheet.discussion import seating
from broadsheet.environment import InstallSiteSettings, settings_of
from broadsheet.errors import PrintFailed
from broadsheet.ids import ulid_of
from broadsheet.lists import leaf
from broadsheet.page.address import Page
from broadsheet.page.printed import Printed
from broadsheet.printing import archive_imports, cutting, owing, pressroom, slices
from broadsheet.printing.pages import discussions
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.reading.waves import Reading
from broadsheet.schedule import upkeep
from broadsheet.store import clients, keys
from broadsheet.store.fallback import sending_of
from broadsheet.token import Role
from broadsheet.wiring import install_site, parts, render_pages
from tests.calls import intercepted
from tests.emulated import SITE_URL, Context, Queue, Snapshot, loaded, without_wire
from tests.functions.editor import ARTICLE, Answer, Editor
from tests.functions.reader import opened_newsroom
from tests.newsroom import START, Newsroom
from tests.template.roles import Call

from .accidents import Accident, CarryOut, Crash
from .edge import Edge
from .ledger import Ledger, Remark, Story, moment
from .runs import AtOnce, Plan, Run, at_call, current_run, flawless

SECTIONS = [{"slug": "news", "name": "News"}, {"slug": "sport", "name": "Sport"}, {"slug": "arts", "name": "Arts"}]

NEWEST_COMMENTS = 5

# Limits, so low that a list of a few articles is tall.
TALL: list[tuple[ModuleType, str, Any]] = [
    (leaf, "PAGES", leaf.Capacity(opens=2, most=3)),
    (leaf, "SHARDS", leaf.Capacity(opens=3, most=5)),
    *((module, "SLICE_PAGES", 9) for module in (slices, owing, seating)),
    (slices, "DAY_CARDS", 2),
    (cutting, "CUTS_MAX", 2),
    (archive_imports, "ARTICLES_A_RUN", 6),
    (pressroom, "WAITING_MAX", 3),
    (seat, "PAGE_COMMENTS", 2),
    (discussions, "NEWEST_COMMENTS", NEWEST_COMMENTS),
    (upkeep, "OWED_A_MESSAGE", 2),
]

# What a function may raise: whoever called it calls again.
FAILURES = (Crash, ClientError, BotoCoreError, PrintFailed)

# A late print is ordered again at least every 32 minutes, and a full re-print takes three rounds more.
ROUNDS_MAX = 80
DELIVERIES_MAX = 40

# Who prints what is ordered; whatever becomes of an order, the schedule finds again what is not printed.
PRINTERS = ("render_pages", "render_comments")

# Source: AWS Lambda Developer Guide, quotas.
TIME_OUT_MINUTES = 15


@dataclass(frozen=True, eq=False)
class Delivery:
    """A record of a stream, a message of a queue or the event of a call, and the function that gets it."""

    function: str
    record: dict[str, Any]

    @property
    def is_alone(self) -> bool:
        """Whether it comes in a run of its own: a message of the printers' queue, or a call of the schedule's."""
        return self.function in PRINTERS and "dynamodb" not in self.record


@dataclass(eq=False)
class Container:
    """A function's process; it keeps the theme it was deployed with."""

    function: str
    theme: int
    door: Any


@dataclass(frozen=True)
class Circumstances:
    """What is the matter with a run: it is out of time from its start, or one of its compositions raises."""

    hurried: bool = False
    poison: int | None = None


class Poisoned(PrintFailed):
    """A composition raised."""


@dataclass(eq=False, repr=False)
class Simulation:
    """A newsroom, and what happens in it."""

    newsroom: Newsroom
    tokens: Mapping[Role, str | None]
    fallback: Queue
    edge: Edge = field(default_factory=Edge)
    ledger: Ledger = field(default_factory=Ledger)
    theme: int = 0
    waiting: list[Delivery] = field(default_factory=list)
    paused: list[Run] = field(default_factory=list)
    late: list[CarryOut] = field(default_factory=list)
    given: Iterator[int] = field(default_factory=itertools.count)
    runs: int = 0

    def __post_init__(self) -> None:
        self._free: defaultdict[tuple[str, int], list[Container]] = defaultdict(list)
        self._settings = settings_of(InstallSiteSettings)
        self._then: dict[Run, Callable[[Run], None]] = {}
        self._poisons: dict[Run, int] = {}
        self._start: tuple[Snapshot, Ledger, Edge] | None = None

    # What people do.

    def create(self, plan: Plan = flawless, *, later: bool = False, **fields: Any) -> None:
        """Submit an article, published unless the fields say otherwise, at once or `later`, as one of an import."""
        marker = f"marker-{next(self.given)}"
        text = {"description": f"All about {marker}.", "body": f"It is *{marker}*."}
        more = {"prefer": "print=later"} if later else {}
        self._ask_editors("POST", "/api/articles", ARTICLE | text | {"state": "published"} | fields, plan, marker, more)

    def change(
        self, story: Story, method: str, do: str = "", body: Any = None, plan: Plan = flawless, stale: int = 0
    ) -> None:
        """Change an article, for a version that may be `stale`."""
        seen = {"if-match": f'"{max(1, story.version - stale)}"'}
        self._ask_editors(method, story.api_path + do, body, plan, story.marker, seen)

    def set_up(self, plan: Plan = flawless, **settings: Any) -> None:
        """Change the site's settings."""
        site = self._site() | settings
        self._ask("edit_articles", Role.ADMIN, lambda editor: editor.put("/api/site", site), _at_most_refused, plan)

    def rebuild(self, plan: Plan = flawless) -> None:
        """Ask for a full re-print."""
        self._ask("edit_articles", Role.ADMIN, lambda editor: editor.post("/api/rebuild"), _at_most_refused, plan)

    def comment(self, story: Story, plan: Plan = flawless, again: Remark | None = None) -> None:
        """Send a comment, or one that was sent within a day."""
        now = self.newsroom.clock.moment
        remark = again if again and now - again.sent_at < KEY_TIME else None
        remark = remark or Remark(story.id, f"remark-{next(self.given)}", now)
        body, key = {"name": "Ada", "text": remark.text}, {"idempotency-key": remark.text}
        path = f"/api/comments/{remark.article_id}"

        def heard(answer: Answer) -> None:
            if answer.status == 202:
                remark.ids.add(answer.json["id"])
                if remark not in self.ledger.remarks:
                    self.ledger.remarks.append(remark)
            else:
                _at_most_refused(answer)

        self._ask("record_comments", None, lambda reader: reader.ask("POST", path, body, headers=key), heard, plan)

    def judge(self, remark: Remark, verdict: str, plan: Plan = flawless) -> None:
        """Decide on a comment."""
        path = f"/api/moderation/comments/{remark.id}/{verdict}"

        def heard(answer: Answer) -> None:
            if answer.status == 200:
                remark.state = answer.json["state"]
            else:
                _at_most_refused(answer)

        self._ask("moderate_comments", Role.MODERATOR, lambda moderator: moderator.post(path), heard, plan)

    def deploy(self, plan: Plan = flawless, *, back: bool = False) -> None:
        """Deploy another theme; the containers of the one before may work on.

        One that fails is tried again, or rolled `back` to the theme before. One deploy does not begin before the last
        has ended, so it never waits; where it was killed, what it sent may land late.
        """
        self.theme += 1
        wear = install_site.installation(self._settings).wear_theme

        def again(run: Run) -> None:
            if run.raised is not None:
                self.theme -= back
                self._run(lambda: wear(SITE_URL), flawless, _nothing_raised)

        self._run(lambda: wear(SITE_URL), plan, again)

    def pass_time(self, minutes: int) -> None:
        """Move the clock; what waits for longer than any function may run is killed first."""
        if minutes > TIME_OUT_MINUTES:
            while self.paused:
                self._let(self.paused[0], at_call(0, Accident.CRASHES_BEFORE))
        self.newsroom.clock.advance(minutes=minutes)

    def run_round(self, plan: Plan = flawless) -> None:
        """Run a minute of the schedule."""
        self._invoke("keep_schedule", {}, plan, lambda _: None)

    # What AWS does.

    def deliver(
        self,
        picks: Sequence[int] = range(100),
        plan: Plan = flawless,
        *,
        again: bool = False,
        old: bool = False,
        hurried: bool = False,
        poison: int | None = None,
    ) -> None:
        """Hand some of what waits to its function: of what the first pick names, in the order of the picks.

        It may come once more, where `again`, and to a container of the theme before, where `old`. A `hurried` run is
        out of time from its start; the composition that `poison` numbers raises.
        """
        self._gather()
        if not self.waiting or not picks:
            return
        function = self.waiting[picks[0] % len(self.waiting)].function
        of_function = [each for each in self.waiting if each.function == function]
        batch = [of_function[pick % len(of_function)] for pick in picks]
        if "messageId" in batch[0].record or isinstance(picks, range):
            batch = list(dict.fromkeys(batch))
        if batch[0].is_alone:
            batch = batch[:1]
        elif function in PRINTERS:
            batch = [each for each in batch if not each.is_alone]
        if not again:
            self.waiting = [each for each in self.waiting if each not in batch]

        def ended(run: Run) -> None:
            if "unprinted" in batch[0].record:
                # It is not tried again; the schedule asks again.
                return
            failed = [each["itemIdentifier"] for each in (run.answer or {}).get("batchItemFailures", [])]
            left = batch if run.raised else [each for each in batch if each.record.get("messageId") in failed]
            self.waiting += [each for each in dict.fromkeys(left) if each not in self.waiting]

        records = [copy.deepcopy(each.record) for each in batch]
        event = records[0] if "unprinted" in records[0] else {"Records": records}
        theme = max(0, self.theme - 1) if old else None
        self._invoke(function, event, plan, ended, theme, Circumstances(hurried=hurried, poison=poison))

    def lose(self) -> None:
        """Lose all orders to print, of articles and of comments, as an outage of streams and failure queues does."""
        self._gather()
        self.waiting = [each for each in self.waiting if each.function not in PRINTERS]

    def go_on(self, run: Run, plan: Plan | None = None) -> None:
        """Let a run that waits go on."""
        self._let(run, plan)

    def land(self) -> None:
        """Let what killed runs had sent take effect."""
        landing, self.late = self.late, []
        for carry_out in landing:
            try:
                carry_out()
            except ClientError:
                # Nobody waits for the answer.
                continue

    def come_to_rest(self) -> None:
        """Let everything go on without accidents until nothing is left to do."""
        for _ in range(ROUNDS_MAX):
            while self.paused:
                self._let(self.paused[0], flawless)
            for _ in range(DELIVERIES_MAX):
                self.deliver()
            if self.late:
                self.land()
            elif not self.waiting and self.is_quiet():
                return
            self.newsroom.clock.advance(minutes=1)
            self.run_round()

    def is_quiet(self) -> bool:
        """Tell whether no order and no unprinted verdict is left, nothing is due and no re-print is going on."""
        printed = [("RecentPostsTable", kind) for kind in (*keys.PENDING_PARTITIONS, "reprint", "owed", "quiet")]
        partitions = [*printed, ("CommentsTable", "unprinted")]
        due = [
            each["sk"]["S"] for kind in (keys.DUE, keys.DUE_NEWS) for each in self.newsroom.items("ContentTable", kind)
        ]
        now = self.newsroom.clock.moment.isoformat()
        return (
            not any(self.newsroom.items(table, partition) for table, partition in partitions)
            and not any(
                each["sk"]["S"] in ("reprint", "import") for each in self.newsroom.items("ContentTable", "site")
            )
            and not any(sk[:19] <= now[:19] for sk in due)
        )

    def start_again(self) -> None:
        """Go back to the start."""
        assert self._start is not None
        snapshot, ledger, edge = self._start
        self.stop()
        self.newsroom.clock.moment = START
        snapshot.restore()
        # Containers begin anew, as what they keep spares them calls; those of editors keep nothing, and start slowly.
        for function, theme in list(self._free):
            if function != "edit_articles":
                self._free.pop((function, theme))
        self._gather()
        self.ledger, self.edge = copy.deepcopy(ledger), edge.copy()
        self.waiting, self.late, self.theme, self.runs, self.given = [], [], 0, 0, itertools.count(1_000)

    def keep_start(self) -> None:
        """Keep what is now as the start."""
        self._start = Snapshot(), copy.deepcopy(self.ledger), self.edge.copy()

    def stop(self) -> None:
        """End the runs that wait."""
        while self.paused:
            run = self.paused.pop()
            self._then.pop(run)
            run.kill()

    def editor(self, container: Container, role: Role | None) -> Editor:
        """Return somebody before a function's door."""
        return Editor(container.door.handler, self.tokens[role] if role else None)

    def look_up(self, story: Story) -> Any:
        """Return what the API says of an article now."""
        container = self._container("edit_articles", self.theme)
        answer = self.editor(container, Role.EDITOR).get(story.api_path)
        self._free["edit_articles", container.theme].append(container)
        assert answer.status == 200, answer.text
        return answer.json

    def meet(self, call: Call, carry_out: CarryOut) -> Any:
        """Listen to every AWS call of the code under test."""

        def carried_out() -> Any:
            answer = carry_out()
            self.edge.heard(call)
            return answer

        run = current_run()
        return run.meet(call, carried_out) if run else carried_out()

    def compose(self, page: Page, edition: Edition) -> Reading[Printed]:
        """Compose a page, unless it is the one that is poisoned in this run."""
        run = current_run()
        if run is not None and run in self._poisons:
            self._poisons[run] -= 1
            if self._poisons[run] < 0:
                self._poisons.pop(run)
                raise Poisoned(page.key)
        return (yield from compose(page, edition))

    def stamp(self, _bytes: int | None = None) -> str:
        """Return a print stamp, or another unique name: that of the theme it was made under, and a number."""
        run = current_run()
        return f"{run.theme if run else self.theme:04x}{next(self.given):012x}"

    def _site(self) -> dict[str, Any]:
        container = self._container("edit_articles", self.theme)
        answer = self.editor(container, Role.ADMIN).get("/api/site")
        self._free["edit_articles", container.theme].append(container)
        found: dict[str, Any] = answer.json
        return found

    def _ask_editors(
        self, method: str, path: str, body: Any, plan: Plan, marker: str, seen: dict[str, str] | None = None
    ) -> None:
        headers = {"idempotency-key": f"key-{next(self.given)}"} | (seen or {})

        def heard(answer: Answer) -> None:
            if answer.status == 204:
                story = self.ledger.story(path.rpartition("/")[2])
                assert story is not None
                story.keep(story.last | {"version": int(answer.headers["etag"].strip('"')), "state": "deleted"})
            elif answer.status in (200, 201):
                said = answer.json
                story = self.ledger.story(said["id"])
                if story is None:
                    story = Story(said["id"], marker)
                    self.ledger.stories.append(story)
                story.keep(said)
            else:
                _at_most_refused(answer)

        def ask(editor: Editor) -> Answer:
            return editor.ask(method, path, body, headers=headers)

        self._ask("edit_articles", Role.EDITOR, ask, heard, plan)

    def _ask(
        self,
        function: str,
        role: Role | None,
        ask: Callable[[Editor], Answer],
        heard: Callable[[Answer], None],
        plan: Plan,
        tries_left: int = 1,
    ) -> None:
        """Ask as a client does: again, until there is an answer that is no failure."""

        def ended(run: Run) -> None:
            if run.raised is None and run.answer.status < 500:
                heard(run.answer)
            else:
                assert tries_left, f"{function} failed without a fault: {run.raised or run.answer.text}"
                self._ask(function, role, ask, heard, flawless, tries_left - 1)

        container = self._container(function, self.theme)
        self._run(lambda: ask(self.editor(container, role)), plan, ended, container)

    def _invoke(
        self,
        function: str,
        event: dict[str, Any],
        plan: Plan,
        ended: Callable[[Run], None],
        theme: int | None = None,
        circumstances: Circumstances | None = None,
    ) -> None:
        def checked(run: Run) -> None:
            raised = run.raised
            failures = raised.exceptions if isinstance(raised, ExceptionGroup) else filter(None, [raised])
            if raised is not None and not all(isinstance(failure, FAILURES) for failure in failures):
                raise raised
            ended(run)

        container = self._container(function, self.theme if theme is None else theme)
        given = circumstances or Circumstances()
        context = Context("test", seconds_left=1) if given.hurried else self.newsroom.context
        self._run(lambda: container.door.handler(event, context), plan, checked, container, given.poison)

    def _run(
        self,
        act: Callable[[], Any],
        plan: Plan,
        ended: Callable[[Run], None],
        container: Container | None = None,
        poison: int | None = None,
    ) -> None:
        run = Run(act, plan, container.theme if container else self.theme, self.late.append)
        if poison is not None:
            self._poisons[run] = poison

        def then(run: Run) -> None:
            if container is not None:
                self._free[container.function, container.theme].append(container)
            ended(run)

        self.runs += 1
        self._then[run] = then
        self._let(run)

    def _let(self, run: Run, plan: Plan | None = None) -> None:
        if run in self.paused:
            self.paused.remove(run)
        run.go_on(plan)
        if run.ended:
            self._then.pop(run)(run)
        else:
            self.paused.append(run)

    def _container(self, function: str, theme: int) -> Container:
        free = self._free[function, theme]
        return free.pop() if free else Container(function, theme, loaded(function))

    def _gather(self) -> None:
        """Take what the streams and queues hold."""
        newsroom = self.newsroom
        self.waiting += [Delivery("render_pages", each) for each in newsroom.pending_prints.records()]
        self.waiting += [Delivery("render_comments", each) for each in newsroom.comment_events.records()]
        self.waiting += [Delivery("render_comments", each) for each in newsroom.late_verdicts.events()]
        while messages := newsroom.render_queue.messages():
            self.waiting += [Delivery("render_pages", each) for each in messages]
        while messages := self.fallback.messages():
            self.waiting += [Delivery("record_comments", each) for each in messages]
            for each in messages:
                refused = str(sending_of(each["body"]).record.text)
                for remark in self.ledger.remarks:
                    remark.waited |= remark.text == refused


def _at_most_refused(answer: Answer) -> None:
    assert answer.status in (200, 202, 404, 409, 412, 422), answer.text


def _nothing_raised(run: Run) -> None:
    if run.raised is not None:
        raise run.raised


@contextmanager
def opened() -> Iterator[Simulation]:
    """Open a newsroom with three articles and a comment, all printed; `start_again` comes back to that."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        # Nobody reads it. A level would stay with the functions' loggers, which are the process's own.
        logging.disable()
        stack.callback(logging.disable, logging.NOTSET)
        patch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
        newsroom = stack.enter_context(opened_newsroom())
        stack.enter_context(without_wire())
        named = itertools.count(1)
        patch.setattr(secrets, "token_bytes", lambda count: next(named).to_bytes(count, "big"))
        tokens = {role: newsroom.editor(role).token for role in (Role.EDITOR, Role.ADMIN, Role.MODERATOR)}
        pool = AtOnce()
        patch.setattr(clients, "pool", lambda: pool)
        patch.setattr(clients, "runners", lambda: pool)
        simulation = Simulation(newsroom, tokens, Queue("CommentsFallbackQueue"))
        patch.setattr(time, "sleep", lambda _: None)
        patch.setattr(secrets, "token_hex", simulation.stamp)
        patch.setattr(parts, "new_id", lambda moment: ulid_of(moment, next(simulation.given).to_bytes(10, "big")))
        for printers in (owing, seating):
            patch.setattr(printers, "compose", simulation.compose)
        for module, name, value in TALL:
            patch.setattr(module, name, value)
        for rooms in (installation, render_pages):
            patch.setattr(rooms, "theme_hash", lambda: f"theme-{(run.theme if (run := current_run()) else 0)}")
        with intercepted(simulation.meet):
            _begin(simulation)
            yield simulation
            simulation.stop()


def _begin(simulation: Simulation) -> None:
    simulation.theme = -1
    simulation.deploy()
    simulation.set_up(sections=SECTIONS)
    for minutes, section in ((60, "news"), (40, "sport"), (20, "news")):
        simulation.create(section=section, published_at=moment(START, minutes=-minutes), keywords=["Boats"])
    simulation.comment(simulation.ledger.stories[1])
    simulation.judge(simulation.ledger.remarks[0], "approve")
    simulation.come_to_rest()
    simulation.keep_start()
