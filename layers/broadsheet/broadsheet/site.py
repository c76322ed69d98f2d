"""The site's settings: its name, its sections, its time. Pure; the store keeps them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from annotated_types import MaxLen, MinLen

from .errors import FieldError
from .words import LANGUAGE_PATTERN, SLUG_PATTERN, STRICT, is_web_address, text_faults

SECTIONS_MAX = 30
SOCIAL_LINKS_MAX = 10

# First segments of URLs that are not sections. Source: DECISIONS.md, URLs.
RESERVED_SEGMENTS = frozenset(
    "api archive tags by feed comments media assets desk search about sitemaps fragments".split()
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the site; its front is at `/<slug>`."""

    slug: Annotated[str, MinLen(1), MaxLen(40)]
    name: Annotated[str, MinLen(1), MaxLen(60)]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class SocialLink:
    """A profile of the newsroom elsewhere."""

    name: Annotated[str, MinLen(1), MaxLen(60)]
    url: Annotated[str, MinLen(1), MaxLen(2_000)]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What an admin sets with `PUT /api/site`. Sections stand in the order of the navigation."""

    name: Annotated[str, MinLen(1), MaxLen(80)] = "Broadsheet"
    tagline: Annotated[str, MaxLen(200)] = ""
    language: Annotated[str, MinLen(2), MaxLen(35)] = "en"
    time_zone: Annotated[str, MinLen(1), MaxLen(64)] = "UTC"
    sections: Annotated[tuple[Section, ...], MinLen(1), MaxLen(SECTIONS_MAX)] = field(
        default=(
            Section("news", "News"),
            Section("politics", "Politics"),
            Section("business", "Business"),
            Section("culture", "Culture"),
            Section("sport", "Sport"),
        )
    )
    comments_open: bool = True
    social_links: Annotated[tuple[SocialLink, ...], MaxLen(SOCIAL_LINKS_MAX)] = ()
    __pydantic_config__ = STRICT

    def section_named(self, slug: str) -> Section | None:
        """Return the section of that slug, or None."""
        return next((section for section in self.sections if section.slug == slug), None)

    def day_of(self, moment: datetime) -> str:
        """Return the day of a moment in the site's time zone, `2026-11-23`.

        Where clocks go back over midnight, what comes after the first midnight is of the new day.
        """
        day = moment.astimezone(ZoneInfo(self.time_zone)).date()
        after = day + timedelta(days=1)
        return (after if moment >= self.start_of(after) else day).isoformat()

    def start_of(self, day: date) -> datetime:
        """Return the first moment of a day in the site's time zone."""
        return datetime.combine(day, time(), ZoneInfo(self.time_zone))

    def span_of(self, bucket: str) -> tuple[datetime, datetime]:
        """Return the first moment of a day `2026-11-23`, month `2026-11` or year `2026`, and of the one after it."""
        parts = [int(part) for part in bucket.split("-")]
        year, month, day = [*parts, 1, 1][:3]
        first = date(year, month, day)
        match len(parts):
            case 1:
                after = date(year + 1, 1, 1)
            case 2:
                after = date(year + month // 12, month % 12 + 1, 1)
            case _:
                after = first + timedelta(days=1)
        return self.start_of(first), self.start_of(after)


def faults_of(site: Site) -> Iterator[FieldError]:
    """Yield everything wrong with the settings, beyond types and lengths."""
    yield from text_faults("/name", site.name, required=True)
    yield from text_faults("/tagline", site.tagline)
    if not re.fullmatch(LANGUAGE_PATTERN, site.language):
        yield FieldError("/language", "language is not a BCP 47 tag such as en or pt-BR")
    try:
        ZoneInfo(site.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield FieldError("/time_zone", "time_zone is not a zone of the tz database, such as Europe/Paris")
    seen = set()
    for index, section in enumerate(site.sections):
        pointer = f"/sections/{index}"
        yield from text_faults(f"{pointer}/name", section.name, required=True)
        if not re.fullmatch(SLUG_PATTERN, section.slug):
            yield FieldError(f"{pointer}/slug", "slug holds other than lower-case letters a to z, digits and hyphens")
        elif section.slug.isdigit() or section.slug in RESERVED_SEGMENTS:
            yield FieldError(f"{pointer}/slug", f"slug {section.slug} is reserved: the site's own pages are there")
        elif section.slug in seen:
            yield FieldError(f"{pointer}/slug", f"slug {section.slug} is that of another section too")
        seen.add(section.slug)
    for index, link in enumerate(site.social_links):
        yield from text_faults(f"/social_links/{index}/name", link.name, required=True)
        if not is_web_address(link.url):
            yield FieldError(f"/social_links/{index}/url", "url is not an http or https address")
