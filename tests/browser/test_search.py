"""The search in a real browser: what it finds and shows, and how little it fetches for it."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Route, expect

from broadsheet.lists.card import Card
from broadsheet.lists.leaf import Capacity
from broadsheet.page.address import Page, PageKind
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Printed
from broadsheet.page.search import search_index, search_page, search_shard
from tests.pages.articles import SITE, card
from tests.pages.printing import search_of

from .conftest import Reader, Served, reader, serving
from .test_reading import AXE_OPTIONS

pytestmark = pytest.mark.browser

# So few that a month of this archive takes several.
SHARDS = Capacity(opens=100, most=200)

# The script's own bounds: shards of one step, and those that are fetched ahead of it.
STEP_SHARDS, AHEAD = 24, 3
RESULTS = 20

ARTICLES, DAYS = 10_000, 3 * 365
NEWEST = datetime(2026, 11, 23, 11, tzinfo=UTC)


def ten_thousand() -> Iterator[Card]:
    """Yield cards of three years, the newest first; the oldest few have words that no other has."""
    subjects = ("harbour", "council", "library", "heron", "budget", "tram", "festival", "census")
    for number in range(ARTICLES):
        subject = subjects[number * 7 % len(subjects)]
        at = NEWEST - timedelta(days=number * DAYS // ARTICLES, minutes=number % 9)
        headline = f"The {subject} and what came of it, part {number}"
        if number > ARTICLES - 3:
            headline = f"Zeppelin over the {subject} {number}"
        yield card(number, headline=headline, description=f"Told by {number * 7919 % 10007}.", published_at=at)


def search_pages(frame: Frame, cards: Sequence[Card]) -> dict[str, Printed]:
    """Return the search page and every shard that readers are led to, by key."""
    return {Page(PageKind.SEARCH).key: search_page(frame), **search_of(frame, cards, SHARDS)}


@pytest.fixture(scope="module")
def archive() -> Iterator[Served]:
    """Serve the search of a site with ten thousand articles."""
    with serving() as archive:
        archive.pages |= search_pages(Frame(SITE, archive.address), list(ten_thousand()))
        yield archive


@pytest.fixture
def searching(chromium: Browser, archive: Served) -> Iterator[Reader]:
    """A window on that site."""
    opened = reader(chromium, archive)
    yield opened
    opened.context.close()


def fetched(opened: Reader) -> list[str]:
    """Return the shards that were asked for, in order."""
    return re.findall(r"/search/(\S+)\.json", "\n".join(opened.requests))


def found(opened: Reader, words: str) -> list[str]:
    """Type words, wait for the answer, and return the headlines that were found."""
    opened.page.get_by_role("searchbox").fill(words)
    opened.page.keyboard.press("Enter")
    expect(opened.page.get_by_role("status")).to_have_text(re.compile("found"))
    return opened.page.locator(".lines h2").all_inner_texts()


def test_nothing_is_fetched_before_the_reader_asks(window: Reader) -> None:
    page = window.open("search")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_text("Searching needs a script")).to_be_hidden()
    assert fetched(window) == []


def test_typing_is_enough_and_a_result_leads_to_its_article(window: Reader) -> None:
    page = window.open("search")
    page.keyboard.type("hero marsh")
    expect(page.get_by_role("status")).to_have_text(re.compile("articles found"))
    result = page.locator(".lines li").first
    expect(result.locator("mark")).to_have_text(["Hero", "marsh", "Hero"])
    expect(result.locator(".p-summary")).to_have_text("One bird stood in two parishes.")
    expect(result.locator(".p-category")).to_have_text("Culture")
    expect(result.locator("time")).to_have_attribute("datetime", re.compile(r"^\d{4}-\d\d-\d\d$"))
    result.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Heron counted twice in the marsh census")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("hero marsh")
    expect(page.locator(".lines li").first).to_be_visible()
    assert not window.faults


def test_a_search_is_an_address(window: Reader) -> None:
    page = window.open("search?q=%D8%A7%D9%84%D8%A7%D9%87%D9%88%D8%A7%D8%B1")
    expect(page.get_by_role("status")).to_have_text("1 article found.")
    headline = page.locator(".lines h2")
    expect(headline).to_have_attribute("lang", "ar")
    expect(headline).to_have_attribute("dir", "rtl")
    # Found without the hamza that the headline has, and marked with it.
    expect(headline.locator("mark")).to_have_text("الأهوار")
    found(window, "donau")
    assert page.url.endswith("/search?q=donau")


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        ("ELEKTRIZITATEN", None),  # in the midst of a word
        ("donaudampfschifffahrtselektrizitaten", "Donau"),
        ("حزين", "مالك"),  # behind an article that is written with its noun
        ("ida reed herons culture", "Heron counted"),  # names, keywords and the section
        ("heron stork", None),
        ("parishes", "Heron counted"),
    ],
)
def test_every_word_must_be_found_where_a_word_begins(window: Reader, words: str, headline: str | None) -> None:
    window.open("search")
    headlines = found(window, words)
    assert any(each.startswith(headline) for each in headlines) if headline else not headlines


def test_a_rare_word_of_the_oldest_month_is_found_a_few_shards_at_a_time(searching: Reader, archive: Served) -> None:
    page = searching.open("search")
    shards = json.loads(archive.pages[Page(PageKind.SEARCH_INDEX).key].body)["shards"]
    assert "2026-10/3" in shards
    assert found(searching, "zeppelin") == []
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Nothing found, back to \w+ 20\d\d\.$"))
    steps = [len(fetched(searching))]
    further = page.get_by_role("button", name="Search further back")
    while further.is_visible() and len(steps) < 9:
        further.click()
        expect(page.get_by_role("status")).to_have_text(re.compile("found"))
        steps.append(len(fetched(searching)))
    assert page.locator(".lines h2").all_inner_texts()[0].startswith("Zeppelin")
    expect(page.get_by_role("status")).to_have_text("2 articles found.")
    expect(page.locator(".lines a").first).to_be_focused()
    asked = fetched(searching)
    assert len(asked) == len(set(asked))
    assert asked == ["index", *shards]
    for before, after in zip([0, *steps], steps, strict=False):
        assert after - before <= 1 + STEP_SHARDS + AHEAD


def test_a_common_word_stops_at_twenty_and_goes_on_where_it_stopped(searching: Reader) -> None:
    page = searching.open("search")
    first = found(searching, "heron")
    assert len(first) == RESULTS
    assert len(fetched(searching)) <= 1 + 3 + AHEAD
    page.get_by_role("button", name="Search further back").click()
    expect(page.locator(".lines h2")).to_have_count(2 * RESULTS)
    headlines = page.locator(".lines h2").all_inner_texts()
    assert headlines[:RESULTS] == first
    assert len(set(headlines)) == 2 * RESULTS
    days = [time.get_attribute("datetime") or "" for time in page.locator(".lines time").all()]
    assert days == sorted(days, reverse=True)


def test_what_was_fetched_once_is_not_fetched_again(searching: Reader) -> None:
    searching.open("search")
    found(searching, "zeppelin")
    before = fetched(searching)
    found(searching, "zeppelins")
    assert fetched(searching) == before


def test_a_search_that_was_overtaken_shows_nothing(window: Reader) -> None:
    page = window.open("search")
    held: list[Route] = []
    page.route("**/search/index.json", lambda route: held.append(route))
    page.get_by_role("searchbox").fill("heron")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Searching…")
    page.get_by_role("searchbox").fill("donau")
    page.keyboard.press("Enter")
    for route in held:
        route.continue_()
    expect(page.get_by_role("status")).to_have_text("1 article found.")
    expect(page.locator(".lines li")).to_have_count(1)


def test_a_fault_of_the_network_is_told_and_can_be_tried_again(window: Reader) -> None:
    page = window.open("search")
    page.route("**/search/*.json", lambda route: route.abort())
    page.get_by_role("searchbox").fill("donau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("could not be read"))
    page.unroute("**/search/*.json")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("status")).to_have_text("1 article found.")
    expect(page.locator(".lines a")).to_be_focused()


def test_without_scripts_there_is_no_form_but_ways_to_every_article(chromium: Browser, site: Served) -> None:
    opened = reader(chromium, site, java_script_enabled=False)
    page = opened.open("search")
    expect(page.get_by_text("Searching needs a script")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="The archive").click()
    page.wait_for_url("**/archive")
    opened.context.close()


def test_every_page_and_a_page_that_is_not_there_lead_to_the_search(window: Reader) -> None:
    for key, region in (("index.html", "header"), ("nowhere", "main")):
        window.open(key).locator(region).get_by_role("link", name="Search").click()
        window.page.wait_for_url("**/search")


def test_markup_in_a_headline_or_an_address_is_only_text(chromium: Browser) -> None:
    with serving() as hostile:
        trap = "<img src=/x onerror=alert(1)>"
        made = card(1, headline=f"heron {trap}", description=trap, keywords=(f"heron {trap}",))
        hostile.pages |= search_pages(Frame(SITE, hostile.address), [made])
        opened = reader(chromium, hostile)
        page = opened.open(f"search?q=heron%20{trap}")
        expect(page.locator(".lines h2")).to_have_text(f"heron {trap}")
        expect(page.locator("main img")).to_have_count(0)
        assert not opened.faults
        opened.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_was_found(chromium: Browser, site: Served, scheme: str) -> None:
    opened = reader(chromium, site, color_scheme=scheme)
    for key in ("search", "search?q=heron", "search?q=nowhere"):
        results = Axe().run(opened.open(key), options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{key}: {results.generate_report()}"
    opened.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_was_found_does_not_scroll_sideways(chromium: Browser, site: Served, width: int) -> None:
    opened = reader(chromium, site, viewport={"width": width, "height": 800})
    page = opened.open("search?q=heron")
    expect(page.locator(".lines li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    opened.context.close()


def test_shards_are_read_in_the_order_of_the_index_and_what_stands_in_two_is_shown_once(chromium: Browser) -> None:
    """Leaves are named in the order in which they were opened: 2 is the newest here, and 3 was cut from the first."""
    with serving() as archive:
        frame, some = Frame(SITE, archive.address), [card(number) for number in range(1, 7)]
        names = [("2026-11", 2), ("2026-11", 3), ("2026-11", 1), ("2026-10", 1)]
        shards = [Page(PageKind.SEARCH_MONTH, period=month, number=number) for month, number in names]
        # The second moved into the third shard a moment ago: the first still has it. And the third was emptied.
        held = [some[:2], some[1:4], [], some[4:]]
        archive.pages = {
            Page(PageKind.SEARCH).key: search_page(frame),
            Page(PageKind.SEARCH_INDEX).key: search_index(shards),
            **{page.key: search_shard(frame, own) for page, own in zip(shards, held, strict=True)},
        }
        opened = reader(chromium, archive)
        page = opened.open("search?q=heron")
        expect(page.get_by_role("status")).to_have_text("6 articles found.")
        links = [link.get_attribute("href") for link in page.locator(".lines a").all()]
        assert links == [f"/{each.path}" for each in some]
        assert fetched(opened) == ["index", "2026-11/2", "2026-11/3", "2026-11", "2026-10"]
        assert not opened.faults
        opened.context.close()
