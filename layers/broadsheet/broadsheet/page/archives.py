"""The archive: a page of headlines for each day, and for each month or year of a list; and the ways to them."""

from collections.abc import Sequence

from ..lists.card import Card
from .address import Page, PageKind
from .frame import Frame
from .fronts import byline_name, months_by_year, tag_name
from .linked_data import breadcrumbs, linked_data
from .printed import TAGS_MAX, Freshness, Printed
from .simple import gone_page
from .templates import render


def leaf_page(
    frame: Frame, page: Page, cards: Sequence[Card], *, older: int | None = None, newer: int | None = None
) -> Printed:
    """Return the headlines of a leaf of one day, or of one month or year of a list; gone when there are none.

    Cards come oldest first; `older` and `newer` are the numbers of the leaves beside it.
    """
    if not cards:
        return gone_page(frame, ())
    name, up = _name_and_way_up(frame, page, cards)
    period = frame.period(page.period)
    heading = frame.say("{name}, {period}", name=name, period=period) if name else period
    first = Page(page.kind, page.name, page.period)
    body = render(
        "leaf.html",
        frame=frame,
        path=page.url_path,
        section=page.name if page.kind is PageKind.SECTION_MONTH else "",
        heading=heading,
        description=frame.say("{heading}: every headline from {site}", heading=heading, site=frame.site.name),
        cards=cards,
        with_sections=page.kind is not PageKind.SECTION_MONTH,
        by_hour=page.kind is PageKind.DAY,
        up=up,
        span=_span(frame, page, cards) if older or newer else "",
        earlier=_numbered(page, older).url_path if older else None,
        later=_numbered(page, newer).url_path if newer else None,
        linked_data=linked_data(breadcrumbs(frame, up, (heading, first.url_path))),
    )
    return Printed(body=body, freshness=Freshness.SHORT, article_ids=tuple(card.id for card in cards)[:TAGS_MAX])


def month_page(frame: Frame, month: str, days: Sequence[str]) -> Printed:
    """Return the days of a month that have articles; gone when none has. Days come in order, `2026-11-23`."""
    if not days:
        return gone_page(frame, ())
    heading = frame.period(month)
    year = Page(PageKind.YEAR, period=month[:4])
    return _index(frame, Page(PageKind.MONTH, period=month), heading, days, up=(month[:4], year.url_path))


def year_page(frame: Frame, year: str, days: Sequence[str]) -> Printed:
    """Return the days of a year that have articles, by month; gone when none has."""
    if not days:
        return gone_page(frame, ())
    return _index(
        frame, Page(PageKind.YEAR, period=year), year, days, up=(frame.say("Archive"), Page(PageKind.ARCHIVE).url_path)
    )


def archive_page(frame: Frame, days: Sequence[str]) -> Printed:
    """Return the way into the archive: every month with articles, by year, the newest first."""
    months = sorted({day[:7] for day in days}, reverse=True)
    page = Page(PageKind.ARCHIVE)
    body = render(
        "archive.html",
        frame=frame,
        path=page.url_path,
        description=frame.say("Every article from {site}, by month", site=frame.site.name),
        years=months_by_year(months),
        linked_data=linked_data(breadcrumbs(frame, (frame.say("Archive"), page.url_path))),
    )
    return Printed(body=body, freshness=Freshness.SHORT)


def _index(frame: Frame, page: Page, heading: str, days: Sequence[str], up: tuple[str, str]) -> Printed:
    by_month: dict[str, list[str]] = {}
    for day in days:
        by_month.setdefault(day[:7], []).append(day)
    body = render(
        "days.html",
        frame=frame,
        path=page.url_path,
        heading=heading,
        description=frame.say("{heading}: every day with articles from {site}", heading=heading, site=frame.site.name),
        months=tuple(by_month.items()),
        one_month=page.kind is PageKind.MONTH,
        up=up,
        linked_data=linked_data(breadcrumbs(frame, up, (heading, page.url_path))),
    )
    return Printed(body=body, freshness=Freshness.SHORT)


def _name_and_way_up(frame: Frame, page: Page, cards: Sequence[Card]) -> tuple[str, tuple[str, str]]:
    match page.kind:
        case PageKind.SECTION_MONTH:
            name, up = frame.section_name(page.name), Page(PageKind.SECTION, page.name)
        case PageKind.TAG_YEAR:
            name, up = tag_name(page.name, reversed(cards)), Page(PageKind.TAG, page.name)
        case PageKind.BYLINE_YEAR:
            name, up = byline_name(page.name, reversed(cards)), Page(PageKind.BYLINE, page.name)
        case _:
            month = page.period[:7]
            return "", (frame.period(month), Page(PageKind.MONTH, period=month).url_path)
    return name, (name, up.url_path)


def _numbered(page: Page, number: int) -> Page:
    return Page(page.kind, page.name, page.period, number)


def _span(frame: Frame, page: Page, cards: Sequence[Card]) -> str:
    """Return from when to when a leaf reaches, in place of a number: leaves are not numbered in their order."""
    write = frame.clock if page.kind is PageKind.DAY else frame.short_day
    first, last = write(cards[0].published_at), write(cards[-1].published_at)
    return first if first == last else f"{first} – {last}"
