"""Home, section fronts, tags and bylines: hierarchy, ways onward, and what the edge is told."""

from dataclasses import replace

from broadsheet.page.fragments import recent_fragment
from broadsheet.page.fronts import byline_page, home_page, section_page, tag_page
from broadsheet.page.printed import Freshness
from broadsheet.page.simple import not_found_page
from broadsheet.site.settings import Section
from tests.pages.articles import FRAME, SITE, card, cards
from tests.pages.reading import Reading, text_of

NEWS = SITE.sections[0]


def test_home_opens_with_the_newest_article_as_its_lead() -> None:
    page = Reading(home_page(FRAME, cards(30)).body)
    lead = page.with_class("lead")
    assert len(lead) == 1
    assert lead[0].find(".//h2/a").get("href") == f"/{card(1).path}"  # type: ignore[union-attr]
    assert lead[0].find(".//img").get("loading") is None  # type: ignore[union-attr]


def test_home_shows_each_article_once_and_all_thirty() -> None:
    page = Reading(home_page(FRAME, cards(40)).body)
    links = [link.get("href") for link in page.with_class("u-url")]
    assert sorted(links, key=str) == sorted((f"/{shown.path}" for shown in cards(30)), key=str)


def test_home_shows_recent_posts_with_sections_and_times() -> None:
    page = Reading(home_page(FRAME, cards(30)).body)
    recent = page.with_class("recent")[0]
    assert [link.get("href") for link in recent.iter("a") if link.get("class") == "u-url"] == [
        f"/{shown.path}" for shown in cards(8)[1:]
    ]


def test_home_groups_older_stories_by_section_in_the_order_of_the_navigation() -> None:
    mixed = [card(number, section=("sport", "gone", "news")[number % 3]) for number in range(1, 31)]
    page = Reading(home_page(FRAME, mixed).body)
    assert [text_of(block.find("h2")) for block in page.with_class("block")] == ["News", "Sport", "Gone"]  # type: ignore[arg-type]


def test_home_of_an_empty_site_is_friendly() -> None:
    page = home_page(FRAME, [])
    assert "Nothing has been published here yet" in page.body
    assert not Reading(page.body).errors
    assert not page.gone


def test_the_masthead_is_the_h1_of_home_alone() -> None:
    assert Reading(home_page(FRAME, cards(3)).body).words(".//h1") == SITE.name
    assert Reading(section_page(FRAME, NEWS, cards(3), []).body).words(".//h1") == "News"


def test_fronts_are_fresh_and_tagged_with_what_they_show() -> None:
    for page in (home_page(FRAME, cards(40)), section_page(FRAME, NEWS, cards(40), [])):
        assert page.freshness is Freshness.FRONT
        assert list(page.article_ids) == [shown.id for shown in cards(30)]


def test_a_section_front_lists_thirty_and_leads_to_every_month_by_year() -> None:
    page = Reading(section_page(FRAME, NEWS, cards(40), ["2026-11", "2026-02", "2011-07"]).body)
    assert len(page.with_class("u-url")) == 30
    years = page.with_class("months")
    assert [(text_of(year.findall("summary")[0]), "open" in year.attrib) for year in years] == [
        ("2026", True),
        ("2011", False),
    ]
    assert [(link.get("href"), text_of(link)) for year in years for link in year.iter("a")] == [
        ("/news/2026/11", "November"),
        ("/news/2026/02", "February"),
        ("/news/2011/07", "July"),
    ]
    assert page.one(".//nav//a[@aria-current='page']").get("href") == "/news"
    assert any(link.get("href") == "/news/feed.xml" for link in page.all(".//link[@rel='alternate']"))


def test_an_empty_section_says_so() -> None:
    page = section_page(FRAME, NEWS, [], [])
    assert "Nothing has been published in this section yet" in page.body
    assert not page.gone


def test_a_tag_is_named_as_its_newest_article_writes_it() -> None:
    shown = [card(1, keywords=("Parish Life",)), card(2, keywords=("parish life",))]
    page = Reading(tag_page(FRAME, "parish-life", shown, ["2026", "2025"]).body)
    assert page.words(".//h1") == "Parish Life"
    assert [link.get("href") for link in page.with_class("years")[0].iter("a")] == [
        "/tags/parish-life/2026",
        "/tags/parish-life/2025",
    ]


def test_a_byline_page_is_named_after_the_person() -> None:
    assert Reading(byline_page(FRAME, "ida-fenn", cards(2), ["2026"]).body).words(".//h1") == "Ida Fenn"


def test_a_tag_or_byline_without_articles_is_gone() -> None:
    assert tag_page(FRAME, "herons", [], ["2026"]).gone
    assert byline_page(FRAME, "ida-fenn", [], ["2026"]).gone


def test_cards_in_another_language_say_so() -> None:
    page = Reading(home_page(FRAME, [card(1, headline="مالك الحزين", language="ar")]).body)
    assert page.one(".//h2[@lang='ar'][@dir='rtl']/a").text == "مالك الحزين"


def test_a_site_in_a_right_to_left_language_turns_every_page_around() -> None:
    arabic = replace(FRAME, site=replace(SITE, language="ar"))
    assert Reading(home_page(arabic, cards(3)).body).root.get("dir") == "rtl"


def test_a_card_without_a_picture_or_description_still_prints() -> None:
    page = Reading(home_page(FRAME, cards(12, image=None, description=None, bylines=())).body)
    assert not page.errors
    assert not page.all(".//main//img")


def test_the_fragment_is_the_newest_eight_and_nothing_around_them() -> None:
    printed = recent_fragment(FRAME, cards(20))
    assert printed.body.strip().startswith("<ol")
    assert printed.body.strip().endswith("</ol>")
    assert [link.get("href") for link in Reading(printed.body).with_class("u-url")] == [f"/{c.path}" for c in cards(8)]
    assert printed.freshness is Freshness.FRONT


def test_an_empty_fragment_is_an_empty_list() -> None:
    assert Reading(recent_fragment(FRAME, []).body).one(".//ol") is not None


def test_the_404_page_leads_on() -> None:
    page = Reading(not_found_page(FRAME).body)
    assert {link.get("href") for link in page.all(".//main//a")} >= {"/", "/archive"}


def test_thirty_sections_fit_into_the_navigation() -> None:
    many = tuple(Section(f"section-{number}", f"Section {number}") for number in range(30))
    page = Reading(home_page(replace(FRAME, site=replace(SITE, sections=many)), []).body)
    assert len(page.all(".//nav//a")) == 30
