"""The archive: headlines by day, month and year, and the ways between them."""

from broadsheet.page.address import Kind, Page
from broadsheet.page.archives import archive_page, leaf_page, month_page, year_page
from broadsheet.page.printed import TAGS_MAX, Freshness
from tests.pages.articles import FRAME, cards
from tests.pages.reading import Reading, text_of

DAY = Page(Kind.DAY, period="2026-11-23")
OLDEST_FIRST = cards(8)[::-1]


def test_a_day_lists_its_headlines_as_they_came_with_times_and_sections() -> None:
    page = Reading(leaf_page(FRAME, DAY, OLDEST_FIRST, False).body)
    assert page.words(".//h1") == "Monday, November 23, 2026"
    lines = page.all(".//ol/li")
    assert [line.find("p/a").get("href") for line in lines] == [f"/{c.path}" for c in OLDEST_FIRST]  # type: ignore[union-attr]
    assert text_of(lines[-1]) == "9:05 AM Heron counted twice in the marsh census News"


def test_a_buckets_way_up_leads_to_its_front() -> None:
    ways = {
        DAY: "/archive/2026/11",
        Page(Kind.SECTION_MONTH, "news", "2026-11"): "/news",
        Page(Kind.TAG_YEAR, "parish-life", "2026"): "/tags/parish-life",
        Page(Kind.BYLINE_YEAR, "ida-fenn", "2026"): "/by/ida-fenn",
    }
    for page, way in ways.items():
        assert Reading(leaf_page(FRAME, page, OLDEST_FIRST, False).body).with_class("kicker")[0][0].get("href") == way


def test_a_bucket_of_a_list_is_named_after_it() -> None:
    def heading(page: Page) -> str:
        return Reading(leaf_page(FRAME, page, OLDEST_FIRST, False).body).words(".//h1")

    assert heading(Page(Kind.SECTION_MONTH, "news", "2026-11")) == "News, November 2026"
    assert heading(Page(Kind.TAG_YEAR, "parish-life", "2026")) == "Parish life, 2026"
    assert heading(Page(Kind.BYLINE_YEAR, "ida-fenn", "2026")) == "Ida Fenn, 2026"


def test_numbered_pages_lead_to_their_neighbours() -> None:
    def ways(number: int, has_next: bool) -> dict[str | None, str | None]:
        page = leaf_page(FRAME, Page(Kind.TAG_YEAR, "herons", "2026", number), OLDEST_FIRST, has_next)
        return {link.get("rel"): link.get("href") for link in Reading(page.body).all(".//main/div/nav/a")}

    assert ways(1, False) == {}
    assert ways(1, True) == {"next": "/tags/herons/2026/2"}
    assert ways(2, True) == {"prev": "/tags/herons/2026", "next": "/tags/herons/2026/3"}
    assert ways(3, False) == {"prev": "/tags/herons/2026/2"}


def test_a_bucket_without_articles_is_gone() -> None:
    for kind in (Kind.DAY, Kind.SECTION_MONTH, Kind.TAG_YEAR, Kind.BYLINE_YEAR):
        assert leaf_page(FRAME, Page(kind, "x", "2026-11-23"), [], False).gone


def test_a_full_bucket_has_no_more_cache_tags_than_the_edge_takes() -> None:
    page = leaf_page(FRAME, DAY, cards(100)[::-1], True)
    assert len(Reading(page.body).all(".//ol/li")) == 100
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
