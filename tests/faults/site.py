"""What the site bucket should hold, worked out from the tables alone: every page composed anew, without printing."""

from typing import Any

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.reprint_pages import of_part
from broadsheet.printing.slices import sliced
from broadsheet.reading import records
from broadsheet.reading.waves import run, together
from broadsheet.store import keys
from broadsheet.wiring import parts

from ..emulated import SITE_URL


def expected_site() -> dict[str, tuple[Any, ...]]:
    """Return the text and the metadata of every page that a full re-print would print, by key."""
    reads = parts.reads_of(settings_of(RenderPagesSettings))
    edition = Edition(SITE_URL, parts.now())
    site = {}
    for part in (keys.SITE_PRINT, *run(records.days(), reads)):
        for some in sliced(of_part(part, reads)):
            pages = [job.page for job in some if not job.may_stand]
            printed = run(together([compose(page, edition) for page in pages]), reads)
            for page, each in zip(pages, printed, strict=True):
                metadata = tuple(sorted(each.metadata.items()))
                site[page.key] = (each.body.strip(), each.freshness.value, each.content_type, metadata)
    return site
