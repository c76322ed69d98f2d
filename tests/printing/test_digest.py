"""The digest of all that decides a page's bytes. What the code finds is held against what Python really imports."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.page import assets
from broadsheet.printing import digest

LAYER = assets.PACKAGE_PATH.parent
OTHER_PYTHONS = [f"python3.{minor}" for minor in range(11, 15) if minor != sys.version_info.minor]

# Imports whatever composes pages, and tells which module imported which.
IMPORTING = """
import builtins, importlib, importlib.util, json, pathlib, sys
package, rooms = json.loads(sys.argv[1])
edges, plain_import = set(), builtins.__import__
def noting_import(name, globals=None, locals=None, fromlist=(), level=0):
    module = plain_import(name, globals, locals, fromlist, level)
    if globals and globals["__name__"].startswith("broadsheet."):
        origin = importlib.util.resolve_name("." * level + name, globals["__package__"])
        found = [origin, *(f"{origin}.{each}" for each in fromlist or ())]
        edges.update((globals["__name__"], each) for each in found if each in sys.modules)
    return module
builtins.__import__ = noting_import
files = [file for room in rooms for file in (pathlib.Path(package) / room).rglob("*.py")]
names = [".".join(file.relative_to(pathlib.Path(package).parent).with_suffix("").parts) for file in files]
names = [name.removesuffix(".__init__") for name in names]
for name in names:
    importlib.import_module(name)
print(json.dumps([names, sorted(edges)]))
"""


def run(code: str, *arguments: str, path: Path = LAYER, python: str = sys.executable) -> str:
    done = subprocess.run(
        [python, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(path)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def reached() -> set[str]:
    """All that compositions import, as Python itself does; not followed beyond what does not count."""
    names, edges = json.loads(run(IMPORTING, json.dumps([str(assets.PACKAGE_PATH), digest.COMPOSING])))
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [imported for importer, imported in edges if importer == name and name not in digest.NOT_COUNTED]
    return found


@pytest.fixture(scope="module")
def deciding(reached: set[str]) -> set[str]:
    """Our own modules among them that count."""
    return {name for name in reached if name.startswith("broadsheet.")} - digest.NOT_COUNTED.keys()


@pytest.fixture
def here() -> str:
    """The digest of the package where it lies."""
    return theme_hash()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that a test may change."""
    copy = tmp_path / "broadsheet"
    shutil.copytree(assets.PACKAGE_PATH, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(assets, "PACKAGE_PATH", copy)
    monkeypatch.setattr(assets, "OUR_THEME_PATH", copy / "theme")
    monkeypatch.setattr(assets, "OWN_THEME_PATH", tmp_path / "theme")
    return copy


def theme_hash() -> str:
    return digest.theme_hash.__wrapped__()


def file_of(package: Path, module: str) -> Path:
    path = package.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def docstrings(tree: ast.AST) -> list[ast.Constant]:
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    firsts = [body[0].value for body in bodies if body and isinstance(body[0], ast.Expr)]
    return [first for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)]


def with_another(source: str, changed: list[ast.Constant], text: str) -> str:
    """Return a source with a text in place of some of its constants."""
    lines = source.encode().splitlines(keepends=True)
    for constant in sorted(changed, key=lambda constant: constant.lineno, reverse=True):
        first, last = constant.lineno - 1, (constant.end_lineno or constant.lineno) - 1
        ending = lines[last][constant.end_col_offset :]
        lines[first : last + 1] = [lines[first][: constant.col_offset] + text.encode() + ending]
    return b"".join(lines).decode()


def with_another_constant(source: str) -> str:
    """Return a source with another value in place of its first constant; an empty one gets one."""
    tree = ast.parse(source)
    texts = {id(text) for text in docstrings(tree)}
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in texts | pieces]
    if not constants:
        return f"{source}\nADDED = 1\n"
    return with_another(source, constants[:1], '"another constant"')


