"""What the site bucket should hold, worked out from the tables alone: every page composed anew, without printing."""

from typing import Any

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.lists.card import RECENT
from broadsheet.page.address import Page
from broadsheet.printing.pages.compositions import Edition, compose
from broadsheet.printing.touched import pages_of_day, site_pages
from broadsheet.reading import records
from broadsheet.reading.waves import Reading, run, together
from broadsheet.store import keys
from broadsheet.wiring import parts

from ..emulated import SITE_URL


def expected_site() -> dict[str, tuple[Any, ...]]:
    """Return the text and the metadata of every page that a full re-print would print, by key."""
    return run(_site(), parts.reads_of(settings_of(RenderPagesSettings)))


def _site() -> Reading[dict[str, tuple[Any, ...]]]:
    site = yield from records.site()
    known = yield from together([records.buckets(RECENT), records.buckets(keys.CLAIM_DAYS)])
    days = sorted({day for some in known for day in some})
    by_day = yield from together([pages_of_day(day) for day in days])
    pages: list[Page] = sorted({*site_pages(site), *(page for some in by_day for page in some)})
    edition = Edition(SITE_URL, parts.now())
    printed = yield from together([compose(page, edition) for page in pages])
    return {
        page.key: (each.body.strip(), each.freshness.value, each.content_type, tuple(sorted(each.metadata.items())))
        for page, each in zip(pages, printed, strict=True)
    }
