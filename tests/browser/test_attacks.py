"""Attacks in a real browser: on a site that says nothing else, no script but our own is so much as compiled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route

from broadsheet.page.comments import counts
from broadsheet.page.printed import Printed
from tests.attacks import OURS, attacks
from tests.pages.hostile import HARMLESS, PLAYER_HOST, site_saying, writing_of, writings_of

from .conftest import Served, serving

pytestmark = pytest.mark.browser

ONE_OF_EACH_KIND = "index.html news news/2026/11 archive/2026/11/23 about search 404.html refused stopped".split()
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

# Sends every event that an attribute can wait for to every element, and follows nothing.
ALL_EVENTS = """() => {
    for (const name of ['click', 'submit']) addEventListener(name, (event) => event.preventDefault(), true);
    const names = new Set();
    for (const kind of [HTMLElement, SVGElement, HTMLBodyElement, Document]) {
        for (const name in kind.prototype) if (name.startsWith('on')) names.add(name.slice(2));
    }
    const events = [...names].map((name) => new Event(name, {cancelable: true}));
    for (const element of document.querySelectorAll('*')) for (const event of events) element.dispatchEvent(event);
}"""
SCRIPTED_ADDRESSES = """() => [...document.querySelectorAll('*')].flatMap((element) =>
    ['href', 'src', 'action', 'formAction', 'data'].map((name) => element[name])
        .filter((address) => /^(javascript|data|vbscript|blob|filesystem):/i.test(address)))"""
PICTURES = "() => [...document.images].map((image) => image.src)"


@dataclass
class Watch:
    """A browser window that notes whatever happens in it that a page of ours does not ask for."""

    page: Page
    address: str
    noted: list[str] = field(default_factory=list)
    fetched: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dismiss)
        self.page.on("popup", lambda popup: self.noted.append(f"a window opened: {popup.url}"))
        self.page.context.route(lambda url: not url.startswith(self.address), self._stop)
        debugger = self.page.context.new_cdp_session(self.page)
        debugger.on("Debugger.scriptParsed", self._compiled)
        debugger.send("Debugger.enable")

    def read(self, key: str, *, at_rest: bool = True) -> list[str]:
        """Open a page, do to it whatever a reader may do, and return what should not have happened.

        Where `at_rest`, wait for what our script brings in later.
        """
        self.noted, self.fetched = [], []
        self.page.goto(f"{self.address}/{key}", wait_until="load")
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        if at_rest:
            self.page.wait_for_load_state("networkidle")
        self.page.evaluate(ALL_EVENTS)
        self.noted += self.page.evaluate(SCRIPTED_ADDRESSES)
        # Whoever writes may show a picture from elsewhere, and a player of an allowed host; nothing else is fetched.
        pictures = set(self.page.evaluate(PICTURES))
        self.noted += [
            f"{kind} of {url}"
            for kind, url in self.fetched
            if not (kind == "image" and url in pictures) and not (kind == "document" and _is_player(url))
        ]
        return self.noted

    def _dismiss(self, dialog: Dialog) -> None:
        self.noted.append(f"a dialog said {dialog.message}")
        dialog.dismiss()

    def _stop(self, route: Route) -> None:
        self.fetched.append((route.request.resource_type, route.request.url))
        route.abort()

    def _compiled(self, script: dict[str, str]) -> None:
        # What this test evaluates has no address.
        if script["url"] and not script["url"].startswith(f"{self.address}/assets/"):
            self.noted.append(f"a script was compiled: {script['url']}, line {script['startLine']}")


def _is_player(url: str) -> bool:
    return urlsplit(url).hostname == PLAYER_HOST


def telling_pages(site: dict[str, Printed]) -> dict[str, Printed]:
    """Return every article's page, and one of each other kind that says what somebody wrote."""
    firsts = [next(key for key in site if key.startswith(folder)) for folder in ("comments/", "tags/", "by/")]
    articles = [key for key in site if "/heron-" in key]
    return {key: site[key] for key in (*articles, *firsts, *ONE_OF_EACH_KIND)}


@pytest.fixture(scope="module")
def hostile() -> Iterator[Served]:
    """The hostile site, and each of its pages without its policy, as `bare/<key>`."""
    with serving() as served:
        writings = writings_of(attacks())
        site = site_saying(writings, writing_of(OURS), served.address)
        discussed = next(key for key in site if key.startswith("comments/")).split("/")[1]
        bare = {
            f"bare/{key}": replace(page, body=POLICY.sub("", page.body)) for key, page in telling_pages(site).items()
        }
        served.pages = site | bare | {"comments/counts.json": counts({discussed: len(writings)})}
        yield served


@pytest.fixture
def watch(chromium: Browser, hostile: Served) -> Iterator[Watch]:
    context = chromium.new_context()
    yield Watch(context.new_page(), hostile.address)
    context.close()


@pytest.mark.parametrize("sent_as", ["", "bare/"], ids=["with its policy", "without its policy"])
def test_no_attack_runs_opens_or_fetches_anything(watch: Watch, hostile: Served, sent_as: str) -> None:
    keys = [key.removeprefix("bare/") for key in hostile.pages if key.startswith("bare/")]
    # The first article's discussion and the newest posts are put into its page.
    noted = {key: watch.read(sent_as + key, at_rest=key.endswith("/heron-1")) for key in keys}
    assert {key: found for key, found in noted.items() if found} == {}
    assert watch.page.context.pages == [watch.page]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>1</script>",
        "<p onpointerdown=1>x",
        "<img src=x onerror=alert(1)>",
        "<a href=' java&#9;script:1'>x</a>",
        "<video poster=//evil.example/x></video>",
        "<iframe src=//evil.example/></iframe>",
    ],
)
def test_what_this_watch_is_for_it_sees(watch: Watch, hostile: Served, attack: str) -> None:
    page = site_saying([HARMLESS], HARMLESS)["about"]
    hostile.pages["caught"] = replace(page, body=POLICY.sub("", page.body).replace("</main>", f"{attack}</main>"))
    assert watch.read("caught")
