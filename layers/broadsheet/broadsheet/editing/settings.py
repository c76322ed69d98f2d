"""The site's settings: who may change them, and what follows."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..errors import FieldError, InvalidFields
from ..lists.card import section_list
from ..moments import to_milliseconds
from ..page.assets import asset_paths
from ..printing.reprint import Reprints
from ..reading import records
from ..reading.records import CONTENT
from ..reading.waves import run, together
from ..site.identity import ABOUT_MAX_BYTES, Site, faults_of
from ..site.look import is_theme_file
from ..store import items, keys
from ..store.reads import Reads
from ..store.transaction import Transaction
from ..token import Editor
from .bodies import faults_of_setting


@dataclass(frozen=True, slots=True)
class SiteDesk:
    """Reads and changes the site's settings, and asks for full re-prints."""

    reads: Reads
    reprints: Reprints
    clock: Callable[[], datetime]

    def site(self) -> Site:
        """Return the settings. Costs one GetItem."""
        return run(records.site(), self.reads)

    def replace(self, site: Site, editor: Editor) -> Site:
        """Change the settings and ask for a full re-print, together.

        Raises `InvalidFields`: also where the time zone would change after something was published, because URLs hold
        its days, where a section would go that has articles, where the logo is a file that the theme lacks, and where
        a text cannot be printed.
        """
        before = self.site()
        errors = [
            *faults_of(site),
            *_unprintable(site),
            *_missing_files(site),
            *self._lost_sections(before, site),
            *self._moved_days(before, site),
        ]
        if errors:
            raise InvalidFields(errors)
        gone = [section.slug for section in before.sections if site.section_named(section.slug) is None]
        now = to_milliseconds(self.clock())
        settings = Transaction(self.reads.tables)
        settings.put(CONTENT, items.settings_item(site))
        self.reprints.ask(secrets.token_hex(8), now, settings, lost_sections=gone)
        return site

    def rebuild(self, editor: Editor) -> None:
        """Ask for a full re-print."""
        self.reprints.ask(secrets.token_hex(8), to_milliseconds(self.clock()))

    def _lost_sections(self, before: Site, after: Site) -> Iterator[FieldError]:
        lost = [section.slug for section in before.sections if after.section_named(section.slug) is None]
        newest = run(together([records.newest(section_list(slug), 1) for slug in lost]), self.reads) if lost else []
        for slug, cards in zip(lost, newest, strict=True):
            if cards:
                yield FieldError("/sections", f"sections lacks {slug}, which has published articles")

    def _moved_days(self, before: Site, after: Site) -> Iterator[FieldError]:
        if before.time_zone != after.time_zone and run(records.buckets(keys.CLAIM_DAYS), self.reads):
            yield FieldError("/time_zone", "time_zone cannot change once something was published")


def _unprintable(site: Site) -> Iterator[FieldError]:
    if len(site.about.encode("utf-8", "surrogatepass")) <= ABOUT_MAX_BYTES:
        yield from faults_of_setting("/about", site.about)
    yield from faults_of_setting("/footer", site.footer)


def _missing_files(site: Site) -> Iterator[FieldError]:
    urls = {"url": site.logo.url, "url_dark": site.logo.url_dark} if site.logo else {}
    for name, url in urls.items():
        if url and is_theme_file(url) and url not in asset_paths():
            yield FieldError(f"/logo/{name}", f"logo/{name} names {url}, which is not among the theme's static files")
