"""A full re-print prints every page, and none twice."""

from collections import Counter
from functools import partial
from pathlib import Path

from benchmarks import corpus
from benchmarks.kept import KeptTables
from broadsheet.printing.digest import theme_hash
from broadsheet.printing.pages.edition import Edition
from broadsheet.store import items
from broadsheet.store.reads import TableName
from ops.export import Export
from tests import archive
from tests.calls import recorded
from tests.newsroom import START, Newsroom


def test_a_full_reprint_prints_each_page_once(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(12, a_day=3, until=START))
    with recorded() as calls:
        newsroom.rebuild()
    puts = Counter(call.parameters["Key"] for call in calls if call.operation == "PutObject")
    assert puts.total() > 12
    assert set(puts.values()) == {1}


def test_two_processes_export_what_one_does(tmp_path: Path) -> None:
    tables = tmp_path / "tables.sqlite"
    kept = KeptTables(tables)
    kept.fill([
        (TableName.CONTENT, items.settings_item(corpus.SITE)),
        (TableName.CONTENT, items.theme_item(theme_hash(), corpus.SITE_URL)),
        *archive.left_by_all(corpus.articles(20), corpus.SITE),
    ])  # fmt: skip
    edition = Edition(corpus.SITE_URL, corpus.NOW)
    sites = []
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        pages = Export(partial(KeptTables, tables), edition, folder, processes).write(lambda line: None)
        files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        assert pages > 20
        sites.append((pages, files))
    assert sites[0] == sites[1]
