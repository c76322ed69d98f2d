"""Sitemaps and robots.txt, as search engines read them."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from broadsheet.lists import leaf
from broadsheet.page.address import Page, PageKind
from broadsheet.page.printed import TAGS_MAX, Printed
from broadsheet.page.sitemaps import NEWS_MAX, XML, robots, sitemap_day, sitemap_index, sitemap_news
from broadsheet.words import is_web_address
from tests.pages.articles import FRAME, NOON, card, cards
from tests.pages.awkward import awkward_site
from tests.pages.test_whole_site import PAGES, hostile_site

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def root_of(page: Printed) -> ElementTree.Element:
    assert page.content_type == "application/xml; charset=utf-8"
    return ElementTree.fromstring(page.stamped("a1b2"))


def test_a_days_sitemap_names_addresses_changes_and_pictures() -> None:
    urls = root_of(sitemap_day(FRAME, [card(1), card(2, updated_at=NOON)])).findall(f"{SITEMAP}url")
    assert [url.findtext(f"{SITEMAP}loc") for url in urls] == [
        "https://gazette.example/2026/11/23/heron-1",
        "https://gazette.example/2026/11/23/heron-2",
    ]
    assert [url.findtext(f"{SITEMAP}lastmod") for url in urls] == ["2026-11-23T08:05:00Z", "2026-11-23T11:05:00Z"]
    dated_anew = root_of(sitemap_day(FRAME, [card(1, updated_at=NOON - timedelta(days=9))]))[0]
    assert dated_anew.findtext(f"{SITEMAP}lastmod") == "2026-11-23T08:05:00Z"
    assert urls[0].findtext(f"{IMAGE}image/{IMAGE}loc") == "https://gazette.example/assets/heron.webp"


def test_the_sitemap_of_a_day_without_articles_is_gone_and_still_xml() -> None:
    page = sitemap_day(FRAME, [])
    assert page.gone
    assert len(root_of(page)) == 0


def test_the_news_sitemap_has_what_google_asks_for() -> None:
    news = root_of(sitemap_news(FRAME, cards(2))).findall(f"{SITEMAP}url/{NEWS}news")
    assert len(news) == 2
    assert news[0].findtext(f"{NEWS}publication/{NEWS}name") == "The Marsh Gazette"
    assert news[0].findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news[0].findtext(f"{NEWS}publication_date") == "2026-11-23T08:05:00Z"
    assert news[0].findtext(f"{NEWS}title") == "Heron counted twice in the marsh census"


def test_the_news_sitemap_writes_languages_as_google_wants_them() -> None:
    shown = [card(1, language="pt-BR"), card(2, language="zh-Hant-TW"), card(3, language="zh")]
    languages = [element.text for element in root_of(sitemap_news(FRAME, shown)).iter(f"{NEWS}language")]
    assert languages == ["pt", "zh-tw", "zh-cn"]


def test_the_news_sitemap_ends_at_a_thousand() -> None:
    assert len(root_of(sitemap_news(FRAME, cards(NEWS_MAX + 5)))) == NEWS_MAX


def test_the_index_names_every_leaf_of_every_day_in_its_order() -> None:
    leaves = [("2026-11-22", 1), ("2026-11-23", 1), ("2026-11-23", 3), ("2026-11-23", 2)]
    pages = [Page(PageKind.SITEMAP_DAY, period=day, number=number) for day, number in leaves]
    index = root_of(sitemap_index(FRAME, pages))
    assert [element.text for element in index.iter(f"{SITEMAP}loc")] == [
        "https://gazette.example/sitemaps/2026-11-22.xml",
        "https://gazette.example/sitemaps/2026-11-23.xml",
        "https://gazette.example/sitemaps/2026-11-23/3.xml",
        "https://gazette.example/sitemaps/2026-11-23/2.xml",
    ]
    assert [page.key for page in pages] == [
        (element.text or "").removeprefix("https://gazette.example/") for element in index.iter(f"{SITEMAP}loc")
    ]


def test_a_full_leafs_sitemap_names_all_of_it_and_has_no_more_cache_tags_than_the_edge_takes() -> None:
    page = sitemap_day(FRAME, cards(leaf.PAGES.most))
    assert len(root_of(page)) == leaf.PAGES.most
    assert len(page.article_ids) == TAGS_MAX


def test_empty_sitemaps_are_xml() -> None:
    assert len(root_of(sitemap_news(FRAME, []))) == 0
    assert len(root_of(sitemap_index(FRAME, []))) == 0


def test_robots_may_read_everything_but_the_api_and_searches() -> None:
    page = robots(FRAME)
    assert page.content_type == "text/plain; charset=utf-8"
    lines = page.stamped("a1b2").decode().splitlines()
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /api/", "Disallow: /search?"]
    assert "Sitemap: https://gazette.example/sitemap.xml" in lines
    assert "Sitemap: https://gazette.example/sitemap-news.xml" in lines


@pytest.mark.parametrize("site", ["ordinary", "hostile", "awkward"])
def test_every_sitemap_keeps_the_protocol(site: str) -> None:
    """Source: sitemaps.org, protocol and schemas, version 0.9."""
    pages = {"ordinary": PAGES, "hostile": hostile_site()[1], "awkward": awkward_site()}[site]
    sitemaps = {key: page for key, page in pages.items() if "sitemap" in key and page.content_type == XML}
    assert len(sitemaps) > 2
    for page in sitemaps.values():
        assert len(page.body) < 50_000_000
        root = root_of(page)
        assert root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex")
        assert len(root) <= 50_000
        addresses = [entry.findtext(f"{SITEMAP}loc") or "" for entry in root]
        assert len(addresses) == len(set(addresses))
        for entry, address in zip(root, addresses, strict=True):
            assert address.startswith("https://gazette.example/")
            assert len(address) < 2_048
            own = [child.tag.removeprefix(SITEMAP) for child in entry if child.tag.startswith(SITEMAP)]
            assert own in (["loc"], ["loc", "lastmod"]), "in the order of the schema"
            assert all(child.tag.startswith((SITEMAP, NEWS, IMAGE)) for child in entry)
            assert all(is_web_address(picture.text or "") for picture in entry.iter(f"{IMAGE}loc"))
            if changed := entry.findtext(f"{SITEMAP}lastmod"):
                assert datetime.fromisoformat(changed).tzinfo is not None
