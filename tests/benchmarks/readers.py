"""What does a reader fetch? The bytes of each kind of page, as they are and compressed."""

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from broadsheet.page.address import Kind
from broadsheet.press import records
from broadsheet.press.compositions import Edition, compose
from broadsheet.press.reading import run
from broadsheet.press.touched import pages_of_reprint
from broadsheet.store import keys
from ops.local.environments import program_of
from tests.benchmarks import corpus
from tests.benchmarks.answers import Answer, table
from tests.benchmarks.kept import KeptTables
from tests.benchmarks.peers import Broadsheet

QUESTION: Final = "What a reader fetches"

ARTICLES: Final = 400
# CloudFront's own compression is of about these levels.
GZIP_LEVEL: Final = 6
BROTLI: Final = (
    "const zlib = require('node:zlib'); const read = require('node:fs').readFileSync(0);"
    "process.stdout.write(String(zlib.brotliCompressSync(read, {params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 5}})"
    ".length))"
)


def brotli_bytes(body: bytes) -> int:
    """Return how long a body is as Brotli, which Node knows and Python does not."""
    done = subprocess.run([str(program_of("local", "node")), "-e", BROTLI], input=body, capture_output=True, check=True)
    return int(done.stdout)


def answer(folder: Path, say: Callable[[str], None]) -> Answer:
    """Weigh the heaviest page of each kind."""
    own = Broadsheet()
    own.prepare(folder / "readers", corpus.articles(ARTICLES))
    tables = KeptTables(folder / "readers" / own.tables)
    edition = Edition(corpus.SITE_URL, corpus.NOW)
    heaviest: dict[Kind, bytes] = {}
    for what in (keys.SITE_PRINT, *run(records.days(), tables)):
        for page in run(pages_of_reprint(what), tables):
            body = run(compose(page, edition), tables).body.encode()
            heaviest[page.kind] = max(heaviest.get(page.kind, b""), body, key=len)
    rows = [
        (kind.value, f"{len(body):,}", f"{len(gzip.compress(body, GZIP_LEVEL)):,}", f"{brotli_bytes(body):,}")
        for kind, body in sorted(heaviest.items())
    ]
    say(f"  {len(rows)} kinds of page weighed")
    return Answer(QUESTION, table(("kind of page, its heaviest", "bytes", "gzip", "Brotli"), rows))
