"""`make bench`: asks each question, says how far it is, and writes docs/benchmarks.md with its pictures.

BENCH_RUNS is how often each contender runs (5), BENCH_ARTICLES the sizes of the archives (1000,10000); words after
the command name the questions to ask: print, more, live, starts, warm, readers, lighthouse. Not all of them write no
page.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Before botocore is asked for anything: nothing here may ever reach AWS.
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
    POWERTOOLS_LOG_LEVEL="CRITICAL",
    POWERTOOLS_METRICS_DISABLED="true",
    POWERTOOLS_METRICS_NAMESPACE="Broadsheet",
    POWERTOOLS_SERVICE_NAME="benchmarks",
)

from benchmarks import full_print, lighthouse, live, one_more, readers, report, starts, warm
from benchmarks.answers import Answer
from benchmarks.peers import peers
from ops.local.environments import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURES = ROOT / "docs" / "images"
# Where files cost nothing: a disk's speed is nobody's merit.
MEMORY_DISK = Path("/dev/shm")
HUNDRED = 100


def say(line: str) -> None:
    """Tell whoever waits."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Ask, and write down."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--articles", default="1000,10000")
    parser.add_argument("questions", nargs="*", metavar="question")
    asked = parser.parse_args()
    sizes = tuple(int(size) for size in asked.articles.split(","))
    in_memory = MEMORY_DISK.is_dir()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY_DISK if in_memory else None, prefix="bench-") as name:
        folder, runs, contenders = Path(name), asked.runs, peers()
        questions: dict[str, Callable[[], Answer]] = {
            "print": lambda: full_print.answer(contenders, sizes, runs, folder, say),
            "more": lambda: one_more.answer(contenders, (HUNDRED, *sizes), runs, folder, say),
            "live": lambda: live.answer(runs, folder, say),
            "starts": lambda: starts.answer(runs, folder, say),
            "warm": lambda: warm.answer(folder, say),
            "readers": lambda: readers.answer(contenders, runs, folder, say),
            "lighthouse": lambda: lighthouse.answer(runs, folder, say),
        }
        answers = []
        for question in asked.questions or questions:
            say(f"{question}:")
            answers.append(questions[question]())
            print(answers[-1].text)
    if asked.questions:
        return
    minutes = (time.monotonic() - began) / 60
    sink = " in memory (tmpfs)" if in_memory else " on disk"
    PAGE.write_text(report.page_of(answers, contenders, sizes, runs, sink, minutes))
    for answer in answers:
        for picture, text in answer.pictures.items():
            (PICTURES / picture).write_text(text)
    say(f"Written to {PAGE.relative_to(ROOT)} after {minutes:.0f} minutes.")


if __name__ == "__main__":
    main()
