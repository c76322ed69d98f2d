"""A whole site of printed pages on 127.0.0.1, and a real Chromium to read it with."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from broadsheet.page.assets import asset_path, assets
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Printed
from ops.local.browser import chromium as machines_chromium
from ops.local.browser import chromium_path
from tests.pages.articles import PICTURE, TOLD_SITE, article
from tests.pages.printing import site_of

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TABLE = "| parish | " + " | ".join(f"week {n}" for n in range(12)) + " |\n|" + "---|" * 13 + "\n|" + " 7 |" * 13


def _articles() -> list[Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    # The theme's own icon stands in for a photograph: it is always there.
    picture = type(PICTURE)(asset_path("favicon.svg"), alt=PICTURE.alt, caption=PICTURE.caption, width=640, height=640)
    changes: dict[int, dict[str, Any]] = {
        2: {"headline": "x", "image": None, "description": None},
        3: {"headline": f"{LONG_WORD} {LONG_WORD}", "key_points": (LONG_WORD,), "body": f"{LONG_WORD}\n\n{TABLE}"},
        4: {"headline": "مالك الحزين في الأهوار", "body": "نص قصير عن الطيور.", "language": "ar"},
        5: {"headline": "W" * 200, "image": None},
    }
    return [
        article(
            number,
            **{"image": picture, "section": ("news", "culture", "sport")[number % 3]} | changes.get(number, {}),
            published_at=now - timedelta(hours=2 * number),
        )
        for number in range(1, 25)
    ]


@dataclass
class Served:
    """A site under test: where it is, its pages, and the forms it was sent."""

    address: str = ""
    pages: dict[str, Printed] = field(default_factory=dict)
    forms: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


COMMENTS = """<!doctype html><html lang="en"><head><title>Comments</title></head><body><main>
<p class="count"><data value="4">4 comments</data></p>
<ol class="discussion">{}</ol></main></body></html>"""
COMMENT = '<li><article class="comment"><p>Comment {}</p></article></li>'


@contextmanager
def serving() -> Iterator[Served]:
    """Serve the theme's files, and whatever pages are put among those served."""
    served = Served()
    files = {f"/{asset.path}": (asset.body, asset.content_type) for asset in assets()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            # Like the edge, which does not tell the bucket what is asked for.
            path = self.path.partition("?")[0]
            key = path.strip("/") or "index.html"
            if path in files:
                self._answer(200, *files[path])
            elif key in served.pages:
                page = served.pages[key]
                self._answer(410 if page.gone else 200, page.stamped("a1b2"), page.content_type)
            else:
                self._answer(404, served.pages["404.html"].stamped("a1b2"), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            served.forms.append((self.path, parse_qs(body)))
            self.send_response(303)
            self.send_header("location", "/comments/received")
            self.send_header("content-length", "0")
            self.end_headers()

        def _answer(self, status: int, body: bytes, content_type: str) -> None:
            self.send_response(status)
            self.send_header("content-type", content_type)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def site() -> Iterator[Served]:
    """Serve every page of a site with 24 articles, some of them awkward."""
    articles = _articles()
    with serving() as served:
        served.pages = site_of(Frame(TOLD_SITE, served.address), articles)
        served.pages["comments/counts.json"] = Printed(
            body=json.dumps({"counts": {articles[5].id: 4}}), content_type="application/json"
        )
        served.pages[f"comments/{articles[5].id}"] = Printed(
            body=COMMENTS.format("".join(COMMENT.format(n) for n in range(4, 0, -1)))
        )
        served.pages["comments/received"] = Printed(body=COMMENTS.format(""))
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium."""
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine: the pages were not read in a browser")
    with machines_chromium() as browser:
        yield browser


# What was to happen has been drawn, and the page has nothing to do.
IDLE = """() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done()))))"""
REST_SECONDS = 30


@dataclass
class Reader:
    """A reader's browser window; it notes what went wrong while pages were read."""

    site: Served
    context: BrowserContext
    page: Page
    scripts: bool = True
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)

    def open(self, key: str, *, at_rest: bool = True) -> Page:
        """Go to a page of the site; wait until it is loaded, and until nothing more comes where `at_rest`."""
        path = "" if key == "index.html" else key.lstrip("/")
        self.under_way.clear()
        self.page.goto(f"{self.site.address}/{path}", wait_until="load")
        if at_rest:
            self.rest()
        return self.page

    def rest(self) -> None:
        """Wait until nothing is under way, and twice nothing new follows from what has come.

        Playwright's own wait is for half a second without a request, at each page.
        """
        deadline, quiet = time.monotonic() + REST_SECONDS, 0
        while self.scripts and quiet < 2:
            assert time.monotonic() < deadline, f"still under way: {self.under_way}"
            asked = len(self.requests)
            self.page.evaluate(IDLE)
            quiet = 0 if self.under_way or len(self.requests) > asked else quiet + 1

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        self.under_way.add(request)

    def _answered(self, request: Request) -> None:
        self.under_way.discard(request)


def reader(chromium: Browser, site: Served, **window: Any) -> Reader:
    """Open a window; `window` is what Playwright takes for a new context."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | window)
    opened = Reader(site, context, context.new_page(), scripts=window.get("java_script_enabled", True))
    # Chromium has no event for it outside the page.
    opened.page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))"
    )
    return opened


@pytest.fixture
def window(chromium: Browser, site: Served) -> Iterator[Reader]:
    """A wide window with scripts on."""
    opened = reader(chromium, site)
    yield opened
    opened.context.close()
