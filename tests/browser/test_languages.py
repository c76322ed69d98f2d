"""Whole sites of newsrooms that do not write English, in a real browser: from right to left, and in long words."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from broadsheet.page.assets import asset_path
from tests.pages.newsrooms import FIELDS, whole_site

from . import axe
from .conftest import Served, reader, serving
from .test_reading import article_path

# What stands beyond the window, but for what scrolls in a frame of its own and what nobody is to see.
OUTSIDE = """[...document.querySelectorAll('main *, header *, footer *')].filter((element) => {
  const box = element.getBoundingClientRect();
  const beyond = box.left < -1 || box.right > document.documentElement.clientWidth + 1;
  return beyond && box.width > 1 && !element.closest('.table, .masthead nav, .unseen, [hidden]');
}).map((element) => element.outerHTML.slice(0, 120))"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["ar", "de"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def newsroom(language: str) -> Iterator[Served]:
    """Serve every page of a newsroom's site; the theme's own icon stands in for photographs."""
    with serving() as served:
        now = datetime.now(UTC).replace(microsecond=0)
        served.pages = whole_site(language, served.address, now, asset_path("favicon.svg"))
        yield served


def readable(newsroom: Served) -> list[str]:
    """Return the pages that readers see: of addresses that differ in their numbers alone, the first."""
    return one_of_each(r"[0-9]+", newsroom)


def one_of_each_kind(newsroom: Served) -> list[str]:
    """Return a page for each way in which one is composed: one section, tag and byline stands for the others."""
    return one_of_each(r"[0-9]+|(?<=^tags/)[^/]+|(?<=^by/)[^/]+|^(news|culture|sport)\b", newsroom)


def one_of_each(what_differs: str, newsroom: Served) -> list[str]:
    """Return the first page of each address, but for what differs."""
    kinds = {
        re.sub(what_differs, "0", key): key
        for key, page in reversed(newsroom.pages.items())
        if page.content_type.startswith("text/html") and not key.startswith("fragments/") and not page.redirect
    }
    return [*kinds.values()]


def test_no_page_scrolls_sideways_in_any_language(chromium: Browser, newsroom: Served) -> None:
    opened = reader(chromium, newsroom)
    for key in readable(newsroom):
        page = opened.open(key, at_rest=False)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (key, width)
            # From right to left a page that is too wide runs out on the left, where no scroll bar tells of it.
            assert page.evaluate(OUTSIDE) == [], (key, width)
    assert not [fault for fault in opened.faults if not fault.startswith("Failed to load resource")]
    opened.context.close()


def test_axe_finds_nothing_in_any_language(chromium: Browser, newsroom: Served) -> None:
    opened = reader(chromium, newsroom)
    kinds = one_of_each_kind(newsroom)
    assert len(kinds) > 20
    for key in kinds:
        assert axe.faults(opened.open(key, at_rest=False)) == [], key
    opened.context.close()


def test_a_site_runs_in_the_direction_of_its_language(chromium: Browser, newsroom: Served, language: str) -> None:
    opened = reader(chromium, newsroom)
    page = opened.open(article_path(newsroom, 1))
    direction = page.evaluate("getComputedStyle(document.querySelector('main')).direction")
    assert (page.locator("html").get_attribute("lang"), direction) == (language, "rtl" if language == "ar" else "ltr")
    rail, story = page.locator(".rail").bounding_box(), page.locator("article").first.bounding_box()
    assert rail is not None
    assert story is not None
    assert (rail["x"] < story["x"]) is (language == "ar")
    opened.context.close()


def test_what_the_script_writes_is_in_the_language_of_the_site(
    chromium: Browser, newsroom: Served, language: str
) -> None:
    opened = reader(chromium, newsroom, permissions=["clipboard-read", "clipboard-write"])
    page = opened.open(article_path(newsroom, 1))
    copy = page.locator("[data-copy]")
    before = copy.text_content()
    copy.click()
    expect(copy).to_have_text({"ar": "نُسخ الرابط", "de": "Kopiert"}[language])
    assert copy.text_content() != before
    expect(page.locator(".dates time[data-ago]")).to_have_text({"ar": "قبل ساعتين", "de": "vor 2 Stunden"}[language])
    expect(page.locator("h1")).to_have_text(FIELDS[language]["headline"])
    opened.context.close()
