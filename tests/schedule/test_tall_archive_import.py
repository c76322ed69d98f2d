"""An import of an archive: ten thousand articles of 250 days, in any order, with as many keywords and bylines as a
newsroom of years has."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.printing import archive_imports
from broadsheet.printing.pages.articles import EARLIER_ARTICLES
from broadsheet.reading import records
from broadsheet.reading.waves import run
from broadsheet.site.settings import Site
from broadsheet.store import keys
from broadsheet.wiring import parts
from tests.calls import Tally, tallied
from tests.conftest import long
from tests.faults.site import expected_pages
from tests.functions.editor import ARTICLE
from tests.newsroom import Newsroom
from tests.schedule.test_archive_imports import imported, printed

SEED = 11
FIRST_DAY = date(2024, 2, 5)
A_DAY = 40
# Of ten thousand: a thousand keywords, of which each article has three, and two hundred bylines, one or two.
ARTICLES_A_TAG, ARTICLES_A_REPORTER = 10, 50
SECTIONS = tuple(section.slug for section in Site().sections)
# Shuffled, each day has eight more a minute, and none is quiet before all are there; one by one, most are.
MINUTES = 5
CALLS_AN_ARTICLE_MAX = 25


@dataclass
class Brought:
    """What an import has brought in, and the calls that took: ids and paths of the site by day and by number, which
    rise in the order of publication."""

    days: defaultdict[str, dict[int, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    calls: int = 0

    @property
    def ids(self) -> set[str]:
        """The articles' ids."""
        return {article for day in self.days.values() for article, _ in day.values()}

    @property
    def paths(self) -> set[str]:
        """The articles' paths."""
        return {path for day in self.days.values() for _, path in day.values()}

    @property
    def at_borders(self) -> set[str]:
        """The paths that another day's print may print: a day's newest, and its first six."""
        found: set[str] = set()
        for day in self.days.values():
            paths = [day[number][1] for number in sorted(day)]
            found.update((*paths[:EARLIER_ARTICLES], paths[-1]))
        return found


def day_by_day(articles: int) -> list[tuple[str, int]]:
    """Return the days of an import and the numbers of their articles."""
    return [(str(FIRST_DAY + timedelta(days=number // A_DAY)), number % A_DAY) for number in range(articles)]


def shuffled(articles: int) -> list[tuple[str, int]]:
    """Return them in another order, the same each time."""
    return random.Random(SEED).sample(day_by_day(articles), articles)


def bring_in(newsroom: Newsroom, order: Sequence[tuple[str, int]], tally: Tally, minutes: int = MINUTES) -> Brought:
    """Send an import within some minutes, in which the schedule runs."""
    articles = len(order)
    editor, brought = newsroom.editor(), Brought()
    tags, reporters = range(articles // ARTICLES_A_TAG), range(articles // ARTICLES_A_REPORTER)
    for minute in range(minutes):
        before = tally.calls.total()
        for day, number in order[minute * articles // minutes : (minute + 1) * articles // minutes]:
            chance = random.Random(f"{day} {number}")
            answer = imported(
                editor,
                day,
                number,
                section=chance.choice(SECTIONS),
                keywords=[f"Subject {n}" for n in chance.sample(tags, 3)],
                bylines=[{"name": f"Reporter {n}"} for n in chance.sample(reporters, 1 + number % 2)],
            )
            assert answer.headers["preference-applied"] == "print=later"
            brought.days[day][number] = (
                answer.headers["location"].rpartition("/")[2],
                answer.json["url"].removeprefix("https://news.example/"),
            )
        brought.calls += tally.calls.total() - before
        printed(newsroom, 1)
    return brought


@pytest.fixture
def standing(newsroom: Newsroom) -> Newsroom:
    """A newsroom with an article before, between and after what is imported."""
    editor = newsroom.editor()
    for day in ("2024-02-01", f"{FIRST_DAY + timedelta(days=2)}", "2026-11-22"):
        editor.create(**ARTICLE | {"state": "published", "headline": f"Of {day}", "published_at": f"{day}T10:00:00Z"})
    newsroom.settle()
    printed(newsroom, 3)
    return newsroom


@pytest.mark.parametrize(
    ("articles", "order"), [(200, day_by_day), (200, shuffled), pytest.param(10_000, shuffled, marks=long)]
)
def test_an_import_of_an_archive_is_printed_once(
    standing: Newsroom, say: Callable[[str], None], articles: int, order: Callable[[int], list[tuple[str, int]]]
) -> None:
    with tallied() as tally:
        brought = bring_in(standing, order(articles), tally)
        minutes = 0
        while not tally.calls["CreateInvalidation"] and minutes < 60:
            printed(standing, 1)
            minutes += 1
        # Nothing comes after the end.
        ended = tally.puts.total()
        printed(standing, 3)
    calls = tally.calls.total()
    twice = {path for path in brought.paths if tally.puts[path] > 1}
    sorting = order.__name__.replace("_", " ")
    by_operation = ", ".join(f"{name} {count / articles:.2f}" for name, count in tally.calls.most_common())
    say(
        f"an import of {articles:,} articles, {A_DAY} a day, {sorting}: {calls / articles:.1f} calls an article "
        f"({by_operation}), {brought.calls / articles:.1f} of them to submit; {tally.puts.total():,} "
        f"PUTs of {len(tally.puts):,} pages, {len(twice):,} article pages twice, "
        f"{tally.calls['CreateInvalidation']} invalidation, {minutes} minutes after the last"
    )
    assert calls / articles <= CALLS_AN_ARTICLE_MAX
    assert tally.calls["CreateInvalidation"] == 1
    assert tally.puts.total() == ended
    # None is lost, and none is printed again but for a day beside its own; others twice where a leaf was cut.
    assert {tally.puts[path] for path in brought.paths - brought.at_borders} == {1}
    assert max(tally.puts.values()) <= 2, tally.puts.most_common(9)
    assert {tally.puts[f"comments/{article}"] for article in brought.ids} == {1}
    for partition in ("quiet", "owed", "reprint"):
        assert standing.items("RecentPostsTable", partition) == []
    assert unlike_scratch(standing) == []


def test_a_day_that_came_in_any_order_is_printed_once_by_several_runs(
    standing: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands between two runs' articles is printed by both."""
    monkeypatch.setattr(archive_imports, "ARTICLES_A_RUN", 10)
    with tallied() as tally:
        brought = bring_in(standing, shuffled(200), tally)
        printed(standing, 12)
    assert max(tally.puts[path] for path in brought.paths) <= 2


def test_an_import_that_comes_slowly_in_any_order_is_printed_once(standing: Newsroom) -> None:
    """It is over within the hour that a day waits at the most."""
    with tallied() as tally:
        brought = bring_in(standing, shuffled(200), tally, minutes=50)
        printed(standing, 12)
    assert max(tally.puts[path] for path in brought.paths) <= 2


def unlike_scratch(newsroom: Newsroom) -> list[str]:
    """Return the keys of pages that are not as a full re-print would print them."""
    site = newsroom.site()
    days = run(records.days(), parts.reads_of(settings_of(RenderPagesSettings)))
    return [
        key
        for key, page in expected_pages((keys.SITE_PRINT, *days))
        if key not in site
        or page != (site[key].text.strip(), site[key].cache_control, site[key].content_type, site[key].metadata)
    ]
