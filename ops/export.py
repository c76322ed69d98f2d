"""Writes the whole site of a stack to a folder, as files for any web server.

python -m ops.export --stack broadsheet --to site
"""

import argparse
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.page.assets import assets
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.reprint_pages import of_part
from broadsheet.printing.slices import sliced
from broadsheet.reading import records
from broadsheet.reading.waves import Answering, run, together
from broadsheet.store import keys
from broadsheet.store.clients import POOL_THREADS
from broadsheet.store.reads import Reads, TableName
from ops.stack import physical_name

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MEDIA = "media/"
PROGRESS_LINES = 10
DAYS_A_TURN = 4

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

        Pages are as the press prints them, but for the stamp: the same site gives the same bytes. What is gone is left
        out, so that a web server answers 404; what has moved leads on by itself. Links are of the site's root, not for
        a double click: relative ones would be other bytes than readers get.
        """
        for asset in assets():
            _write(f"{self.folder}/{asset.path}", asset.body)
        parts = [keys.SITE_PRINT, *run(records.days(), self.open_tables())]
        pages = 0
        with ProcessPoolExecutor(self.processes, initializer=_open, initargs=(self,)) as workers:
            for done, written in enumerate(workers.map(_write_part, parts, chunksize=DAYS_A_TURN), start=1):
                pages += written
                if done % -(-len(parts) // PROGRESS_LINES) == 0:
                    say(f"{pages} pages, {done} of {len(parts)} days")
        return pages

    def write_part(self, what: str, tables: Answering) -> int:
        """Write what one part of a full re-print stands for: a day, or the site's own pages."""
        written = 0
        # Programs that ask for an icon read no page that leads on to it.
        icons = {f"/{asset.path}": asset.body for asset in assets()}
        for some in sliced(of_part(what, tables)):
            pages = [job.page for job in some if not job.may_stand]
            printed = run(together([compose(page, self.edition) for page in pages]), tables)
            for page, each in zip(pages, printed, strict=True):
                if not each.gone:
                    _write(f"{self.folder}/{file_of(page.key)}", icons.get(each.redirect or "", each.body.encode()))
                    written += 1
        return written


def file_of(key: str) -> str:
    """Return where a page lies in the folder: as an `index.html` of its own, unless its key names a file already."""
    return key if "." in key.rpartition("/")[2] else f"{key}/index.html"


# What this process exports, and from where.
_open_export: tuple[Export, Answering]


def _open(export: Export) -> None:
    global _open_export
    _open_export = export, export.open_tables()


def _write_part(what: str) -> int:
    export, tables = _open_export
    return export.write_part(what, tables)


def _write(file: str, body: bytes) -> None:
    try:
        _put(file, body)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        _put(file, body)


def _put(file: str, body: bytes) -> None:
    with open(file, "wb") as written:
        written.write(body)


def copy_media(s3: "S3Client", bucket: str, folder: Path) -> int:
    """Copy the uploaded pictures that the folder lacks, and return how many it has now. They never change."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=MEDIA)
    names = [found["Key"] for page in pages for found in page.get("Contents", [])]
    for name in names:
        if not (folder / name).exists():
            _write(f"{folder}/{name}", s3.get_object(Bucket=bucket, Key=name)["Body"].read())
    return len(names)


def stack_tables(tables: dict[TableName, str], region: str | None) -> Reads:
    """Return the reads of a stack's tables."""
    client = boto3.client("dynamodb", region_name=region, config=Config(max_pool_connections=POOL_THREADS))
    return Reads(client, tables, ThreadPoolExecutor(POOL_THREADS))


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.export", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="where to write; made where missing")
    parser.add_argument("--url", help="the address that pages say they have; default: the stack's")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    try:
        tables = {table: physical_name(asked.stack, name, asked.region) for table, name in TABLES.items()}
        site_url = asked.url or run(records.site_url(), stack_tables(tables, asked.region))
        if site_url is None:
            parser.error("the stack's site was never installed: give its address with --url")
        edition = Edition(site_url.rstrip("/"), datetime.now(UTC))
        export = Export(partial(stack_tables, tables, asked.region), edition, asked.to, os.cpu_count() or 1)
        pages = export.write(lambda line: print(line, file=sys.stderr))
        bucket = physical_name(asked.stack, "SiteBucket", asked.region)
        pictures = copy_media(boto3.client("s3", region_name=asked.region), bucket, asked.to)
    except (BotoCoreError, ClientError) as error:
        print(f"Stopped; it is safe to run again: {error}", file=sys.stderr)
        return 1
    print(f"{pages} pages and {pictures} uploaded pictures are in {asked.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