def test_a_constant_in_any_module_that_a_composition_imports_changes_the_digest(
    here: str, package: Path, deciding: set[str]
) -> None:
    assert {"broadsheet.comment.text", "broadsheet.article.slug", "broadsheet.page.feeds"} <= deciding
    unmoved = []
    for module in sorted(deciding):
        file = file_of(package, module)
        source = file.read_text()
        file.write_text(with_another_constant(source))
        if theme_hash() == here:
            unmoved.append(module)
        file.write_text(source)
    assert not unmoved
    assert theme_hash() == here


@pytest.mark.parametrize("changed", ["comments", "docstrings", "layout"])
def test_what_only_people_read_leaves_the_digest_alone(
    here: str, package: Path, deciding: set[str], changed: str
) -> None:
    for module in deciding:
        file = file_of(package, module)
        source = file.read_text()
        match changed:
            case "comments":
                said = "# Whoever reads this.\n" + source.replace("\n", "  # so\n", 1) + "# The end.\n"
            case "docstrings":
                said = with_another(source, docstrings(ast.parse(source)), '"""Said\n    otherwise."""')
            case _:
                said = source.replace("\n\n", "\n\n\n").rstrip("\n")
        assert said != source
        file.write_text(said)
    assert theme_hash() == here


def test_no_module_reads_its_own_docstrings(deciding: set[str]) -> None:
    assert not [module for module in deciding if "__doc__" in file_of(assets.PACKAGE_PATH, module).read_text()]


def test_no_module_imports_by_name(deciding: set[str]) -> None:
    sources = {module: file_of(assets.PACKAGE_PATH, module).read_text() for module in deciding}
    assert not [module for module, source in sources.items() if "import_module" in source or "__import__" in source]


def test_every_library_that_a_composition_imports_counts(monkeypatch: pytest.MonkeyPatch, here: str) -> None:
    libraries = digest.worked_out()["libraries"]
    assert {"anyascii", "comrak", "jinja2", "markupsafe", "msgspec", "nh3"} <= set(libraries)
    for changed in libraries:
        monkeypatch.setattr(digest, "version", lambda name, changed=changed: "99" if name == changed else "1")
        assert theme_hash() != here
    monkeypatch.undo()
    assert theme_hash() == here


def test_what_is_not_counted_is_imported_and_says_why(reached: set[str]) -> None:
    assert digest.NOT_COUNTED.keys() <= {*reached, *(name.partition(".")[0] for name in reached)}
    assert all(digest.NOT_COUNTED.values())
    assert not digest.NOT_COUNTED.keys() & digest.what_counts()[0].keys()


def test_the_same_package_has_the_same_digest_wherever_it_lies(here: str, package: Path) -> None:
    assert theme_hash() == here


@pytest.mark.parametrize(
    "changed",
    [
        "theme/templates/article.html",
        "theme/static/site.js",
        "theme/calendars.json",
        "theme/languages.json",
        "theme/phrases/de.json",
    ],
)
def test_a_change_of_a_file_of_the_theme_changes_the_digest(here: str, package: Path, changed: str) -> None:
    file = package / changed
    file.write_bytes(file.read_bytes()[:-1] + b" ")
    assert theme_hash() != here


@pytest.mark.parametrize(
    "part", ["templates/article.html", "templates/styles/own.css", "static/a.svg", "calendars.json", "phrases/kw.json"]
)
def test_a_file_of_the_newsrooms_own_changes_the_digest(here: str, package: Path, part: str) -> None:
    digests = [here]
    for where in (package.parent / "theme", package / "theme"):
        (where / part).parent.mkdir(parents=True, exist_ok=True)
        (where / part).write_text("{}")
        digests.append(theme_hash())
    assert len(set(digests)) == 3


def test_what_explains_the_newsrooms_folder_leaves_the_digest_alone(here: str, package: Path) -> None:
    theme = package.parent / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "templates" / ".gitkeep").touch()
    (theme / "README.md").write_text("Put files here.")
    assert theme_hash() == here


