"""The archive: headlines by day, month and year, and the ways between them."""

from dataclasses import replace
from datetime import timedelta

from broadsheet.lists.leaf import PAGES
from broadsheet.page.address import Page, PageKind
from broadsheet.page.archives import archive_page, leaf_page, month_page, year_page
from broadsheet.page.printed import TAGS_MAX, Freshness
from tests.pages.articles import FRAME, NOON, card, cards
from tests.pages.reading import Reading, text_of

DAY = Page(PageKind.DAY, period="2026-11-23")
OLDEST_FIRST = cards(8)[::-1]


def test_a_day_lists_its_headlines_as_they_came_with_times_and_sections() -> None:
    page = Reading(leaf_page(FRAME, DAY, OLDEST_FIRST).body)
    assert page.words(".//h1") == "Monday, November 23, 2026"
    lines = page.all(".//ol/li")
    assert [line.find("p/a").get("href") for line in lines] == [f"/{c.path}" for c in OLDEST_FIRST]  # type: ignore[union-attr]
    assert text_of(lines[-1]) == "09:05 Heron counted twice in the marsh census News"


def test_a_leafs_way_up_leads_to_its_front() -> None:
    ways = {
        DAY: "/archive/2026/11",
        Page(PageKind.SECTION_MONTH, "news", "2026-11"): "/news",
        Page(PageKind.TAG_YEAR, "parish-life", "2026"): "/tags/parish-life",
        Page(PageKind.BYLINE_YEAR, "ida-fenn", "2026"): "/by/ida-fenn",
    }
    for page, way in ways.items():
        assert Reading(leaf_page(FRAME, page, OLDEST_FIRST).body).with_class("kicker")[0][0].get("href") == way


def test_a_leaf_of_a_list_is_named_after_it() -> None:
    def heading(page: Page) -> str:
        return Reading(leaf_page(FRAME, page, OLDEST_FIRST).body).words(".//h1")

    assert heading(Page(PageKind.SECTION_MONTH, "news", "2026-11")) == "News, November 2026"
    assert heading(Page(PageKind.TAG_YEAR, "parish-life", "2026")) == "Parish life, 2026"
    assert heading(Page(PageKind.BYLINE_YEAR, "ida-fenn", "2026")) == "Ida Fenn, 2026"


def ways(number: int, **neighbours: int) -> dict[str | None, str | None]:
    """Return where a leaf leads to, by what the link says it is."""
    page = leaf_page(FRAME, Page(PageKind.TAG_YEAR, "herons", "2026", number), OLDEST_FIRST, **neighbours)
    return {link.get("rel"): link.get("href") for link in Reading(page.body).all(".//main/div/nav/a")}


def test_leaves_lead_to_the_older_and_the_newer_one_whatever_their_numbers() -> None:
    assert ways(1) == {}
    assert ways(1, newer=3) == {"next": "/tags/herons/2026/3"}
    assert ways(3, older=1, newer=2) == {"prev": "/tags/herons/2026", "next": "/tags/herons/2026/2"}
    assert ways(2, older=3) == {"prev": "/tags/herons/2026/3"}


def test_a_leafs_head_leads_where_its_foot_does() -> None:
    for neighbours in ({}, {"newer": 3}, {"older": 7, "newer": 4}, {"older": 4}):
        page = Reading(leaf_page(FRAME, replace(DAY, number=5), OLDEST_FIRST, **neighbours).body)
        links = [link for link in page.all(".//head/link") if link.get("rel") in ("prev", "next")]
        assert [link.get("href") for link in links] == [link.get("href") for link in page.all(".//main/div/nav/a")]


