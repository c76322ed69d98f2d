"""The benchmarks' page for people: what was asked, on what machine, with which programs, and what came of it."""

import os
import platform
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import full_print, lighthouse, live, one_more, readers, starts, warm
from benchmarks.answers import Answer
from benchmarks.peers import Jekyll, Peer

HEAD: Final = """# Benchmarks

`make bench` writes this page: every figure here is of one run, on one machine, with the programs named below. Whatever
is compared ran by turns, and each figure is the median of its runs, so what disturbed the machine disturbed all. Ratios
hold on other machines better than seconds do.
"""

JEKYLL: Final = f"""Jekyll is Debian's, with a plugin of our own for its lists; beyond {Jekyll.most_articles:,} articles
it is left out, for its time grows with their square."""
NO_JEKYLL: Final = "Jekyll, from Debian's package, was not installed and is left out."

# What is measured, what differs, and where another is better.
WORDS: Final = {
    full_print.QUESTION: """A seeded archive of articles of about 360 words, with three links, headings, a list, a
quotation, three key points, three tags, one or two bylines, a credit and the address of a picture; eight a day in eight
sections, {years}. Each program prints it from its own sources (Markdown files with front matter, or our tables in one
file) into an empty folder{sink}, with templates of the same weight: the same styles inside each page, linked data,
neighbours, the six earlier articles, share links and comment form. Broadsheet's part is `ops.export`'s own code, a
process for each core. {jekyll}

What differs: Broadsheet also prints a page of comments for each article, archive pages for each tag and byline by year
and each section by month, a sitemap for each day and one of news, and it sanitises every body; the others print lists
in pages of a hundred, and one sitemap. So its pages a second are of smaller pages, and its seconds of more of them.

The goal was five times Hugo's pages a second in less than a fifth of its memory. Below each table stands how far it is
met. What stands in the way of the speed: a good third of the processor's time is Jinja's own Python, which walks
through two hundred pieces of an article's page one by one; a tenth is Markdown and sanitiser, both Rust already, an
eighth reading the tables, a twentieth the files, and the rest looks up what a page says, a few hundred nanoseconds each
time. A start takes half a second of its own, half of it AWS's client, most of the rest Jinja reading its templates;
that weighs on a small site. Tried next would be templates compiled when the layer is built.

Where others are better: Hugo is one binary that starts at once, and spends less of the processor on each article.
Pelican needs the least memory for a small site, for it prints one page after another in one process.""",
    one_more.QUESTION: """For Broadsheet, printing all that the publish touches, in a process that has printed
before, as a warm function has; the AWS calls are those of the real functions on emulated stores, from request to the
last page, and those in a row are the ones that wait for one another. The calls are the same for any archive; the
processor's time grows until the fronts and archive pages of an article's tags and bylines are full. For the others,
their build with one article more: Pelican with its cache of contents, Jekyll with `--incremental`, which prints new
articles and all lists, leaves
the neighbours as they were and puts older articles into its feeds as Markdown; Hugo and Eleventy print everything, as
their builds do. Resident are
`hugo server`, its pages in memory, and `eleventy --watch --incremental`, whose templates name the collections that they
show: seconds from writing the article's file until its page and the home page show it, the processor's and the memory
until they rest again. They do less than a build: Hugo gathers changes for up to half a second and leaves some lists and
neighbours for later, Eleventy leaves the neighbours as they were. Both still take longer the more articles there are.

Where others are better: who writes on the machine that holds the site sees an article in `hugo server` within a second
while the archive is small; and none of them waits for a network, as each of our calls in a row does, some
milliseconds on AWS.""",
    live.QUESTION: """The production template in the local stack on this machine: functions, queue, stream and edge
emulated, all sharing its cores; seen from outside, with the functions' own runs as the emulator tells of them. A stream
delivers what is committed, so `render_pages` may begin before `edit_articles` has answered. AWS's own latencies are not
in the milliseconds. What holds there is the last column: the calls that have to wait for one another, each of some
milliseconds on AWS; `tests/printing/test_budget.py` refuses one more.

What a static site's build and upload take is not measured here; on a machine that holds the site it is the figure
above, plus the copying.""",
    starts.QUESTION: """Built artifacts under Lambda's runtime interface emulator, which reports INIT as Lambda does.
Beside each function: an empty one in the same layers, and one that only makes the same boto3 clients.

Where others are better: a function in Go or Rust starts in the time of the empty one here.""",
    warm.QUESTION: """Processor time in our own code, without botocore and without the emulated AWS behind it; then an
article's page by stage, and each kind of page, composed from items that are in memory already. Caches are warm, as
in a function that has printed before.

Where others are better: a C or Rust template engine would print a page in a tenth of the time that Jinja takes; the
Markdown and the sanitiser are Rust already.""",
    readers.QUESTION: """The heaviest page of each kind in a site of {readers} such articles, without pictures. A page
has its styles inside; one script of a few kilobytes comes once. Then exported pages behind nginx, the CDN's stand-in,
with one worker and without TLS, asked by wrk over 16 connections: as they are, compressed beforehand beside them
(`gzip_static`), and with an `If-None-Match` that still holds. nginx makes entity tags of its own; S3's is a page's MD5.
The others' page is of the same article.

Where others are better: a site whose styles are a file of their own sends less with each further page to the same
reader, and more with the first. The others' page of the same article is a few hundred bytes lighter. Files are served
as fast whoever printed them: what differs is in the bytes.""",
    lighthouse.QUESTION: """Lighthouse's mobile profile, a slow phone on a slow network, over pages of the sample site
in the local stack. The floors are {floors}; the local edge neither compresses nor caches nor speaks HTTP/2, as the CDN
does.

Where others are better: a page without pictures has none to wait for.""",
}


