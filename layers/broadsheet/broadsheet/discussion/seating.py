"""Gives approved comments their seats, and prints the pages of comments that a batch of events touches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..comment.event import State
from ..comment.identity import CommentId
from ..comment.seat import Seat, pages_touched, settled
from ..errors import PrintFailed
from ..page.address import Kind, Page
from ..printing.pages.compositions import Edition, compose
from ..printing.pages.discussions import APPROVED_COMMENTS, COMMENTS
from ..printing.printer import Printer
from ..reading import records
from ..reading.waves import Reading, one, run, together
from ..store import keys
from ..store.comments import record_of
from ..store.reads import Item, Reads
from ..store.rest import rest
from ..store.seats import COMMENTS_MAX, Seats, counter_of, seat_of
from ..store.transaction import ConditionFailed

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
    printer: Printer

    def print_comments(self, changed: Iterable[CommentId], edition: Edition) -> list[Page]:
        """Give these comments their seats where they stand, and print every page that shows one of them.

        Each page once, however many of its comments changed. What happened to them is read from the tables, so
        an event that comes twice, late or out of order prints the same. Raises `PrintFailed`.
        """
        by_article: dict[str, dict[str, CommentId]] = {}
        for comment in sorted(changed):
            by_article.setdefault(comment.article_id, {})[comment.ulid] = comment
        pages = {Page(Kind.COMMENT_COUNTS)} if by_article else set()
        for article_id, comments in by_article.items():
            touched = pages_touched(self._settle(article_id, comments))
            pages.add(Page(Kind.COMMENTS, article_id))
            pages.update(Page(Kind.COMMENTS_PAGE, article_id, number=number) for number in touched)
        ordered = sorted(pages)
        self.printer.print_pages({page.key: lambda page=page: compose(page, edition) for page in ordered})  # type: ignore[misc]
        return ordered

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
    return seat_of(seat) if seat else None, record is not None and record_of(record).state is State.APPROVED
