"""The theme's files and its digest."""

import shutil
from pathlib import Path

import pytest

from broadsheet.page import assets


def test_an_asset_is_named_after_its_content() -> None:
    script = next(asset for asset in assets.assets() if asset.name == "site.js")
    assert script.path.startswith("assets/site.")
    assert script.path.endswith(".js")
    assert len(script.path) == len("assets/site.12345678.js")
    assert script.content_type == "text/javascript; charset=utf-8"
    assert assets.asset_path("site.js") == f"/{script.path}"


def test_every_asset_has_a_known_content_type() -> None:
    assert not [asset.name for asset in assets.assets() if asset.content_type == "application/octet-stream"]


def test_a_missing_asset_is_an_error_at_print_time() -> None:
    with pytest.raises(KeyError):
        assets.asset_path("no-such.js")


@pytest.fixture
def here() -> str:
    """The digest of the package where it lies."""
    return digest()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that a test may change."""
    copy = tmp_path / "broadsheet"
    shutil.copytree(assets.PACKAGE_PATH, copy, ignore=shutil.ignore_patterns("__pycache__"))
    sources = tuple(copy / source.relative_to(assets.PACKAGE_PATH) for source in assets._SOURCES)
    monkeypatch.setattr(assets, "PACKAGE_PATH", copy)
    monkeypatch.setattr(assets, "OUR_THEME_PATH", copy / "theme")
    monkeypatch.setattr(assets, "OWN_THEME_PATH", tmp_path / "theme")
    monkeypatch.setattr(assets, "_SOURCES", sources)
    return copy


def digest() -> str:
    return assets.theme_hash.__wrapped__()


def test_the_same_package_has_the_same_digest_wherever_it_lies(here: str, package: Path) -> None:
    assert digest() == here


@pytest.mark.parametrize(
    "changed",
    [
        "theme/templates/article.html",
        "theme/static/site.js",
        "theme/calendars.json",
        "theme/languages.json",
        "theme/phrases/de.json",
        "page/feeds.py",
        "lists/card.py",
        "press/compositions.py",
        "appearance.py",
    ],
)
def test_a_change_of_anything_that_prints_changes_the_digest(package: Path, changed: str) -> None:
    before = digest()
    file = package / changed
    file.write_bytes(file.read_bytes()[:-1] + b" ")
    assert digest() != before


@pytest.mark.parametrize(
    "part", ["templates/article.html", "templates/styles/own.css", "static/a.svg", "calendars.json", "phrases/kw.json"]
)
def test_a_file_of_the_newsrooms_own_changes_the_digest(package: Path, part: str) -> None:
    digests = [digest()]
    for where in (package.parent / "theme", package / "theme"):
        (where / part).parent.mkdir(parents=True, exist_ok=True)
        (where / part).write_text("{}")
        digests.append(digest())
    assert len(set(digests)) == 3


def test_what_explains_the_newsrooms_folder_leaves_the_digest_alone(package: Path) -> None:
    before = digest()
    theme = package.parent / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "templates" / ".gitkeep").touch()
    (theme / "README.md").write_text("Put files here.")
    assert digest() == before


def test_a_file_added_renamed_or_removed_changes_the_digest(package: Path) -> None:
    script, other = package / "theme/static/site.js", package / "theme/static/other.js"
    digests = [digest()]
    script.rename(other)
    digests.append(digest())
    other.unlink()
    digests.append(digest())
    (package / "theme/templates/new.html").touch()
    digests.append(digest())
    assert len(set(digests)) == 4


def test_byte_code_and_times_leave_the_digest_alone(package: Path) -> None:
    before = digest()
    (package / "page/__pycache__").mkdir()
    (package / "page/__pycache__/feeds.cpython-313.pyc").write_bytes(b"code")
    (package / "page/feeds.py").touch()
    assert digest() == before


def test_another_release_of_a_library_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(assets, "version", lambda name: f"{name} 99")
    assert digest() != before
