"""What the pages for newcomers name is there: every file, and in it every name that stands beside it.

A name stands beside its file in one of these ways, each in backticks: file, name; file (name); name in file; name of
file; name (file). There may be several names: name, name and name in file. What is in angle brackets stands for any.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from broadsheet.page.address import FIXED_KEYS

from .test_papers import FENCED
from .test_supply import ROOT

PACKAGE = ROOT / "layers" / "broadsheet" / "broadsheet"
GLOSSARY = "docs/glossary.md"

PAPERS = ["CONTRIBUTING.md", GLOSSARY, "docs/joining.md"]
# They tell what happens, not where something is defined.
WAYS = ["docs/the-way-of-a-comment.md", "docs/the-way-of-a-headline.md"]

_ENDINGS = "css|html|js|json|md|py|toml|xml|yaml"
_FILE = rf"[\w.<>-]+(?:/[\w.<>*-]+)*(?:/|\.(?:{_ENDINGS}))"
_NAME = r"[A-Za-z_]\w*(?:\.\w+)*(?:\(\))?"
_NAMES = rf"`{_NAME}`(?:(?:, | and | or )`{_NAME}`)*+"
_PLACES = (
    re.compile(rf"(?P<names>{_NAMES}) (?:in|of) `(?P<file>{_FILE})`"),
    re.compile(rf"(?P<names>{_NAMES}) \(`(?P<file>{_FILE})`"),
    re.compile(rf"`(?P<file>{_FILE})`(?:,| \()\s?(?P<names>{_NAMES})(?! (?:in|of) `)"),
)


def text_of(paper: str) -> str:
    """Return a paper's text, each paragraph on one line, without its blocks of commands."""
    text = FENCED.sub("", (ROOT / paper).read_text())
    return re.sub(r"(?<!\n)\n(?=\s*[^\s|#])", " ", text).replace("  ", " ")


def found(name: str) -> list[Path]:
    """Return the files, or folders, that a paper means by a name: those of the package, or of the repository."""
    pattern = re.sub("<[^>]+>", "*", name).rstrip("/")
    return [*PACKAGE.glob(pattern), *ROOT.glob(pattern)]


@cache
def defined_in(file: Path) -> frozenset[str]:
    """Return what a file defines: its own names, those in its classes as `Class.name`; of no code, its words."""
    source = file.read_text()
    return frozenset(_defined(ast.parse(source).body) if file.suffix == ".py" else re.findall(r"\w+", source))


def _defined(body: list[ast.stmt]) -> set[str]:
    names = set[str]()
    for node in body:
        match node:
            case ast.ClassDef():
                names |= {node.name, *(f"{node.name}.{name}" for name in _defined(node.body))}
            case ast.FunctionDef():
                names.add(node.name)
            case ast.Assign():
                names |= {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names


def named_in(text: str) -> set[tuple[str, str]]:
    """Return the files that a text names, each with a name beside it."""
    return {
        (match["file"], name.removesuffix("()"))
        for pattern in _PLACES
        for match in pattern.finditer(text)
        for name in re.findall(f"`({_NAME})`", match["names"])
        if not re.fullmatch(_FILE, name)
    }


@pytest.mark.parametrize("paper", PAPERS + WAYS)
def test_every_file_that_a_paper_names_is_there(paper: str) -> None:
    named = set(re.findall(f"`({_FILE})`", text_of(paper)))
    assert len(named) > 15
    # An address on the site is no file.
    assert sorted(name for name in named - set(FIXED_KEYS.values()) if not found(name)) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_name_that_a_paper_gives_with_a_file_is_defined_there(paper: str) -> None:
    named = named_in(text_of(paper))
    assert named
    missing = [
        f"{file}, {name}"
        for file, name in sorted(named)
        if not any(name in defined_in(each) for each in found(file) if each.is_file())
    ]
    assert missing == []


@pytest.mark.parametrize(
    "text",
    [
        "`lists/leaf.py`, `Leaf`",
        "`lists/leaf.py` (`Leaf`: one of them)",
        "`Leaf` in `lists/leaf.py`",
        "`Leaf` of `lists/leaf.py`",
        "`Leaf` (`lists/leaf.py`)",
    ],
)
def test_a_name_is_seen_however_it_stands_beside_its_file(text: str) -> None:
    assert named_in(text) == {("lists/leaf.py", "Leaf")}


def test_a_name_that_is_not_there_would_be_found() -> None:
    [file] = found("lists/leaf.py")
    assert {"Leaf", "Leaf.number", "PAGES", "cut"} <= defined_in(file)
    assert not {"Card", "RECENT", "number", "leaf"} & defined_in(file)


def test_every_word_of_the_glossary_is_one_sentence_and_has_its_file() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", (ROOT / GLOSSARY).read_text(), re.MULTILINE)
    words = [row for row in rows if row[0] not in ("word", "---")]
    assert len(words) > 25
    for word, sentence, where in words:
        assert re.fullmatch(r"[A-Z][^.]*(?:\.\w[^.]*)*\.", sentence), word
        assert named_in(where), word
