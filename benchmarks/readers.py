"""What does a reader fetch, and how fast is it served? Bytes of each kind of page, and requests a second."""

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks import corpus
from benchmarks.answers import Answer, table
from benchmarks.kept import KeptTables
from benchmarks.measured import cost_of
from benchmarks.peers import OUTPUT, Broadsheet, Peer
from benchmarks.served import missing, served, version_of
from broadsheet.page.address import PageKind
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.reprint_pages import of_part
from broadsheet.reading import records
from broadsheet.reading.waves import run
from broadsheet.store import keys
from ops.local.environments import program_of

QUESTION: Final = "What a reader fetches"

ARTICLES: Final = 400
# Old enough to have neighbours on both sides and six earlier ones.
SERVED: Final = 100
MOST_RUNS: Final = 3
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


def weighed(folder: Path) -> list[tuple[str, str, str, str]]:
    """Weigh the heaviest page of each kind."""
    tables = KeptTables(folder / Broadsheet.tables)
    edition = Edition(corpus.SITE_URL, corpus.NOW)
    heaviest: dict[PageKind, bytes] = {}
    for what in (keys.SITE_PRINT, *run(records.days(), tables)):
        for page in (job.page for job in of_part(what, tables) if not job.may_stand):
            body = run(compose(page, edition), tables).body.encode()
            heaviest[page.kind] = max(heaviest.get(page.kind, b""), body, key=len)
    return [
        (kind.value, f"{len(body):,}", f"{len(gzip.compress(body, GZIP_LEVEL)):,}", f"{brotli_bytes(body):,}")
        for kind, body in sorted(heaviest.items())
    ]


def answered(peers: list[Peer], runs: int, folder: Path, say: Callable[[str], None]) -> str:
    """Serve pages of every kind that readers open most, and the others' page of the same article."""
    if lacking := " and no ".join(missing()):
        return f"Not served: this machine has no {lacking}. On Debian, `apt-get install nginx-light wrk`.\n"
    article = corpus.article(SERVED)
    files = {
        "home": "index.html",
        "section": f"{article.fields.section}/index.html",
        "article": f"{article.path}/index.html",
        "feed": "feed.xml",
    }
    pages = {f"{peers[0].name}, {kind}": f"{peers[0].name}/{OUTPUT}/{file}" for kind, file in files.items()}
    pages |= {f"{peer.name}, article": f"{peer.name}/{OUTPUT}/{files['article']}" for peer in peers[1:]}
    rows = [
        (name, f"{page.size:,}", f"{page.gzip_size:,}", *(
            f"{rate:,.0f}" for rate in (page.whole, page.compressed, page.unchanged)
        ))
        for name, page in zip(pages, served(folder, pages, min(runs, MOST_RUNS), folder / "nginx", say), strict=True)
    ]  # fmt: skip
    heads = ("served, requests a second", "bytes", "gzip", "as it is", "gzip", "304")
    return table(heads, rows) + f"\nnginx {version_of('nginx')} and wrk {version_of('wrk')}, both on this machine.\n"


def answer(peers: list[Peer], runs: int, folder: Path, say: Callable[[str], None]) -> Answer:
    """Weigh and serve."""
    home = folder / "readers"
    for peer in peers:
        peer.prepare(home / peer.name, corpus.articles(ARTICLES))
        cost_of(peer.command, home / peer.name, peer.environment)
    rows = weighed(home / peers[0].name)
    say(f"  {len(rows)} kinds of page weighed")
    weights = table(("kind of page, its heaviest", "bytes", "gzip", "Brotli"), rows)
    return Answer(QUESTION, weights + "\n" + answered(peers, runs, home, say))
