"""Events come twice, late, out of order and to two printers at once; the last page is still that of the last state."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from broadsheet.errors import PrintFailed
from tests import archive
from tests.calls import intercepted
from tests.conftest import CHECK_LONG
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE, Answer, Editor
from tests.newsroom import START, Newsroom
from tests.template.roles import Call

SEEDS = range(100 if CHECK_LONG else 4)


def edit_at_random(editor: Editor, dice: random.Random, articles: dict[str, tuple[int, str]]) -> None:
    """Make one change to one article, new or old; `articles` holds the version and the state of each."""
    if not articles or dice.random() < 0.4:
        minute = dice.randrange(1, 59)
        fields = {"state": "published", "published_at": f"2026-11-{dice.choice((21, 23))}T08:{minute:02}:00Z"}
        path = editor.create(**ARTICLE | fields | {"keywords": [f"Subject {dice.randrange(3)}"]})
        articles[path] = (1, "published")
        return
    path = dice.choice(sorted(articles))
    version, state = articles[path]
    match = {"if_match": f'"{version}"'}
    if state != "published":
        answer = editor.post(f"{path}/restore", **match)
    else:
        changes: list[Callable[[], Answer]] = [
            lambda: editor.post(f"{path}/unpublish", **match),
            lambda: editor.delete(path, **match),
            lambda: editor.patch(path, {"slug": f"moved-{path[-4:].lower()}-{version}"}, **match),
            lambda: editor.patch(path, {"headline": f"Edited {version}", "section": "sport"}, **match),
            lambda: editor.patch(path, {"published_at": f"2026-11-22T0{version % 9}:00:00Z"}, **match),
        ]
        answer = dice.choice(changes)()
    assert answer.status in (200, 204), answer.text
    after = editor.get(path).json
    articles[path] = (after["version"], after["state"])


class Room:
    """A newsroom whose stream is delivered by hand, to printers that run beside editors."""

    def __init__(self, newsroom: Newsroom, dice: random.Random) -> None:
        self.newsroom, self.dice = newsroom, dice
        self.undelivered: list[Any] = []

    def print_some(self, share: float) -> None:
        """Deliver some of what waits, in any order; a part of it will come once more."""
        self.undelivered += self.newsroom.pending_prints.records()
        self.dice.shuffle(self.undelivered)
        batch = [record for record in self.undelivered if self.dice.random() < share]
        again = [record for record in batch if self.dice.random() < 0.2]
        self.undelivered = [record for record in self.undelivered if record not in batch] + again
        if batch:
            self.deliver(batch)

    def deliver(self, batch: list[Any]) -> None:
        """Deliver a batch; one that cannot be printed waits."""
        try:
            self.newsroom.call("render_pages", {"Records": batch})
        except PrintFailed:
            self.undelivered += batch

    def wrong_pages(self) -> list[str]:
        """Return the keys of pages that are not as they would be printed from scratch."""
        site = self.newsroom.site()
        return [
            key
            for key, (text, cache_control, _, metadata) in expected_site().items()
            if key not in site
            or (site[key].text.strip(), site[key].cache_control, site[key].metadata) != (text, cache_control, metadata)
        ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_site_ends_as_if_printed_from_scratch(newsroom: Newsroom, seed: int) -> None:
    dice = random.Random(seed)
    archive.fill(archive.articles(8, a_day=4, until=START))
    newsroom.rebuild()
    editor, room = newsroom.editor(), Room(newsroom, dice)
    articles: dict[str, tuple[int, str]] = {}

    def dawdle(call: Call, carry_out: Any) -> Any:
        # Let the others come in between.
        if dice.random() < 0.3:
            time.sleep(dice.random() * 0.01)
        return carry_out()

    def edit() -> None:
        for _ in range(3):
            edit_at_random(editor, dice, articles)

    for _ in range(4):
        edit()
        with intercepted(dawdle), ThreadPoolExecutor(3) as people:
            printers = [people.submit(room.print_some, 0.6) for _ in range(2)]
            for work in [people.submit(edit), *printers]:
                work.result()
    while newsroom.items("RecentPostsTable", "pending"):
        room.print_some(1)
    assert room.wrong_pages() == []


@pytest.mark.parametrize("key", ["index.html", "2026/11/23/the-harbour-bridge-opens", "feed.xml", "sitemap-news.xml"])
@pytest.mark.parametrize("change", ["edit", "takedown"])
def test_a_write_that_lands_late_loses(newsroom: Newsroom, key: str, change: str) -> None:
    editor = newsroom.editor()
    path = editor.create(**ARTICLE | {"state": "published"})
    room = Room(newsroom, random.Random(0))
    overtaken: list[str] = []

    def overtake(call: Call, carry_out: Any) -> Any:
        if not overtaken and call.operation == "PutObject" and call.parameters["Key"] == key:
            overtaken.append(key)
            if change == "edit":
                editor.patch(path, {"headline": "The bridge is open"}, if_match='"1"')
            else:
                editor.post(f"{path}/unpublish", if_match='"1"')
            newsroom.settle()
        return carry_out()

    first = newsroom.pending_prints.records()
    with intercepted(overtake):
        room.deliver(first)
    assert overtaken
    assert room.wrong_pages() == []
