"""New settings reach every page that shows them: the fronts at once, the archive when they have rested."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.store import keys
from broadsheet.store.reads import to_wire
from broadsheet.token import Role
from tests.calls import intercepted, recorded
from tests.emulated import aws, names
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import Newsroom
from tests.template.roles import Call

YESTERDAY = ARTICLE | {
    "state": "published",
    "published_at": "2026-11-22T10:00:00Z",
    "headline": "Yesterday",
    "keywords": ["Rain"],
}
URL = "2026/11/22/yesterday"
FRONTS = {"index.html", "news", "404.html", "about", "feed.xml", "archive", "sitemap.xml"}
ARCHIVE = {
    "archive/2026/11/22",
    "archive/2026/11",
    "news/2026/11",
    "tags/rain",
    "tags/rain/2026",
    "search/2026-11.json",
}


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """A newsroom with an article of yesterday, and nothing left to print."""
    newsroom.editor().create(**YESTERDAY)
    newsroom.settle()
    for _ in range(3):
        newsroom.keep_schedule()
    return newsroom


@pytest.fixture
def admin(room: Newsroom) -> Editor:
    """An admin of it."""
    return room.editor(Role.ADMIN)


def save(admin: Editor, **changed: Any) -> None:
    """Change some settings, and leave the others as they are."""
    assert admin.put("/api/site", admin.get("/api/site").json | changed).status == 200


def printed(room: Newsroom, minutes: int = 0) -> Counter[str]:
    """Print what is ordered, and what the schedule orders in some minutes; return how often each key was put."""
    with recorded() as calls:
        room.settle()
        for _ in range(minutes):
            room.clock.advance(minutes=1)
            room.keep_schedule()
    return Counter(call.parameters["Key"] for call in calls if call.operation == "PutObject")


def test_new_settings_are_on_every_page(room: Newsroom, admin: Editor) -> None:
    told = {
        "footer": "Printed by the tide",
        "accent_colour": "#0b5394",
        "script_origins": ["https://stats.example.org"],
    }
    assert admin.put("/api/site", told).status == 200
    printed(room, minutes=10)
    for path in ("/", "/news", URL, "/404.html", *ARCHIVE - {"search/2026-11.json"}):
        text = room.page(path).text
        assert "Printed by the tide" in text, path
        assert "--accent:#0b5394" in text, path
        assert "script-src 'self' https://stats.example.org" in text, path


def test_the_page_about_the_newsroom_comes_and_goes_with_its_words(newsroom: Newsroom) -> None:
    admin = newsroom.editor(Role.ADMIN)
    assert newsroom.page("/about").is_gone
    admin.put("/api/site", {"about": "Four people and a boat."})
    newsroom.settle()
    page = newsroom.page("/about")
    assert not page.is_gone
    assert "Four people and a boat." in page.text
    assert 'href="/about"' in newsroom.page("/").text
    admin.put("/api/site", {})
    newsroom.settle()
    assert newsroom.page("/about").is_gone
    assert 'href="/about"' not in newsroom.page("/").text


def test_five_saves_in_ten_minutes_print_the_fronts_each_time_and_the_archive_once(
    room: Newsroom, admin: Editor
) -> None:
    puts = Counter[str]()
    for number in range(5):
        save(admin, footer=f"Try {number}")
        fronts = printed(room)
        assert {fronts[key] for key in FRONTS} == {1}
        assert not {URL, *ARCHIVE} & fronts.keys()
        assert f"Try {number}" in room.page("/").text
        puts += fronts + printed(room, minutes=2)
    assert not {URL, *ARCHIVE} & puts.keys()
    puts += printed(room, minutes=12)
    assert {puts[key] for key in (URL, *ARCHIVE)} == {1}
    assert {puts[key] for key in FRONTS} == {5}
    assert "Try 4" in room.page(URL).text
    assert admin.get("/api/rebuild").json["state"] == "none"


def test_whether_comments_are_open_is_printed_on_articles_and_discussions_and_not_in_the_archive(
    room: Newsroom, admin: Editor
) -> None:
    (article_id,) = (tag.removeprefix("a-") for tag in room.page(URL).tags)
    save(admin, comments_open=False)
    puts = printed(room, minutes=12)
    assert {URL, f"comments/{article_id}"} <= puts.keys()
    assert not ARCHIVE & puts.keys()
    assert "Comments are closed" in room.page(f"comments/{article_id}").text


@pytest.mark.parametrize("first", ["comments", "footer"])
def test_what_rests_with_another_change_is_printed_for_both(room: Newsroom, admin: Editor, first: str) -> None:
    changes: dict[str, dict[str, Any]] = {"comments": {"comments_open": False}, "footer": {"footer": "Another"}}
    for name in sorted(changes, key=lambda name: name != first):
        save(admin, **changes[name])
        printed(room, minutes=1)
    assert {URL, *ARCHIVE} <= printed(room, minutes=12).keys()
    assert "Another" in room.page("/tags/rain").text


def test_a_day_that_was_asked_for_is_printed_whole_although_its_articles_alone_are_spread(
    room: Newsroom, admin: Editor
) -> None:
    save(admin, comments_open=False)
    printed(room, minutes=9)
    assert admin.post("/api/rebuild", {"day": "2026-11-22"}).status == 202
    room.clock.advance(minutes=2)
    with recorded() as calls:
        # The schedule comes before the printer does.
        room.keep_schedule()
    puts = {call.parameters["Key"] for call in calls if call.operation == "PutObject"}
    assert {URL, *ARCHIVE} <= puts | printed(room, minutes=12).keys()


def test_other_words_about_the_newsroom_print_no_archive(room: Newsroom, admin: Editor) -> None:
    save(admin, about="Four people.")
    printed(room, minutes=13)
    save(admin, about="Four people and a boat.")
    puts = printed(room)
    assert puts["about"] == 1
    assert not {URL, *ARCHIVE} & (puts + printed(room, minutes=13)).keys()
    assert "and a boat" in room.page("/about").text
    assert admin.get("/api/rebuild").json["state"] == "none"


def test_a_save_that_changes_nothing_prints_nothing(room: Newsroom, admin: Editor) -> None:
    save(admin, footer="As it was")
    printed(room, minutes=13)
    save(admin)
    assert printed(room, minutes=13) == {}
    assert admin.get("/api/site").json["footer"] == "As it was"


def test_settings_that_are_saved_again_and_again_rest_an_hour_at_most(room: Newsroom, admin: Editor) -> None:
    """And the schedule's minute more: one save comes just before it, when the rest is over already."""
    save(admin, footer="The first")
    saved = room.clock.moment
    room.clock.advance(seconds=40)
    for minute in range(62):
        room.clock.advance(seconds=30)
        if minute % 5 == 4:
            save(admin, footer=f"Of minute {minute}")
        room.settle()
        room.clock.advance(seconds=30)
        room.call("keep_schedule", {})
        if {URL, *ARCHIVE} <= printed(room).keys():
            break
    assert timedelta(minutes=60) < room.clock.moment - saved < timedelta(minutes=61)


def test_settings_are_refused_and_not_lost_where_others_ask_for_re_prints_all_the_time(
    room: Newsroom, admin: Editor
) -> None:
    overtaken: list[str] = []

    def overtake(call: Call, carry_out: Any) -> Any:
        if call.operation == "TransactWriteItems":
            stamp = f"{len(overtaken)}"
            overtaken.append(stamp)
            now = "2026-11-23T09:00:00.000Z"
            request = {**keys.reprint_request_key(), "stamp": stamp, "asked_at": now, "rests_until": now}
            aws("dynamodb").put_item(TableName=names()["ContentTable"], Item=to_wire(request))
        return carry_out()

    with intercepted(overtake):
        answer = admin.put("/api/site", admin.get("/api/site").json | {"footer": "Lost"})
    assert (answer.status, answer.problem) == (503, "busy")
    assert admin.get("/api/site").json["footer"] != "Lost"
    assert len(overtaken) > 1
