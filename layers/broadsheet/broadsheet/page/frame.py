"""What every page needs: the site's settings and its address, and the small facts that follow from them."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..article.slug import slug_of
from ..site.look import Logo
from ..site.settings import Site
from ..words import is_of_origins
from .assets import asset_paths
from .encoding import encoded
from .language.dates import calendar_of, is_right_to_left, period_text
from .language.languages import language_name
from .language.phrases import forms_of, say


@lru_cache(maxsize=4096)
def _machine(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=4096)
def _local_text(moment: datetime, time_zone: str, language: str, form: str) -> str:
    calendar = calendar_of(language)
    return calendar.text(getattr(calendar, form), moment.astimezone(ZoneInfo(time_zone)))


@dataclass(frozen=True, slots=True)
class Frame:
    """The site around a page. `site_url` is absolute, without a trailing slash."""

    site: Site
    site_url: str

    def __hash__(self) -> int:
        # Whatever keeps printed parts asks for it at every part: the settings are many.
        return hash((self.site_url, self.site.name))

    def url(self, path: str) -> str:
        """Return the absolute address of a path on the site; an absolute address stays as it is."""
        if path.lower().startswith(("https://", "http://", "mailto:")):
            return encoded(path)
        return f"{self.site_url}/{encoded(path.lstrip('/'))}"

    def href(self, url: str | None) -> str | None:
        """Return an address that an editor wrote as a page may link to it, or None where it may not.

        Only https, http and mailto, and paths on the site: `javascript:` in a byline must never be printed.
        """
        if url is None:
            return None
        address = url.strip()
        if address.lower().startswith(("https://", "http://", "mailto:")):
            return encoded(address)
        if address.startswith("/") and not address.startswith(("//", "/\\")):
            return encoded(address)
        return None

    def is_external(self, address: str) -> bool:
        """Tell whether an address is of another site."""
        return not address.startswith(("/", f"{self.site_url}/"))

    @property
    def logo(self) -> Logo | None:
        """The site's logo at addresses that a page may show; None where it has none, or the theme lacks its file."""
        logo = self.site.logo
        if logo is None or (url := self._shown(logo.url)) is None:
            return None
        return replace(logo, url=url, url_dark=self._shown(logo.url_dark))

    def may_show_anywhere(self, picture_url: str | None) -> bool:
        """Tell whether every page of the site may show a picture, whatever else it shows."""
        address = self.href(picture_url)
        return address is None or not self.is_external(address) or is_of_origins(address, self.site.image_origins)

    def section_name(self, slug: str) -> str:
        """Return the name of a section; its slug, made readable, where the site no longer has it."""
        section = self.site.section_named(slug)
        return section.name if section else slug.replace("-", " ").capitalize()

    def right_to_left(self, language: str | None) -> bool:
        """Tell whether a language, by default the site's, is written from right to left."""
        return is_right_to_left(language or self.site.language)

    def foreign(self, language: str | None) -> str | None:
        """Return an article's language where it is not the site's, else None."""
        return None if language is None or language.lower() == self.site.language.lower() else language

    def language_name(self, language: str) -> str:
        """Return what a language is called by those who speak it."""
        return language_name(language)

    def locale(self, language: str | None) -> str | None:
        """Return a language with its country, `pt_BR`, or None where its tag names none. Source: ogp.me, og:locale."""
        tags = (language or self.site.language).split("-")
        return f"{tags[0].lower()}_{tags[-1].upper()}" if len(tags) > 1 and len(tags[-1]) == 2 else None

    def say(self, phrase: str, /, **values: object) -> str:
        """Return a phrase of ours in the site's language; `count` among its values decides the plural form."""
        return say(self.site.language, phrase, **values)

    def phrases(self, *names: str) -> str:
        """Return phrases for a script, as JSON: each by its English words, with all its plural forms."""
        return json.dumps({name: forms_of(self.site.language, name) for name in names}, ensure_ascii=False)

    def joint(self, place: int, length: int) -> str:
        """Return what stands before one of several names in a row: nothing, a comma, an "and". Places count from 1."""
        return "" if place == 1 else self.say(" and " if place == length else ", ")

    def day(self, moment: datetime) -> str:
        """Write the day of a moment in full, `Monday, November 23, 2026`."""
        return self._text(moment, "full")

    def short_day(self, moment: datetime) -> str:
        """Write the day of a moment in short, `Nov 23, 2026`."""
        return self._text(moment, "medium")

    def time(self, moment: datetime) -> str:
        """Write the time of day of a moment, with its time zone, `14:05 EST`, or `UTC+03` of one without a name."""
        zone = f"{self._local(moment):%Z}"
        return f"{self.clock(moment)} {'UTC' if zone.startswith(('+', '-')) else ''}{zone}"

    def moment(self, moment: datetime) -> str:
        """Write the day and the time of a moment in full."""
        return self.say("{day}, {time}", day=self.day(moment), time=self.time(moment))

    def clock(self, moment: datetime) -> str:
        """Write the time of day of a moment without its time zone, `14:05`."""
        return self._text(moment, "time")

    def month(self, month: str) -> str:
        """Write a month without its year, `November`."""
        return calendar_of(self.site.language).alone_months[int(month[5:7]) - 1]

    def period(self, period: str) -> str:
        """Write a year, a month or a day, as a heading names it."""
        return period_text(period, self.site.language)

    def machine(self, moment: datetime) -> str:
        """Write a moment for machines, `2026-11-23T05:35:28Z`. Source: RFC 3339."""
        return _machine(moment)

    def news_language(self, language: str | None) -> str:
        """Return a language as the news sitemap wants it: ISO 639, or zh-cn, zh-tw. Source: Google's news sitemap."""
        tags = (language or self.site.language).lower().split("-")
        if tags[0] != "zh":
            return tags[0]
        return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(tags) else "zh-cn"

    def slug(self, text: str) -> str:
        """Return the slug of a keyword or a name, as in the address of its page."""
        return slug_of(text)

    def _shown(self, url: str | None) -> str | None:
        return self.href(url) or asset_paths().get(url or "")

    def _text(self, moment: datetime, form: str) -> str:
        return _local_text(moment, self.site.time_zone, self.site.language, form)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.site.time_zone))


@lru_cache(maxsize=8)
def frame_of(site: Site, site_url: str) -> Frame:
    """Return the frame of a site: one object for the same settings, which kept parts of pages then share."""
    return Frame(site, site_url)
