"""The pages for people: their links lead somewhere, their commands exist, and none grows past what is read."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_supply import ROOT, files

PAPERS = [path for path in files() if path.suffix == ".md"]
README = ROOT / "README.md"
README_MAX_BYTES = 9_000

LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(paper: Path) -> Iterator[str]:
    """Yield the addresses of a page's links and pictures."""
    for link, picture in LINK.findall(FENCED.sub("", paper.read_text())):
        yield link or picture


def anchors(paper: Path) -> set[str]:
    """Return the fragments of a page's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(FENCED.sub("", paper.read_text()))
    }


def commands(paper: Path) -> Iterator[str]:
    """Yield the commands of a page: the lines of its blocks, and those in its text."""
    text = paper.read_text()
    for language, block in FENCED.findall(text):
        if language in ("sh", ""):
            for line in block.splitlines():
                yield re.sub(r"^\$ ", "", line).strip()
    yield from SPAN.findall(FENCED.sub("", text))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    for link in links(paper):
        address, _, fragment = link.partition("#")
        if re.match(r"https?:|mailto:", address):
            continue
        target = (paper.parent / address).resolve() if address else paper
        assert target.exists(), link
        assert ROOT in (target, *target.parents), link
        if fragment:
            assert fragment in anchors(target), link


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_command_is_there(paper: Path) -> None:
    """Targets of make, modules of ours with their options, and scripts."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in commands(paper):
        for target in re.findall(r"(?:^|&& )make ([a-z-]+)(?![\w.])", command):
            assert target in targets, command
        for module in re.findall(r"python3? -m ((?:ops|tests|benchmarks)[\w.]*)", command):
            assert importlib.util.find_spec(module) is not None, command


def options_of(module: str) -> set[str]:
    """Return the options that a module's own command line names."""
    found = importlib.util.find_spec(module)
    assert found is not None
    places = [Path(str(found.origin))]
    if found.submodule_search_locations:
        places = list(Path(found.submodule_search_locations[0]).glob("*.py"))
    return set(re.findall(r"\"(--[a-z-]+)\"", "".join(place.read_text() for place in places)))


def with_options() -> list[tuple[str, str]]:
    """Return every command of ours that is written with options."""
    return sorted(
        {
            (match[1], option)
            for paper in PAPERS
            for command in commands(paper)
            if (match := re.search(r"python3? -m (ops[\w.]*)(.*)", command.split(" #")[0]))
            for option in re.findall(r"(?<!\S)(--[a-z-]+)", match[2])
        }
    )


@pytest.mark.parametrize(("module", "option"), with_options())
def test_every_option_is_one_of_its_command(module: str, option: str) -> None:
    assert option in options_of(module)


def test_the_readme_is_read_to_the_end() -> None:
    text = README.read_text()
    assert len(text.encode()) <= README_MAX_BYTES
    # Whoever needs an editing screen learns that there is none before the request that publishes.
    assert text.index("## What it does not do") < text.index("## Publish an article")


def test_every_page_is_reached_from_the_readme() -> None:
    reached, left = set(), [README]
    while left:
        paper = left.pop()
        if paper in reached or paper.suffix != ".md":
            continue
        reached.add(paper)
        left += [(paper.parent / link.partition("#")[0]).resolve() for link in links(paper) if "://" not in link]
    assert {path for path in PAPERS if ROOT / "docs" in path.parents} <= reached


def test_every_alarm_has_its_line_in_the_runbooks() -> None:
    named = set(re.findall(r"^\| ([A-Z]\w+) \|", (ROOT / "docs/runbooks.md").read_text(), re.MULTILINE))
    there = re.findall(
        r"^  (\w+)Alarm:\n    Type: AWS::CloudWatch::Alarm$", (ROOT / "template.yaml").read_text(), re.MULTILINE
    )
    assert len(there) == 10
    assert named == set(there)


def test_a_dead_link_and_a_command_that_is_none_would_be_found(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(
        "[here](gone.md) and [there](paper.md#nowhere), `make nothing`\n\n```sh\nmake less # [no](link)\n```\n"
    )
    assert list(links(paper)) == ["gone.md", "paper.md#nowhere"]
    assert anchors(paper) == set()
    assert list(commands(paper)) == ["make less # [no](link)", "make nothing"]
