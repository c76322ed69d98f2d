"""What the site bucket should hold, worked out from the tables alone: every page composed anew, without printing."""

from collections.abc import Callable, Iterable, Iterator
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
    return dict(expected_pages((keys.SITE_PRINT, *run(records.days(), reads))))


def expected_pages(
    some: Iterable[str], wanted: Callable[[str], bool] = lambda key: True
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield key, text and metadata of the pages of some parts of a re-print, only of the keys that are wanted."""
    reads = parts.reads_of(settings_of(RenderPagesSettings))
    edition = Edition(SITE_URL, parts.now())
    for part in some:
        for jobs in sliced(of_part(part, reads)):
            pages = [job.page for job in jobs if not job.may_stand and wanted(job.page.key)]
            printed = run(together([compose(page, edition) for page in pages]), reads)
            for page, each in zip(pages, printed, strict=True):
                metadata = tuple(sorted(each.metadata.items()))
                yield page.key, (each.body.strip(), each.freshness.value, each.content_type, metadata)
