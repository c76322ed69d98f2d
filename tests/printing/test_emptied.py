"""A day, month or year that lost its last article is on no index, and comes back with the next one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.reading import records
from broadsheet.reading.waves import run
from broadsheet.site.settings import Site
from broadsheet.wiring import parts
from tests.calls import recorded
from tests.emulated import all_items
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import START, Newsroom

TAGGED = ARTICLE | {"keywords": ["Bridges"], "bylines": [{"name": "Ada Marsh"}], "state": "published"}

# By index: how it names the day of an article of 5 March 2025, or its month or year.
NAMES = {
    "archive": "/archive/2025/03",
    "archive/2025": "/archive/2025/03/05",
    "archive/2025/03": "/archive/2025/03/05",
    "sitemap.xml": "/sitemaps/2025-03-05.xml",
    "search/index.json": '"2025-03"',
    "news": "/news/2025/03",
    "tags/bridges": "/tags/bridges/2025",
    "by/ada-marsh": "/by/ada-marsh/2025",
}
CALENDAR = {name for name in NAMES if name.startswith(("archive", "sitemap", "search"))}

Removal = Callable[[Newsroom, Editor, str], object]

REMOVALS: dict[str, Removal] = {
    "takedown": lambda newsroom, editor, path: editor.post(f"{path}/unpublish", if_match='"1"'),
    "deletion": lambda newsroom, editor, path: editor.delete(path, if_match='"1"'),
    "move": lambda newsroom, editor, path: editor.patch(path, {"published_at": START.isoformat()}, if_match='"1"'),
    "expiry": lambda newsroom, editor, path: expired(newsroom),
}


def expired(newsroom: Newsroom) -> None:
    """Let the hour come at which every old article expires."""
    newsroom.clock.advance(hours=1)
    newsroom.keep_schedule()


def old_article(newsroom: Newsroom, day: str = "2025-03-05", **fields: Any) -> str:
    """Publish an article of the past that expires in an hour; return its path in the API."""
    newsroom.clock.advance(seconds=1)
    expiry = (START + timedelta(hours=1)).isoformat()
    return newsroom.editor().create(**TAGGED | {"published_at": f"{day}T12:00:00Z", "expire_at": expiry} | fields)


def naming(newsroom: Newsroom) -> set[str]:
    """Return which indexes name the day, its month or its year."""
    site = newsroom.site()
    return {key for key, name in NAMES.items() if key in site and name in site[key].text}


def unlike_scratch(newsroom: Newsroom) -> list[str]:
    """Return the keys of pages that are not as a full re-print would print them."""
    site = newsroom.site()
    return [key for key, (text, *_) in expected_site().items() if key not in site or site[key].text.strip() != text]


@pytest.fixture
def another(newsroom: Newsroom) -> str:
    """An article of today, in the same lists."""
    path = newsroom.editor().create(**TAGGED)
    newsroom.settle()
    return path


@pytest.mark.parametrize("removal", REMOVALS)
def test_what_lost_its_last_article_is_on_no_index(newsroom: Newsroom, another: str, removal: str) -> None:
    path = old_article(newsroom)
    newsroom.settle()
    assert naming(newsroom) == NAMES.keys()
    REMOVALS[removal](newsroom, newsroom.editor(), path)
    newsroom.settle()
    assert naming(newsroom) == set()
    assert newsroom.page("archive/2025/03").is_gone
    assert newsroom.page("archive/2025").is_gone
    assert unlike_scratch(newsroom) == []


def test_what_keeps_an_article_stays_on_every_index(newsroom: Newsroom, another: str) -> None:
    paths = [old_article(newsroom) for _ in range(2)]
    newsroom.settle()
    newsroom.editor().delete(paths[0], if_match='"1"')
    newsroom.settle()
    assert naming(newsroom) == NAMES.keys()
    assert not [item for item in all_items("RecentPostsTable").values() if "emptied" in item]


def test_a_restored_article_brings_its_day_back(newsroom: Newsroom, another: str) -> None:
    path, editor = old_article(newsroom), newsroom.editor()
    editor.delete(path, if_match='"1"')
    newsroom.settle()
    assert naming(newsroom) == set()
    editor.post(f"{path}/restore", if_match='"2"')
    newsroom.settle()
    assert naming(newsroom) == NAMES.keys()
    assert not [item for item in all_items("RecentPostsTable").values() if "emptied" in item]
    assert unlike_scratch(newsroom) == []


def test_a_removal_that_leaves_others_prints_no_index(newsroom: Newsroom, another: str) -> None:
    paths = [old_article(newsroom) for _ in range(2)]
    newsroom.settle()
    before = {key: newsroom.page(key).etag for key in CALENDAR}
    newsroom.editor().delete(paths[0], if_match='"1"')
    newsroom.settle()
    assert {key: newsroom.page(key).etag for key in CALENDAR} == before


def test_days_that_were_emptied_one_after_another_cost_one_query(newsroom: Newsroom, another: str) -> None:
    editor = newsroom.editor()
    for day in range(1, 21):
        editor.delete(old_article(newsroom, f"2025-03-{day:02}"), if_match='"1"')
    back = [old_article(newsroom, f"2025-03-{day:02}") for day in (7, 12)]
    reads = parts.reads_of(settings_of(RenderPagesSettings))
    with recorded() as calls:
        standing = run(records.standing_periods(Site(), "recent"), reads)
    assert standing == ["2025-03-07", "2025-03-12", "2026-11-23"]
    # The markers, and the stretches before, between and after those that have an article again.
    assert len(calls) == 1 + 3
    assert len(back) == 2


def test_an_article_of_all_the_lists_there_may_be_can_leave_them_for_others(newsroom: Newsroom, another: str) -> None:
    def lists(name: str) -> dict[str, Any]:
        return {
            "keywords": [f"{name} {number}" for number in range(20)],
            "bylines": [{"name": f"{name} Marsh {number}"} for number in range(10)],
        }

    path = old_article(newsroom, **lists("Bridge"))
    newsroom.settle()
    moved = lists("Boat") | {"section": "sport", "published_at": START.isoformat(), "slug": "boats"}
    assert newsroom.editor().patch(path, moved, if_match='"1"').status == 200
    newsroom.settle()
    assert naming(newsroom) == set()
    assert newsroom.page("tags/boat-1").text.count("/tags/boat-1/2026") == 1
    assert unlike_scratch(newsroom) == []
