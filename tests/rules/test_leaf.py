"""Leaves: where a period is cut and joined, and that whatever comes and goes every card is on one leaf."""

from bisect import insort
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.lists.card import RECENT
from broadsheet.lists.leaf import (
    PAGES,
    SHARDS,
    Binding,
    Capacity,
    Leaf,
    Recut,
    Spine,
    bound,
    cut,
    cut_at,
    joined,
    just_before,
)

SMALL = Capacity(opens=2, most=4)
NEWEST, MIDDLE = Leaf(), Leaf(until="x")

# Wide enough to fill some leaves, narrow enough to empty them again.
POSITIONS = st.integers(0, 40).map("{:02}".format)
# Several may come and go before their leaves are printed.
CHANGES = st.lists(st.lists(POSITIONS, min_size=1, max_size=12), max_size=12)
CAPACITIES = st.sampled_from([Capacity(1, 2), SMALL, Capacity(2, 3), Capacity(3, 7)])


def positions(count: int) -> list[str]:
    return [f"{number:04}" for number in range(count)]


class Book:
    """The leaves of one period, cut and joined as a printer does when it has printed one."""

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.spine = Spine()
        self.leaves = {1: Leaf()}
        self.positions: list[str] = []
        # Where each number began, those of leaves that are gone too.
        self.began: dict[int, str | None] = {1: None}

    def holding(self, position: str) -> Leaf:
        """Return the leaf that holds a position: the last that begins there or before."""
        begun = [leaf for leaf in self.leaves.values() if leaf.first is None or leaf.first <= position]
        return max(begun, key=lambda leaf: leaf.first or "")

    def on(self, leaf: Leaf) -> list[str]:
        """Return what a leaf holds."""
        return [
            each for each in self.positions if (leaf.first or "") <= each and (leaf.until is None or each < leaf.until)
        ]

    def change(self, *changed: str) -> None:
        """Take off the positions that are there and put those that are not, and print their leaves then."""
        for position in changed:
            if position in self.positions:
                self.positions.remove(position)
            else:
                insort(self.positions, position)
        self.print([self.holding(position).number for position in changed])

    def print(self, numbers: list[int]) -> None:
        """Print leaves, and those that were recut with them, until all are well."""
        while numbers:
            leaf = self.leaves.get(numbers.pop())
            recut = self.recut(leaf) if leaf else None
            if recut is not None:
                self.take(recut)
                numbers += [each.number for each in recut.leaves]

    def recut(self, leaf: Leaf) -> Recut | None:
        """Return how a leaf is recut, as `printing/cutting.py` does; None where it is well."""
        shown = self.on(leaf)[: self.capacity.most + 1]
        newer = self.leaves.get(leaf.newer or 0)
        if at := cut_at(leaf, shown, self.capacity):
            return cut(self.spine, leaf, newer, at)
        if shown or len(self.leaves) == 1:
            return None
        if leaf.older is not None:
            return joined(self.spine, leaf, self.leaves[leaf.older], newer)
        assert newer is not None
        return joined(self.spine, newer, leaf, self.leaves.get(newer.newer or 0))

    def take(self, recut: Recut) -> None:
        """Change the leaves, and see that no number is given twice and none moves to another stretch."""
        assert recut.spine.changes == self.spine.changes + 1
        for leaf in recut.leaves:
            assert self.began.setdefault(leaf.number, leaf.first) == leaf.first
            assert leaf.number in self.leaves or leaf.number == self.spine.opened + 1
            self.leaves[leaf.number] = leaf
        if recut.gone is not None:
            del self.leaves[recut.gone.number]
        self.spine = recut.spine

    def in_order(self) -> list[Leaf]:
        """Return the leaves, oldest first, by their ways to the newer one."""
        leaves = [self.leaves[1]]
        while (newer := leaves[-1].newer) is not None:
            leaves.append(self.leaves[newer])
        return leaves


def check(book: Book) -> None:
    """Every position is on one leaf; leaves lead to one another both ways; none is too full, none is empty."""
    leaves = book.in_order()
    assert len(leaves) == len(book.leaves)
    assert (leaves[0].first, leaves[0].older, leaves[-1].until) == (None, None, None)
    for older, newer in pairwise(leaves):
        assert newer.older == older.number
        assert older.until == newer.first
    held = [book.on(leaf) for leaf in leaves]
    assert [position for some in held for position in some] == book.positions
    assert all(book.holding(position) == leaf for leaf, some in zip(leaves, held, strict=True) for position in some)
    assert len(held[-1]) <= book.capacity.opens
    assert all(len(some) <= book.capacity.most for some in held[:-1])
    assert all(held) or len(leaves) == 1
    assert book.spine.numbers == tuple(leaf.number for leaf in leaves)
    assert book.spine.opened == max(book.began)


