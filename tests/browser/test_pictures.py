"""Pictures in a real browser: nothing stands behind one that has come, and none is without an end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image as Drawing
from playwright.sync_api import Browser, Page, Route

from broadsheet.article.fields import Image
from broadsheet.article.picture import Picture, widths_of
from broadsheet.page.frame import Frame
from tests.pages.articles import SITE, article
from tests.pages.printing import site_of
from tests.photographs import opened, saved

from .conftest import Reader, Served, reader, serving

pytestmark = pytest.mark.browser

# How much of the picture's middle is looked at, in pixels.
SPOT = 4


def picture(number: int, width: int, height: int, colour: str | None) -> Picture:
    return Picture(
        media=f"01KAQ2Z7W0{number:016}", digest=f"{number:020}", width=width, height=height, colour=colour,
        widths=widths_of(width, height),
    )  # fmt: skip


OPAQUE = picture(1, 1_600, 900, "#14a03c")
CLEAR = picture(2, 1_600, 900, None)
# As it was kept before what shines through had no colour.
CLEAR_OF_OLD = picture(3, 1_600, 900, "#ffffff")
TALL = picture(4, 2_000, 20_000, "#14a03c")
PICTURES = (OPAQUE, CLEAR, CLEAR_OF_OLD, TALL)

FILES = {
    OPAQUE.digest: saved(Drawing.new("RGB", (640, 360), (20, 160, 60)), "PNG"),
    CLEAR.digest: saved(Drawing.new("RGBA", (640, 360), (0, 0, 0, 0)), "PNG"),
    CLEAR_OF_OLD.digest: saved(Drawing.new("RGBA", (640, 360), (0, 0, 0, 0)), "PNG"),
    TALL.digest: saved(Drawing.new("RGB", (60, 600), (20, 160, 60)), "PNG"),
}


@pytest.fixture(scope="module")
def pictured() -> Iterator[Served]:
    """A site with an article for each picture, which opens with it and shows it in its body."""
    now = datetime.now(UTC).replace(microsecond=0)
    articles: list[Any] = [
        replace(
            article(
                number,
                image=Image(media=each.media, alt="A heron"),
                body=f"Before.\n\n![A heron](media:{each.media})\n\nAfter.",
                published_at=now - timedelta(hours=number),
            ),
            pictures=(each,),
        )
        for number, each in enumerate(PICTURES, 1)
    ]
    with serving() as served:
        served.pages = site_of(Frame(SITE, served.address), articles)
        yield served


def shows(opened_by: Reader, shown: Picture) -> Page:
    """Open the article that shows a picture, whose files come at once."""

    def answer(route: Route) -> None:
        digest = route.request.url.split("/")[-2]
        route.fulfill(body=FILES[digest], content_type="image/png")

    opened_by.page.route("**/media/**", answer)
    key = next(key for key in opened_by.site.pages if key.endswith(f"/heron-{PICTURES.index(shown) + 1}"))
    return opened_by.open(key)


def middle(page: Page, selector: str) -> tuple[int, ...]:
    """Return the colour that a reader sees in the middle of a picture."""
    image = page.locator(selector)
    image.scroll_into_view_if_needed()
    page.wait_for_function("(image) => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    box = image.bounding_box()
    assert box is not None
    clip = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "width": SPOT, "height": SPOT}
    colour = opened(page.screenshot(clip=clip)).convert("RGB").getpixel((1, 1))  # type: ignore[arg-type]
    assert isinstance(colour, tuple)
    return colour


def ground(page: Page) -> tuple[int, ...]:
    """Return the colour of the page's paper."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return tuple(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", [CLEAR, CLEAR_OF_OLD], ids=["new", "old"])
def test_the_page_shines_through_what_is_transparent(
    chromium: Browser, pictured: Served, shown: Picture, scheme: str, scripts: bool
) -> None:
    window = reader(chromium, pictured, color_scheme=scheme, java_script_enabled=scripts)
    page = shows(window, shown)
    for selector in (".hero img", ".body img"):
        assert middle(page, selector) == ground(page), selector
    window.context.close()


def test_a_colour_stands_in_for_a_picture_until_it_has_come(chromium: Browser, pictured: Served) -> None:
    window, held = reader(chromium, pictured), list[Route]()
    window.page.route("**/media/**", lambda route: held.append(route))
    key = next(key for key in pictured.pages if key.endswith("/heron-1"))
    window.page.goto(f"{pictured.address}/{key}", wait_until="domcontentloaded")
    behind = "getComputedStyle(document.querySelector('.hero img')).backgroundColor"
    window.page.wait_for_function(f"{behind} === 'rgb(20, 160, 60)'")
    while held:
        held.pop().fulfill(body=FILES[OPAQUE.digest], content_type="image/png")
    window.page.wait_for_function(f"{behind} === 'rgba(0, 0, 0, 0)'")
    assert middle(window.page, ".hero img") == (20, 160, 60)
    window.context.close()


def test_nothing_stands_in_for_a_picture_that_never_comes(chromium: Browser, pictured: Served) -> None:
    window = reader(chromium, pictured)
    window.page.route("**/media/**", lambda route: route.abort())
    page = window.open(next(key for key in pictured.pages if key.endswith("/heron-1")))
    assert page.evaluate("getComputedStyle(document.querySelector('.hero img')).backgroundColor") == "rgba(0, 0, 0, 0)"
    window.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("sides", [(360, 640), (768, 1_024), (1_280, 900), (800, 360)])
def test_a_tall_picture_opens_an_article_within_one_screen(
    chromium: Browser, pictured: Served, sides: tuple[int, int], scripts: bool
) -> None:
    width, height = sides
    window = reader(chromium, pictured, viewport={"width": width, "height": height}, java_script_enabled=scripts)
    page = shows(window, TALL)
    box = page.locator(".hero img").bounding_box()
    assert box is not None
    assert box["height"] <= max(height * 0.86, 513)
    inner = page.locator(".body img").bounding_box()
    assert inner is not None
    assert inner["height"] <= max(height * 2.56, 1_537)
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert whole < 10_000
    window.context.close()


def test_its_place_is_kept_before_it_comes(chromium: Browser, pictured: Served) -> None:
    window = reader(chromium, pictured)
    window.page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for shown in PICTURES:
        page = shows(window, shown)
        middle(page, ".body img")
        assert page.evaluate("window.shift") < 0.02, shown
    window.context.close()