def test_leaves_say_from_when_to_when_they_reach_and_no_number() -> None:
    """A leaf that is cut or joined renames no other, so a number would tell nothing of the order."""
    morning, evening = NOON - timedelta(hours=3), NOON + timedelta(hours=9)
    spans = {
        Page(PageKind.DAY, period="2026-11-23", number=7): (morning, evening, "09:05 – 21:05"),
        Page(PageKind.SECTION_MONTH, "news", "2026-11", 7): (
            morning - timedelta(days=8), evening, "Nov 15, 2026 – Nov 23, 2026"
        ),
        Page(PageKind.TAG_YEAR, "parish-life", "2026", 7): (
            morning - timedelta(days=99), evening, "Aug 16, 2026 – Nov 23, 2026"
        ),
        Page(PageKind.BYLINE_YEAR, "ida-fenn", "2026", 7): (morning, evening, "Nov 23, 2026"),
    }  # fmt: skip
    for page, (first, last, span) in spans.items():
        shown = [card(2, published_at=first), card(1, published_at=last)]
        printed = Reading(leaf_page(FRAME, page, shown, older=1, newer=3).body)
        heading = printed.words(".//h1")
        assert printed.words(".//main/div/nav/span") == span
        assert printed.words(".//title") == f"{heading}, {span} - The Marsh Gazette"
        assert "7" not in heading
    alone = Reading(leaf_page(FRAME, DAY, OLDEST_FIRST).body)
    assert alone.words(".//title") == "Monday, November 23, 2026 - The Marsh Gazette"
    assert not alone.all(".//main/div/nav")


def test_a_leaf_without_articles_is_gone() -> None:
    for kind in (PageKind.DAY, PageKind.SECTION_MONTH, PageKind.TAG_YEAR, PageKind.BYLINE_YEAR):
        assert leaf_page(FRAME, Page(kind, "x", "2026-11-23"), []).gone
        assert leaf_page(FRAME, Page(kind, "x", "2026-11-23", 7), [], older=2, newer=3).gone


def test_a_full_leaf_has_no_more_cache_tags_than_the_edge_takes() -> None:
    page = leaf_page(FRAME, DAY, cards(PAGES.most)[::-1], newer=2)
    assert len(Reading(page.body).all(".//ol/li")) == PAGES.most
    assert len(page.article_ids) == TAGS_MAX
    assert page.freshness is Freshness.SHORT


def test_a_month_leads_to_its_days_and_up_to_the_year() -> None:
    page = Reading(month_page(FRAME, "2026-11", ["2026-11-03", "2026-11-23"]).body)
    assert page.words(".//h1") == "November 2026"
    assert [link.get("href") for link in page.all(".//ol//a")] == ["/archive/2026/11/03", "/archive/2026/11/23"]
    assert page.with_class("kicker")[0][0].get("href") == "/archive/2026"


def test_a_year_leads_to_its_months_and_days_and_each_day_has_a_full_name() -> None:
    page = Reading(year_page(FRAME, "2026", ["2026-02-01", "2026-11-03"]).body)
    assert [text_of(heading) for heading in page.all(".//h2")] == ["February 2026", "November 2026"]
    day = page.one(".//a[@href='/archive/2026/11/03']")
    assert (text_of(day), day.get("aria-label")) == ("3", "Tuesday, November 3, 2026")


def test_a_month_or_year_without_articles_is_gone() -> None:
    assert month_page(FRAME, "2026-11", []).gone
    assert year_page(FRAME, "2026", []).gone


def test_the_archive_leads_to_every_month_newest_first() -> None:
    page = Reading(archive_page(FRAME, ["2011-07-30", "2026-10-01", "2026-11-03", "2026-11-04"]).body)
    assert [link.get("href") for link in page.all(".//main//a")] == [
        "/archive/2026",
        "/archive/2026/11",
        "/archive/2026/10",
        "/archive/2011",
        "/archive/2011/07",
    ]


def test_fifteen_years_of_news_stay_small() -> None:
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(2011, 2026) for month in range(1, 13) for day in range(1, 29)
    ]
    assert len(archive_page(FRAME, days).body) < 40_000


def test_an_empty_archive_is_friendly_and_not_gone() -> None:
    page = archive_page(FRAME, [])
    assert "Nothing has been published here yet" in page.body
    assert not page.gone
