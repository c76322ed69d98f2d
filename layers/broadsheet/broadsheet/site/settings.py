"""The site's settings: its name, its sections, its time. Pure; the store keeps them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from annotated_types import MaxLen, MinLen

from ..errors import FieldError
from ..signs import tidy_line, tidy_name
from ..words import LANGUAGE_PATTERN, SLUG_PATTERN, STRICT, is_origin, is_web_address, text_faults
from .look import DARK, LIGHT, Colour, Logo, colour_faults, for_dark_screens, is_colour, logo_faults

SECTIONS_MAX = 30
SOCIAL_LINKS_MAX = 10
# Every print reads the settings.
ABOUT_MAX_BYTES = 50_000
FOOTER_MAX_CHARS = 2_000
ORIGINS_MAX = 20
ORIGIN_MAX_CHARS = 255

# First segments of URLs that are no sections: of the API, the bucket's folders and our pages; feed and rss lead to the
# feeds; desk is kept free.
RESERVED_SEGMENTS = frozenset(
    "api archive tags by feed rss comments media assets desk search about sitemaps fragments".split()
)


# Hosts that a page may fetch from, beside the site: `https://example.com` or `https://*.example.com`.
Origins = Annotated[tuple[Annotated[str, MinLen(1), MaxLen(ORIGIN_MAX_CHARS)], ...], MaxLen(ORIGINS_MAX)]


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
    """What an admin sets with `PUT /api/site`. Sections stand in the order of the navigation.

    `about` and `footer` are Markdown: a page of its own, and what the foot of every page says. The accent is `#rrggbb`;
    that of dark screens follows from the light one where it is left out. The origins are those of scripts, of frames in
    articles and of pictures that pages may fetch beside the site's own.
    """

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
    about: Annotated[str, MaxLen(ABOUT_MAX_BYTES)] = ""
    footer: Annotated[str, MaxLen(FOOTER_MAX_CHARS)] = ""
    accent_colour: Colour | None = None
    accent_colour_dark: Colour | None = None
    logo: Logo | None = None
    script_origins: Origins = ()
    frame_origins: Origins = ()
    image_origins: Origins = ()
    __pydantic_config__ = STRICT

    @property
    def accents(self) -> tuple[str | None, str | None]:
        """The accent on light and on dark screens; None is the theme's own."""
        light, dark = (
            colour if colour and is_colour(colour) else None for colour in (self.accent_colour, self.accent_colour_dark)
        )
        return light, dark or (for_dark_screens(light) if light else None)

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

    def span_of(self, period: str) -> tuple[datetime, datetime]:
        """Return the first moment of a day `2026-11-23`, month `2026-11` or year `2026`, and of the one after it."""
        parts = [int(part) for part in period.split("-")]
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


class Reach(StrEnum):
    """How far a change of the settings reaches: which pages show it."""

    NOTHING = "nothing"
    SITE = "the site's own pages"
    ARTICLES = "articles and their discussions"
    EVERYTHING = "everything"


def reach_of(before: Site, after: Site) -> Reach:
    """Return how far a change of the settings reaches. What is in the frame of every page reaches everything."""
    changed = {each.name for each in fields(Site) if getattr(before, each.name) != getattr(after, each.name)}
    if not changed:
        return Reach.NOTHING
    if changed == {"about"} and bool(before.about.strip()) is bool(after.about.strip()):
        return Reach.SITE
    return Reach.ARTICLES if changed == {"comments_open"} else Reach.EVERYTHING


def tidied(site: Site) -> Site:
    """Return the settings as they are kept: their names and the tagline in one tidy line each."""
    return replace(
        site,
        name=tidy_name(site.name),
        tagline=tidy_line(site.tagline),
        sections=tuple(replace(section, name=tidy_name(section.name)) for section in site.sections),
        social_links=tuple(replace(link, name=tidy_name(link.name)) for link in site.social_links),
    )


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
    yield from text_faults("/about", site.about, lines=True)
    if len(site.about.encode("utf-8", "surrogatepass")) > ABOUT_MAX_BYTES:
        yield FieldError("/about", f"about is longer than {ABOUT_MAX_BYTES:,} bytes")
    yield from text_faults("/footer", site.footer, lines=True)
    yield from colour_faults("/accent_colour", site.accent_colour, LIGHT)
    yield from colour_faults("/accent_colour_dark", site.accent_colour_dark, DARK)
    if site.logo is not None:
        yield from logo_faults(site.logo, site.image_origins)
    for field_name in ("script_origins", "frame_origins", "image_origins"):
        for index, origin in enumerate(getattr(site, field_name)):
            if not is_origin(origin):
                yield FieldError(
                    f"/{field_name}/{index}",
                    f"{field_name}/{index} is not an origin; write https://example.com or https://*.example.com, in "
                    "lower case and without a path",
                )
