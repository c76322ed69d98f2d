"""A re-print, from the admin who asks for it to the last cleared copy: of everything, or of one part."""

from collections import Counter
from typing import Any
from unittest import mock

import pytest

from broadsheet.moments import moment_text
from broadsheet.page import archives, feeds
from broadsheet.printing import slices
from broadsheet.token import Role
from tests.calls import recorded
from tests.emulated import Context
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import Newsroom
from tests.printing.test_edge import invalidations

PUBLISHED = ARTICLE | {"state": "published", "keywords": ["Rain"], "bylines": [{"name": "Ada Marsh"}]}
ARTICLES: tuple[dict[str, Any], ...] = (
    {"headline": "The first", "published_at": "2026-11-20T09:00:00Z", "section": "sport"},
    {"headline": "The second", "published_at": "2026-11-20T10:00:00Z"},
    {"headline": "The third", "published_at": "2026-11-21T10:00:00Z"},
    {"headline": "The fourth", "published_at": "2026-11-22T10:00:00Z"},
)
FIRST, SECOND, THIRD, FOURTH = (
    f"2026/11/{article['published_at'][8:10]}/{article['headline'].lower().replace(' ', '-')}" for article in ARTICLES
)


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """A newsroom with four articles of three days, and nothing left to print."""
    editor = newsroom.editor()
    for article in ARTICLES:
        editor.create(**PUBLISHED | article)
        newsroom.settle()
    for _ in range(3):
        newsroom.keep_schedule()
    newsroom.clock.advance(minutes=1)
    return newsroom


@pytest.fixture
def admin(room: Newsroom) -> Editor:
    """An admin of it."""
    return room.editor(Role.ADMIN)


def told(admin: Editor) -> Any:
    """Return what the API says of the re-print."""
    answer = admin.get("/api/rebuild")
    assert answer.status == 200
    return answer.json


def printed(room: Newsroom, minutes: int = 0) -> Counter[str]:
    """Print what is ordered, and what the schedule orders in some minutes; return how often each key was put."""
    with recorded() as calls:
        room.settle()
        for _ in range(minutes):
            room.clock.advance(minutes=1)
            room.keep_schedule()
    return Counter(call.parameters["Key"] for call in calls if call.operation == "PutObject")


def id_of(room: Newsroom, path: str) -> str:
    """Return the id of the article at a path."""
    day, _, slug = path.rpartition("/")
    (claim,) = (
        each for each in room.items("ContentTable", f"claims#{day.replace('/', '-')}") if each["sk"]["S"] == slug
    )
    return str(claim["article_id"]["S"])


def test_where_nothing_is_asked_for_nothing_is_told(admin: Editor) -> None:
    assert told(admin) == {"state": "none", "asked_at": None, "rests_until": None, "parts": 0, "owed": []}


def test_a_re_print_tells_how_far_it_has_come_until_the_edge_is_cleared(room: Newsroom, admin: Editor) -> None:
    cleared, asked = len(invalidations()), room.clock.moment
    assert admin.post("/api/rebuild").status == 202
    # The site's own pages are ordered; its days are, when the schedule has spread them.
    now = told(admin)
    assert (now["state"], now["parts"], now["owed"]) == ("printing", 1, [])
    assert now["asked_at"] == now["rests_until"] == moment_text(asked)
    room.settle()
    room.call("keep_schedule", {})
    assert (told(admin)["state"], told(admin)["parts"]) == ("printing", 3)
    room.settle()
    assert (told(admin)["state"], told(admin)["parts"]) == ("printing", 0)
    assert invalidations()[cleared:] == []
    room.keep_schedule()
    assert told(admin)["state"] == "none"
    assert invalidations()[cleared:] == [["/*"]]


def test_settings_that_rest_are_told_with_their_time(room: Newsroom, admin: Editor) -> None:
    saved = room.clock.moment
    assert admin.put("/api/site", {"tagline": "Another"}).status == 200
    now = told(admin)
    assert (now["state"], now["parts"], now["asked_at"]) == ("resting", 1, moment_text(saved))
    assert now["rests_until"] == moment_text(saved.replace(minute=saved.minute + 10))
    printed(room, minutes=9)
    assert (told(admin)["state"], told(admin)["parts"]) == ("resting", 0)
    room.clock.advance(minutes=1)
    assert told(admin)["state"] == "printing"


