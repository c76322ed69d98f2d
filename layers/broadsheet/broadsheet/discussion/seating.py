"""Gives approved comments their seats, prints the pages of comments that verdicts touch, and is done with those."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..comment.event import CommentState
from ..comment.identity import CommentId
from ..comment.seat import Seat, pages_touched, settled
from ..errors import PrintFailed
from ..page.address import Page, PageKind
from ..printing.pages.composing import compose
from ..printing.pages.discussions import APPROVED_COMMENTS, COMMENTS
from ..printing.pages.edition import Edition
from ..printing.printer import Printer
from ..printing.slices import SLICE_PAGES
from ..reading import records
from ..reading.waves import Reading, one, run, together
from ..store import keys
from ..store.comments import record_of
from ..store.reads import Item, Reads
from ..store.rest import rest
from ..store.seats import COMMENTS_MAX, Seats, counter_of, seat_of
from ..store.transaction import ConditionFailed
from ..store.verdicts import UnprintedVerdict, UnprintedVerdicts

SETTLE_TRIES_MAX = 8


@dataclass(frozen=True, slots=True)
class _Found:
    """A discussion as it was found: its counter's item, and of each comment its seat and whether it stands."""

    counter: Item | None
    seats: dict[str, Seat]
    standing: dict[str, bool]


@dataclass(frozen=True, slots=True)
class CommentPress:
    """Settles discussions and prints them."""

    reads: Reads
    seats: Seats
    verdicts: UnprintedVerdicts
    printer: Printer

    def carry_out(self, verdicts: Iterable[UnprintedVerdict], edition: Edition) -> int:
        """Give these verdicts' comments their seats where they stand, print what shows one, and return how many pages.

        Each page once, however many of its comments changed. What happened to them is read from the tables, so
        a verdict that comes twice, late or out of order prints the same. When all is printed, the verdicts are no
        longer unprinted. A discussion that fails holds up no other: it is raised at the end, in an `ExceptionGroup`.
        """
        by_article: defaultdict[str, list[UnprintedVerdict]] = defaultdict(list)
        for verdict in verdicts:
            by_article[verdict.comment.article_id].append(verdict)
        pages = {Page(PageKind.COMMENT_COUNTS)}
        seated: list[UnprintedVerdict] = []
        failures: list[Exception] = []
        for article_id, its_verdicts in by_article.items():
            try:
                pages |= self._pages(article_id, {verdict.comment.ulid: verdict.comment for verdict in its_verdicts})
                seated += its_verdicts
            except Exception as failure:
                # Whatever it is, it is this discussion's.
                failures.append(failure)
        ordered = sorted(pages)
        for start in range(0, len(ordered), SLICE_PAGES):
            outcome = self.printer.print_pages(
                ordered[start : start + SLICE_PAGES], lambda page: compose(page, edition)
            )
            failures += [*outcome.failed.values(), *outcome.refused.values()]
            unprinted = {page.name for page in (*outcome.failed, *outcome.refused)}
            # The counts, of no article, are of all.
            seated = [verdict for verdict in seated if not unprinted & {verdict.comment.article_id, ""}]
        self.verdicts.delete(seated)
        if failures:
            raise ExceptionGroup("discussions that could not be settled or printed", failures)
        return len(ordered)

    def _pages(self, article_id: str, comments: dict[str, CommentId]) -> set[Page]:
        """Give an article's comments their seats, and return the pages of its discussion that show them."""
        touched = pages_touched(self._settle(article_id, comments))
        return {
            Page(PageKind.COMMENTS, article_id),
            *(Page(PageKind.COMMENTS_PAGE, article_id, number=number) for number in touched),
        }

    def _settle(self, article_id: str, comments: dict[str, CommentId]) -> list[int]:
        """Return the seats that these comments hold, now that each has its own."""
        ulids = sorted(comments)
        seats: list[int] = []
        for start in range(0, len(ulids), COMMENTS_MAX):
            seats += self._settle_some(article_id, [comments[ulid] for ulid in ulids[start : start + COMMENTS_MAX]])
        return seats

    def _settle_some(self, article_id: str, comments: Sequence[CommentId]) -> list[int]:
        for attempt in range(SETTLE_TRIES_MAX):
            found = run(_found(article_id, comments), self.reads)
            settlement = settled(counter_of(found.counter), found.seats, found.standing)
            try:
                by_ulid = {comment.ulid: comment for comment in comments}
                self.seats.settle(article_id, found.counter, settlement, by_ulid)
            except ConditionFailed:
                rest(attempt, 0.03)
            else:
                return [seat.number for seat in (*found.seats.values(), *settlement.taken.values())]
        raise PrintFailed(f"the discussion of {article_id} changed {SETTLE_TRIES_MAX} times while it was settled")


def _found(article_id: str, comments: Sequence[CommentId]) -> Reading[_Found]:
    """Read a discussion, its counter first: what is settled after that fails the counter's condition."""
    counter = yield from one(records.get(APPROVED_COMMENTS, keys.count_key(article_id)))
    states = yield from together([_seat_and_state(comment) for comment in comments])
    seats = {comment.ulid: seat for comment, (seat, _) in zip(comments, states, strict=True) if seat is not None}
    standing = {comment.ulid: stands for comment, (_, stands) in zip(comments, states, strict=True)}
    return _Found(counter, seats, standing)


def _seat_and_state(comment: CommentId) -> Reading[tuple[Seat | None, bool]]:
    seat, record = yield from together(
        [
            one(records.get(APPROVED_COMMENTS, keys.seated_comment_key(comment))),
            one(records.get(COMMENTS, keys.comment_record_key(comment))),
        ]
    )
    return seat_of(seat) if seat else None, record is not None and record_of(record).state is CommentState.APPROVED
