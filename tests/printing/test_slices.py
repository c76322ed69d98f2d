"""A print can be cut short, and no page stops another."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.errors import PrintFailed
from broadsheet.lists import leaf
from broadsheet.page.address import Page, PageKind
from broadsheet.printing import owing, slices
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.reprint_pages import of_part
from broadsheet.reading.waves import Reading
from broadsheet.token import Role
from broadsheet.wiring import parts
from tests import archive
from tests.calls import intercepted, recorded
from tests.emulated import Context
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE
from tests.newsroom import START, Newsroom
from tests.printing.test_edge import invalidations
from tests.template.roles import Call

PUBLISHED = ARTICLE | {"state": "published"}
URL = "2026/11/23/the-harbour-bridge-opens"


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, *kinds: PageKind, name: str = "") -> Iterator[None]:
    """Let no page of these kinds be composed, or only those whose name contains a text."""

    def fail(page: Page, edition: Edition) -> Reading[Any]:
        if page.kind in kinds and name in page.name:
            raise RecursionError("it cannot be printed")
        return (yield from compose(page, edition))

    with monkeypatch.context() as patch:
        patch.setattr(owing, "compose", fail)
        yield


def owed(newsroom: Newsroom) -> dict[str, str]:
    """Return the keys of owed pages, and why each is."""
    return {item["sk"]["S"]: item["why"]["S"] for item in newsroom.items("RecentPostsTable", "owed")}


def unlike_scratch(newsroom: Newsroom) -> list[str]:
    """Return the keys of pages that are not as a full re-print would print them."""
    site = newsroom.site()
    return [key for key, (text, *_) in expected_site().items() if key not in site or site[key].text.strip() != text]


def after(newsroom: Newsroom, minutes: int) -> None:
    """Let the schedule run for some minutes."""
    for _ in range(minutes):
        newsroom.clock.advance(minutes=1)
        newsroom.keep_schedule()


def test_a_page_that_cannot_be_composed_stops_no_other_and_is_owed(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = newsroom.editor()
    path = editor.create(**PUBLISHED)
    with failing(monkeypatch, PageKind.ATOM):
        newsroom.settle()
        assert "The harbour bridge opens" in newsroom.page("/").text
        assert editor.get(path).json["live"] is True
        assert owed(newsroom) == {"feed.atom": "could not be printed: RecursionError: it cannot be printed"}
        assert newsroom.unprinted() == []
        # What the schedule asks for again fails again, and stays owed since the first time.
        since = newsroom.items("RecentPostsTable", "owed")[0]["since"]
        after(newsroom, 3)
        assert newsroom.items("RecentPostsTable", "owed")[0]["since"] == since
    after(newsroom, 40)
    assert owed(newsroom) == {}
    assert unlike_scratch(newsroom) == []


def test_an_article_whose_own_page_cannot_be_printed_is_not_live_and_stops_no_other(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = newsroom.editor()
    gone = editor.create(**PUBLISHED | {"headline": "Goes at once"})
    newsroom.settle()
    with failing(monkeypatch, PageKind.ARTICLE, name="the-harbour-bridge-opens"):
        path = editor.create(**PUBLISHED)
        other = editor.create(**PUBLISHED | {"headline": "Another"})
        editor.post(f"{gone}/unpublish", if_match='"1"')
        newsroom.settle()
        assert editor.get(path).json["live"] is False
        assert editor.get(other).json["live"] is True
        assert newsroom.page("2026/11/23/goes-at-once").is_gone
        assert "Another" in newsroom.page("/").text
        assert [item["sk"]["S"].split("#")[1] for item in newsroom.unprinted()] == [path.rpartition("/")[2]]
    after(newsroom, 40)
    assert editor.get(path).json["live"] is True
    assert owed(newsroom) == {}
    assert unlike_scratch(newsroom) == []


def test_a_page_that_the_bucket_refuses_is_owed(newsroom: Newsroom) -> None:
    newsroom.editor().create(**PUBLISHED)

    def refuse(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "PutObject" and call.parameters["Key"] == "news":
            raise ConnectionError("the bucket is out of reach")
        return carry_out()

    with intercepted(refuse):
        newsroom.settle()
    assert owed(newsroom) == {"news": "could not be printed: ConnectionError: the bucket is out of reach"}
    after(newsroom, 2)
    assert owed(newsroom) == {}
    assert unlike_scratch(newsroom) == []


def test_a_bucket_that_takes_nothing_is_raised_for_lambda_to_try_again(newsroom: Newsroom) -> None:
    newsroom.editor().create(**PUBLISHED)

    def refuse(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "PutObject":
            raise ConnectionError("the bucket is out of reach")
        return carry_out()

    with intercepted(refuse), pytest.raises(ConnectionError):
        newsroom.settle()
    assert owed(newsroom) == {}
    assert len(newsroom.unprinted()) == 1


def handed_on(newsroom: Newsroom) -> list[dict[str, Any]]:
    """Deliver what waits to runs that are out of time, until nothing waits; return what they handed on."""
    hurried, found = Context("test", seconds_left=1), []
    records = [newsroom.pending_prints.records()]
    while records:
        for batch in records:
            if batch:
                newsroom.function("render_pages").handler({"Records": batch}, hurried)
        messages = newsroom.render_queue.messages()
        found += [json.loads(message["body"]) for message in messages]
        records = [[message] for message in messages]
    return found


def test_a_run_that_is_out_of_time_hands_the_rest_on(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (slices, owing):
        monkeypatch.setattr(module, "SLICE_PAGES", 5)
    editor = newsroom.editor()
    path = editor.create(**PUBLISHED | {"keywords": ["Boats"], "bylines": [{"name": "Ada Marsh"}]})
    messages = handed_on(newsroom)
    assert len(messages) > 2
    # Each goes on after the last, in the order of what readers look at first.
    reached = [message["reached"] for message in messages]
    assert reached == sorted(set(reached))
    assert editor.get(path).json["live"] is True
    assert unlike_scratch(newsroom) == []


def test_each_page_of_an_order_is_printed_once_however_many_runs_it_takes(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_PAGES", 5)
    editor = newsroom.editor()
    for number in range(4):
        editor.create(**PUBLISHED | {"headline": f"Article {number}"})
    with recorded() as calls:
        handed_on(newsroom)
    puts = [call.parameters["Key"] for call in calls if call.operation == "PutObject"]
    assert len(puts) == len(set(puts)) > 20


def test_a_takedown_is_cleared_after_the_first_slice_and_again_with_the_last(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_PAGES", 5)
    editor = newsroom.editor()
    path = editor.create(**PUBLISHED)
    newsroom.settle()
    earlier = len(invalidations())
    editor.post(f"{path}/unpublish", if_match='"1"')
    cleared_after: list[int] = []
    written: list[str] = []

    def watch(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "PutObject":
            written.append(call.parameters["Key"])
        if call.operation == "CreateInvalidation":
            cleared_after.append(len(written))
        return carry_out()

    with intercepted(watch):
        newsroom.settle()
    tag = [f"#a-{path.rpartition('/')[2]}"]
    assert URL in written[:5]
    assert invalidations()[earlier:] == [tag, tag]
    assert cleared_after == [5, len(written)]


def test_a_day_is_printed_in_slices_by_several_runs(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (slices, owing):
        monkeypatch.setattr(module, "SLICE_PAGES", 8)
    monkeypatch.setattr(leaf, "PAGES", leaf.Capacity(opens=3, most=5))
    archive.fill(archive.articles(20, a_day=20, until=START))
    newsroom.editor(Role.ADMIN).post("/api/rebuild")
    newsroom.settle()
    newsroom.call("keep_schedule", {})
    messages = handed_on(newsroom)
    assert len([message for message in messages if message["reprint"] == "2026-11-23"]) > 5
    assert unlike_scratch(newsroom) == []
    assert newsroom.items("RecentPostsTable", "reprint") == []


def test_every_part_comes_in_the_order_of_its_keys(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run has reached tells the next one what is left."""
    monkeypatch.setattr(leaf, "PAGES", leaf.Capacity(opens=2, most=4))
    archive.fill(archive.articles(40, a_day=20, until=START))
    reads = parts.reads_of(settings_of(RenderPagesSettings))
    [article] = archive.articles(1, a_day=1, until=START)
    for part in ("2026-11-23", "2026-11-22", "site", "news", "section#news", f"article#{article.id}"):
        jobs = list(of_part(part, reads))
        assert [job.key for job in jobs] == sorted({job.key for job in jobs}), part
        # From anywhere on, what is left is what follows.
        for index, job in enumerate(jobs[:-1]):
            left = [each for some in slices.sliced(of_part(part, reads, job.key), job.key) for each in some]
            assert left == jobs[index + 1 :], (part, job)


