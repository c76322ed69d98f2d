"""A digest of all that decides a page's bytes. When a deploy changes it, the whole site is printed again.

Which modules decide is found by following imports, without running any of them. The build of the layer writes down
what it found, so that a start reads one small file; a checkout has none, and works out the same.
"""

import ast
import hashlib
import json
import sys
import token
import tokenize
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import resolve_name
from io import StringIO
from pathlib import Path
from typing import Any, Final

from ..page import assets

# What composes pages: all that these rooms import decides their bytes.
COMPOSING: Final = ("printing/pages", "page")

# What they import and no byte of a page follows from. What is imported from here alone is not followed either.
NOT_COUNTED: Final = {
    "broadsheet.errors": "what is refused is on no page",
    "broadsheet.store.owed": "what is owed is on no page",
    "broadsheet.store.reads": "asks the tables, and hands on what they answer as it is",
    "broadsheet.store.transaction": "writes",
    "annotated_types": "limits are held at the door; what is printed is inside",
    "botocore": "speaks with the tables",
}

BUILT: Final = "digest.json"
HASH_DIGITS: Final = 32

# Between tokens and lines, and for what has no text of its own; a source can hold none of them there.
_BETWEEN, _INDENT, _DEDENT = "\0", "\1", "\2"
_LAYOUT: Final = {tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER}


@cache
def theme_hash() -> str:
    """Return the digest of all that decides a page's bytes: the same for the same package, wherever it runs.

    Of contents and names, never of times: what the modules that compose pages say to the machine, every file of the
    theme, the newsroom's and ours, and the releases of the libraries behind them.
    """
    try:
        found = json.loads((assets.PACKAGE_PATH / BUILT).read_text())
    except FileNotFoundError:
        found = worked_out()
    digest = hashlib.sha256(found["files"].encode())
    for library in found["libraries"]:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()[:HASH_DIGITS]


def worked_out() -> dict[str, Any]:
    """Return the digest of the package's files that count, and the libraries whose releases do.

    They lie in a layer of their own, so that their releases are known only where the functions run.
    """
    modules, libraries = what_counts()
    contents = [(name, meaning_of(source).encode()) for name, source in sorted(modules.items())]
    root = assets.PACKAGE_PATH.parent
    contents += [(file.relative_to(root).as_posix(), file.read_bytes()) for file in assets.theme_files()]
    digest = hashlib.sha256()
    for name, content in contents:
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return {"files": digest.hexdigest(), "libraries": sorted(libraries)}


def what_counts() -> tuple[dict[str, str], set[str]]:
    """Return the source of every module of ours that decides a page's bytes, by its name, and the libraries that do."""
    modules: dict[str, str] = {}
    libraries: set[str] = set()
    rooms = [assets.PACKAGE_PATH / room for room in COMPOSING]
    left = [_name_of(file) for room in rooms for file in sorted(room.rglob("*.py"))]
    while left:
        name = left.pop()
        top = name.partition(".")[0]
        if name in modules or name in NOT_COUNTED or top in NOT_COUNTED:
            continue
        if top != assets.PACKAGE_PATH.name:
            libraries.update({top} - sys.stdlib_module_names)
        elif (file := _file_of(name)) is not None:
            modules[name] = file.read_text(encoding="utf-8")
            package = name if file.name == "__init__.py" else name.rpartition(".")[0]
            left += _imported(modules[name], package)
    return modules, libraries


@cache
def meaning_of(source: str) -> str:
    """Return what a source says to the machine: its tokens, without comments, docstrings and layout."""
    said: list[str] = []
    line: list[str] = []
    is_text_alone = True
    for kind, text in _tokens(source):
        if kind in (tokenize.INDENT, tokenize.DEDENT):
            said.append(_INDENT if kind == tokenize.INDENT else _DEDENT)
        elif kind == tokenize.NEWLINE:
            # A line of text alone does nothing; docstrings are such.
            said += [] if is_text_alone else [*line, "\n"]
            line, is_text_alone = [], True
        else:
            line.append(text)
            is_text_alone = is_text_alone and kind == tokenize.STRING
    return _BETWEEN.join(said)


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """Yield the kind and text of each token, the same in every Python.

    Since 3.12 a string with fields in it comes in pieces; it is one token here, as before.
    """
    lines = StringIO(source).readlines()
    depth, start = 0, (0, 0)
    for each in tokenize.generate_tokens(StringIO(source).readline):
        name = token.tok_name[each.type]
        if name.endswith("STRING_START"):
            depth, start = depth + 1, start if depth else each.start
        elif name.endswith("STRING_END"):
            depth -= 1
            if not depth:
                yield tokenize.STRING, _between(lines, start, each.end)
        elif not depth and each.type not in _LAYOUT:
            yield each.type, each.string


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return a stretch of a source; rows count from 1, as tokens do."""
    first, last = start[0] - 1, end[0] - 1
    if first == last:
        return lines[first][start[1] : end[1]]
    return "".join([lines[first][start[1] :], *lines[first + 1 : last], lines[last][: end[1]]])


@cache
def _imported(source: str, package: str) -> frozenset[str]:
    """Return every name that a module of a package imports, whenever it does, with the packages around it."""
    names = {package}
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package)
            # Modules, or what stands in the one they are from; the second is no file.
            names.update((origin, *(f"{origin}.{alias.name}" for alias in node.names)))
    return frozenset(around for name in names for around in _with_packages(name))


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a module, but for those that only type checkers read."""
    left = [tree]
    while left:
        node = left.pop()
        yield node
        is_for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        left += node.orelse if isinstance(node, ast.If) and is_for_types else ast.iter_child_nodes(node)


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _name_of(file: Path) -> str:
    parts = file.relative_to(assets.PACKAGE_PATH.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _file_of(name: str) -> Path | None:
    path = assets.PACKAGE_PATH.parent.joinpath(*name.split("."))
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)


if __name__ == "__main__":
    print(json.dumps(worked_out()))
