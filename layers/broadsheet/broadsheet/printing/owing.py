"""Prints slices of pages. What fails, and what there is no time for, becomes an owed page and stops no other."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from ..lists.leaf import Binding
from ..page.address import Page, PageKind
from ..page.printed import Printed
from ..reading.waves import Reading
from ..store.bucket import Standing
from ..store.owed import Owed, OwedPages, Why
from ..store.transaction import ConditionFailed
from . import slices
from .cutting import Cutting, owed_page
from .pages.composing import compose
from .pages.edition import Edition
from .printer import Printer
from .slices import SLICE_PAGES, Job

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
class SlicePrinter:
    """Prints some pages at a time, and what follows from them."""

    printer: Printer
    cutting: Cutting
    owed: OwedPages
    site_url: str
    clock: Callable[[], datetime]

    def print(self, jobs: Sequence[Job], progress: Progress, seconds_left: Callable[[], float]) -> None:
        """Print a slice, and what follows from it: leaves that are cut, and those of an earlier counting.

        What follows and is out of time is owed.
        """
        following = self._print_some(jobs, progress)
        owed: dict[str, Owed] = {}
        while following.uncut or following.may_stand or owed:
            if is_out_of_time(seconds_left):
                self._owe((job.page for job in following.may_stand), Why.STANDS)
                self._owe((page for leaf in following.uncut for page in slices.leaf_pages(*leaf)), Why.CUT)
                return
            for binding, number in sorted(following.uncut):
                owed |= {each.key: each for each in self._cut(binding, number, seconds_left)}
            now = dict(islice(owed.items(), SLICE_PAGES))
            some = [*following.may_stand, *(Job(key, page_of(each)) for key, each in now.items())]
            following = self._print_some(some, progress)
            refused = {page.key for page in (*progress.failed, *progress.refused)}
            self.owed.paid([each for key, each in now.items() if key not in refused])
            owed = {key: each for key, each in owed.items() if key not in now}

    def _cut(self, binding: Binding, number: int, seconds_left: Callable[[], float]) -> list[Owed]:
        """Cut a leaf and return the pages that are owed for it; where it cannot be done now, its own stay owed."""
        if not is_out_of_time(seconds_left):
            with suppress(ConditionFailed):
                return self.cutting.cut(binding, number)
        self._owe(slices.leaf_pages(binding, number), Why.CUT)
        return []

    def _print_some(self, jobs: Sequence[Job], progress: Progress) -> Following:
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


def is_out_of_time(seconds_left: Callable[[], float]) -> bool:
    """Tell whether a run must begin nothing more, and hand on what is left."""
    return seconds_left() < HAND_ON_SECONDS


def page_of(owed: Owed) -> Page:
    """Return the page that is owed."""
    kind, name, period, number = owed.page
    return Page(PageKind(kind), name, period, number)