@given(CAPACITIES, CHANGES)
def test_whatever_comes_and_goes_every_position_is_on_one_leaf(capacity: Capacity, changes: list[list[str]]) -> None:
    book = Book(capacity)
    for some in changes:
        book.change(*some)
        check(book)


@given(CAPACITIES, st.integers(0, 60))
def test_an_archive_is_bound_as_if_its_cards_had_come_one_by_one(capacity: Capacity, count: int) -> None:
    book = Book(capacity)
    for position in positions(count):
        book.change(position)
    assert bound(positions(count), capacity) == (book.spine, tuple(book.in_order()))


@given(CAPACITIES, st.permutations(range(24)))
def test_cards_that_come_in_any_order_leave_no_leaf_but_the_last_nearly_empty(
    capacity: Capacity, order: list[int]
) -> None:
    book = Book(capacity)
    for number in order:
        book.change(f"{number:02}")
    check(book)
    fewest = min(capacity.opens, capacity.most + 1 - capacity.opens)
    assert all(len(book.on(leaf)) >= fewest for leaf in book.in_order()[:-1])


@pytest.mark.parametrize(
    ("leaf", "capacity", "holds"),
    [(NEWEST, PAGES, 100), (MIDDLE, PAGES, 200), (NEWEST, SHARDS, 400), (MIDDLE, SHARDS, 800)],
)
def test_the_newest_leaf_opens_another_and_any_other_is_split(leaf: Leaf, capacity: Capacity, holds: int) -> None:
    assert cut_at(leaf, positions(holds), capacity) is None
    assert cut_at(leaf, positions(holds + 1), capacity) == f"{capacity.opens:04}"


def test_a_month_of_all_articles_is_the_searchs_and_every_other_period_a_page() -> None:
    assert Binding(RECENT, "2026-11").capacity is SHARDS
    pages = [(RECENT, "2026-11-23"), ("section#news", "2026-11"), ("tag#rain", "2026"), ("byline#ada-marsh", "2026")]
    assert all(Binding(*each).capacity is PAGES for each in pages)


def test_leaves_are_named_in_the_order_in_which_they_are_opened_and_lead_to_one_another_in_that_of_time() -> None:
    spine, leaves = bound(["01", "02", "03", "04"], SMALL)
    assert [leaf.number for leaf in leaves] == [1, 2]
    recut = cut(spine, leaves[0], leaves[1], "02")
    first, third, second = recut.leaves
    assert first == Leaf(number=1, until="02", newer=3)
    assert third == Leaf(number=3, first="02", until="03", older=1, newer=2)
    assert second == Leaf(number=2, first="03", older=3)
    assert recut.spine == Spine(opened=3, changes=2, numbers=(1, 3, 2))


def test_a_leaf_that_is_emptied_goes_and_its_neighbours_lead_past_it() -> None:
    spine, (first, second, third) = bound(["01", "02", "03", "04", "05"], SMALL)
    recut = joined(spine, second, first, third)
    assert recut.gone == second
    assert recut.leaves == (Leaf(number=1, until="05", newer=3), Leaf(number=3, first="05", older=1))
    assert recut.spine == Spine(opened=3, changes=3, numbers=(1, 3))


def test_the_first_leaf_stays_where_it_is_emptied_and_takes_in_the_next() -> None:
    book = Book(SMALL)
    book.change("01", "02", "03", "04", "05")
    book.change("01", "02")
    assert [leaf.number for leaf in book.in_order()] == [1, 3]
    assert book.on(book.leaves[1]) == ["03", "04"]


def test_a_number_is_not_given_again_when_its_leaf_is_gone() -> None:
    book = Book(SMALL)
    book.change("01", "02", "03")
    book.change("03")
    assert [leaf.number for leaf in book.in_order()] == [1]
    book.change("03")
    assert [leaf.number for leaf in book.in_order()] == [1, 3]


def test_a_period_is_one_leaf_until_it_has_more_than_a_leaf_holds() -> None:
    assert bound([], SMALL) == (Spine(), (Leaf(),))
    assert bound(["01", "02"], SMALL) == (Spine(), (Leaf(),))


@pytest.mark.parametrize("number", [1, 2])
def test_a_spine_that_keeps_no_numbers_gives_new_ones_all_the_same(number: int) -> None:
    """Lists other than that of all articles have no index that names their leaves."""
    recut = cut(Spine(opened=2, changes=1, numbers=()), Leaf(number=number), None, "01")
    assert (recut.spine.opened, recut.spine.changes) == (3, 2)
    assert joined(recut.spine, recut.leaves[1], recut.leaves[0], None).spine.opened == 3


# Ids are of one length; so few that they are often next to one another.
IDS = st.text("0189AZ", min_size=2, max_size=2).map("2026-11-23T09:00:00.000Z#{}".format)


@given(IDS, IDS)
def test_what_is_just_before_a_position_is_after_every_other_before_it(position: str, other: str) -> None:
    before = just_before(position)
    assert before < position
    assert (other < before) is (other < position)
