"""The origins of the settings, as a real browser reads them in a page's policy."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from broadsheet.page.article import article_page
from broadsheet.page.frame import Frame
from broadsheet.words import is_of_origins
from tests.pages.articles import TOLD_SITE, article

from .conftest import Reader

pytestmark = pytest.mark.browser

ORIGINS = ("https://player.example.com", "https://*.maps.example.org", "https://charts.example.net:8443")
ADDRESSES = (
    "https://player.example.com/embed/1",
    "https://player.example.com:8443/embed/1",
    "https://other.example.com/",
    "https://a.maps.example.org/",
    "https://b.a.maps.example.org/",
    "https://maps.example.org/",
    "https://charts.example.net:8443/",
    "https://charts.example.net/",
)


@pytest.fixture
def framed(window: Reader) -> Page:
    """An article of a site that allows some frames, with one of them; every address of the web answers."""
    site = replace(TOLD_SITE, frame_origins=ORIGINS)
    body = f'Before.\n\n<iframe src="{ADDRESSES[0]}" width="560" height="315" title="The launch"></iframe>'
    window.site.pages["framed"] = article_page(
        Frame(site, window.site.address), article(1, body=body, image=None), [], None
    )
    window.context.route(
        re.compile("^https:"), lambda route: route.fulfill(body="<p>Here</p>", content_type="text/html")
    )
    return window.open("framed")


def test_an_allowed_frame_loads_and_keeps_the_shape_of_a_video(window: Reader, framed: Page) -> None:
    framed.locator("iframe").scroll_into_view_if_needed()
    framed.frame_locator("iframe").locator("p").wait_for()
    assert not window.faults
    box = framed.locator("iframe").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_browser_lets_load_what_we_print_and_stops_the_rest(window: Reader, framed: Page, address: str) -> None:
    framed.evaluate(
        """(address) => new Promise((done) => {
            const frame = Object.assign(document.createElement('iframe'), {src: address, onload: done});
            document.querySelector('main').prepend(frame);
        })""",
        address,
    )
    assert any("frame-src" in fault for fault in window.faults) is not is_of_origins(address, ORIGINS)
