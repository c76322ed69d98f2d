"""The shards of the search: what one change prints of them, whatever the archive, and how they are cut."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.lists import leaf
from broadsheet.token import Role
from tests import archive
from tests.calls import intercepted
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import START, Newsroom, without_etags
from tests.template.roles import Call

OCTOBER, NOVEMBER = "search/2026-10.json", "search/2026-11.json"
PUBLISHED = ARTICLE | {"state": "published"}


def headlines(newsroom: Newsroom, key: str) -> list[str]:
    """Return the headlines of a shard, in its order."""
    return [line[1] for line in json.loads(newsroom.page(key).text)["articles"]]


def index(newsroom: Newsroom) -> list[str]:
    """Return which shards readers are led to, in their order."""
    found: list[str] = json.loads(newsroom.page("search/index.json").text)["shards"]
    return found


def published(newsroom: Newsroom, headline: str, on: str | None = None) -> str:
    """Publish an article, at noon of a day or now, and leave its print undelivered; return its path in the API."""
    newsroom.clock.advance(minutes=1)
    at = {"published_at": f"{on}T12:00:00Z"} if on else {}
    return newsroom.editor().create(**PUBLISHED | {"headline": headline} | at)


def deliver(newsroom: Newsroom, records: list[Any]) -> None:
    """Deliver pending prints one by one, in the order given."""
    for record in records:
        newsroom.call("render_pages", {"Records": [record]})


def printed_by(newsroom: Newsroom, change: Callable[[], object]) -> set[str]:
    """Make a change; return the keys below search/ that it printed."""
    before = {key: page.etag for key, page in newsroom.site().items()}
    change()
    newsroom.settle()
    return {key for key, page in newsroom.site().items() if key.startswith("search") and before.get(key) != page.etag}


def wrong_shards(newsroom: Newsroom) -> list[str]:
    """Return the keys of shards that are not as a full re-print would print them."""
    site = newsroom.site()
    return [
        key
        for key, (text, *_) in expected_site().items()
        if key.startswith("search/") and (key not in site or site[key].text.strip() != text)
    ]


def test_a_publish_prints_one_shard_of_its_month_and_no_other(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(60, a_day=1, until=START))
    newsroom.rebuild()
    assert printed_by(newsroom, lambda: published(newsroom, "Today")) == {NOVEMBER}
    assert headlines(newsroom, NOVEMBER)[0] == "Today"


def test_the_first_article_of_a_month_prints_the_index_too(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(60, a_day=2, until=START))
    newsroom.rebuild()
    assert index(newsroom) == ["2026-11", "2026-10"]
    newsroom.clock.moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    shards = printed_by(newsroom, lambda: published(newsroom, "In December"))
    assert shards == {"search/2026-12.json", "search/index.json"}
    assert index(newsroom) == ["2026-12", "2026-11", "2026-10"]
    assert len(headlines(newsroom, NOVEMBER)) == 46


CHANGES: dict[str, Callable[[Editor, str], object]] = {
    "edit": lambda editor, path: editor.patch(path, {"headline": "Other words"}, if_match='"1"'),
    "takedown": lambda editor, path: editor.post(f"{path}/unpublish", if_match='"1"'),
    "delete": lambda editor, path: editor.delete(path, if_match='"1"'),
    "slug": lambda editor, path: editor.patch(path, {"slug": "another"}, if_match='"1"'),
    "another section": lambda editor, path: editor.patch(path, {"section": "sport"}, if_match='"1"'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_in_an_old_month_prints_one_shard(newsroom: Newsroom, name: str) -> None:
    path = published(newsroom, "In October", "2026-10-05")
    published(newsroom, "Beside it", "2026-10-05")
    published(newsroom, "In November")
    newsroom.settle()
    line = newsroom.page(OCTOBER).text
    assert "In October" in line
    assert printed_by(newsroom, lambda: CHANGES[name](newsroom.editor(), path)) == {OCTOBER}
    assert newsroom.page(OCTOBER).text != line
    assert wrong_shards(newsroom) == []


def test_a_move_prints_the_shards_it_leaves_and_those_it_comes_to(newsroom: Newsroom) -> None:
    for on in ("2026-09-01", "2026-10-05", None):
        path = published(newsroom, f"From {on}", on)
    newsroom.settle()
    editor = newsroom.editor()
    at = {"published_at": "2026-10-05T11:00:00Z"}
    moved = printed_by(newsroom, lambda: editor.patch(path, at, if_match='"1"'))
    assert moved == {NOVEMBER, OCTOBER, "search/index.json"}
    assert headlines(newsroom, NOVEMBER) == []
    assert headlines(newsroom, OCTOBER) == ["From 2026-10-05", "From None"]
    assert index(newsroom) == ["2026-10", "2026-09"]


def test_an_old_month_that_appears_is_named_in_its_place(newsroom: Newsroom) -> None:
    for on in ("2025-03-01", None):
        published(newsroom, f"From {on}", on)
    newsroom.settle()
    shards = printed_by(newsroom, lambda: published(newsroom, "An old one", "2025-07-09"))
    assert shards == {"search/2025-07.json", "search/index.json"}
    assert headlines(newsroom, "search/2025-07.json") == ["An old one"]
    assert index(newsroom) == ["2026-11", "2025-07", "2025-03"]
    assert wrong_shards(newsroom) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
@pytest.mark.parametrize(
    "days",
    [
        ("2026-09-05", "2026-10-05", "2026-11-05"),
        ("2026-11-05", "2026-10-05", "2026-09-05"),
        ("2026-09-05", "2026-11-05", "2026-10-05"),
        ("2026-10-06", "2026-11-05", "2026-10-05"),
    ],
)
def test_months_that_appear_at_once_are_whole_in_whatever_order_they_are_committed_and_printed(
    newsroom: Newsroom, days: tuple[str, ...], order: tuple[int, ...]
) -> None:
    published(newsroom, "In August", "2026-08-05")
    newsroom.settle()
    for on in days:
        published(newsroom, f"From {on}", on)
    waiting = newsroom.pending_prints.records()
    deliver(newsroom, [waiting[number] for number in order])
    assert wrong_shards(newsroom) == []
    assert headlines(newsroom, "search/2026-08.json") == ["In August"]


@pytest.mark.parametrize("change", ["publish", "takedown"])
def test_a_change_is_in_its_month_that_closes_while_it_is_printed(newsroom: Newsroom, change: str) -> None:
    path = published(newsroom, "Early in October", "2026-10-05")
    newsroom.settle()
    if change == "publish":
        published(newsroom, "Late in October", "2026-10-05")
    else:
        newsroom.editor().delete(path, if_match='"1"')
    overtaken: list[str] = []

    def overtake(call: Call, carry_out: Callable[[], Any]) -> Any:
        # The month was open when this print asked; it closes before anything is written.
        if not overtaken and call.operation == "PutObject":
            overtaken.append(call.parameters["Key"])
            published(newsroom, "In November")
            newsroom.settle()
        return carry_out()

    waiting = newsroom.pending_prints.records()
    with intercepted(overtake):
        newsroom.call("render_pages", {"Records": waiting})
    assert overtaken
    assert headlines(newsroom, OCTOBER) == (["Late in October", "Early in October"] if change == "publish" else [])
    assert wrong_shards(newsroom) == []


def test_a_month_that_was_emptied_has_an_empty_shard_that_nobody_is_led_to(newsroom: Newsroom) -> None:
    path = published(newsroom, "Alone")
    newsroom.settle()
    newsroom.editor().delete(path, if_match='"1"')
    newsroom.settle()
    assert headlines(newsroom, NOVEMBER) == []
    assert not newsroom.page(NOVEMBER).is_gone
    assert index(newsroom) == []


def test_a_full_shard_is_cut_and_the_index_names_the_newest_first(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaf, "SHARDS", leaf.Capacity(opens=3, most=4))
    for number in range(5):
        path = published(newsroom, f"Article {number}")
        newsroom.settle()
    second = "search/2026-11/2.json"
    assert index(newsroom) == ["2026-11/2", "2026-11"]
    assert headlines(newsroom, second) == ["Article 4", "Article 3"]
    assert headlines(newsroom, NOVEMBER) == ["Article 2", "Article 1", "Article 0"]
    # Two come in between: the older is split, and what is newer keeps its name.
    for number in range(2):
        newsroom.clock.advance(seconds=1)
        newsroom.editor().create(**PUBLISHED | {"headline": f"Between {number}", "published_at": START.isoformat()})
        newsroom.settle()
    assert index(newsroom) == ["2026-11/2", "2026-11/3", "2026-11"]
    assert len(headlines(newsroom, NOVEMBER)) == 3
    newsroom.editor().delete(path, if_match='"1"')
    newsroom.settle()
    assert headlines(newsroom, second) == ["Article 3"]
    assert wrong_shards(newsroom) == []


def test_a_shard_that_was_emptied_is_joined_and_shows_nothing(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaf, "SHARDS", leaf.Capacity(opens=2, most=3))
    paths = []
    for number in range(6):
        paths.append(published(newsroom, f"Article {number}"))
        newsroom.settle()
    assert index(newsroom) == ["2026-11/3", "2026-11/2", "2026-11"]
    editor = newsroom.editor()
    for path in paths[2:4]:
        editor.delete(path, if_match='"1"')
    newsroom.settle()
    assert index(newsroom) == ["2026-11/3", "2026-11"]
    assert headlines(newsroom, "search/2026-11/2.json") == []
    for path in paths[:2]:
        editor.delete(path, if_match='"1"')
    newsroom.settle()
    assert index(newsroom) == ["2026-11"]
    assert headlines(newsroom, NOVEMBER) == ["Article 5", "Article 4"]
    assert headlines(newsroom, "search/2026-11/3.json") == []
    assert wrong_shards(newsroom) == []


def test_shards_printed_from_scratch_are_the_same(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(12, a_day=1, until=datetime(2026, 9, 5, 12, tzinfo=UTC)))
    newsroom.rebuild()
    paths = [published(newsroom, f"From {on}", on) for on in ("2026-10-05", "2026-10-05", "2026-10-06", None, None)]
    newsroom.settle()
    editor = newsroom.editor()
    editor.patch(paths[0], {"published_at": "2026-08-30T10:00:00Z"}, if_match='"1"')
    editor.delete(paths[2], if_match='"1"')
    editor.patch(paths[4], {"section": "sport"}, if_match='"1"')
    newsroom.settle()
    printed = newsroom.site()
    assert {NOVEMBER, OCTOBER, "search/2026-09.json", "search/2026-08.json"} <= printed.keys()
    assert without_etags(newsroom.printed_from_scratch()) == without_etags(printed)


def test_a_section_that_is_renamed_is_renamed_in_every_shard(newsroom: Newsroom) -> None:
    published(newsroom, "In October", "2026-10-05")
    published(newsroom, "In November")
    newsroom.settle()
    admin = newsroom.editor(Role.ADMIN)
    site = admin.get("/api/site").json
    site["sections"][0]["name"] = "Tidings"
    assert admin.put("/api/site", site).status == 200
    newsroom.settle()
    newsroom.clock.advance(minutes=10)
    newsroom.keep_schedule()
    for key in (NOVEMBER, OCTOBER):
        assert json.loads(newsroom.page(key).text)["sections"] == {"news": "Tidings"}