def test_a_day_that_cannot_be_printed_does_not_keep_the_edge_from_being_cleared(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = newsroom.editor(Role.ADMIN)
    editor.create(**PUBLISHED | {"published_at": (START - timedelta(days=2)).isoformat()})
    newsroom.settle()
    after(newsroom, 3)
    earlier = len(invalidations())
    editor.post("/api/rebuild")
    newsroom.settle()
    with failing(monkeypatch, PageKind.DAY):
        after(newsroom, 4)
    assert invalidations()[earlier:] == [["/*"]]
    assert editor.get("/api/rebuild").json["state"] == "owing"
    assert [page["path"] for page in editor.get("/api/rebuild").json["owed"]] == ["/archive/2026/11/21"]
    after(newsroom, 40)
    assert invalidations()[earlier:] == [["/*"], ["/*"]]
    assert editor.get("/api/rebuild").json["state"] == "none"
    assert unlike_scratch(newsroom) == []


def test_what_many_takedowns_leave_in_a_list_shows_no_word_of_them(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many wait to be printed together: nothing is guessed from how many there are."""
    monkeypatch.setattr(leaf, "PAGES", leaf.Capacity(opens=2, most=3))
    editor = newsroom.editor()
    tagged = PUBLISHED | {"keywords": ["Boats"]}
    paths = []
    for number in range(24):
        newsroom.clock.advance(seconds=1)
        paths.append(editor.create(**tagged | {"headline": f"Taken down {number}"}))
    newsroom.settle()
    assert newsroom.page("tags/boats/2026/12").text.count("Taken down") == 2
    for path in paths:
        editor.post(f"{path}/unpublish", if_match='"1"')
    records = newsroom.pending_prints.records()
    # Printed one by one, the oldest last.
    for record in reversed(records):
        newsroom.call("render_pages", {"Records": [record]})
    newsroom.settle()
    assert [key for key, page in newsroom.site().items() if "Taken down" in page.text] == []
    assert unlike_scratch(newsroom) == []


@pytest.mark.parametrize("seconds_left", [30, 1])
def test_leaves_of_an_earlier_counting_become_tombstones_with_a_full_re_print(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, seconds_left: int
) -> None:
    """Each leads to the next one, also where the run that found it has no time to look for that."""
    with monkeypatch.context() as patch:
        patch.setattr(leaf, "PAGES", leaf.Capacity(opens=2, most=3))
        for number in range(9):
            newsroom.clock.advance(seconds=1)
            newsroom.editor().create(**PUBLISHED | {"headline": f"Article {number}"})
        newsroom.settle()
    assert not newsroom.page("archive/2026/11/23/5").is_gone
    newsroom.forget_leaves()
    with monkeypatch.context() as patch:
        patch.setattr(newsroom, "context", Context("test", seconds_left=seconds_left))
        newsroom.rebuild()
    after(newsroom, 4)
    for number in range(2, 6):
        assert newsroom.page(f"archive/2026/11/23/{number}").is_gone, number
    assert unlike_scratch(newsroom) == []


def test_a_full_re_print_cuts_the_leaves_of_lists_that_never_were(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a refill: the index has cards alone."""
    monkeypatch.setattr(leaf, "PAGES", leaf.Capacity(opens=2, most=3))
    archive.fill(archive.articles(15, a_day=15, until=START))
    newsroom.forget_leaves()
    newsroom.rebuild()
    assert newsroom.page("archive/2026/11/23/8").text.count('class="h-entry"') == 1
    assert unlike_scratch(newsroom) == []


def publish_on_a_new_day(newsroom: Newsroom) -> None:
    """Publish where no day was spread."""
    newsroom.clock.advance(days=1)
    newsroom.editor().create(**PUBLISHED | {"headline": "A day later", "keywords": ["Rain"]})


def publish_on_a_day_that_is_printed(newsroom: Newsroom) -> None:
    """Publish on the newest day, whose part has run by then."""
    newsroom.editor().create(**PUBLISHED | {"headline": "Later", "keywords": ["Rain"]})


def take_down_the_newest(newsroom: Newsroom) -> None:
    """Take down all of the newest day."""
    editor = newsroom.editor()
    for item in newsroom.items("RecentPostsTable", "recent"):
        moment, _, article = item["sk"]["S"].partition("#")
        if moment > "2026-11-23":
            assert editor.post(f"/api/articles/{article}/unpublish", if_match='"1"').status == 200


CHANGES = [publish_on_a_new_day, publish_on_a_day_that_is_printed, take_down_the_newest]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("when", range(5))
def test_a_full_re_print_misses_no_leaf_whatever_changes_between_its_parts(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, change: Callable[[Newsroom], None], when: int
) -> None:
    """Leaves that several days share are printed for one of them, and which that is changes with every article."""
    monkeypatch.setattr(leaf, "PAGES", leaf.Capacity(opens=2, most=3))
    monkeypatch.setattr(leaf, "SHARDS", leaf.Capacity(opens=2, most=3))
    editor = newsroom.editor()
    for number in range(12):
        at = START - timedelta(days=number // 3, minutes=number + 1)
        words = {"headline": f"Article {number}", "keywords": ["Rain"], "published_at": at.isoformat()}
        editor.create(**PUBLISHED | words)
    newsroom.settle()
    newsroom.editor(Role.ADMIN).post("/api/rebuild")
    newsroom.settle()
    newsroom.call("keep_schedule", {})
    ordered = newsroom.render_queue.messages()
    assert len(ordered) == 4
    with recorded() as calls:
        for message in ordered[:when]:
            newsroom.call("render_pages", {"Records": [message]})
        change(newsroom)
        newsroom.call("render_pages", {"Records": newsroom.pending_prints.records()})
        for message in ordered[when:]:
            newsroom.call("render_pages", {"Records": [message]})
        newsroom.settle()
    printed = {call.parameters["Key"] for call in calls if call.operation == "PutObject"}
    of_days = {key for key in expected_site() if "2026" in key}
    assert of_days - printed == set()


def test_a_takedown_is_cleared_after_its_own_page_however_often_it_was_cleared_before(newsroom: Newsroom) -> None:
    """CloudFront clears nothing for a CallerReference that comes again, and the edge has fetched the page meanwhile."""
    editor = newsroom.editor()
    path = editor.create(**PUBLISHED)
    newsroom.settle()
    editor.post(f"{path}/unpublish", if_match='"1"')
    records, tries, references = newsroom.pending_prints.records(), [1, 2, 3], []

    def bucket_and_edge(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "PutObject" and call.parameters["Key"] == URL and tries[0] < 3:
            raise ConnectionError("the bucket is out of reach")
        if call.operation == "CreateInvalidation":
            batch = call.parameters["InvalidationBatch"]
            references.append((tries[0], batch["CallerReference"], tuple(batch["Paths"]["Items"])))
        return carry_out()

    with intercepted(bucket_and_edge):
        for _ in range(2):
            with pytest.raises(PrintFailed):
                newsroom.call("render_pages", {"Records": records})
            del tries[0]
        newsroom.call("render_pages", {"Records": records})
    assert newsroom.page(URL).is_gone
    tag = f"#a-{path.rpartition('/')[2]}"
    assert [tag in items for number, _, items in references if number == 3] == [True]
    assert len({reference for _, reference, _ in references}) == len(references) >= 3


def test_an_owed_article_page_is_cleared_although_a_run_before_printed_it_and_died(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = newsroom.editor()
    editor.create(**PUBLISHED)
    newest = editor.create(**PUBLISHED | {"headline": "The newest"})
    newsroom.settle()
    assert "The newest" in newsroom.page(URL).text
    editor.post(f"{newest}/unpublish", if_match='"1"')
    with failing(monkeypatch, PageKind.ARTICLE, name="the-harbour-bridge-opens"):
        newsroom.settle()
    assert URL in owed(newsroom)
    earlier = len(invalidations())
    died: list[Call] = []

    def refuse_once(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "CreateInvalidation" and not died:
            died.append(call)
            raise ConnectionError("CloudFront is out of reach")
        return carry_out()

    with intercepted(refuse_once), pytest.raises(ConnectionError):
        after(newsroom, 4)
    assert "The newest" not in newsroom.page(URL).text
    assert URL in owed(newsroom)
    after(newsroom, 40)
    assert owed(newsroom) == {}
    assert f"/{URL}" in [item for items in invalidations()[earlier:] for item in items]