def test_a_re_print_that_is_asked_for_waits_for_no_settings_to_rest(room: Newsroom, admin: Editor) -> None:
    admin.put("/api/site", {"tagline": "Another"})
    printed(room, minutes=1)
    assert admin.post("/api/rebuild").status == 202
    assert told(admin)["state"] == "printing"
    keys = printed(room, minutes=1)
    assert {FIRST, SECOND, THIRD, FOURTH, "archive/2026/11/20"} <= keys.keys()


def test_a_page_that_cannot_be_printed_is_owed_and_keeps_no_other_from_being_cleared(
    room: Newsroom, admin: Editor
) -> None:
    cleared = len(invalidations())
    with mock.patch.object(feeds, "rss", side_effect=RuntimeError("no ink")):
        admin.post("/api/rebuild")
        room.settle()
        since = room.clock.moment
        keys = printed(room, minutes=2)
        assert {FIRST, SECOND, THIRD, FOURTH} <= keys.keys()
        assert invalidations()[cleared:] == [["/*"]]
        now = told(admin)
        assert (now["state"], now["parts"]) == ("owing", 0)
        owed = {each["path"]: each for each in now["owed"]}
        assert {"/feed.xml", "/news/feed.xml", "/sport/feed.xml"} <= owed.keys()
        assert owed["/feed.xml"]["why"] == "could not be printed: RuntimeError: no ink"
        assert owed["/feed.xml"]["since"] == moment_text(since)
    assert "feed.xml" in printed(room, minutes=40)
    assert told(admin)["state"] == "none"
    assert invalidations()[cleared:] == [["/*"], ["/*"]]


def test_an_import_that_goes_on_keeps_no_re_print_from_its_end(room: Newsroom, admin: Editor) -> None:
    old = PUBLISHED | {"headline": "Moved in", "published_at": "2024-03-05T10:00:00Z"}
    assert room.editor().ask("POST", "/api/articles", old, headers={"prefer": "print=later"}).status == 201
    room.clock.advance(minutes=2)
    room.call("keep_schedule", {})
    assert len(room.render_queue.messages()) == 1
    cleared = len(invalidations())
    admin.post("/api/rebuild")
    room.settle()
    for _ in range(2):
        room.keep_schedule()
    assert [item["sk"]["S"] for item in room.items("RecentPostsTable", "reprint")] == ["quiet#2024-03-05"]
    assert invalidations()[cleared:] == [["/*"]]


def test_at_most_twenty_owed_pages_are_named(room: Newsroom, admin: Editor) -> None:
    editor = room.editor()
    editor.create(**PUBLISHED | {"headline": "Of much", "keywords": [f"Subject {number}" for number in range(20)]})
    printed(room, minutes=2)
    with mock.patch.object(archives, "leaf_page", side_effect=RuntimeError("no ink")):
        admin.post("/api/rebuild")
        printed(room, minutes=2)
    assert len(room.items("RecentPostsTable", "owed")) > 20
    assert len(told(admin)["owed"]) == 20


def test_one_day_is_printed_with_its_articles_and_lists_and_then_cleared(room: Newsroom, admin: Editor) -> None:
    cleared = len(invalidations())
    assert admin.post("/api/rebuild", {"day": "2026-11-20"}).status == 202
    assert (told(admin)["state"], told(admin)["parts"]) == ("printing", 1)
    keys = printed(room)
    assert set(keys.values()) == {1}
    # The first alone is of its section, so its month is printed with that day; lists of later days are not.
    assert keys.keys() == {
        FIRST, SECOND, f"comments/{id_of(room, FIRST)}", f"comments/{id_of(room, SECOND)}",
        "archive/2026/11/20", "sitemaps/2026-11-20.xml", "sport/2026/11",
    }  # fmt: skip
    assert invalidations()[cleared:] == [["/*"]]
    assert told(admin)["state"] == "none"


def test_the_last_day_is_printed_with_what_all_days_share(room: Newsroom, admin: Editor) -> None:
    admin.post("/api/rebuild", {"day": "2026-11-22"})
    keys = printed(room).keys()
    assert {
        "archive/2026/11",
        "archive/2026",
        "search/2026-11.json",
        "news/2026/11",
        "tags/rain",
        "tags/rain/2026",
    } < keys
    assert FIRST not in keys