def test_a_file_added_renamed_or_removed_changes_the_digest(here: str, package: Path) -> None:
    script, other = package / "theme/static/site.js", package / "theme/static/other.js"
    digests = [here]
    script.rename(other)
    digests.append(theme_hash())
    other.unlink()
    digests.append(theme_hash())
    (package / "theme/templates/new.html").touch()
    digests.append(theme_hash())
    assert len(set(digests)) == 4


def test_byte_code_and_times_leave_the_digest_alone(here: str, package: Path) -> None:
    (package / "page/__pycache__").mkdir()
    (package / "page/__pycache__/feeds.cpython-313.pyc").write_bytes(b"code")
    (package / "page/feeds.py").touch()
    assert theme_hash() == here


PUZZLES = '''"""What it is."""
# Why.
x = f"é {a!r:>{b}} {{c}} # no comment" 'd'  # why
"""Of x."""


class Y(Z):
    """What it is."""

    t = f"""é
  {x}é"""; u = rb"\\0"

def v(): return (1,
    2)'''

MEANING = [
    'x|=|f"é {a!r:>{b}} {{c}} # no comment"|' + "'d'|\n",
    "class|Y|(|Z|)|:|\n",
    '\1|t|=|f"""é\n  {x}é"""|;|u|=|rb"\\0"|\n',
    "\2|def|v|(|)|:|return|(|1|,|2|)|\n",
]


def test_a_source_means_the_same_in_every_python() -> None:
    assert digest.meaning_of(PUZZLES).replace("\0", "|") == "|".join(MEANING)


def pythons() -> Iterator[str]:
    for python in OTHER_PYTHONS:
        if shutil.which(python) and not subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode:
            yield python


def test_other_pythons_that_are_here_work_out_the_same() -> None:
    code = "import json; from broadsheet.printing import digest; print(json.dumps(digest.worked_out()))"
    said = [run(code, python=python) for python in (sys.executable, *pythons())]
    assert len(set(said)) == 1


def built(layer: Path, folder: Path, python: str) -> Path:
    """Build the layer, without byte code, and return the folder that functions import from."""
    order = ["make", "build-BroadsheetLayer", f"ARTIFACTS_DIR={folder}", "COMPILER=false", f"PYTHON={python}"]
    subprocess.run(order, cwd=layer, check=True, capture_output=True)
    return folder / "python"


def test_the_layer_brings_the_digest_that_a_checkout_works_out(tmp_path: Path) -> None:
    code = "from broadsheet.printing import digest; print(digest.theme_hash())"
    with_it = built(LAYER, tmp_path / "with", sys.executable)
    without = built(LAYER, tmp_path / "without", "false")
    assert json.loads((with_it / "broadsheet" / digest.BUILT).read_text())["files"]
    assert not (without / "broadsheet" / digest.BUILT).exists()
    assert len({run(code, path=path) for path in (LAYER, with_it, without)}) == 1


def test_a_start_reads_the_file_and_no_source(tmp_path: Path) -> None:
    code = """
import sys
opened = []
sys.addaudithook(lambda name, given: opened.append(str(given[0])) if name == "open" else None)
from broadsheet.printing import digest
opened.clear()
digest.theme_hash()
print([name for name in opened if "broadsheet" in name])
"""
    path = built(LAYER, tmp_path, sys.executable)
    assert run(code, path=path) == str([str(path / "broadsheet" / digest.BUILT)])


@pytest.mark.parametrize("python", [sys.executable, "false"])
def test_a_stale_digest_outlives_no_build(tmp_path: Path, package: Path, python: str) -> None:
    # It would be taken at its word here; so no checkout may hold one.
    assert not list(LAYER.rglob(digest.BUILT))
    shutil.copy(LAYER / "Makefile", package.parent)
    (package.parent / "theme").mkdir()
    (package / digest.BUILT).write_text('{"files": "stale", "libraries": []}')
    code = "from broadsheet.printing import digest; print(digest.theme_hash())"
    said = run(code, path=built(package.parent, tmp_path / "built", python))
    (package / digest.BUILT).unlink()
    assert said == theme_hash()
