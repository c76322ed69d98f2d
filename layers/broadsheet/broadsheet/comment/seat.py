"""The seat of a comment in its article's discussion: given with its approval, once and for good."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

PAGE_COMMENTS: Final = 50
NEWEST_COMMENTS: Final = 20


@dataclass(frozen=True, slots=True)
class Counter:
    """How many seats an article's discussion has given, and how many of the comments there stand."""

    seats: int = 0
    standing: int = 0

    @property
    def pages(self) -> int:
        """How many pages the discussion has."""
        return page_of(self.seats) if self.seats else 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A comment's seat, and whether the comment there stands."""

    number: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """What settling some comments changes in their discussion: its counter, and seats, by the comments' ULIDs.

    Seats that are `taken` were given now; those that are `changed` have a comment that stands again, or no longer.
    """

    counter: Counter
    taken: Mapping[str, Seat]
    changed: Mapping[str, Seat]


def settled(counter: Counter, seats: Mapping[str, Seat], standing: Mapping[str, bool]) -> Settlement:
    """Return the discussion with the seats that these comments get, and the count of those that stand.

    `seats` are those they hold already, `standing` tells of each comment whether it is approved now. One that
    stands for the first time gets the next seat, in the order of submission; nobody's seat ever changes.
    """
    taken: dict[str, Seat] = {}
    changed: dict[str, Seat] = {}
    for ulid in sorted(standing):
        stands, seat = standing[ulid], seats.get(ulid)
        if seat is None and stands:
            counter = Counter(counter.seats + 1, counter.standing + 1)
            taken[ulid] = Seat(counter.seats, stands=True)
        elif seat is not None and seat.stands != stands:
            counter = replace(counter, standing=counter.standing + (1 if stands else -1))
            changed[ulid] = replace(seat, stands=stands)
    return Settlement(counter, taken, changed)


def page_of(seat: int) -> int:
    """Return the number of the page that holds a seat; both count from 1."""
    return (seat - 1) // PAGE_COMMENTS + 1


def seats_on(page: int) -> range:
    """Return the seats of a page."""
    return range((page - 1) * PAGE_COMMENTS + 1, page * PAGE_COMMENTS + 1)


def pages_touched(seats: Iterable[int]) -> frozenset[int]:
    """Return the numbers of the pages to print when the comments at these seats changed.

    A page's first comment also prints the page before it, which now has a next one.
    """
    pages = set()
    for seat in seats:
        page = page_of(seat)
        pages.add(page)
        if seat == seats_on(page)[0] and page > 1:
            pages.add(page - 1)
    return frozenset(pages)
