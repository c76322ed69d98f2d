"""What does one more article cost? A publish into archives of each size, beside the same step of site generators."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks import corpus
from benchmarks.answers import Answer, bars, table
from benchmarks.kept import KeptTables
from benchmarks.measured import Cost, cost_of, interleaved, median_cost
from benchmarks.peers import Broadsheet, Peer, measured_with
from benchmarks.resident import Resident
from benchmarks.rooms import newsroom
from broadsheet.article.fields import Article
from broadsheet.lists.place import PendingPrint, paths_of, place_of
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.touched import touched_by
from broadsheet.reading.waves import run, together
from tests.calls import chained, recorded
from tests.functions.editor import ARTICLE

QUESTION: Final = "One more article"

# Printings that are not counted, in which templates are compiled and what pages share is made.
WARMING: Final = 3

PUBLISHED: Final = ARTICLE | {
    "state": "published",
    "keywords": ["Subject 1", "Subject 2", "Subject 3"],
    "bylines": [{"name": "Reporter 1"}],
}


def pending_of(article: Article) -> PendingPrint:
    """Return the pending print of a first publication."""
    return PendingPrint(
        article_id=article.id, version=article.version, paths=paths_of(article), before=None,
        after=place_of(article, corpus.SITE),
    )  # fmt: skip


def printed_ms(tables: KeptTables, article: Article) -> tuple[float, int]:
    """Print all that a publish touches, and return the processor's milliseconds and the number of pages."""
    edition = Edition(corpus.SITE_URL, corpus.NOW)
    began = time.process_time()
    pages = sorted(run(touched_by(pending_of(article)), tables))
    run(together([compose(page, edition) for page in pages]), tables)
    return (time.process_time() - began) * 1_000, len(pages)


def calls_of_a_publish(articles: int) -> tuple[Counter[str], int]:
    """Publish into an emulated stack; return the calls by operation, and how many wait for one another."""
    with newsroom(articles) as room:
        editor = room.editor()
        with recorded() as calls:
            editor.create(**PUBLISHED)
            room.settle()
        room.clock.advance(minutes=1)
        with chained() as in_a_row:
            editor.create(**PUBLISHED | {"headline": "The next one"})
            room.settle()
        return Counter(call.operation for call in calls if call.service != "sqs"), in_a_row()


def rebuilt(peer: Peer, folder: Path, newer: Iterator[Article]) -> Cost:
    """Add an article that is newer than all to a site that stands, and build it again as fast as the peer can."""
    article = next(newer)
    peer.add(folder, [article])
    return cost_of(peer.command_for_more, folder, peer.environment)


def newer_articles() -> Iterator[Article]:
    """Yield articles, each newer than all before."""
    return (corpus.article(-number) for number in count(1))


def added(
    peers: list[Peer], homes: dict[str, Path], size: int, runs: int, say: Callable[[str], None]
) -> dict[str, list[Cost]]:
    """Let each build its site with one article more, and those that can show one from memory."""
    contenders: dict[str, Callable[[], Cost]] = {
        peer.name: partial(rebuilt, peer, homes[peer.name], newer_articles()) for peer in peers
    }
    with ExitStack() as residents:
        for peer in (peer for peer in peers if peer.stays):
            say(f"  {peer.name}: staying in memory")
            home = homes[peer.name].with_name(f"{homes[peer.name].name}-staying")
            peer.prepare(home, corpus.articles(size))
            residents.callback(shutil.rmtree, home)
            resident, newer = residents.enter_context(Resident(peer, home)), newer_articles()
            contenders[f"{peer.name}, resident"] = lambda resident=resident, newer=newer: resident.shown(next(newer))  # type: ignore[misc]
        return interleaved(runs, contenders, say)


def answer(peers: list[Peer], sizes: tuple[int, ...], runs: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Publish into archives of each size."""
    own_rows, rows, shown = [], [], {}
    for size in sizes:
        others = [peer for peer in measured_with(peers, size) if not isinstance(peer, Broadsheet)]
        home = folder / f"tables-{size}"
        own = Broadsheet()
        own.prepare(home, corpus.articles(size))
        tables = KeptTables(home / own.tables)
        times = []
        for number in range(1, WARMING + max(runs, 3) + 1):
            article = corpus.article(-number)
            own.add(home, [article])
            times.append(printed_ms(tables, article))
        taken, pages = median(ms for ms, _ in times[WARMING:]), times[-1][1]
        calls, in_a_row = calls_of_a_publish(size)
        say(f"  Broadsheet, article {size + 1:,}: {taken:.1f} ms, {calls.total()} calls")
        own_rows.append((f"article {size + 1:,}", pages, f"{taken:.1f}", calls.total(), in_a_row))
        shown[f"Broadsheet, article {size + 1:,}"] = taken / 1_000
        homes = {peer.name: folder / f"{peer.name.lower()}-more-{size}" for peer in others}
        for peer in others:
            peer.prepare(homes[peer.name], corpus.articles(size))
            cost_of(peer.command_for_more, homes[peer.name], peer.environment)
        medians = {name: median_cost(found) for name, found in added(others, homes, size, runs, say).items()}
        rows += [
            (
                f"{name}, article {size + 1:,}",
                f"{cost.wall_seconds:.2f}",
                f"{cost.cpu_seconds:.2f}",
                f"{cost.peak_mb:,.0f}",
            )
            for name, cost in medians.items()
        ]
        shown |= {f"{name}, article {size + 1:,}": cost.wall_seconds for name, cost in medians.items()}
        for each in (home, *homes.values()):
            shutil.rmtree(each)
    heads = ("Broadsheet", "pages printed", "processor ms to print them", "AWS calls", "of these in a row")
    text = table(heads, own_rows) + "\n" + table(("with one more", "seconds", "processor s", "peak MB"), rows)
    return Answer(QUESTION, text, {"bench-one-more.svg": bars("One more article", "s", shown)})
