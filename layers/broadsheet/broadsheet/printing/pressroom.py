"""Carries out print orders: works out the pages, prints them in slices, has the edge cleared, and then deletes the
pending prints. These go last, so that a run that dies is done again.

A page that cannot be printed becomes an owed page, and stops no other; where it is the article's own, its pending print
stays too. A run that is out of time hands the rest on.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ..errors import PrintFailed
from ..lists.place import PendingPrint
from ..page.address import PageKind
from ..page.printed import cache_tag
from ..reading import records
from ..reading.records import RECENT_POSTS
from ..reading.waves import run
from ..store import items, keys
from ..store.cdn import Cdn
from ..store.owed import OwedPages, Why, owed_of
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Item, Reads
from . import slices
from .archive_imports import Imports
from .clearing import tags_to_clear
from .orders import ArticlesChanged, Order, PagesOwed, PartToPrint, message_of
from .owing import Progress, SlicePrinter, is_out_of_time, page_of
from .pages.articles import own_pages
from .reprint_pages import of_part
from .slices import Job, sliced

# So many that an import of an archive reads no megabytes for each of its articles.
WAITING_MAX = 100


@dataclass(frozen=True, slots=True)
class Pressroom:
    """Prints what orders ask for. Safe to repeat, to run beside itself, and to stop at any point."""

    reads: Reads
    prints: PendingPrints
    owed: OwedPages
    press: SlicePrinter
    imports: Imports
    queue: RenderQueue
    cdn: Cdn

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
            self.press.print(some, progress, seconds_left)
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
            if is_out_of_time(seconds_left):
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
        jobs = of_part(order.name, self.reads, done, articles_only=bool(item.get("articles_only")))
        left = sliced(jobs, done)
        for some in self._in_time(left, seconds_left):
            self.press.print(some, progress, seconds_left)
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
            self.press.print(some, progress, seconds_left)
            reached = some[-1].key
        # What is taken off has all beside it printed: six at most, for those beside the next one are the next run's.
        if beside := list(takewhile(batch.is_beside, jobs)):
            self.press.print(beside, progress, seconds_left)
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
        jobs = (Job(key, page_of(owed[key]), may_stand=owed[key].why == Why.STANDS) for key in sorted(owed))
        for some in self._in_time(sliced(jobs), seconds_left):
            progress.replaced.clear()
            self.press.print(some, progress, seconds_left)
            printed = [owed[job.key] for job in some if job.page not in {**progress.failed, **progress.refused}]
            # A run before may have printed one and died: what stood is short-lived now, and the edge has what was.
            articles = {job.page.url_path for job in some if job.page.kind is PageKind.ARTICLE}
            self._clear([*tags_to_clear(progress.replaced, frozenset(), frozenset(), lambda: None), *sorted(articles)])
            self.owed.paid(printed)
        return progress

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
