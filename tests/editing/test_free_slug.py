"""The free slug of a day: as many calls and read units however many articles of the day have the headline."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from broadsheet.article.fields import SLUG_MAX_CHARS
from broadsheet.article.slug import numbered
from broadsheet.errors import Busy
from broadsheet.reading.records import CONTENT, free_slug
from broadsheet.reading.waves import run
from broadsheet.store import keys
from broadsheet.store.reads import BATCH_GET_MAX, Answer, Get, Request

DAY = "2026-11-23"


@dataclass
class Claims:
    """Claims on the URLs of a day: `weather`, and with each number from 2 to the last, but for those that went."""

    last: int
    slug: str = "weather"
    gone: frozenset[int] = frozenset()
    asked: list[list[str]] = field(default_factory=list)

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Answer as the table does, a batch for each hundred items."""
        answers: dict[Request, Answer] = {}
        gets = [request for request in requests if isinstance(request, Get)]
        self.asked.append([get.sk for get in gets])
        for get in gets:
            assert (get.table, get.pk) == (CONTENT, keys.claims_partition(DAY))
            answers[get] = {"pk": get.pk, "sk": get.sk, "article_id": "x"} if self.has(get.sk) else None
        return answers

    def has(self, slug: str) -> bool:
        """Tell whether a slug is claimed."""
        head, _, number = slug.rpartition("-")
        assert numbered(self.slug, int(number)) == slug, head
        return int(number) <= self.last and int(number) not in self.gone

    @property
    def calls(self) -> int:
        """How many calls were made, one after another."""
        return sum(-(-len(batch) // BATCH_GET_MAX) for batch in self.asked)

    @property
    def read_units(self) -> int:
        """What they cost: one for an item, and for one that is not there."""
        return sum(map(len, self.asked))


@pytest.mark.parametrize("last", [1, 2, 5, 8])
def test_the_lowest_number_is_taken_in_one_call(last: int) -> None:
    claims = Claims(last)
    assert run(free_slug(DAY, "weather"), claims) == f"weather-{last + 1}"
    assert (claims.calls, claims.read_units) == (1, 8)


def test_a_number_that_came_free_is_taken_again() -> None:
    assert run(free_slug(DAY, "weather"), Claims(1_000, gone=frozenset({4, 500}))) == "weather-4"


@pytest.mark.parametrize("last", [9, 10, 15, 16, 17, 100, 1_000, 9_999, 100_000, 1_000_000])
def test_the_next_number_of_a_tall_day_is_found_in_a_few_calls(last: int) -> None:
    claims = Claims(last)
    assert run(free_slug(DAY, "weather"), claims) == f"weather-{last + 1}"
    assert claims.calls <= 6
    assert claims.read_units <= 250


def test_numbers_that_came_free_on_a_tall_day_lead_to_one_that_is_free() -> None:
    claims = Claims(100_000, gone=frozenset(range(10, 100_000, 7)))
    slug = run(free_slug(DAY, "weather"), claims)
    assert not claims.has(slug)
    assert claims.calls <= 6


def test_a_day_with_more_than_can_be_numbered_is_busy() -> None:
    with pytest.raises(Busy, match="more articles of the day have this headline than can be numbered"):
        run(free_slug(DAY, "weather"), Claims(1 << 31))


@pytest.mark.parametrize("last", [1, 10, 1_000, 100_000])
def test_a_long_slug_makes_room_for_its_number(last: int) -> None:
    slug = "-".join(["weather"] * 10)
    assert len(slug) == SLUG_MAX_CHARS - 1
    found = run(free_slug(DAY, slug), Claims(last, slug))
    assert found.endswith(f"-{last + 1}")
    assert len(found) <= SLUG_MAX_CHARS
