"""The printed pages in a real browser: nothing breaks, nothing overflows, and everything works without scripts."""

import re
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from broadsheet.page.address import Page, PageKind
from tests.pages.articles import TOLD_SITE
from tests.pages.reading import Reading

from . import axe
from .conftest import Reader, Served, reader

AXE_OPTIONS = axe.ALL
WIDTHS = (320, 360, 768, 1280)

pytestmark = pytest.mark.browser


def article_path(site: Served, number: int) -> str:
    """Return the path of an article of the site under test."""
    return next(key for key in site.pages if key.endswith(f"/heron-{number}"))


def one_of_each_kind(site: Served) -> list[str]:
    """Return one page of each kind that readers see, and the awkward articles."""
    day = article_path(site, 1).rpartition("/")[0].replace("/", "-")
    pages = [
        Page(PageKind.HOME),
        Page(PageKind.SECTION, "news"),
        Page(PageKind.SECTION_MONTH, "culture", day[:7]),
        Page(PageKind.TAG, "parish-life"),
        Page(PageKind.BYLINE_YEAR, "ida-fenn", day[:4]),
        Page(PageKind.DAY, period=day),
        Page(PageKind.MONTH, period=day[:7]),
        Page(PageKind.YEAR, period=day[:4]),
        Page(PageKind.ARCHIVE),
        Page(PageKind.NOT_FOUND),
        Page(PageKind.ABOUT),
    ]
    return [page.key for page in pages if page.key in site.pages] + [article_path(site, n) for n in range(1, 7)]


def test_no_page_logs_an_error_or_breaks_its_policy(window: Reader) -> None:
    for key in one_of_each_kind(window.site):
        window.open(key)
    assert not window.faults
    assert {url for url in window.requests if not url.startswith(window.site.address)} == set()


def test_a_script_or_style_put_into_a_page_is_stopped_by_its_policy(window: Reader) -> None:
    page = window.open("/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/x onerror=window.ran=1>')")
    page.evaluate("document.head.insertAdjacentHTML('beforeend', '<style>body{display:none}</style>')")
    window.rest()
    assert page.evaluate("window.ran") is None
    expect(page.locator("h1")).to_be_visible()
    assert any("CSP" in fault for fault in window.faults)


def test_no_page_scrolls_sideways(window: Reader) -> None:
    for key in one_of_each_kind(window.site):
        page = window.open(key, at_rest=False)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (key, width)


