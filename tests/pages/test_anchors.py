"""Places in a body, the links to them, and where relative addresses lead: on pages and in feeds alike."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote, urljoin

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.page.about import about_page
from broadsheet.page.article import article_page
from broadsheet.page.assets import OUR_THEME_PATH, TEMPLATES
from broadsheet.page.body.anchors import ANCHOR_MAX_CHARS, FOOT_PREFIX, PREFIX, anchor_of
from broadsheet.page.body.markdown import html_of
from broadsheet.page.feeds import json_feed
from broadsheet.page.frame import Frame
from tests.pages.articles import FRAME, SITE, article
from tests.pages.printing import home_of
from tests.pages.reading import Reading

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML


def read(body: str, body_format: BodyFormat = MARKDOWN) -> Reading:
    return Reading(f"<!doctype html><title>t</title>{html_of(body, body_format)}")


def ids_of(page: Reading) -> list[str]:
    return [each for element in page.root.iter() if (each := element.get("id")) is not None]


def places_linked(page: Reading) -> list[str]:
    return [unquote(link.get("href", "")).removeprefix("#") for link in page.all(".//a[@href]")]


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        ("[Jump](#results)\n\n## Results\n\nOne.", MARKDOWN),
        ("[Jump](#Results)\n\n# *Results*\n\n## Costs", MARKDOWN),
        ("[Jump](#results)\n\n<h3 id=results>What came of it</h3>", MARKDOWN),
        ('<a href="#results">Jump</a><h2 id="results">Results</h2>', HTML),
        ('<a href="#results">Jump</a><h2>Results</h2>', HTML),
        ('<a href="#results">Jump</a><p id="results">Results</p>', HTML),
        ('<a href="#results">Jump</a><a name="results"></a><p>Results</p>', HTML),
        ('<a href="#results">Jump</a><section id="results"><p>Results</p></section>', HTML),
        ('<a href="#the results">Jump</a><p id="the results">Results</p>', HTML),
        ('<a href="#at-results">Jump</a><p id="at-results">Results</p>', HTML),
    ],
)
def test_a_link_within_an_article_leads_to_its_place(body: str, body_format: BodyFormat) -> None:
    page = read(body, body_format)
    assert not page.errors
    (place,) = places_linked(page)
    assert place in ("at-results", "at-the-results")
    assert place in ids_of(page)


@pytest.mark.parametrize(
    ("heading", "link"),
    [
        ("结果与费用", "#结果与费用"),
        ("ผลลัพธ์", "#ผลลัพธ์"),
        ("परिणाम हिन्दी", "#परिणाम-हिन्दी"),
        ("What’s new & why?", "#whats-new--why"),
        ("Übersicht 2026", "#%C3%BCbersicht-2026"),
    ],
)
def test_a_heading_in_any_script_is_a_place(heading: str, link: str) -> None:
    page = read(f"[a]({link})\n\n## {heading}")
    assert places_linked(page) == ids_of(page) == [PREFIX + anchor_of(heading)]


def test_headings_of_the_same_words_are_places_of_their_own() -> None:
    page = read("## Costs\n\n## Costs\n\n## Costs 1\n\n<p id=costs-2>\n\n## Costs\n\n## 🎉\n\n[a](#costs-1)")
    ids = ids_of(page)
    assert ids[0] == "at-costs"
    assert len(ids) == len(set(ids)) == 5
    assert places_linked(page) == ["at-costs-1"]


def test_of_two_places_with_one_id_the_first_is_it() -> None:
    page = read('<p id="a b">1</p><p id="a b">2</p><p id="">3</p><h2 id="a b">4</h2>', HTML)
    assert ids_of(page) == ["at-a-b", "at-4"]


def test_a_link_to_a_place_of_the_page_itself_stays() -> None:
    assert places_linked(read("[a](#comments) [b](#main) [c](#)\n\n## Results")) == ["comments", "main", ""]


def test_no_id_of_a_page_is_one_of_a_body() -> None:
    for template in (OUR_THEME_PATH / TEMPLATES).glob("*.html"):
        for own in re.findall(r'\bid="([^"]*)"', template.read_text()):
            assert not own.startswith((PREFIX, FOOT_PREFIX)), template.name


def test_an_anchor_is_cut_at_a_words_end() -> None:
    assert anchor_of("word " * 40) == "-".join(["word"] * 12)
    assert len(anchor_of("x" * 400)) == ANCHOR_MAX_CHARS


RELATIVE = "[1](#results) [2](the-other-story) [3](../27/one) [4](?page=2) [5](/city) [6](//a.example/b) ![7](b.png)"


def test_relative_addresses_lead_to_the_same_from_a_page_and_from_a_feed() -> None:
    shown = article(1, body=f"{RELATIVE}\n\n## Results", image=None, credits=())
    own = FRAME.url(shown.path or "")
    page = Reading(article_page(FRAME, shown, [], None).body).one(".//div[@class='body e-content']")
    content = json.loads(json_feed(FRAME, [shown], None).body)["items"][0]["content_html"]
    feed = Reading(f"<!doctype html><title>t</title>{content}").root
    expected = [
        f"{own}#at-results",
        urljoin(own, "the-other-story"),
        urljoin(own, "../27/one"),
        f"{own}?page=2",
        FRAME.url("/city"),
        "https://a.example/b",
        urljoin(own, "b.png"),
    ]
    for root in (page, feed):
        written = [each.get("href") or each.get("src") or "" for each in root.iter() if each.tag in ("a", "img")]
        assert [urljoin(own, address) for address in written] == expected
    assert "at-results" in {each.get("id") for each in page.iter()}
    assert not any("id" in each.attrib for each in feed.iter())
    assert all(address.startswith("https://") for address in written)


def test_a_foot_leads_to_the_same_from_every_page() -> None:
    footer = "[a](team) [b](./team) [c](?q=1) [d](/city) [e](#words) [f](https://a.example/) \n\n## Words"
    frame = Frame(replace(SITE, footer=footer, about="# Words\n\n[a](#words)"), FRAME.site_url)
    for page in (home_of(frame, []), about_page(frame)):
        reading = Reading(page.body)
        links = [each.get("href") for each in reading.all(".//div[@class='foot-words']//a")]
        assert links == ["/team", "/./team", "/?q=1", "/city", "#foot-words", "https://a.example/"]
        assert ids_of(reading).count("foot-words") == 1
