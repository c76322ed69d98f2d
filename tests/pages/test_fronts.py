"""Home, section fronts, tags and bylines: hierarchy, ways onward, and what the edge is told."""

from dataclasses import replace

import pytest

from broadsheet.page.article import article_page
from broadsheet.page.fragments import recent_fragment
from broadsheet.page.fronts import byline_page, section_page, tag_page
from broadsheet.page.printed import Freshness
from broadsheet.page.simple import not_found_page
from broadsheet.site.settings import Section
from tests.pages.articles import FRAME, SITE, article, card, cards
from tests.pages.printing import home_of
from tests.pages.reading import Reading, text_of

NEWS = SITE.sections[0]


def test_home_opens_with_the_newest_article_as_its_lead() -> None:
    page = Reading(home_of(FRAME, cards(30)).body)
    lead = page.with_class("lead")
    assert len(lead) == 1
    assert lead[0].find(".//h2/a").get("href") == f"/{card(1).path}"  # type: ignore[union-attr]
    assert lead[0].find(".//img").get("loading") is None  # type: ignore[union-attr]


def test_home_shows_each_article_once_in_the_order_of_rank() -> None:
    """A reader of one column gets the newest first; a section's block what does not stand above it."""
    page = Reading(home_of(FRAME, cards(40)).body)
    links = [link.get("href") for link in page.with_class("u-url")]
    assert links == [f"/{shown.path}" for shown in cards(14)]


def test_home_shows_recent_posts_with_sections_and_times() -> None:
    page = Reading(home_of(FRAME, cards(30)).body)
    recent = page.with_class("recent")[0]
    assert [link.get("href") for link in recent.iter("a") if link.get("class") == "u-url"] == [
        f"/{shown.path}" for shown in cards(10)[3:]
    ]


def blocks(page: Reading) -> dict[str, list[str | None]]:
    """Return the addresses in each section's block."""
    return {
        text_of(block.find("h2")): [link.get("href") for link in block.iter("a") if link.get("class") == "u-url"]  # type: ignore[arg-type]
        for block in page.with_class("block")
    }


def test_home_has_each_sections_newest_four_in_the_order_of_the_navigation() -> None:
    mixed = [card(number, section=("sport", "gone", "news")[number % 3]) for number in range(1, 61)]
    found = blocks(Reading(home_of(FRAME, mixed).body))
    assert list(found) == ["News", "Sport"]
    above = {f"/{shown.path}" for shown in mixed[:10]}
    for name, section in (("News", "news"), ("Sport", "sport")):
        own = [f"/{each.path}" for each in mixed if each.section == section and f"/{each.path}" not in above]
        assert found[name] == own[:4]


def test_a_section_that_publishes_much_takes_no_other_from_the_front_page() -> None:
    busy = [card(number, section="sport") for number in range(1, 33)]
    older = [card(number, section="news") for number in range(33, 40)]
    page = Reading(home_of(FRAME, [*busy, *older]).body)
    assert blocks(page)["News"] == [f"/{shown.path}" for shown in older[:4]]
    assert blocks(page)["Sport"] == [f"/{shown.path}" for shown in busy[10:14]]


def test_home_of_an_empty_site_is_friendly() -> None:
    page = home_of(FRAME, [])
    assert "Nothing has been published here yet" in page.body
    assert not Reading(page.body).errors
    assert not page.gone


def test_the_masthead_is_the_h1_of_home_alone() -> None:
    assert Reading(home_of(FRAME, cards(3)).body).words(".//h1") == SITE.name
    assert Reading(section_page(FRAME, NEWS, cards(3), []).body).words(".//h1") == "News"


def test_fronts_are_fresh_and_tagged_with_what_they_show() -> None:
    for page, shows in ((home_of(FRAME, cards(40)), 14), (section_page(FRAME, NEWS, cards(40), []), 30)):
        assert page.freshness is Freshness.FRONT
        assert list(page.article_ids) == [shown.id for shown in cards(shows)]


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
    page = Reading(home_of(FRAME, [card(1, headline="مالك الحزين", language="ar")]).body)
    assert page.one(".//h2[@lang='ar'][@dir='rtl']/a").text == "مالك الحزين"


def test_a_site_in_a_right_to_left_language_turns_every_page_around() -> None:
    arabic = replace(FRAME, site=replace(SITE, language="ar"))
    assert Reading(home_of(arabic, cards(3)).body).root.get("dir") == "rtl"


def test_a_card_without_a_picture_or_description_still_prints() -> None:
    page = Reading(home_of(FRAME, cards(12, image=None, description=None, bylines=())).body)
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
    page = Reading(home_of(replace(FRAME, site=replace(SITE, sections=many)), []).body)
    assert len(page.all(".//nav//a")) == 30


@pytest.mark.parametrize(
    ("headline", "step"),
    [
        ("Heron counted twice", "p-name"),
        ("x" * 70, "p-name"),
        ("x" * 71, "p-name long"),
        ("x" * 121, "p-name longer"),
        # Of signs that are as wide as two, half as many; marks take no room.
        ("鷺" * 36, "p-name long"),
        ("鷺" * 61, "p-name longer"),
        ("é" * 70, "p-name"),
    ],
)
def test_a_headline_is_set_smaller_the_longer_it_is(headline: str, step: str) -> None:
    for page in (
        home_of(FRAME, [card(1, headline=headline)]),
        article_page(FRAME, article(headline=headline), [], None),
    ):
        assert step in [each.get("class") for each in Reading(page.body).with_class("p-name")]