def test_axe_finds_nothing_by_day_or_night(window: Reader) -> None:
    for key in one_of_each_kind(window.site):
        page = window.open(key)
        for scheme, options in (("light", axe.ALL), ("dark", axe.COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert axe.faults(page, options) == [], (key, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_sees_words_that_nobody_can_read(window: Reader, scheme: str) -> None:
    page = window.open("about", at_rest=False)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.locator("h1").evaluate("(heading) => heading.style.setProperty('color', 'var(--rule)')")
    for options in (axe.ALL, axe.COLOURS):
        assert any(fault.startswith("color-contrast: <h1") for fault in axe.faults(page, options))


def test_ages_are_told_over_the_printed_date(window: Reader) -> None:
    page = window.open(article_path(window.site, 1))
    age = page.locator(".dates time[data-ago]")
    expect(age).to_have_text("2 hours ago")
    assert re.search(r"\d{4}", age.get_attribute("title") or "")


@pytest.mark.parametrize("hours", [0.5, 23, 25, 30, 40, 47, 49, 24 * 6, 24 * 8])
def test_ages_count_the_days_of_the_sites_calendar(window: Reader, hours: float) -> None:
    path = article_path(window.site, 1)
    found = re.search(r'class="dt-published" datetime="([^"]+)"', window.site.pages[path].body)
    assert found is not None
    published_at = datetime.fromisoformat(found[1])
    now = published_at + timedelta(hours=hours)
    days = (date.fromisoformat(TOLD_SITE.day_of(now)) - date.fromisoformat(TOLD_SITE.day_of(published_at))).days
    told = {0.5: "30 minutes ago", 23: "23 hours ago"}.get(hours) or ("yesterday" if days == 1 else f"{days} days ago")
    window.page.clock.set_fixed_time(now)
    page = window.open(path)
    age = page.locator(".dates time[data-ago]")
    if hours < 24 * 7:
        expect(age).to_have_text(told)
        expect(age).to_be_visible()
    else:
        expect(age).to_be_hidden()


def test_recent_posts_become_the_newest_but_for_the_article_itself(window: Reader) -> None:
    page = window.open(article_path(window.site, 3))
    links = page.locator("[data-recent] .u-url")
    expect(links).to_have_count(6)
    expect(links.first).to_have_attribute("href", f"/{article_path(window.site, 1)}")
    shown = [link.get_attribute("href") for link in links.all()]
    assert f"/{article_path(window.site, 3)}" not in shown


def test_the_slot_of_recent_posts_is_filled_on_other_pages(window: Reader) -> None:
    """Eight, but for those that the page shows itself: none stands twice."""
    page = window.open("/news")
    expect(page.locator("[data-recent] ol")).to_have_count(1)
    recent, shown = (
        [link.get_attribute("href") for link in page.locator(f"{place} .u-url").all()]
        for place in ("[data-recent]", ".river")
    )
    assert 0 < len(recent) <= 8
    assert not set(recent).intersection(shown)
    newest = Reading(window.site.pages["fragments/recent.html"].body).with_class("u-url")
    assert recent == [link.get("href") for link in newest if link.get("href") not in shown]


def test_comments_are_counted_and_the_newest_three_are_shown(window: Reader) -> None:
    page = window.open(article_path(window.site, 6))
    expect(page.locator(".talk")).to_have_text("Comments (4)")
    page.locator("#comments").scroll_into_view_if_needed()
    expect(page.locator("#comments .comment")).to_have_text(["Comment 4", "Comment 3", "Comment 2"])


def test_an_article_without_comments_asks_for_none(window: Reader) -> None:
    page = window.open(article_path(window.site, 7))
    page.locator("#comments").scroll_into_view_if_needed()
    window.rest()
    expect(page.locator(".talk")).to_have_text("Comments")
    assert not [url for url in window.requests if re.search(r"/comments/0", url)]
    assert not window.faults


def test_an_article_reads_and_its_form_works_without_scripts(chromium: Browser, site: Served) -> None:
    opened = reader(chromium, site, java_script_enabled=False)
    page = opened.open(article_path(site, 6))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("aside .u-url")).to_have_count(6)
    expect(page.get_by_text("Share…")).to_be_hidden()
    expect(page.get_by_role("link", name="WhatsApp")).to_be_visible()
    expect(page.get_by_label("Leave this empty")).not_to_be_in_viewport()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Comment", exact=True).fill("Was it not a stork?")
    page.get_by_role("button", name="Send comment").click()
    page.wait_for_url("**/comments/received")
    path, form = site.forms[-1]
    assert path.startswith("/api/comments/")
    assert form == {"name": ["Ada"], "text": ["Was it not a stork?"]}
    opened.context.close()


def test_the_keyboard_reaches_the_skip_link_first_and_focus_is_seen(window: Reader) -> None:
    page = window.open(article_path(window.site, 6), at_rest=False)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("News")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_once_it_is_shown(chromium: Browser, site: Served, width: int) -> None:
    opened = reader(chromium, site, viewport={"width": width, "height": 800})
    opened.page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for key in ("index.html", "news", article_path(site, 6), article_path(site, 20)):
        assert opened.open(key).evaluate("window.shift") < 0.02, key
    opened.context.close()


def test_an_article_is_text_in_one_request_and_a_handful_in_all(window: Reader) -> None:
    window.open(article_path(window.site, 6))
    kinds = [url.removeprefix(window.site.address) for url in window.requests if "favicon" not in url]
    assert len(kinds) <= 5, kinds


def test_dark_follows_the_readers_preference(chromium: Browser, site: Served) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        opened = reader(chromium, site, color_scheme=scheme)
        colours.add(opened.open("/", at_rest=False).evaluate("getComputedStyle(document.body).backgroundColor"))
        opened.context.close()
    assert len(colours) == 2


def test_paper_gets_the_story_alone(window: Reader) -> None:
    page = window.open(article_path(window.site, 6), at_rest=False)
    page.emulate_media(media="print")
    for gone in ("aside", "nav", ".share", "#comments"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".credits")).to_be_visible()
