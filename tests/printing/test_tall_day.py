"""A day of ten thousand articles is printed by many runs, a slice at a time."""

import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import timedelta

import pytest

from broadsheet.page.address import Page
from broadsheet.page.printed import Printed
from broadsheet.printing import owing
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.slices import SLICE_PAGES
from broadsheet.reading.waves import Reading
from broadsheet.token import Role
from tests import archive
from tests.calls import Tally, tallied
from tests.conftest import long
from tests.emulated import Context
from tests.faults.site import expected_pages
from tests.newsroom import START, Newsroom
from tests.printing.test_edge import invalidations

DAY, URLS = "2026-11-23", "2026/11/23"
# They share the hours before nine.
APART = timedelta(seconds=3)


@dataclass(frozen=True)
class Hurried(Context):
    """A run whose time is up when so many pages have been put in all."""

    tally: Tally = field(default_factory=Tally)
    puts_max: int = 0

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left of the time-out: plenty, or a second."""
        return 30_000 if self.tally.puts.total() < self.puts_max else 1_000


class Alive:
    """How many composed pages are held in memory, and how many were at the most."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    def add(self, pages: int) -> None:
        """Count pages that came, or went."""
        with self._lock:
            self.now += pages
            self.most = max(self.most, self.now)

    def compose(self, page: Page, edition: Edition) -> Reading[Printed]:
        """Compose a page that is counted until nobody holds it."""
        printed = yield from compose(page, edition)
        return _counted(printed, self)


class _Counted(Printed):
    """A page that tells when it comes and goes."""

    alive: Alive

    def __del__(self) -> None:
        self.alive.add(-1)


def _counted(printed: Printed, alive: Alive) -> Printed:
    counted = _Counted(**{each.name: getattr(printed, each.name) for each in fields(printed)})
    object.__setattr__(counted, "alive", alive)
    alive.add(1)
    return counted


@dataclass
class Runs:
    """The runs that an order took: how many pages each put, and what each had reached when it handed on."""

    puts: list[int] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)


def cut_short(newsroom: Newsroom, tally: Tally, slices_a_run: int) -> Runs:
    """Deliver what the render queue holds to runs that have time for so many slices, until nothing is left."""
    runs = Runs()
    while messages := newsroom.render_queue.messages():
        for message in messages:
            before = tally.puts.total()
            context = Hurried("test", tally=tally, puts_max=before + slices_a_run * SLICE_PAGES)
            newsroom.function("render_pages").handler({"Records": [message]}, context)
            runs.puts.append(tally.puts.total() - before)
            runs.reached.append(json.loads(message["body"]).get("reached", ""))
    return runs


def shown_by(newsroom: Newsroom, leaf: str) -> Counter[str]:
    """Return on how many leaves of a list each of the day's articles is; the keys of leaves are of a pattern."""
    return Counter(
        path
        for key, page in newsroom.site().items()
        if re.fullmatch(leaf, key)
        for path in set(re.findall(rf"{URLS}/article-\d+", page.text))
    )


def unlike_scratch(newsroom: Newsroom) -> list[str]:
    """Return the keys of the day's pages that are not as a re-print of it would print them."""
    site = newsroom.site()
    return [
        key
        for key, page in expected_pages([DAY])
        if key not in site
        or page != (site[key].text.strip(), site[key].cache_control, site[key].content_type, site[key].metadata)
    ]


@pytest.mark.parametrize(("articles", "slices_a_run"), [(300, 2), pytest.param(10_000, 20, marks=long)])
def test_a_day_of_any_number_of_articles_is_printed_in_slices(
    newsroom: Newsroom,
    monkeypatch: pytest.MonkeyPatch,
    say: Callable[[str], None],
    articles: int,
    slices_a_run: int,
) -> None:
    # So that the re-print of the installation is over.
    for _ in range(3):
        newsroom.keep_schedule()
    filled = list(archive.articles(articles, a_day=articles, until=START, apart=APART))
    archive.fill(filled)
    editor, alive, cleared = newsroom.editor(Role.ADMIN), Alive(), len(invalidations())
    monkeypatch.setattr(owing, "compose", alive.compose)
    with tallied() as tally:
        assert editor.post("/api/rebuild", {"day": DAY}).status == 202
        assert editor.get("/api/rebuild").json["state"] == "printing"
        runs = cut_short(newsroom, tally, slices_a_run)
    assert editor.get("/api/rebuild").json["state"] == "none"
    assert invalidations()[cleared:] == [["/*"]]
    calls = tally.calls.total()
    by_operation = ", ".join(f"{name} {count / articles:.2f}" for name, count in tally.calls.most_common(5))
    say(
        f"a day of {articles:,} articles: {tally.puts.total():,} PUTs of {len(tally.puts):,} pages in "
        f"{len(runs.puts)} runs of {max(runs.puts):,} at the most, {alive.most} held at once; "
        f"{calls / articles:.1f} calls an article ({by_operation})"
    )
    assert len(runs.puts) > 4
    assert max(runs.puts) <= slices_a_run * SLICE_PAGES + SLICE_PAGES
    assert runs.reached == sorted(set(runs.reached))
    assert alive.most <= SLICE_PAGES
    assert alive.now == 0
    assert set(tally.puts.values()) == {1}
    paths = {article.path: article.id for article in filled}
    assert paths.keys() | {f"comments/{article}" for article in paths.values()} <= tally.puts.keys()
    for leaf in (rf"archive/{URLS}(/\d+)?", rf"sitemaps/{DAY}(/\d+)?\.xml"):
        assert shown_by(newsroom, leaf) == dict.fromkeys(paths, 1)
    assert unlike_scratch(newsroom) == []
