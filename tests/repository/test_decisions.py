"""The decisions: each says where it stands, what was weighed and how to undo it; their index and the code agree."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "docs" / "decisions"
INDEX: Final = FOLDER / "README.md"
RECORDS: Final = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
# Where a path that a record names may begin.
BEGINNINGS: Final = (ROOT, ROOT / "layers" / "broadsheet" / "broadsheet")

DAY: Final = r"\d{4}-\d\d-\d\d"
TITLE: Final = re.compile(r"# (?P<number>\d{3}) · (?P<title>.+)\n")
STATUS: Final = re.compile(
    rf"\n\*\*Status:\*\* (?P<status>stands|changed by \d{{3}}|gone, replaced by \d{{3}}); "
    rf"decided (?P<day>{DAY})(?:, changed {DAY}(?:(?:,| and) {DAY})*)?\n"
)
PARTS: Final = ("Decided", "Weighed", "Undo")
LINE: Final = re.compile(
    r"^\| \[(?P<number>\d{3})\]\((?P<file>[^)]+)\) \| (?P<title>.+?) \| (?P<status>.+?) \| (?P<day>.+?) \|$",
    re.MULTILINE,
)
# A folder ends with a slash. What stands for many, such as `<name>`, is none, nor is an address such as `/media`.
NAMED_PATH: Final = re.compile(
    r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md|ya?ml|toml|json|html|css|js|in|txt|rng)|(?:[\w.-]+/)+)`"
)

each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)


def line_of(record: Path) -> tuple[str, ...]:
    """Return what the index should say of a record: number, file, title, status, day."""
    text = record.read_text()
    title, status = TITLE.match(text), STATUS.search(text)
    assert title, "the first line is no number and title"
    assert status, "there is no status with its day"
    return title["number"], record.name, title["title"], status["status"], status["day"]


def paths_in(text: str) -> list[str]:
    """Return the files and folders that a text names."""
    return NAMED_PATH.findall(text)


def stands(path: str) -> bool:
    """Tell whether a path is there, from the root or from the package."""
    return any((beginning / path).exists() for beginning in BEGINNINGS)


@each_record
def test_a_record_has_its_parts(record: Path) -> None:
    text = record.read_text()
    assert STATUS.search(text)
    assert [part for part in PARTS if not re.search(rf"\n\*\*{part}\.\*\* \S", text)] == []


@each_record
def test_a_record_is_named_by_its_number(record: Path) -> None:
    assert re.fullmatch(r"\d{3}(-[a-z0-9]+)+", record.stem)
    assert line_of(record)[0] == record.stem[:3]


def test_records_are_numbered_without_a_gap() -> None:
    assert [record.name[:3] for record in RECORDS] == [f"{number:03}" for number in range(1, len(RECORDS) + 1)]


def test_the_index_lists_every_record_once_with_its_title_and_status() -> None:
    assert [match.groups() for match in LINE.finditer(INDEX.read_text())] == [line_of(record) for record in RECORDS]


@each_record
def test_every_path_that_a_record_names_is_there(record: Path) -> None:
    assert [path for path in paths_in(record.read_text()) if not stands(path)] == []


@each_record
def test_another_record_that_is_named_is_there(record: Path) -> None:
    text = record.read_text()
    for number, file in re.findall(r"\[(\d{3})\]\(([^)]+)\)", text):
        assert file.startswith(number)
        assert (FOLDER / file).is_file()
    for number in re.findall(r"(?:changed|replaced) by (\d{3})", text):
        assert list(FOLDER.glob(f"{number}-*.md"))


def test_a_path_that_is_not_there_would_be_found() -> None:
    named = paths_in("`printing/printer.py`, `pages/`, `press/desk.py`, `POST /api/rebuild`, `/media`, `<name>/x.py`")
    assert named == ["printing/printer.py", "pages/", "press/desk.py"]
    assert [path for path in named if not stands(path)] == ["pages/", "press/desk.py"]
