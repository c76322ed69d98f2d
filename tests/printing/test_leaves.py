"""Leaves as readers turn them: from the first to the newest and back, whatever was cut, joined or emptied."""

import re
from typing import Any

import pytest

from broadsheet.lists import leaf
from broadsheet.lists.leaf import Binding
from broadsheet.store.leaves import Leaves
from broadsheet.store.transaction import ConditionFailed
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE
from tests.newsroom import Newsroom
from tests.pages.reading import Reading, text_of
from tests.printing.test_rebuild import id_of

# Each is a list of its own kind that all articles are in.
FIRST_LEAVES = ("archive/2026/11/22", "news/2026/11", "tags/rain/2026", "by/ada-marsh/2026")


@pytest.fixture
def room(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom whose leaves hold two or three articles, with five of one day that came in order."""
    monkeypatch.setattr(leaf, "PAGES", leaf.Capacity(opens=2, most=3))
    for minute in (10, 20, 30, 40, 50):
        publish(newsroom, minute)
    return newsroom


def publish(room: Newsroom, minute: int) -> None:
    """Publish an article at a minute of yesterday's noon, and print it."""
    room.editor().create(**ARTICLE | {
        "headline": f"Of minute {minute}", "state": "published", "published_at": f"2026-11-22T12:{minute}:00Z",
        "keywords": ["Rain"], "bylines": [{"name": "Ada Marsh"}],
    })  # fmt: skip
    room.settle()


def take_down(room: Newsroom, *minutes: int) -> None:
    """Take articles down, one after another."""
    for minute in minutes:
        article = id_of(room, f"2026/11/22/of-minute-{minute}")
        assert room.editor().post(f"/api/articles/{article}/unpublish", if_match='"1"').status == 200
        room.settle()


def turned(room: Newsroom, first: str, way: str) -> list[tuple[str, list[str]]]:
    """Follow the links to the newer leaf, or to the older, from one to the last; return each with its minutes."""
    seen: list[tuple[str, list[str]]] = []
    key: str | None = first
    while key is not None:
        page = Reading(room.page(key).text)
        lines = [text_of(line) for line in page.all(".//main//ol/li")]
        seen.append((key, [found[1] for line in lines if (found := re.search(r"Of minute (\d+)", line))]))
        links = [link.get("href", "") for link in page.all(f".//main//nav/a[@rel='{way}']")]
        key = links[0].lstrip("/") if links else None
    return seen


def sitemaps(room: Newsroom) -> list[str]:
    """Return the sitemaps of yesterday that the index names, in its order."""
    return re.findall(r"<loc>https://news.example/(sitemaps/2026-11-22\S*?)</loc>", room.page("sitemap.xml").text)


def check(room: Newsroom, leaves: dict[int, list[str]]) -> None:
    """See that every list, and the sitemaps of the day, are these leaves, in this order, from both ends."""
    for first in FIRST_LEAVES:
        expected = [(first if number == 1 else f"{first}/{number}", minutes) for number, minutes in leaves.items()]
        assert turned(room, first, "next") == expected
        assert turned(room, expected[-1][0], "prev") == expected[::-1]
    assert sitemaps(room) == [f"sitemaps/2026-11-22{'' if number == 1 else f'/{number}'}.xml" for number in leaves]
    for key, minutes in zip(sitemaps(room), leaves.values(), strict=True):
        assert re.findall(r"of-minute-(\d+)", room.page(key).text) == minutes
    site = room.site()
    assert [key for key, (text, *_) in expected_site().items() if site[key].text.strip() != text] == []


def test_the_newest_leaf_opens_another_and_is_not_printed_again_when_that_fills(room: Newsroom) -> None:
    check(room, {1: ["10", "20"], 2: ["30", "40"], 3: ["50"]})
    before = {key: page.etag for key, page in room.site().items()}
    publish(room, 55)
    check(room, {1: ["10", "20"], 2: ["30", "40"], 3: ["50", "55"]})
    printed = {key for key, page in room.site().items() if page.etag != before.get(key)}
    for first in FIRST_LEAVES:
        assert {key for key in printed if key.startswith(first)} == {f"{first}/3"}


def test_a_leaf_in_the_midst_is_split_and_the_new_one_stands_between_its_neighbours(room: Newsroom) -> None:
    publish(room, 15)
    check(room, {1: ["10", "15", "20"], 2: ["30", "40"], 3: ["50"]})
    publish(room, 16)
    check(room, {1: ["10", "15"], 4: ["16", "20"], 2: ["30", "40"], 3: ["50"]})


@pytest.mark.parametrize(
    ("minutes", "gone", "left"),
    [
        ((30, 40), 2, {1: ["10", "20"], 3: ["50"]}),
        ((10, 20), 2, {1: ["30", "40"], 3: ["50"]}),
        ((50,), 3, {1: ["10", "20"], 2: ["30", "40"]}),
    ],
)
def test_a_leaf_that_is_emptied_is_gone_and_its_neighbours_lead_past_it(
    room: Newsroom, minutes: tuple[int, ...], gone: int, left: dict[int, list[str]]
) -> None:
    take_down(room, *minutes)
    check(room, left)
    for key in (*(f"{first}/{gone}" for first in FIRST_LEAVES), f"sitemaps/2026-11-22/{gone}.xml"):
        assert room.page(key).is_gone
        assert not re.findall(r"[Mm]inute", room.page(key).text)


def test_a_period_that_is_emptied_is_one_leaf_that_is_gone(room: Newsroom) -> None:
    take_down(room, 30, 10, 50, 20, 40)
    for first in FIRST_LEAVES:
        for number in ("", "/2", "/3"):
            assert room.page(f"{first}{number}").is_gone
    assert sitemaps(room) == []
    publish(room, 35)
    check(room, {1: ["35"]})


def test_a_leaf_is_cut_although_another_of_its_period_was_cut_meanwhile(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both begin with one spine; whoever comes second has another leaf to cut all the same."""
    change, lost = Leaves.change, []

    def lose_first(leaves: Leaves, binding: Binding, *rest: Any) -> None:
        if binding not in lost:
            lost.append(binding)
            raise ConditionFailed(frozenset())
        change(leaves, binding, *rest)

    publish(room, 15)
    monkeypatch.setattr(Leaves, "change", lose_first)
    publish(room, 16)
    assert lost
    check(room, {1: ["10", "15"], 4: ["16", "20"], 2: ["30", "40"], 3: ["50"]})


def test_a_leaf_that_cannot_be_cut_now_is_owed_and_cut_later(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(leaves: Leaves, *rest: Any) -> None:
        raise ConditionFailed(frozenset())

    publish(room, 15)
    with monkeypatch.context() as patch:
        patch.setattr(Leaves, "change", lose)
        publish(room, 16)
    for _ in range(3):
        room.clock.advance(minutes=1)
        room.keep_schedule()
    check(room, {1: ["10", "15"], 4: ["16", "20"], 2: ["30", "40"], 3: ["50"]})
