"""Dates as readers write them: in the site's language, from a small table, in the site's time zone. Pure.

The table, theme/calendars.json, was drawn from the Unicode CLDR with Babel, which would itself be thirty megabytes
of a layer. The newsroom's own table adds languages to it, or writes them otherwise. A language that both lack gets
ISO 8601, which every reader can read.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Final

from ..assets import CALENDARS, theme_paths
from .languages import parents_of

# The letters of a CLDR pattern, or quoted text in it. Source: Unicode TR 35, part 4, date format patterns.
_PART = re.compile(r"'([^']*)'|(E+|L+|M+|d+|y+|H+|h+|m+|a)")

_RIGHT_TO_LEFT: Final = frozenset("ar arc ckb dv fa he iw ks ku-arab ps sd syr ug ur yi".split())
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How a language writes dates; the patterns are those of the CLDR."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    alone_months: tuple[str, ...]
    full: str
    medium: str
    month: str
    time: str
    halves: tuple[str, str]

    def text(self, pattern: str, moment: datetime) -> str:
        """Write a moment by a pattern."""

        def part(match: re.Match[str]) -> str:
            quoted, letters = match.groups()
            if letters is None:
                return str(quoted)
            match letters[0]:
                case "E":
                    return self.weekdays[moment.weekday()]
                case "M" | "L" if len(letters) > 2:
                    names = self.alone_months if letters[0] == "L" else self.months
                    return (names if len(letters) == 4 else self.short_months)[moment.month - 1]
                case "M" | "L":
                    number = moment.month
                case "d":
                    number = moment.day
                case "y":
                    number = moment.year
                case "H":
                    number = moment.hour
                case "h":
                    number = (moment.hour - 1) % 12 + 1
                case "m":
                    number = moment.minute
                case _:
                    return self.halves[moment.hour // 12]
            return f"{number:0{len(letters)}}"

        return _PART.sub(part, pattern)


_ISO = Calendar(
    weekdays=("",) * 7,
    months=tuple(f"{month:02}" for month in range(1, 13)),
    short_months=tuple(f"{month:02}" for month in range(1, 13)),
    alone_months=tuple(f"{month:02}" for month in range(1, 13)),
    full="y-MM-dd",
    medium="y-MM-dd",
    month="y-MM",
    time="HH:mm",
    halves=("", ""),
)


@cache
def _calendars() -> dict[str, Calendar]:
    files = (theme / CALENDARS for theme in reversed(theme_paths()))
    tables = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.is_file()]
    return {
        language.lower(): Calendar(
            weekdays=tuple(entry["weekdays"]),
            months=tuple(entry["months"]),
            short_months=tuple(entry["short_months"]),
            alone_months=tuple(entry.get("alone_months", entry["months"])),
            full=entry["full"],
            medium=entry["medium"],
            month=entry["month"],
            time=entry["time"],
            halves=(entry["halves"][0], entry["halves"][1]),
        )
        for table in tables
        for language, entry in table.items()
    }


@cache
def calendar_of(language: str) -> Calendar:
    """Return the calendar of a language tag, of its nearest parent in the table, or that of ISO 8601."""
    return next((_calendars()[tag] for tag in parents_of(language) if tag in _calendars()), _ISO)


def is_right_to_left(language: str) -> bool:
    """Tell whether a language tag is of a language written from right to left."""
    tags = language.lower().replace("_", "-").split("-")
    if scripts := [tag for tag in tags[1:] if len(tag) == 4 and tag.isalpha()]:
        return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS
    return tags[0] in _RIGHT_TO_LEFT


def date_of(period: str) -> date:
    """Return the first day of a year `2026`, a month `2026-11` or a day `2026-11-23`."""
    year, month, day = (*(int(part) for part in period.split("-")), 1, 1)[:3]
    return date(year, month, day)


@lru_cache(maxsize=4096)
def period_text(period: str, language: str) -> str:
    """Write a year, a month or a day, as a heading names it."""
    first = date_of(period)
    calendar = calendar_of(language)
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC)
    match len(period.split("-")):
        case 1:
            return f"{first.year:04}"
        case 2:
            return calendar.text(calendar.month, moment)
        case _:
            return calendar.text(calendar.full, moment)