def page_of(
    answers: Sequence[Answer], peers: Sequence[Peer], sizes: Sequence[int], runs: int, sink: str, minutes: float
) -> str:
    """Return the page."""
    versions = ", ".join(f"{peer.name} {peer.version}" for peer in peers if peer.name != "Broadsheet")
    facts = {
        "years": " and ".join(f"{size:,} articles are {size / 8 / 365:.1f} years" for size in sizes),
        "sink": sink,
        "jekyll": JEKYLL if any(peer.name == Jekyll.name for peer in peers) else NO_JEKYLL,
        "readers": f"{readers.ARTICLES:,}",
        "floors": ", ".join(f"{name} {floor}" for name, floor in lighthouse.FLOORS.items()),
    }
    times = "once" if runs == 1 else f"{runs} times"
    parts = [
        HEAD,
        f"- {datetime.now(UTC):%Y-%m-%d}, each contender {times}, {minutes:.0f} minutes in all\n"
        f"- {machine()}\n- Python {platform.python_version()}, {versions}\n"
        f"- again: `make bench`, or for a quick look `make bench BENCH_RUNS=1 BENCH_ARTICLES=1000`\n",
    ]
    for answer in answers:
        pictures = "\n".join(f"![{answer.question}](images/{name})" for name in answer.pictures)
        words = wrapped(WORDS[answer.question].format(**facts))
        parts.append("\n\n".join(filter(None, (f"## {answer.question}", words, answer.text.strip(), pictures))) + "\n")
    return "\n".join(parts)


def wrapped(text: str) -> str:
    """Set each paragraph anew in lines of the width of our documents."""
    return "\n\n".join(
        textwrap.fill(" ".join(each.split()), 120, break_on_hyphens=False) for each in text.split("\n\n")
    )


def machine() -> str:
    """Return what the machine is, in a line."""
    models = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.processor() or platform.machine()
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return f"{os.cpu_count()} cores of {model}, {memory / 1e6:.0f} GB, {platform.system()} {platform.machine()}"


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text().splitlines()
    except OSError:
        return []
