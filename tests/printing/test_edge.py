"""What the edge may go on showing after a change: nothing for longer than a minute."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests import archive
from tests.calls import intercepted
from tests.emulated import aws, distribution_id
from tests.faults.accidents import Crash
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import START, Newsroom, Stored
from tests.template.roles import Call

SHORT_SECONDS = 60

Change = Callable[[Editor, str], object]

# Published between others, so that every change has neighbours on both sides.
BETWEEN = ARTICLE | {"state": "published", "published_at": "2026-11-23T08:57:30Z", "keywords": ["Subject 1"]}

CHANGES: dict[str, Change] = {
    "insert at the top": lambda editor, path: editor.create(headline="Newest", state="published"),
    "insert below the top": lambda editor, path: editor.create(**BETWEEN | {"headline": "Another between"}),
    "edit": lambda editor, path: editor.patch(path, {"headline": "Another headline"}, if_match='"1"'),
    "move": lambda editor, path: editor.patch(path, {"published_at": "2026-11-22T08:57:30Z"}, if_match='"1"'),
    "move to the top": lambda editor, path: editor.patch(
        path, {"published_at": "2026-11-23T09:00:00Z"}, if_match='"1"'
    ),
    "another section": lambda editor, path: editor.patch(path, {"section": "sport"}, if_match='"1"'),
    "slug": lambda editor, path: editor.patch(path, {"slug": "another"}, if_match='"1"'),
    "former addresses": lambda editor, path: editor.patch(
        path, {"former_urls": ["/old/7"], "headline": "Another headline"}, if_match='"1"'
    ),
    "takedown": lambda editor, path: editor.post(f"{path}/unpublish", if_match='"1"'),
    "delete": lambda editor, path: editor.delete(path, if_match='"1"'),
}


def seconds_at_the_edge(page: Stored) -> int:
    """Return for how long the edge takes a copy as fresh."""
    found = re.search(r"s-maxage=(\d+)", page.cache_control)
    assert found, page.key
    return int(found[1])


def invalidations() -> list[list[str]]:
    """Return the items of every invalidation that was sent, the newest last."""
    listed = aws("cloudfront").list_invalidations(DistributionId=distribution_id())["InvalidationList"].get("Items", [])
    batches = [
        aws("cloudfront").get_invalidation(DistributionId=distribution_id(), Id=each["Id"])["Invalidation"]
        for each in sorted(listed, key=lambda each: each["CreateTime"])
    ]
    return [batch["InvalidationBatch"]["Paths"]["Items"] for batch in batches]


def stale_pages(newsroom: Newsroom, change: Callable[[], object]) -> tuple[set[str], set[str], list[str]]:
    """Make a change; return the keys of pages that changed, of those that the edge may keep, and what was cleared."""
    before = newsroom.site()
    earlier = len(invalidations())
    change()
    newsroom.settle()
    after = newsroom.site()
    cleared = [item for items in invalidations()[earlier:] for item in items]
    changed = {
        key for key, page in before.items() if after[key].text != page.text or after[key].metadata != page.metadata
    }
    kept = {
        key
        for key in changed
        if seconds_at_the_edge(before[key]) > SHORT_SECONDS
        and not {f"#{tag}" for tag in before[key].tags}.intersection(cleared)
    }
    return changed, kept, cleared


def dies_before_it_clears(newsroom: Newsroom, records: list[Any]) -> None:
    """Let a printer print, and end when it would tell the edge."""

    def dying(call: Call, carry_out: Callable[[], Any]) -> Any:
        if call.operation == "CreateInvalidation":
            raise Crash
        return carry_out()

    with intercepted(dying), pytest.raises(Crash):
        newsroom.call("render_pages", {"Records": records})


def printed_twice(newsroom: Newsroom) -> None:
    """Print all that waits, by a printer that dies before it clears, and by the next."""
    records = newsroom.pending_prints.records()
    dies_before_it_clears(newsroom, records)
    newsroom.call("render_pages", {"Records": records})


@pytest.fixture
def busy(newsroom: Newsroom) -> Newsroom:
    """A newsroom with ten articles a day, all printed."""
    archive.fill(archive.articles(20, a_day=10, until=START))
    newsroom.rebuild()
    return newsroom


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changed_is_short_lived_or_cleared(busy: Newsroom, name: str) -> None:
    editor = busy.editor()
    path = editor.create(**BETWEEN)
    busy.settle()
    changed, kept, cleared = stale_pages(busy, lambda: CHANGES[name](editor, path))
    assert len(changed) > 10
    assert kept == set()
    # A move clears by their own tags what stood around the place it leaves, here two pages: what stands there might be
    # what a printer that died had put around the place it comes to. Nothing else needs more than one item.
    assert len(cleared) == {"insert at the top": 0, "move": 4, "move to the top": 3}.get(name, 1), cleared


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "insert at the top"])
def test_what_a_printer_replaced_before_it_died_is_cleared_by_the_next(busy: Newsroom, name: str) -> None:
    editor = busy.editor()
    path = editor.create(**BETWEEN)
    busy.settle()

    def change() -> None:
        CHANGES[name](editor, path)
        printed_twice(busy)

    _, kept, _ = stale_pages(busy, change)
    assert kept == set()


def test_a_new_article_that_changes_at_once_clears_what_a_dead_printer_put_it_on(busy: Newsroom) -> None:
    editor = busy.editor()

    def change() -> None:
        path = editor.create(**BETWEEN)
        editor.patch(path, {"headline": "Another headline"}, if_match='"1"')
        printed_twice(busy)

    _, kept, _ = stale_pages(busy, change)
    assert kept == set()


def test_one_that_arrives_beside_what_a_dead_printer_printed_does_not_trust_its_tags(busy: Newsroom) -> None:
    editor = busy.editor()
    # The oldest id, whose tag is taken where several would do.
    first = editor.create(headline="First", published_at="2026-11-23T08:59:56Z")
    busy.clock.advance(seconds=1)
    for second in (*range(40, 54, 2), 58):
        editor.create(headline=f"At {second}", published_at=f"2026-11-23T08:59:{second}Z", state="published")
    busy.settle()

    def change() -> None:
        editor.post(f"{first}/publish", if_match='"1"')
        of_the_first = busy.pending_prints.records()
        dies_before_it_clears(busy, of_the_first)
        editor.create(headline="Second", published_at="2026-11-23T08:59:54Z", state="published")
        busy.call("render_pages", {"Records": busy.pending_prints.records()})
        busy.call("render_pages", {"Records": of_the_first})

    _, kept, _ = stale_pages(busy, change)
    assert kept == set()


def test_a_restored_article_is_short_lived_or_cleared_too(busy: Newsroom) -> None:
    editor = busy.editor()
    path = editor.create(**BETWEEN)
    busy.settle()
    editor.delete(path, if_match='"1"')
    busy.settle()
    changed, kept, cleared = stale_pages(busy, lambda: editor.post(f"{path}/restore", if_match='"2"'))
    assert len(changed) > 10
    assert kept == set()
    assert len(cleared) == 1


def test_a_correction_reaches_readers_at_once(busy: Newsroom) -> None:
    editor = busy.editor()
    path = editor.create(**BETWEEN)
    busy.settle()
    text = {"text": "It is no bridge."}
    changed, kept, cleared = stale_pages(busy, lambda: editor.post(f"{path}/corrections", text, if_match='"1"'))
    assert {"feed.xml", "feed.atom", "feed.json", "sitemaps/2026-11-23.xml"} < changed
    assert kept == set()
    assert len(cleared) == 1


def test_a_takedown_clears_lists_too(busy: Newsroom) -> None:
    editor = busy.editor()
    path = editor.create(**BETWEEN)
    busy.settle()
    showing = {key for key, page in busy.site().items() if "the-harbour-bridge-opens" in page.text}
    before = busy.site()
    _, _, cleared = stale_pages(busy, lambda: editor.delete(path, if_match='"1"'))
    tagged = {key for key in showing if {f"#{tag}" for tag in before[key].tags}.intersection(cleared)}
    # What shows no article but only its address is fresh for a minute.
    assert {key for key in showing - tagged if seconds_at_the_edge(before[key]) > SHORT_SECONDS} == set()
    assert {"index.html", "news", "fragments/recent.html", "feed.xml"} <= tagged
