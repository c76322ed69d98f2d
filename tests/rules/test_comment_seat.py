"""A seat is given with approval, once and for good."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comment.seat import Counter, Seat, page_of, pages_touched, seats_on, settled

STATES = st.dictionaries(st.sampled_from("ABCDEFGH"), st.booleans(), max_size=8)


def test_approved_comments_get_the_next_seats_in_the_order_of_submission() -> None:
    settlement = settled(Counter(7, 5), {}, {"B": True, "A": True, "C": False})
    assert settlement.taken == {"A": Seat(8, True), "B": Seat(9, True)}
    assert settlement.counter == Counter(9, 7)


def test_a_removed_comment_keeps_its_seat_and_counts_no_more() -> None:
    settlement = settled(Counter(3, 3), {"A": Seat(2, True)}, {"A": False})
    assert settlement.changed == {"A": Seat(2, False)}
    assert settlement.counter == Counter(3, 2)


def test_a_restored_comment_stands_where_it_stood() -> None:
    settlement = settled(Counter(3, 2), {"A": Seat(2, False)}, {"A": True})
    assert (settlement.taken, settlement.changed) == ({}, {"A": Seat(2, True)})
    assert settlement.counter == Counter(3, 3)


@given(st.lists(STATES, max_size=6))
def test_seats_are_never_given_twice_and_the_count_is_of_those_that_stand(batches: list[dict[str, bool]]) -> None:
    counter, seats = Counter(), dict[str, Seat]()
    for standing in batches:
        known = {ulid: seats[ulid] for ulid in standing if ulid in seats}
        settlement = settled(counter, known, standing)
        assert all(settlement.changed[ulid].number == seats[ulid].number for ulid in settlement.changed)
        counter, seats = settlement.counter, {**seats, **settlement.taken, **settlement.changed}
        again = settled(counter, {ulid: seats[ulid] for ulid in standing if ulid in seats}, standing)
        assert (again.taken, again.changed, again.counter) == ({}, {}, counter)
    assert sorted(seat.number for seat in seats.values()) == list(range(1, counter.seats + 1))
    assert sum(seat.stands for seat in seats.values()) == counter.standing


@given(st.integers(1, 10_000))
def test_a_seat_is_on_its_page(seat: int) -> None:
    assert seat in seats_on(page_of(seat))


def test_the_first_comment_of_a_page_prints_the_page_before_too() -> None:
    assert pages_touched([50]) == {1}
    assert pages_touched([51]) == {1, 2}
    assert pages_touched([1]) == {1}
    assert pages_touched([52, 3]) == {1, 2}


def test_a_discussion_has_the_pages_that_its_seats_fill() -> None:
    assert [Counter(seats).pages for seats in (0, 1, 50, 51, 100, 101)] == [0, 1, 1, 2, 2, 3]
