"""The site's settings: who may change them, and what follows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from annotated_types import MaxLen

from ..errors import Busy, FieldError, InvalidFields
from ..lists.card import RECENT, section_list
from ..moments import to_milliseconds
from ..page.assets import asset_paths
from ..printing.reprint import REST, ReprintProgress, Reprints
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run, together
from ..site.look import is_theme_file
from ..site.settings import ABOUT_MAX_BYTES, Reach, Site, faults_of, reach_of, tidied
from ..store import items, keys
from ..store.reads import Reads
from ..store.transaction import ConditionFailed, Transaction
from ..token import Editor
from ..words import STRICT
from .bodies import faults_of_setting
from .former import SECTION, add_claim, claims_on

DAY_PATTERN: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is printed again: a day, `2026-11-23`, a section's fronts, feeds and lists, by its slug, or an article by
    its id; at most one of them, and everything where none is named.
    """

    day: Annotated[str, MaxLen(10)] | None = None
    section: Annotated[str, MaxLen(40)] | None = None
    article: Annotated[str, MaxLen(26)] | None = None
    __pydantic_config__ = STRICT


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
        """Change the settings and ask for a re-print of what shows them, together.

        The fronts are printed at once, the archive when the settings have rested for ten minutes.

        Raises `InvalidFields`: also where the time zone would change after something was published, because URLs hold
        its days, where a section would go that has articles, where the logo is a file that the theme lacks, and where
        a text cannot be printed, and where a section would stand at an article's former address. Raises `Busy`.
        """
        before = self.site()
        new = [section.slug for section in site.sections if before.section_named(section.slug) is None]
        now = to_milliseconds(self.clock())
        holders, free = claims_on(new, self.reads)
        # What is not tidy may hold a fault that tidying hides.
        errors = [
            *faults_of(site),
            *_unprintable(site),
            *_missing_files(site),
            *self._lost_sections(before, site),
            *self._moved_days(before, site),
            *(
                FieldError("/sections", f"sections has {slug}, whose address leads to an article that had it before")
                for slug, holder in holders.items()
                if holder != SECTION
            ),
        ]
        if errors:
            raise InvalidFields(errors)
        site = tidied(site)
        gone = [section.slug for section in before.sections if site.section_named(section.slug) is None]
        settings = Transaction(self.reads.tables)
        settings.put(CONTENT, items.settings_item(site))
        for slug in new:
            # Before the section can be read: whoever gives an article this address meets one or the other.
            add_claim(settings, slug, SECTION, 0, free.get(slug))
        try:
            match reach_of(before, site):
                case Reach.NOTHING:
                    pass
                case Reach.SITE:
                    self.reprints.ask_for_site(now, settings)
                case reach:
                    of_articles = reach is Reach.ARTICLES
                    self.reprints.ask(now, settings, lost_sections=gone, articles_only=of_articles, rest=REST)
        except ConditionFailed as failed:
            raise Busy("an article is being given the address of a section; try again") from failed
        return site

    def rebuild(self, part: Part) -> None:
        """Ask for a full re-print, or for that of one part. Raises `InvalidFields` where there is no such part."""
        named = [name for name in ("day", "section", "article") if getattr(part, name) is not None]
        if len(named) > 1:
            raise InvalidFields([FieldError(f"/{name}", f"{name} is one part too many") for name in named[1:]])
        now = to_milliseconds(self.clock())
        if part.day is not None:
            if not self._is_known(part.day):
                raise InvalidFields([FieldError("/day", "day is none on which anything was published")])
            self.reprints.ask_for_part(part.day, now, ["/*"])
        elif part.section is not None:
            if self.site().section_named(part.section) is None:
                raise InvalidFields([FieldError("/section", "section is not one of the site's sections")])
            self.reprints.ask_for_part(f"{keys.SECTION_PRINT}#{part.section}", now)
        elif part.article is not None:
            if run(records.head(part.article), self.reads) is None:
                raise InvalidFields([FieldError("/article", "article is no article's id")])
            self.reprints.ask_for_article(part.article, now)
        else:
            self.reprints.ask(now)

    def rebuilding(self) -> ReprintProgress:
        """Return how far the re-print that was asked for has come. Costs two queries and a GetItem."""
        return self.reprints.progress(self.clock())

    def _is_known(self, day: str) -> bool:
        """Tell whether a full re-print prints a day: it has an archive, or a URL."""
        if not re.fullmatch(DAY_PATTERN, day):
            return False
        markers = [records.get(RECENT_POSTS, keys.period_key(name, day)) for name in (RECENT, keys.CLAIM_DAYS)]
        return any(self.reads.answer(markers).values())

    def _lost_sections(self, before: Site, after: Site) -> Iterator[FieldError]:
        lost = [section.slug for section in before.sections if after.section_named(section.slug) is None]
        newest = run(together([records.newest(section_list(slug), 1) for slug in lost]), self.reads) if lost else []
        for slug, cards in zip(lost, newest, strict=True):
            if cards:
                yield FieldError("/sections", f"sections lacks {slug}, which has published articles")

    def _moved_days(self, before: Site, after: Site) -> Iterator[FieldError]:
        if before.time_zone != after.time_zone and run(records.periods(keys.CLAIM_DAYS), self.reads):
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
