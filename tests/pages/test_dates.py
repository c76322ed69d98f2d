"""Dates in the site's language and time zone."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.page.assets import CALENDARS, OUR_THEME_PATH
from broadsheet.page.language.dates import calendar_of, is_right_to_left, period_text
from tests.pages.articles import FRAME

MOMENT = datetime(2026, 1, 28, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "full", "medium"),
    [
        ("en", "Wednesday, January 28, 2026", "Jan 28, 2026"),
        ("en-GB", "Wednesday, 28 January 2026", "28 Jan 2026"),
        ("de", "Mittwoch, 28. Januar 2026", "28.01.2026"),
        ("fr", "mercredi 28 janvier 2026", "28 janv. 2026"),
        ("es", "miércoles, 28 de enero de 2026", "28 ene 2026"),
        ("pt-BR", "quarta-feira, 28 de janeiro de 2026", "28 de jan. de 2026"),
        ("pl", "środa, 28 stycznia 2026", "28 sty 2026"),
        ("ja", "2026年1月28日水曜日", "2026/01/28"),
        ("ar", "الأربعاء، 28 يناير 2026", "28\u200f/01\u200f/2026"),
        ("de-CH", "Mittwoch, 28. Januar 2026", "28.01.2026"),
        ("nn-NO", "onsdag 28. januar 2026", "28. jan. 2026"),
        ("zh-TW", "2026年1月28日 星期三", "2026年1月28日"),
        ("tlh", "2026-01-28", "2026-01-28"),
    ],
)
def test_dates_are_written_in_the_language(language: str, full: str, medium: str) -> None:
    calendar = calendar_of(language)
    assert calendar.text(calendar.full, MOMENT) == full
    assert calendar.text(calendar.medium, MOMENT) == medium


@pytest.mark.parametrize(
    ("language", "month"),
    [
        ("en", "November 2026"),
        ("pl", "listopad 2026"),
        ("cs", "listopad 2026"),
        ("hu", "2026. november"),
        ("tlh", "2026-11"),
    ],
)
def test_a_month_alone_has_the_form_that_stands_alone(language: str, month: str) -> None:
    assert period_text("2026-11", language) == month


@pytest.mark.parametrize(
    ("language", "clock"),
    [
        ("en", "22:05"),
        ("en-GB", "22:05"),
        ("en-IE", "22:05"),
        ("en-DE", "22:05"),
        ("en-150", "22:05"),
        ("en-US", "10:05\u202fPM"),
        ("en-us", "10:05\u202fPM"),
        ("en-PH", "10:05\u202fPM"),
        ("en-AU", "10:05\u202fpm"),
        ("en-NZ", "10:05\u202fpm"),
        ("en-SG", "10:05\u202fpm"),
        ("de", "22:05"),
        ("es-MX", "10:05\u202fp.m."),
    ],
)
def test_a_clock_has_24_hours_unless_a_region_writes_others(language: str, clock: str) -> None:
    calendar = calendar_of(language)
    assert calendar.text(calendar.time, MOMENT) == clock


def test_english_of_a_region_puts_the_day_where_the_region_does() -> None:
    for language, medium in (("en-IE", "28 Jan 2026"), ("en-NZ", "28 Jan 2026"), ("en-PH", "Jan 28, 2026")):
        calendar = calendar_of(language)
        assert calendar.text(calendar.medium, MOMENT) == medium


def test_months_alone_are_written_in_the_script_of_the_language() -> None:
    def scripts(names: tuple[str, ...]) -> set[str]:
        return {unicodedata.name(sign).split()[0] for name in names for sign in name if sign.isalpha()}

    for language in json.loads((OUR_THEME_PATH / CALENDARS).read_text()):
        calendar = calendar_of(language)
        assert scripts(calendar.alone_months) <= scripts(calendar.months), language


def test_every_language_of_the_table_writes_every_month_and_weekday() -> None:
    for language in json.loads((OUR_THEME_PATH / CALENDARS).read_text()):
        calendar = calendar_of(language)
        texts = {calendar.text(calendar.full, datetime(2026, month, month, tzinfo=UTC)) for month in range(1, 13)}
        assert len(texts) == 12, language
        for pattern in (calendar.full, calendar.medium, calendar.month, calendar.time):
            assert "'" not in calendar.text(pattern, MOMENT), language


@pytest.mark.parametrize(
    ("time_zone", "day", "time"),
    [
        ("UTC", "Jan 28, 2026", "22:05 UTC"),
        ("Asia/Tokyo", "Jan 29, 2026", "07:05 JST"),
        ("America/Los_Angeles", "Jan 28, 2026", "14:05 PST"),
        ("Europe/Paris", "Jan 28, 2026", "23:05 CET"),
        ("America/Sao_Paulo", "Jan 28, 2026", "19:05 UTC-03"),
    ],
)
def test_a_moment_is_written_in_the_sites_time_zone(time_zone: str, day: str, time: str) -> None:
    frame = replace(FRAME, site=replace(FRAME.site, time_zone=time_zone))
    assert frame.short_day(MOMENT) == day
    assert frame.time(MOMENT) == time


def test_summer_time_is_kept() -> None:
    assert FRAME.time(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)).endswith("14:00 CEST")


def test_noon_and_midnight_are_twelve() -> None:
    calendar = calendar_of("en-US")
    assert calendar.text(calendar.time, MOMENT.replace(hour=0)) == "12:05\u202fAM"
    assert calendar.text(calendar.time, MOMENT.replace(hour=12)) == "12:05\u202fPM"


@pytest.mark.parametrize("language", ["ar", "he", "fa-IR", "ur", "AR-eg", "pa-Arab", "ku-Arab"])
def test_these_languages_run_from_right_to_left(language: str) -> None:
    assert is_right_to_left(language)


@pytest.mark.parametrize("language", ["en", "uz-Latn", "ar-Latn", "az", "pa", "ja", "ku"])
def test_these_languages_run_from_left_to_right(language: str) -> None:
    assert not is_right_to_left(language)
