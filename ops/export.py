"""Writes the whole site of a stack to a folder, as files for any web server.

python -m ops.export --stack broadsheet --to site
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.page.assets import assets
from broadsheet.page.printed import Printed
from broadsheet.press import records
from broadsheet.press.compositions import Edition, compose
from broadsheet.press.reading import Answering, Reading, run, together
from broadsheet.press.touched import pages_of_reprint
from broadsheet.store import keys
from broadsheet.store.reads import Reads, TableName
from ops.stack import physical_name

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MEDIA = "media/"
THREADS = 16
PROGRESS_PARTS = 10

TABLES = {
    TableName.CONTENT: "ContentTable",
    TableName.RECENT_POSTS: "RecentPostsTable",
    TableName.COMMENTS: "CommentsTable",
    TableName.APPROVED_COMMENTS: "ApprovedCommentsTable",
}


@dataclass(frozen=True, slots=True)
class Export:
    """One export. `open_tables` is called once in each process; `edition` is what the pages say of address and time."""

    open_tables: Callable[[], Answering]
    edition: Edition
    folder: Path
    processes: int

    def write(self, say: Callable[[str], None]) -> int:
        """Write every page that readers have and the theme's files, and return how many pages.

        Pages are printed as the press prints them, but without a stamp: the same site gives the same bytes. What is
        gone is left out, so that a web server answers 404.
        """
        for asset in assets():
            _write(self.folder / asset.path, asset.body)
        parts = [keys.SITE_PRINT, *run(records.days(), self.open_tables())]
        pages = 0
        with ProcessPoolExecutor(self.processes, initializer=_open, initargs=(self,)) as workers:
            for done, written in enumerate(workers.map(_write_part, parts, chunksize=4), start=1):
                pages += written
                if done % -(-len(parts) // PROGRESS_PARTS) == 0:
                    say(f"{pages} pages, {done} of {len(parts)} days")
        return pages


def file_of(key: str) -> str:
    """Return where a page lies in the folder: as an `index.html` of its own, unless its key names a file already."""
    return key if "." in key.rpartition("/")[2] else f"{key}/index.html"


# What this process exports from, and into.
_open_export: tuple[Export, Answering]


def _open(export: Export) -> None:
    global _open_export
    _open_export = export, export.open_tables()


def _write_part(what: str) -> int:
    export, tables = _open_export
    printed = run(_printed(what, export.edition), tables)
    for key, page in printed.items():
        _write(export.folder / file_of(key), page.body.encode())
    return len(printed)


def _printed(what: str, edition: Edition) -> Reading[dict[str, Printed]]:
    """Print what one pending print of a full re-print stands for: a day, or the site's own pages."""
    pages = sorted((yield from pages_of_reprint(what)))
    printed = yield from together([compose(page, edition) for page in pages])
    return {page.key: each for page, each in zip(pages, printed, strict=True) if not each.gone}


def _write(file: Path, body: bytes) -> None:
    try:
        file.write_bytes(body)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
