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
from tests.faults.site import expected_site
from tests.functions.editor import ARTICLE, Answer, Editor
from tests.newsroom import START, Newsroom
from tests.template.roles import Call

SEEDS = range(4)


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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_site_ends_as_if_printed_from_scratch(newsroom: Newsroom, seed: int) -> None:
    dice = random.Random(seed)
    archive.fill(archive.articles(8, a_day=4, until=START))
    newsroom.rebuild()
    editor = newsroom.editor()
    articles: dict[str, tuple[int, str]] = {}
    undelivered: list[Any] = []

    def deliver(batch: list[Any]) -> None:
        try:
            newsroom.call("render_pages", {"Records": batch})
        except PrintFailed:
            undelivered.extend(batch)

    def before_each_call(call: Call, carry_out: Any) -> Any:
        # Let the other printer come in between.
        if dice.random() < 0.3:
            time.sleep(0.001)
        return carry_out()

    with intercepted(before_each_call), ThreadPoolExecutor(2) as printers:
        for _ in range(6):
            for _ in range(3):
                edit_at_random(editor, dice, articles)
            undelivered += newsroom.pending_prints.records()
            dice.shuffle(undelivered)
            # Some come now, some again later, some only in the end; two printers at once.
            batches = [[record for record in undelivered if dice.random() < 0.6] for _ in range(2)]
            late = [record for record in undelivered if dice.random() < 0.5 or record not in batches[0] + batches[1]]
            undelivered[:] = late
            list(printers.map(deliver, [batch for batch in batches if batch]))
    while undelivered:
        batch, undelivered[:] = list(undelivered), []
        deliver(batch)
    expected, site = expected_site(), newsroom.site()
    wrong = {
        key: (page[0][:2000], site[key].text[:2000] if key in site else None)
        for key, page in expected.items()
        if key not in site or (site[key].text.strip(), site[key].metadata) != (page[0], page[3])
    }
    assert wrong == {}
    assert newsroom.items("RecentPostsTable", "pending") == []
