"""A table is restored with a few of its items in hand, and after a stop from where it was."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from moto.dynamodb.models.table import Table

from broadsheet.store import clients
from ops import restore_table, scan
from ops.restore_table import PAGE_ITEMS, copied
from ops.scan import SEGMENTS, Progress
from tests.calls import intercepted
from tests.emulated import all_items, aws, emptied, names
from tests.template.roles import Call

THOUSANDS, ITEMS = 2_000, 500
IN_HAND_MAX = SEGMENTS * 5

Tables = tuple[str, str]


@pytest.fixture
def tables(stack: None) -> Tables:
    """A table with items, and an empty one of the same keys."""
    source, target = names()["CommentsTable"], names()["RecentPostsTable"]
    fill(source, range(ITEMS))
    return source, target


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans by five items."""
    monkeypatch.setattr(restore_table, "PAGE_ITEMS", 5)


def fill(table: str, numbers: range) -> None:
    for start in numbers[::25]:
        puts = [
            {"PutRequest": {"Item": {"pk": {"S": f"p{number % 300}"}, "sk": {"S": f"{number:05}"}}}}
            for number in range(start, start + 25)
        ]
        aws("dynamodb").batch_write_item(RequestItems={table: puts})


class Watched:
    """Counts the calls, and the items that were read and are not written yet; fails at the n-th put, and all after."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.calls: Counter[str] = Counter()
        self.in_hand = self.in_hand_max = 0
        self._fails_at = fails_at
        self._lock = threading.Lock()

    def __call__(self, call: Call, carry_out: Callable[[], Any]) -> Any:
        with self._lock:
            self.calls[call.operation] += 1
            if call.operation == "PutItem" and self._fails_at and self.calls["PutItem"] >= self._fails_at:
                raise ReadTimeoutError(endpoint_url="")
        answer = carry_out()
        with self._lock:
            self.in_hand += {"Scan": len(answer.get("Items", [])), "PutItem": -1}.get(call.operation, 0)
            self.in_hand_max = max(self.in_hand, self.in_hand_max)
        return answer


def test_few_of_thousands_of_items_are_in_hand_at_once(tables: Tables, say: Callable[[str], None]) -> None:
    fill(tables[0], range(ITEMS, THOUSANDS))
    with intercepted(watched := Watched()):
        assert copied(clients.dynamodb(), *tables, Progress()) == THOUSANDS
    say(f"restoring {THOUSANDS} items: {watched.in_hand_max} in hand at once, {watched.calls['Scan']} scans")
    assert watched.in_hand_max <= SEGMENTS * PAGE_ITEMS
    assert all_items("RecentPostsTable").keys() == all_items("CommentsTable").keys()


def test_a_stopped_run_goes_on_where_it_was(tables: Tables, small_pages: None, tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    with intercepted(Watched(fails_at=300)), pytest.raises(ReadTimeoutError):
        copied(clients.dynamodb(), *tables, Progress(path))
    kept = len(all_items("RecentPostsTable"))
    assert 0 < kept < ITEMS
    progress = Progress.taken_up(path)
    with intercepted(watched := Watched()):
        # What was put of pages that were not finished is there, and is not counted again.
        assert ITEMS - IN_HAND_MAX <= copied(clients.dynamodb(), *tables, progress) <= ITEMS
    assert watched.calls["PutItem"] <= ITEMS - kept + IN_HAND_MAX
    assert all_items("RecentPostsTable").keys() == all_items("CommentsTable").keys()
    assert progress.seen == ITEMS


def test_a_run_that_had_ended_looks_at_nothing_again(tables: Tables) -> None:
    progress = Progress()
    copied(clients.dynamodb(), *tables, progress)
    with intercepted(watched := Watched()):
        copied(clients.dynamodb(), *tables, progress)
    assert not watched.calls


@pytest.fixture
def backup(tables: Tables, small_pages: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A backup of the table, which has lost its items since; for the command itself."""
    source, _ = tables
    with monkeypatch.context() as patch:
        # Copied for once.
        patch.delattr(Table, "__deepcopy__")
        made: str = aws("dynamodb").create_backup(TableName=source, BackupName="before")["BackupDetails"]["BackupArn"]
    emptied("CommentsTable")
    monkeypatch.setattr(restore_table, "physical_name", lambda stack, name, region: source)
    monkeypatch.setattr(scan, "FOLDER", tmp_path)
    return made


ASKED = ["--stack", "marsh", "--table", "CommentsTable"]


def copies() -> list[str]:
    return [name for name in aws("dynamodb").list_tables()["TableNames"] if "-restored-" in name]


def test_the_command_restores_once_tells_how_far_it_is_and_goes_on(
    backup: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with intercepted(Watched(fails_at=300)):
        assert restore_table.main([*ASKED, "--backup", backup]) == 1
    said = capsys.readouterr().err
    assert "put back" in said
    assert "--go-on" in said
    [copy] = copies()
    assert json.loads((scan.FOLDER / "restore-table-marsh-CommentsTable.json").read_text())["facts"]["copy"] == copy
    assert restore_table.main([*ASKED, "--go-on"]) == 0
    assert f"items are back in {ASKED[-1]}" in capsys.readouterr().out
    assert len(all_items("CommentsTable")) == ITEMS
    assert copies() == []
    assert not list(scan.FOLDER.iterdir())


def test_there_is_nothing_to_go_on_from_where_nothing_was_stopped(
    backup: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        restore_table.main([*ASKED, "--go-on"])
    assert "no run for this table was stopped" in capsys.readouterr().err
