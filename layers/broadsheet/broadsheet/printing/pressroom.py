"""Carries out print orders: works out the pages, prints them in slices, has the edge cleared, and then deletes the
pending prints. These go last, so that a run that dies is done again.

A page that cannot be printed becomes an owed page, and stops no other; where it is the article's own, its pending print
stays too. A run that is out of time hands the rest on.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, takewhile

from ..errors import PrintFailed
from ..lists.leaf import Binding
from ..lists.place import PendingPrint
from ..page.address import Page, PageKind
from ..page.printed import Printed, cache_tag
from ..reading import records
from ..reading.records import RECENT_POSTS
from ..reading.waves import Reading, run
from ..store import items, keys
from ..store.bucket import Standing
from ..store.cdn import Cdn
from ..store.owed import Owed, OwedPages, Why, owed_of
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Item, Reads
from ..store.transaction import ConditionFailed
from . import slices
from .archive_imports import Imports
from .clearing import tags_to_clear
from .cutting import Cutting, owed_page
from .orders import ArticlesChanged, Order, PagesOwed, PartToPrint, message_of
from .pages.articles import own_pages
from .pages.composing import compose
from .pages.edition import Edition
from .printer import Printer
from .slices import SLICE_PAGES, Job, sliced

# So many that an import of an archive reads no megabytes for each of its articles.
WAITING_MAX = 100
# What a slice takes at the most, with what follows the last one.
HAND_ON_SECONDS = 15
WHY_MAX_CHARS = 500


@dataclass(slots=True)
class Progress:
    """How far a run has come: the pages printed, what stood there, and those that could not be composed or put."""

    printed: int = 0
    replaced: list[Standing] = field(default_factory=list)
    failed: dict[Page, Exception] = field(default_factory=dict)
    refused: dict[Page, Exception] = field(default_factory=dict)
    handed_on: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from a slice: leaves to be cut, and leaves of an earlier counting that may stand."""

    uncut: set[tuple[Binding, int]]
    may_stand: list[Job]


