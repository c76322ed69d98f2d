"""How long does it take to print everything? Whole sites of the same articles, by Broadsheet and by site generators."""

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import corpus
from benchmarks.answers import Answer, bars, ratio, table
from benchmarks.measured import Cost, cost_of, interleaved, median_cost
from benchmarks.peers import OUTPUT, Broadsheet, Hugo, Peer, measured_with
from benchmarks.rooms import counted, newsroom

QUESTION = "The whole site"

# Assets are copied by none of the others, and weigh nothing beside the pages.
NOT_PAGES = "assets"
IN_BUCKET = 100
SPEED_GOAL = 5
MEMORY_GOAL = 1 / 5


def built(peer: Peer, folder: Path) -> Cost:
    """Build a prepared site anew, and return what it took. Clearing the last one away is not counted."""
    shutil.rmtree(folder / OUTPUT, ignore_errors=True)
    return cost_of(peer.command, folder, peer.environment)


def pages_in(folder: Path) -> tuple[int, float]:
    """Return how many files a printed site has, and how many megabytes they are."""
    files = [file for file in folder.rglob("*") if file.is_file() and NOT_PAGES not in file.relative_to(folder).parts]
    return len(files), sum(file.stat().st_size for file in files) / 1e6


def into_bucket(articles: int) -> tuple[int, float, float]:
    """Print everything again into an emulated bucket; return the pages, the seconds, and our own processor seconds."""
    with newsroom(articles) as room:
        own_ms: list[float] = []
        began = time.monotonic()
        with counted(own_ms):
            room.rebuild()
        return len(room.site()), time.monotonic() - began, own_ms[0] / 1_000


def beside_hugo(medians: dict[str, Cost], pages: dict[str, int]) -> str:
    """Say how far the goal is met: so many times Hugo's pages a second, in such a part of its memory."""
    own, hugo = Broadsheet.name, Hugo.name
    speed = pages[own] / medians[own].wall_seconds / (pages[hugo] / medians[hugo].wall_seconds)
    memory = medians[own].peak_mb / medians[hugo].peak_mb
    return (
        f"\n{speed:.1f} times Hugo's pages a second (the goal of {SPEED_GOAL} is {_met(speed >= SPEED_GOAL)}), in "
        f"{memory:.0%} of its memory (the goal of {MEMORY_GOAL:.0%} is {_met(memory <= MEMORY_GOAL)}).\n"
    )


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def answer(peers: list[Peer], sizes: tuple[int, ...], runs: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Build sites of each size and compare."""
    parts, pictures = [], {}
    for size in sizes:
        contenders = measured_with(peers, size)
        homes = {peer.name: folder / f"{peer.name.lower()}-{size}" for peer in contenders}
        for peer in contenders:
            say(f"  {peer.name}: laying out {size:,} articles")
            peer.prepare(homes[peer.name], corpus.articles(size))
        costs = interleaved(runs, {peer.name: partial(built, peer, homes[peer.name]) for peer in contenders}, say)
        medians = {name: median_cost(found) for name, found in costs.items()}
        pages = {name: pages_in(homes[name] / OUTPUT) for name in homes}
        own = peers[0].name
        parts.append(
            f"**{size:,} articles**\n\n"
            + table(
                (
                    "",
                    "seconds",
                    "of Broadsheet's",
                    "processor seconds",
                    "peak MB",
                    "pages",
                    "MB",
                    "pages a second",
                    "articles a second",
                ),
                (
                    (
                        name,
                        f"{cost.wall_seconds:.2f}",
                        ratio(cost.wall_seconds, medians[own].wall_seconds),
                        f"{cost.cpu_seconds:.1f}",
                        f"{cost.peak_mb:,.0f}",
                        f"{pages[name][0]:,}",
                        f"{pages[name][1]:,.0f}",
                        f"{pages[name][0] / cost.wall_seconds:,.0f}",
                        f"{size / cost.wall_seconds:,.0f}",
                    )
                    for name, cost in medians.items()
                ),
            )
            + beside_hugo(medians, {name: count for name, (count, _) in pages.items()})
        )
        seconds = {name: cost.wall_seconds for name, cost in medians.items()}
        memory = {name: cost.peak_mb for name, cost in medians.items()}
        pictures[f"bench-print-{size}.svg"] = bars(f"Printing {size:,} articles", "s", seconds)
        pictures[f"bench-memory-{size}.svg"] = bars(f"Memory to print {size:,} articles", "MB", memory)
        for home in homes.values():
            shutil.rmtree(home / OUTPUT, ignore_errors=True)
    printed, taken, own_seconds = into_bucket(IN_BUCKET)
    say(f"  into an emulated bucket: {printed} pages in {taken:.1f} s")
    parts.append(
        f"**{IN_BUCKET} articles, a full re-print into the emulated bucket**, a HEAD and a conditional PUT a page: "
        f"{printed:,} pages in {taken:.1f} s, {own_seconds:.1f} s of it the processor in our own code; the rest is "
        "botocore and the emulator.\n"
    )
    return Answer(QUESTION, "\n".join(parts), pictures)
