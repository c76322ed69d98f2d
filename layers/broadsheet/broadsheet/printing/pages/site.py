"""Pages of the site itself, which show no article: about, not found, robots.txt, icons."""

from ...page import about, simple, sitemaps
from ...page.address import Page, PageKind
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading.waves import Reading
from .edition import Composition, Edition


def _robots(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return sitemaps.robots(frame)
    yield []


def _not_found(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return simple.not_found_page(frame)
    yield []


def _about(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return about.about_page(frame)
    yield []


def _icon(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return simple.icon_page(frame, page.key)
    yield []


COMPOSITIONS: dict[PageKind, Composition] = {
    PageKind.ROBOTS: _robots,
    PageKind.NOT_FOUND: _not_found,
    PageKind.FAVICON: _icon,
    PageKind.TOUCH_ICON: _icon,
    PageKind.ABOUT: _about,
}
