"""What does Lighthouse say of the sample site's pages, on a phone, in the local stack?

Medians of several runs, because one run on a busy machine says little.
Source: Lighthouse, https://developer.chrome.com/docs/lighthouse.
"""

import json
import os
import statistics
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.answers import Answer, table
from ops.local.browser import SWITCHES, chromium_path
from ops.local.environments import ROOT, program_of
from ops.local.stack import LocalStack

QUESTION: Final = "What Lighthouse says"

TRIES: Final = 3

PROGRAM: Final = ROOT / ".web-bench" / "node_modules" / "lighthouse" / "cli" / "index.js"
FLOORS: Final = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
# Each metric's name in the table, and its decimal places.
METRICS: Final = {
    "first-contentful-paint": ("FCP ms", 0),
    "largest-contentful-paint": ("LCP ms", 0),
    "total-blocking-time": ("TBT ms", 0),
    "cumulative-layout-shift": ("CLS", 3),
    "total-byte-weight": ("bytes", 0),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Lighthouse says of one page: scores up to 100 and metrics, medians of all runs, and what lost points."""

    scores: dict[str, int]
    metrics: dict[str, float]
    faults: frozenset[str]

    @property
    def is_good(self) -> bool:
        """Whether no score is below its floor."""
        return all(self.scores[name] >= floor for name, floor in FLOORS.items())


def report_of(url: str, folder: Path) -> dict[str, Any]:
    """Return Lighthouse's report of one run.

    Now and then a trace fails, and Lighthouse asks to be run again. Raises `CalledProcessError` where that is no help.
    """
    for _ in range(TRIES - 1):
        with suppress(subprocess.CalledProcessError):
            return _report_of(url, folder)
    return _report_of(url, folder)


def _report_of(url: str, folder: Path) -> dict[str, Any]:
    file = folder / "report.json"
    switches = " ".join(("--headless=new", *SWITCHES))
    subprocess.run(
        [str(program_of("local", "node")), str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={file}",
         f"--only-categories={','.join(FLOORS)}", f"--chrome-flags={switches}"],
        check=True,
        env={**os.environ, "CHROME_PATH": str(chromium_path())},
    )  # fmt: skip
    report: dict[str, Any] = json.loads(file.read_text())
    return report


def verdict_of(reports: list[dict[str, Any]]) -> Verdict:
    """Return the medians of several reports of one page."""
    lost = {
        audit["title"]
        for report in reports
        for category in report["categories"].values()
        for part in category["auditRefs"]
        if part["weight"] and (audit := report["audits"][part["id"]])["score"] not in (None, 1)
    }
    return Verdict(
        scores={
            name: round(100 * statistics.median(report["categories"][name]["score"] for report in reports))
            for name in FLOORS
        },
        metrics={
            name: statistics.median(report["audits"][name]["numericValue"] for report in reports) for name in METRICS
        },
        faults=frozenset(lost),
    )


def pages_of(stack: LocalStack) -> dict[str, str]:
    """Return the addresses of the pages to look at, by name."""
    articles = stack.editor().must("GET", "/api/articles?state=published&limit=1")["articles"]
    return {"home": f"{stack.site_url}/", "section": f"{stack.site_url}/city", "article": articles[0]["url"]}


def answer(runs: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Ask about the home page, a section's front and an article."""
    rows, lost = [], []
    with LocalStack(folder / "lighthouse", samples=True) as stack:
        for name, url in pages_of(stack).items():
            verdict = verdict_of([report_of(url, folder) for _ in range(runs)])
            metrics = [f"{verdict.metrics[metric]:,.{places}f}" for metric, (_, places) in METRICS.items()]
            rows.append((name, *verdict.scores.values(), *metrics))
            lost += [f"- {name}: {fault}" for fault in sorted(verdict.faults)]
            say(f"  {name}: {verdict.scores}{'' if verdict.is_good else ', below the floor'}")
    text = table(("page", *FLOORS, *(name for name, _ in METRICS.values())), rows)
    return Answer(QUESTION, text + ("\nIn one run or more, points were lost by:\n\n" + "\n".join(lost) if lost else ""))
