"""Leaves, the numbered pages of a period: which of its cards each shows, and when one is cut in two. Pure.

Leaves are numbered in the order in which they were opened, and a leaf keeps its number. A cut can open leaf 7 between
2 and 3, so they are ordered by where they begin, and not by number. Leaf 1 begins with its period. Any other may be
joined to an older one; leaf 1 never is, because its address is the period's and must always lead to something.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .card import RECENT

MONTH_CHARS: Final = 7


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many cards a leaf holds: the newest is cut when it has more than `opens`, any other when more than `most`."""

    opens: int
    most: int


# What a reader scrolls through, and what one change of a list reads and writes at most.
PAGES: Final = Capacity(opens=100, most=200)
# What a reader's search fetches at once.
SHARDS: Final = Capacity(opens=400, most=800)


@dataclass(frozen=True, slots=True, order=True)
class Binding:
    """What leaves are bound by: a list, and the day, month or year of it. A month of all articles is the search's."""

    list_name: str
    period: str

    @property
    def capacity(self) -> Capacity:
        """How many cards each of its leaves holds."""
        return SHARDS if self.list_name == RECENT and len(self.period) == MONTH_CHARS else PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One leaf of a binding: the cards from the position `first` up to `until`, where the newer leaf begins.

    `first` is None for leaf 1, which begins with the period, and `until` for the newest leaf, which ends with it.
    `older` and `newer` are the numbers of the leaves beside it.
    """

    number: int = 1
    first: str | None = None
    until: str | None = None
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """How a binding was cut into leaves. `opened` is the last number that was given, `changes` counts cuts and joins.

    `numbers` are those of the leaves that there are, the oldest leaf first. They are kept of all articles alone, whose
    leaves the indexes of sitemaps and search name one by one.
    """

    opened: int = 1
    changes: int = 0
    numbers: tuple[int, ...] = (1,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recut:
    """How leaves are changed together: the spine and the leaves as they will be, and the one that goes."""

    spine: Spine
    leaves: tuple[Leaf, ...]
    gone: Leaf | None = None


def cut_at(leaf: Leaf, positions: Sequence[str], capacity: Capacity) -> str | None:
    """Return the position at which a leaf must be cut, or None where its cards are not too many.

    `positions` are those of its oldest cards, in order; one more than a leaf may ever hold is enough.
    """
    most = capacity.opens if leaf.until is None else capacity.most
    return positions[capacity.opens] if len(positions) > most else None


def cut(spine: Spine, leaf: Leaf, newer: Leaf | None, at: str) -> Recut:
    """Return the leaves after one is cut: the older half keeps the number. `newer` is its neighbour."""
    number = spine.opened + 1
    index = spine.numbers.index(leaf.number) + 1 if leaf.number in spine.numbers else len(spine.numbers)
    return Recut(
        spine=Spine(
            opened=number,
            changes=spine.changes + 1,
            numbers=(*spine.numbers[:index], number, *spine.numbers[index:]),
        ),
        leaves=(
            replace(leaf, until=at, newer=number),
            Leaf(number=number, first=at, until=leaf.until, older=leaf.number, newer=leaf.newer),
            *([replace(newer, older=number)] if newer else []),
        ),
    )


def joined(spine: Spine, leaf: Leaf, older: Leaf, newer: Leaf | None) -> Recut:
    """Return the leaves after one is joined to the older, whose stretch takes in its own."""
    return Recut(
        spine=replace(
            spine,
            changes=spine.changes + 1,
            numbers=tuple(number for number in spine.numbers if number != leaf.number),
        ),
        leaves=(
            replace(older, until=leaf.until, newer=leaf.newer),
            *([replace(newer, older=older.number)] if newer else []),
        ),
        gone=leaf,
    )


def bound(positions: Sequence[str], capacity: Capacity) -> tuple[Spine, tuple[Leaf, ...]]:
    """Return the leaves that cards make which come one by one, in order of their positions."""
    spine, leaves = Spine(), [Leaf()]
    for at in positions[capacity.opens :: capacity.opens]:
        recut = cut(spine, leaves[-1], None, at)
        spine, leaves = recut.spine, [*leaves[:-1], *recut.leaves]
    return spine, tuple(leaves)


def just_before(position: str) -> str:
    """Return what sorts before a position and after every other that does."""
    return f"{position[:-1]}{chr(ord(position[-1]) - 1)}~"
