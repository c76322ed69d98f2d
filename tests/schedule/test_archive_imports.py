"""An import: articles are committed at once and printed later, a day at a time, and what they share once for all."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from broadsheet.page.address import PageKind
from broadsheet.printing import archive_imports, owing, slices
from broadsheet.reading import records
from broadsheet.token import Role
from tests.calls import recorded
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE, Answer, Editor
from tests.newsroom import Newsroom, without_etags
from tests.printing.test_edge import invalidations
from tests.printing.test_slices import failing

LATER = {"prefer": "print=later"}
DAYS = ("2024-03-05", "2024-03-06", "2024-04-01")


def imported(editor: Editor, day: str, number: int, **fields: Any) -> Answer:
    """Send one article of an import, published on a day of the past."""
    text = {
        "headline": f"Imported {day} {number}",
        "published_at": f"{day}T12:{number % 60:02}:{number // 60:02}Z",
        "keywords": [f"Subject {number % 3}"],
        "bylines": [{"name": f"Reporter {number % 2}"}],
    }
    return editor.ask("POST", "/api/articles", ARTICLE | {"state": "published"} | text | fields, headers=LATER)


def brought_in(newsroom: Newsroom, days: Iterable[str], a_day: int) -> list[str]:
    """Import so many articles a day; return their paths in the API."""
    editor = newsroom.editor()
    return [imported(editor, day, number).headers["location"] for day in days for number in range(a_day)]


def printed(newsroom: Newsroom, minutes: int = 12) -> None:
    """Let the schedule run for some minutes."""
    for _ in range(minutes):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()


def unlike_scratch(newsroom: Newsroom) -> list[str]:
    """Return the keys of pages that are not as a full re-print would print them."""
    site = newsroom.site()
    return [key for key, (text, *_) in expected_site().items() if key not in site or site[key].text.strip() != text]


@pytest.fixture
def standing(newsroom: Newsroom) -> Newsroom:
    """A newsroom with an article before, between and after what is imported."""
    editor = newsroom.editor()
    for day in ("2024-03-01", "2024-03-20", "2026-11-22"):
        editor.create(**ARTICLE | {"state": "published", "headline": f"Of {day}", "published_at": f"{day}T10:00:00Z"})
    newsroom.settle()
    printed(newsroom, 3)
    return newsroom


def test_an_import_is_kept_at_once_and_printed_when_its_day_is_quiet(standing: Newsroom) -> None:
    answer = imported(standing.editor(), DAYS[0], 1)
    assert answer.status == 201
    assert answer.headers["preference-applied"] == "print=later"
    assert answer.json["live"] is False
    path = answer.json["url"].removeprefix("https://news.example/")
    standing.settle()
    standing.clock.advance(minutes=1)
    standing.keep_schedule()
    assert path not in standing.site()
    printed(standing)
    assert not standing.site()[path].is_gone
    assert standing.editor().get(answer.headers["location"]).json["live"] is True
    assert unlike_scratch(standing) == []


def test_every_page_is_as_printed_from_scratch_and_the_edge_is_cleared_once(standing: Newsroom) -> None:
    before = len(invalidations())
    brought_in(standing, DAYS, 9)
    printed(standing)
    assert unlike_scratch(standing) == []
    assert invalidations()[before:] == [["/*"]]
    for partition in ("quiet", "owed", "reprint"):
        assert standing.items("RecentPostsTable", partition) == []
    site = standing.site()
    assert without_etags(standing.printed_from_scratch()) == without_etags(site)


def test_a_day_waits_while_its_articles_come_and_an_hour_at_most(standing: Newsroom) -> None:
    editor = standing.editor()
    first = imported(editor, DAYS[0], 0).json["url"].removeprefix("https://news.example/")
    for number in range(1, 60):
        standing.clock.advance(minutes=1)
        imported(editor, DAYS[0], number)
        standing.keep_schedule()
        assert first not in standing.site(), number
    standing.clock.advance(minutes=1)
    standing.keep_schedule()
    assert first in standing.site()


def test_what_comes_in_any_order_and_is_taken_down_meanwhile_ends_right(standing: Newsroom) -> None:
    editor = standing.editor(Role.ADMIN)
    paths = []
    for number in range(6):
        for day in reversed(DAYS):
            paths.append(imported(editor, day, 10 - number).headers["location"])
            standing.clock.advance(seconds=20)
        standing.keep_schedule()
    for path in paths[::4]:
        assert editor.post(f"{path}/unpublish", if_match='"1"').status == 200
    editor.patch(paths[1], {"published_at": "2024-03-21T09:00:00Z"}, if_match='"1"')
    editor.patch(paths[2], {"section": "sport", "keywords": ["Boats"]}, if_match='"1"')
    printed(standing, 20)
    assert unlike_scratch(standing) == []
    for path in paths[::4]:
        url = editor.get(path).json["url"].removeprefix("https://news.example/")
        assert standing.site()[url].is_gone


def test_a_day_is_printed_in_several_runs(standing: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_imports, "ARTICLES_A_RUN", 4)
    brought_in(standing, DAYS[:1], 11)
    printed(standing)
    assert unlike_scratch(standing) == []
    assert standing.items("RecentPostsTable", "quiet") == []


def test_what_readers_know_already_is_printed_at_once(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**ARTICLE | {"state": "published"})
    newsroom.settle()
    answer = editor.ask("PATCH", path, {"headline": "Another"}, headers=LATER | {"if-match": '"1"'})
    assert "preference-applied" not in answer.headers
    newsroom.settle()
    assert "Another" in newsroom.page("/").text


def test_an_imported_article_costs_a_quarter_of_a_publish(standing: Newsroom, say: Callable[[str], None]) -> None:
    articles, a_day = 200, 40
    days = [f"2024-05-{day:02}" for day in range(1, 1 + articles // a_day)]
    with recorded() as calls:
        brought_in(standing, days, a_day)
        submitted = len(calls)
        printed(standing, 10)
    counted = Counter(call.operation for call in calls)
    idle = 10 * 14
    say(
        f"an import of {articles} articles, {a_day} a day: {submitted / articles:.1f} calls an article to submit, "
        f"{(len(calls) - submitted - idle) / articles:.1f} to print, {counted['CreateInvalidation']} invalidation"
    )
    assert len(calls) / articles <= 25
    puts = Counter(call.parameters["Key"] for call in calls if call.operation == "PutObject")
    assert max(puts[key] for key in puts if key.startswith("2024/05/")) <= 2


@pytest.mark.parametrize("slice_pages", [3, 4, 5, 7])
def test_an_import_that_is_cut_short_anywhere_leaves_nothing_beside_it_as_it_was(
    standing: Newsroom, monkeypatch: pytest.MonkeyPatch, slice_pages: int
) -> None:
    editor = standing.editor()
    for minute in (0, 10, 20, 30):
        known = {"headline": f"Known {minute}", "published_at": f"{DAYS[0]}T12:{minute:02}:30Z"}
        editor.create(**ARTICLE | {"state": "published"} | known)
    standing.settle()
    for number in (5, 15, 16, 25):
        imported(editor, DAYS[0], number)
    monkeypatch.setattr(slices, "SLICE_PAGES", slice_pages)
    with monkeypatch.context() as patch:
        patch.setattr(owing, "HAND_ON_SECONDS", 1_000_000)
        printed(standing, 12)
    printed(standing, 40)
    assert unlike_scratch(standing) == []
    assert standing.items("RecentPostsTable", "quiet") == []


def test_a_day_that_an_import_opened_is_in_the_calendar_whatever_became_of_the_article(standing: Newsroom) -> None:
    editor = standing.editor()
    path = imported(editor, DAYS[0], 1).headers["location"]
    moment = f"{DAYS[0]}T15:00:00Z"
    editor.create(**ARTICLE | {"state": "published", "headline": "Of the same day", "published_at": moment})
    standing.settle()
    assert editor.post(f"{path}/unpublish", if_match='"1"').status == 200
    printed(standing, 20)
    assert "2024/03/05" in standing.page("archive/2024/03").text
    assert unlike_scratch(standing) == []


def test_an_imported_article_that_moved_is_not_looked_for_across_the_archive(standing: Newsroom) -> None:
    editor = standing.editor()
    path = imported(editor, DAYS[0], 1).headers["location"]
    imported(editor, DAYS[0], 2)
    editor.patch(path, {"published_at": "2026-11-22T09:00:00Z"}, if_match='"1"')
    standing.settle()
    with recorded() as calls:
        printed(standing, 20)
    assert unlike_scratch(standing) == []
    puts = [call.parameters["Key"] for call in calls if call.operation == "PutObject"]
    assert "2024/03/20/of-2024-03-20" in puts
    # Its own print came with the move; the day's prints those alone that stayed, and what stands beside them.
    assert f"comments/{path.rpartition('/')[2]}" not in puts


def test_what_could_not_be_printed_waits_for_no_import(standing: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as late, and ordered while articles of an import still wait."""
    editor = standing.editor()
    editor.create(**ARTICLE | {"state": "published", "headline": "Of today"})
    with failing(monkeypatch, PageKind.SECTION, name="news"):
        standing.settle()
        # So that it is not its turn in the minute in which the import prints.
        printed(standing, 1)
        imported(editor, DAYS[0], 1)
        whys = []
        for number in range(14):
            # Another day goes on arriving, so that the import does not end.
            imported(editor, DAYS[1], number)
            printed(standing, 1)
            owed = standing.items("RecentPostsTable", "owed")
            whys += [item["why"]["S"] for item in owed if item["sk"]["S"] == "news"]
    assert len(whys) == 14
    assert all(why.startswith("could not be printed") for why in whys)
    printed(standing, 40)
    assert unlike_scratch(standing) == []


@pytest.mark.parametrize("step", [2, 100])
def test_what_is_taken_down_while_an_import_waits_is_named_by_no_page_around_it(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Seven imported articles stand between it and those that name it, and are not printed yet."""
    monkeypatch.setattr(records, "BESIDE_STEP", step)
    editor = newsroom.editor()
    made = []
    for minute in range(0, 50, 10):
        text = {"headline": f"Standing {minute}", "published_at": f"2024-03-05T12:{minute:02}:30Z"}
        made.append(editor.create(**ARTICLE | {"state": "published"} | text))
    newsroom.settle()
    printed(newsroom, 3)
    for minute in (*range(11, 19), *range(21, 29)):
        imported(editor, DAYS[0], minute)
    assert editor.post(f"{made[2]}/unpublish", if_match='"1"').status == 200
    newsroom.settle()
    assert [key for key, page in newsroom.site().items() if "Standing 20" in page.text] == []
    printed(newsroom)
    assert unlike_scratch(newsroom) == []
