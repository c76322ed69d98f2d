"""What a start loads: a function waits for nothing that only others use. What that saves is measured elsewhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.starts import CLIENTS

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = frozenset(path.parent.name for path in ROOT.glob("functions/*/app.py"))

PRINTERS = {"render_pages", "render_comments"}
APIS = {"edit_articles", "record_comments", "moderate_comments"}

# What takes long to load, and who alone loads it at its start.
LOADED_BY = {
    "pydantic_core": {"edit_articles"},
    "broadsheet.api.openapi": set(),
    "broadsheet.editing.articles": {"edit_articles", "keep_schedule"},
    "broadsheet.page.frame": PRINTERS,
    "jinja2": PRINTERS,
    "comrak": PRINTERS,
    "PIL": {"process_images"},
    "broadsheet.article.fields": FUNCTIONS - {"moderate_comments"},
    "aws_lambda_powertools.event_handler": APIS,
    "aws_lambda_powertools.utilities.batch": set(),
}


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    """The modules that each function's door loads in a process of its own, by the function."""
    show = "import app, json, sys; print(json.dumps([*sys.modules]))"
    found = {}
    for function in sorted(FUNCTIONS):
        paths = [ROOT / "functions" / function, ROOT / "layers" / "broadsheet"]
        done = subprocess.run(
            [sys.executable, "-c", show],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))},
            capture_output=True,
            check=True,
            text=True,
        )
        found[function] = set(json.loads(done.stdout))
    return found


@pytest.mark.parametrize("module", LOADED_BY)
def test_what_takes_long_is_loaded_by_those_alone_that_use_it(loaded: dict[str, set[str]], module: str) -> None:
    assert {function for function, modules in loaded.items() if module in modules} == LOADED_BY[module]


def test_the_benchmark_knows_the_clients_of_every_function() -> None:
    assert set(CLIENTS) == FUNCTIONS