@dataclass(frozen=True, slots=True)
class Pressroom:
    """Prints what orders ask for. Safe to repeat, to run beside itself, and to stop at any point."""

    reads: Reads
    prints: PendingPrints
    owed: OwedPages
    printer: Printer
    cutting: Cutting
    imports: Imports
    queue: RenderQueue
    cdn: Cdn
    site_url: str
    clock: Callable[[], datetime]

    def carry_out(self, order: Order, seconds_left: Callable[[], float]) -> Progress:
        """Print every page that an order asks for, each once.

        Where less than fifteen seconds are left, the rest goes to the render queue. Whatever raises leaves what was
        ordered, to be ordered again.
        """
        match order:
            case ArticlesChanged():
                return self._print_changes(order, seconds_left)
            case PartToPrint():
                return self._print_part(order, seconds_left)
            case PagesOwed():
                return self._print_owed(order, seconds_left)

    def _print_changes(self, order: ArticlesChanged, seconds_left: Callable[[], float]) -> Progress:
        """Print what changes of articles touch, clear the edge, and delete the pending prints.

        What was taken down is cleared as soon as its own page is printed, and again in the end. The pending print of an
        article whose own page could not be printed stays.
        """
        pending = self._pending(order)
        prints = {str(item["sk"]): items.pending_print_of(item) for item in pending}
        progress = Progress()
        if not pending:
            return progress
        taken_down = sorted(cache_tag(each.article_id) for each in prints.values() if _is_takedown(each))
        jobs = slices.of_changes(list(prints.values()), self.reads)
        done = order.reached
        for some in self._in_time(sliced(jobs, order.reached), seconds_left):
            self._print(some, progress, seconds_left)
            done = some[-1].key
            if taken_down and some[0] == jobs[0] and some[-1] != jobs[-1]:
                self._clear(taken_down)
        self._clear(tags_to_clear(progress.replaced, *_tags(prints.values()), self._waiting))
        if jobs and done < jobs[-1].key:
            self._hand_on(ArticlesChanged(names=tuple(prints), reached=done), progress)
            return progress
        unprinted = self._unprinted(prints, progress, resumed=bool(order.reached))
        self.prints.delete_all([item for item in pending if str(item["sk"]) not in unprinted])
        if any(own_pages(each) & progress.refused.keys() for each in prints.values()):
            raise PrintFailed(f"the bucket refused the page of {', '.join(sorted(unprinted))}")
        return progress

    def _unprinted(self, prints: Mapping[str, PendingPrint], progress: Progress, *, resumed: bool) -> frozenset[str]:
        """Return which changes' own pages could not be printed: by this run, or by one before."""
        owed = {page.key for page in (*progress.failed, *progress.refused)}
        if resumed:
            own = {page.key for each in prints.values() for page in own_pages(each)}
            found = self.reads.answer([records.get(RECENT_POSTS, keys.owed_key(key)) for key in sorted(own)])
            owed.update(str(item["sk"]) for item in found.values() if isinstance(item, dict))
        return frozenset(
            name for name, each in prints.items() if owed.intersection(page.key for page in own_pages(each))
        )

    def _in_time(self, some: Iterator[Sequence[Job]], seconds_left: Callable[[], float]) -> Iterator[Sequence[Job]]:
        """Yield slices until too little time is left; the first always, so that every run gets on.

        A slice that is not yielded is not taken off either.
        """
        for jobs in some:
            yield jobs
            if seconds_left() < HAND_ON_SECONDS:
                return

    def _print_part(self, order: PartToPrint, seconds_left: Callable[[], float]) -> Progress:
        """Print a part of a re-print. The whole edge is cleared by whoever asked for it, when all parts are done."""
        progress = Progress()
        item = self.reads.get(RECENT_POSTS, keys.reprint_key(order.name))
        kind, _, name = order.name.partition("#")
        if item is None:
            return progress
        if kind == keys.QUIET_PRINT:
            return self._print_import(name, item, seconds_left)
        done = order.reached if order.stamp == item["stamp"] else ""
        jobs = slices.of_part(order.name, self.reads, done, articles_only=bool(item.get("articles_only")))
        left = sliced(jobs, done)
        for some in self._in_time(left, seconds_left):
            self._print(some, progress, seconds_left)
            done = some[-1].key
            progress.replaced.clear()
        if next(left, None) is not None:
            self._hand_on(PartToPrint(name=order.name, reached=done, stamp=str(item["stamp"])), progress)
            return progress
        self._clear([str(tag) for tag in item.get("clears", ())])
        self.prints.delete_reprint(item)
        return progress

    def _print_import(self, day: str, part: Item, seconds_left: Callable[[], float]) -> Progress:
        """Print a day's articles that wait, and owe what shows them: it is printed once, when no other day waits.

        What was printed is taken off as it is, so that a run needs not be told how far the one before came.
        """
        progress, batch = Progress(), self.imports.batch(day)
        jobs = self.imports.jobs(batch)
        reached = ""
        for some in self._in_time(sliced(jobs), seconds_left):
            self._print(some, progress, seconds_left)
            reached = some[-1].key
        # What is taken off has all beside it printed: six at most, for those beside the next one are the next run's.
        if beside := list(takewhile(batch.is_beside, jobs)):
            self._print(beside, progress, seconds_left)
        progress.replaced.clear()
        if self.imports.finish(batch, reached):
            self.prints.delete_reprint(part)
        else:
            self._hand_on(PartToPrint(name=str(part["sk"])), progress)
        return progress

    def _print_owed(self, order: PagesOwed, seconds_left: Callable[[], float]) -> Progress:
        """Print owed pages; those that fail stay owed. What long-lived ones showed is cleared.

        What is out of time stays owed too: the schedule orders it again.
        """
        progress = Progress()
        found = self.reads.answer([records.get(RECENT_POSTS, keys.owed_key(key)) for key in order.keys])
        owed = {item["sk"]: owed_of(item) for item in found.values() if isinstance(item, dict)}
        jobs = (Job(key, _page_of(owed[key]), may_stand=owed[key].why == Why.STANDS) for key in sorted(owed))
        for some in self._in_time(sliced(jobs), seconds_left):
            progress.replaced.clear()
            self._print(some, progress, seconds_left)
            printed = [owed[job.key] for job in some if job.page not in {**progress.failed, **progress.refused}]
            # A run before may have printed one and died: what stood is short-lived now, and the edge has what was.
            articles = {job.page.url_path for job in some if job.page.kind is PageKind.ARTICLE}
            self._clear([*tags_to_clear(progress.replaced, frozenset(), frozenset(), lambda: None), *sorted(articles)])
            self.owed.paid(printed)
        return progress

    def _print(self, jobs: Sequence[Job], progress: Progress, seconds_left: Callable[[], float]) -> None:
        """Print a slice, and what follows from it: leaves that are cut, and those of an earlier counting.

        What follows and is out of time is owed.
        """
        following = self._print_some(jobs, progress)
        owed: dict[str, Owed] = {}
        while following.uncut or following.may_stand or owed:
            if seconds_left() < HAND_ON_SECONDS:
                self._owe((job.page for job in following.may_stand), Why.STANDS)
                self._owe((page for leaf in following.uncut for page in slices.leaf_pages(*leaf)), Why.CUT)
                return
            for binding, number in sorted(following.uncut):
                owed |= {each.key: each for each in self._cut(binding, number, seconds_left)}
            now = dict(islice(owed.items(), SLICE_PAGES))
            some = [*following.may_stand, *(Job(key, _page_of(each)) for key, each in now.items())]
            following = self._print_some(some, progress)
            refused = {page.key for page in (*progress.failed, *progress.refused)}
            self.owed.paid([each for key, each in now.items() if key not in refused])
            owed = {key: each for key, each in owed.items() if key not in now}

    def _cut(self, binding: Binding, number: int, seconds_left: Callable[[], float]) -> list[Owed]:
        """Cut a leaf and return the pages that are owed for it; where it cannot be done now, its own stay owed."""
        if seconds_left() >= HAND_ON_SECONDS:
            with suppress(ConditionFailed):
                return self.cutting.cut(binding, number)
        self._owe(slices.leaf_pages(binding, number), Why.CUT)
        return []

    def _print_some(self, jobs: Sequence[Job], progress: Progress) -> "Following":
        may_stand = frozenset(job.page for job in jobs if job.may_stand)
        outcome = self.printer.print_pages([job.page for job in jobs], self._compose, may_stand)
        progress.printed += len(outcome.printed)
        progress.replaced += outcome.replaced.values()
        progress.failed |= outcome.failed
        progress.refused |= outcome.refused
        for page, failure in {**outcome.failed, **outcome.refused}.items():
            why = f"{Why.FAILED}: {type(failure).__name__}: {failure}"[:WHY_MAX_CHARS]
            self._owe([page], Why.STANDS if page in may_stand else why)
        stood = [job.next_that_may_stand for job in jobs if job.may_stand and job.page in outcome.replaced]
        return Following(outcome.uncut, stood)

    def _owe(self, pages: Iterable[Page], why: str) -> None:
        now = self.clock()
        self.owed.put([owed_page(page, why, now) for page in pages])

    def _compose(self, page: Page) -> Reading[Printed]:
        # The time is read when the page is composed, after its HEAD, like all else that it shows.
        return compose(page, Edition(self.site_url, self.clock()))

    def _pending(self, order: ArticlesChanged) -> list[Item]:
        """Return the pending prints that are still to be done, each once."""
        requests = [records.get(RECENT_POSTS, keys.pending_sort_key(name)) for name in order.names]
        named = self.reads.answer(requests).values() if requests else ()
        found = [*order.delivered, *(item for item in named if isinstance(item, dict))]
        return list({(item["pk"], item["sk"]): item for item in found}.values())

    def _clear(self, tags: Sequence[str]) -> None:
        if tags:
            # New each time: between two tries the edge may have fetched again what the first had not printed yet.
            self.cdn.clear([tag if tag.startswith("/") else f"#{tag}" for tag in tags], secrets.token_hex(16))

    def _waiting(self) -> frozenset[str] | None:
        """Return the tags of the articles whose changes are not printed yet; None where they are many."""
        waiting = run(records.waiting_articles(WAITING_MAX), self.reads)
        return frozenset(map(cache_tag, waiting)) if len(waiting) < WAITING_MAX else None

    def _hand_on(self, order: Order, progress: Progress) -> None:
        self.queue.send([message_of(order)])
        progress.handed_on = True


def _is_takedown(pending: PendingPrint) -> bool:
    return pending.before is not None and pending.after is None


def _tags(prints: Iterable[PendingPrint]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the tags of articles that readers knew, and of those that came to a place where they were not."""
    prints = list(prints)
    changed = frozenset(cache_tag(each.article_id) for each in prints if each.before is not None)
    arrived = frozenset(cache_tag(each.article_id) for each in prints if _arrived(each))
    return changed, arrived


def _arrived(pending: PendingPrint) -> bool:
    before, after = pending.before, pending.after
    return after is not None and (before is None or before.position != after.position)


def _page_of(owed: Owed) -> Page:
    kind, name, period, number = owed.page
    return Page(PageKind(kind), name, period, number)
