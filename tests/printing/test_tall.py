"""What a change costs does not grow with any list: counted with ten to a million cards in one day, section, keyword and
byline."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.article import life
from broadsheet.article.fields import Article
from broadsheet.lists.place import PendingPrint, changed_between, paths_of, place_of
from broadsheet.page.address import Page
from broadsheet.printing import slices
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.reading.waves import attempted, run
from tests.tall import SITE, TallTables, article

# Each fills its last leaves alike.
TALL = (1_210, 100_010, 1_000_010)
SIZES = (10, *TALL)

# By act: which article it is of, counted from the oldest or from the newest, and whether it is there afterwards.
ACTS: dict[str, tuple[int, bool]] = {
    "publish": (-1, True),
    "comma in the newest": (-1, True),
    "comma in the oldest": (0, True),
    "headline of the newest": (-1, True),
    "headline of the oldest": (0, True),
    # Into the middle of the day, where the tables do not show it: what is counted is the same.
    "move of the oldest": (0, True),
    "takedown of the newest": (-1, False),
    "takedown of the oldest": (0, False),
}


# Pages, calls, calls in a row, read units.
Counts = tuple[int, int, int, int]

LIMITS = (Path(__file__).parents[2] / "docs/limits.md").read_text()
NAMES = {"publish": "publish, at the top", "move of the oldest": "move of the oldest into the middle"}


def change(act: str, index: int, cards: int) -> PendingPrint:
    """Return what an act makes the printers do."""
    after = article(index, cards)
    later = after.changed_at + timedelta(hours=1)
    before: Article | None = after
    match act.split()[0]:
        case "publish":
            before = None
        case "comma":
            after = life.edited(after, replace(after.fields, body="A paragraph, of some words."), SITE, later)
        case "headline":
            after = life.edited(after, replace(after.fields, headline="Another"), SITE, later)
        case "move":
            moved = article(cards // 2, cards).changed_at
            after = life.edited(after, replace(after.fields, published_at=moved), SITE, later)
        case "takedown":
            after = life.unpublished(after, later)
    return PendingPrint(
        article_id=after.id,
        version=after.version,
        paths=paths_of(after),
        before=place_of(before, SITE) if before else None,
        after=place_of(after, SITE),
        changed=changed_between(before, after, SITE),
    )


def printed(act: str, cards: int) -> Counts:
    """Return how many pages an act prints, the calls and the calls in a row of the tables, and their read units."""
    index, stays = ACTS[act]
    index %= cards
    tables = TallTables(cards, without=None if stays else index)
    jobs = slices.of_changes([change(act, index, cards)], tables)
    pages: list[Page] = []
    for some in slices.sliced(jobs):
        found = run(
            attempted([compose(job.page, Edition("https://news.example", article(0, 1).changed_at)) for job in some]),
            tables,
        )
        assert not [each for each in found if isinstance(each, Exception)], found
        assert not [each for each in found if not isinstance(each, Exception) and each.uncut]
        pages += [job.page for job in some]
    return len(pages), tables.used.calls, tables.used.waves, tables.used.units


def row_of_the_limits(act: str, few: Counts, many: Counts) -> str:
    """Return the line that docs/limits.md has of an act."""
    pages = ", ".join(map(str, sorted({few[0], many[0]})))
    calls = " | ".join(f"{2 * counts[0]} + {counts[1]}" for counts in (few, many))
    return f"| {NAMES.get(act, act)} | {pages} | {calls} | 2 + {many[2]} | {few[3]} | {many[3]} |"


@pytest.mark.parametrize("act", ACTS)
def test_a_change_costs_the_same_for_any_number_of_cards(act: str, say: Callable[[str], None]) -> None:
    found = {cards: printed(act, cards) for cards in SIZES}
    for cards, (pages, calls, waves, units) in found.items():
        put = 2 * pages
        say(f"{act}, {cards:>9,} cards: {pages} pages, {put} + {calls} calls, 2 + {waves} in a row, {units} units read")
    assert len({found[cards] for cards in TALL}) == 1
    assert row_of_the_limits(act, found[10], found[TALL[0]]) in LIMITS
    pages, calls, waves, units = found[TALL[0]]
    # Where no period has more than one leaf there is less to read.
    assert found[10][0] <= pages
    assert found[10][1] <= calls
    assert found[10][2] <= waves
    assert found[10][3] <= units