def test_one_section_is_its_front_feeds_and_lists_and_no_article(room: Newsroom, admin: Editor) -> None:
    assert admin.post("/api/rebuild", {"section": "news"}).status == 202
    keys = printed(room)
    assert set(keys) == {"news", "news/feed.xml", "news/feed.atom", "news/feed.json", "news/2026/11"}
    assert set(keys.values()) == {1}
    assert told(admin)["state"] == "none"


def test_one_article_is_all_its_pages_and_those_beside_it(room: Newsroom, admin: Editor) -> None:
    second = id_of(room, SECOND)
    assert room.editor().patch(f"/api/articles/{second}", {"slug": "moved"}, if_match='"1"').status == 200
    printed(room, minutes=1)
    cleared = len(invalidations())
    assert admin.post("/api/rebuild", {"article": second}).status == 202
    keys = printed(room)
    moved = SECOND.replace("the-second", "moved")
    assert set(keys) == {moved, SECOND, f"comments/{second}", FIRST, THIRD, FOURTH}
    assert set(keys.values()) == {1}
    assert invalidations()[cleared:] == [[f"#a-{second}"]]


def test_an_article_that_was_taken_down_is_printed_as_gone(room: Newsroom, admin: Editor) -> None:
    second = id_of(room, SECOND)
    assert room.editor().post(f"/api/articles/{second}/unpublish", if_match='"1"').status == 200
    printed(room, minutes=1)
    admin.post("/api/rebuild", {"article": second})
    assert SECOND in printed(room)
    assert room.page(SECOND).is_gone


def test_a_part_that_is_out_of_time_goes_on_where_it_was_cut_short(
    room: Newsroom, admin: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_PAGES", 2)
    admin.post("/api/rebuild", {"day": "2026-11-20"})
    with monkeypatch.context() as hurry:
        hurry.setattr(room, "context", Context("test", seconds_left=1))
        with recorded() as calls:
            room.pump()
    first = [call.parameters["Key"] for call in calls if call.operation == "PutObject"]
    assert len(first) == 2
    assert told(admin)["parts"] == 1
    keys = printed(room)
    # The URL that was reached comes again: its discussion may be long.
    assert not {each for each in first if each.startswith("archive")} & keys.keys()
    assert {SECOND, "archive/2026/11/20", "sport/2026/11"} <= keys.keys()
    assert told(admin)["state"] == "none"


BAD: dict[str, tuple[Any, str]] = {
    "a day that is none": ({"day": "2026-02-30"}, "/day"),
    "a day that was written otherwise": ({"day": "20261120"}, "/day"),
    "a day by its week": ({"day": "2026-W47-5"}, "/day"),
    "the last of all days": ({"day": "9999-12-31"}, "/day"),
    "a day without articles": ({"day": "2026-11-19"}, "/day"),
    "an empty day": ({"day": ""}, "/day"),
    "a number": ({"day": 2026}, "/day"),
    "a section that is none": ({"section": "weather"}, "/section"),
    "an empty section": ({"section": ""}, "/section"),
    "an article that is none": ({"article": "01JD000000000000000000000Z"}, "/article"),
    "an empty article": ({"article": ""}, "/article"),
    "a member that is none": ({"everything": True}, "/everything"),
    "two parts": ({"day": "2026-11-20", "section": "news"}, "/section"),
    "three parts": ({"day": "2026-11-20", "section": "news", "article": "x"}, "/article"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_part_that_cannot_be_printed_is_told_and_not_ordered(room: Newsroom, admin: Editor, name: str) -> None:
    body, pointer = BAD[name]
    answer = admin.post("/api/rebuild", body)
    assert (answer.status, pointer in answer.faults) == (422, True), answer.text
    assert room.items("RecentPostsTable", "reprint") == []
    assert room.render_queue.messages() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_admin_asks_and_is_told(room: Newsroom, role: Role) -> None:
    other = room.editor(role)
    for answer in (
        other.post("/api/rebuild"),
        other.post("/api/rebuild", {"section": "news"}),
        other.get("/api/rebuild"),
    ):
        assert (answer.status, answer.problem) == (403, "forbidden")
    assert room.items("RecentPostsTable", "reprint") == []


def test_nobody_without_a_token_is_told(room: Newsroom, admin: Editor) -> None:
    stranger = Editor(admin.handler)
    assert (stranger.get("/api/rebuild").status, stranger.post("/api/rebuild").status) == (401, 401)
