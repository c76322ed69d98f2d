"""The feeds: what readers' programs make of them, and the rules of each format."""

import json
import re
from calendar import timegm
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest

from broadsheet.article.fields import Article, Correction, Credit
from broadsheet.page.feeds import atom, entry_id, json_feed, rss
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Freshness, Printed
from broadsheet.site.settings import Section
from tests.pages.articles import FRAME, NOON, PICTURE, SITE, article
from tests.pages.reading import Reading, text_of

ARTICLES = [article(number) for number in range(1, 4)]
ATOM = "{http://www.w3.org/2005/Atom}"
RULES = json.loads((Path(__file__).parent / "json_feed_rules.json").read_text())


def parsed(page: Printed) -> Any:
    found = feedparser.parse(page.stamped("a1b2").decode())
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize(
    "page", [print_feed(FRAME, ARTICLES, section) for print_feed in (rss, atom) for section in (None, SITE.sections[0])]
)
def test_a_feed_reader_finds_everything(page: Printed) -> None:
    feed = parsed(page)
    assert feed.feed.title.startswith("The Marsh Gazette")
    assert [entry.link for entry in feed.entries] == [f"https://gazette.example/{shown.path}" for shown in ARTICLES]
    entry = feed.entries[0]
    assert entry.id == entry_id(ARTICLES[0].id)
    assert entry.title == "Heron counted twice in the marsh census"
    assert entry.summary == "One bird stood in two parishes."
    assert datetime.fromtimestamp(timegm(entry.published_parsed), UTC) == ARTICLES[0].published_at
    assert {tag.term for tag in entry.tags} == {"News", "Herons", "Parish life"}
    content = entry.content[0].value
    assert '<a href="https://census.example/2026"' in content
    assert "https://gazette.example/assets/heron.webp" in content
    assert "Nobody minds." in content
    assert "They count again." in content


def test_an_entry_keeps_its_id_when_the_article_moves() -> None:
    moved = article(1, slug="heron-found", day="2026-11-24")
    for old, new in (
        (rss(FRAME, [article(1)], None), rss(FRAME, [moved], None)),
        (atom(FRAME, [article(1)], None), atom(FRAME, [moved], None)),
    ):
        before, after = parsed(old).entries[0], parsed(new).entries[0]
        assert before.id == after.id
        assert before.link != after.link
    assert json.loads(json_feed(FRAME, [moved], None).body)["items"][0]["id"] == entry_id(moved.id)


def test_rss_says_that_its_guid_is_no_address_and_names_every_byline() -> None:
    channel = ElementTree.fromstring(rss(FRAME, ARTICLES, None).body).find("channel")
    assert channel is not None
    item = channel.findall("item")[0]
    assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    creators = item.findall("{http://purl.org/dc/elements/1.1/}creator")
    assert [creator.text for creator in creators] == ["Ida Fenn", "Tom Reed"]
    picture = item.find("{http://search.yahoo.com/mrss/}content")
    assert picture is not None
    assert picture.get("url") == "https://gazette.example/assets/heron.webp"
    assert picture.get("type") == "image/webp"


def test_rss_dates_are_of_rfc_822_and_it_names_its_own_address() -> None:
    for section, path in ((None, "feed.xml"), (SITE.sections[0], "news/feed.xml")):
        channel = ElementTree.fromstring(rss(FRAME, ARTICLES, section).body).find("channel")
        assert channel is not None
        itself = channel.find(f"{ATOM}link")
        assert itself is not None
        assert itself.get("rel") == "self"
        assert itself.get("href") == f"https://gazette.example/{path}"
        for date in [*channel.iter("pubDate"), *channel.iter("lastBuildDate")]:
            assert parsedate_to_datetime(date.text or "").tzinfo is not None


def test_atom_has_what_rfc_4287_requires() -> None:
    feed = ElementTree.fromstring(atom(FRAME, ARTICLES, None).body)
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert len(element.findall(f"{ATOM}id")) == 1
        assert len(element.findall(f"{ATOM}title")) == 1
        assert len(element.findall(f"{ATOM}updated")) == 1
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
    alternates = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert alternates == ["https://gazette.example/feed.atom"]
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("section", "folder", "title"),
    [(None, "/", "The Marsh Gazette"), (SITE.sections[0], "/news/", "The Marsh Gazette: News")],
)
def test_a_feed_in_every_format_names_itself_and_the_page_it_follows(
    section: Section | None, folder: str, title: str
) -> None:
    home = f"https://gazette.example{folder.rstrip('/') or '/'}"
    for page, name in ((rss(FRAME, ARTICLES, section), "feed.xml"), (atom(FRAME, ARTICLES, section), "feed.atom")):
        feed = parsed(page).feed
        assert (feed.title, feed.link) == (title, home)
        assert [link.href for link in feed.links if link.rel == "self"] == [f"https://gazette.example{folder}{name}"]
    feed = json.loads(json_feed(FRAME, ARTICLES, section).body)
    assert (feed["title"], feed["home_page_url"]) == (title, home)
    assert feed["feed_url"] == f"https://gazette.example{folder}feed.json"


def test_the_newest_change_dates_a_feed() -> None:
    changed = article(3, updated_at=NOON + timedelta(days=1))
    assert (
        "<updated>2026-11-24T11:05:00Z</updated>" in atom(FRAME, [*ARTICLES[:2], changed], None).body.split("<entry")[0]
    )


def test_json_feed_keeps_its_rules() -> None:
    feed = json.loads(json_feed(FRAME, ARTICLES, None).stamped("a1b2"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert_members(feed, RULES["feed"], RULES["feed_required"])
    for item in feed["items"]:
        assert_members(item, RULES["item"], RULES["item_required"])
        for author in item["authors"]:
            assert_members(author, RULES["author"], ["name"])


def assert_members(value: dict[str, Any], rules: dict[str, str], required: list[str]) -> None:
    assert set(required) <= set(value)
    for name, member in value.items():
        if name.startswith("_"):
            assert isinstance(member, dict)
            continue
        match rules[name]:
            case "list":
                assert isinstance(member, list)
                assert member or name == "items"
            case "url":
                assert urlsplit(member).scheme in {"https", "http"}
            case "time":
                assert datetime.fromisoformat(member).tzinfo is not None
            case _:
                assert isinstance(member, str)
                assert member


def test_pictures_without_a_known_size_or_type_are_carried_all_the_same() -> None:
    bare = article(1, image=type(PICTURE)("https://pictures.example/x?size=big", alt="A heron."))
    assert parsed(rss(FRAME, [bare], None)).entries[0].media_content[0]["url"] == "https://pictures.example/x?size=big"
    assert json.loads(json_feed(FRAME, [bare], None).body)["items"][0]["image"] == "https://pictures.example/x?size=big"


def test_empty_feeds_are_feeds() -> None:
    for page in (rss(FRAME, [], None), rss(FRAME, [], SITE.sections[1]), atom(FRAME, [], None)):
        assert parsed(page).entries == []
        assert not page.gone
    assert json.loads(json_feed(FRAME, [], None).body)["items"] == []


def test_a_feed_carries_at_most_twenty_and_is_tagged_with_them() -> None:
    many = [article(number) for number in range(1, 30)]
    for page in (rss(FRAME, many, None), atom(FRAME, many, None), json_feed(FRAME, many, None)):
        assert list(page.article_ids) == [shown.id for shown in many[:20]]
        assert page.freshness is Freshness.SHORT


def test_each_feed_has_a_content_type_that_the_cdn_compresses() -> None:
    assert rss(FRAME, [], None).content_type == "application/rss+xml; charset=utf-8"
    assert atom(FRAME, [], None).content_type == "application/xml; charset=utf-8"
    assert json_feed(FRAME, [], None).content_type == "application/json; charset=utf-8"


def test_text_that_looks_like_markup_stays_text_in_every_feed() -> None:
    shown = [article(1, headline="Is a < b?", description="Use <b> & mean it.")]
    for page in (rss(FRAME, shown, None), atom(FRAME, shown, None)):
        root = ElementTree.fromstring(page.body)
        texts = [element.text for element in root.iter()]
        assert "Is a < b?" in texts
        assert ("Use &lt;b&gt; &amp; mean it." if root.tag == "rss" else "Use <b> & mean it.") in texts


def test_links_and_pictures_of_a_feeds_text_are_absolute() -> None:
    shown = [article(1, body="[as we said](/2026/11/20/storks) ![A stork.](/assets/stork.webp)")]
    content = json.loads(json_feed(FRAME, shown, None).body)["items"][0]["content_html"]
    assert 'href="https://gazette.example/2026/11/20/storks"' in content
    assert 'src="https://gazette.example/assets/stork.webp"' in content


ARABIC: Final = {
    "language": "ar",
    "headline": "مالك الحزين",
    "body": "نص قصير.",
    "key_points": ("عُدّ مرتين.",),
    "credits": (Credit("إذاعة المستنقع"),),
}


def content_of(shown: Article, frame: Frame = FRAME) -> str:
    content: str = json.loads(json_feed(frame, [shown], None).body)["items"][0]["content_html"]
    return content


def test_what_an_article_says_has_its_language_and_direction_in_every_feed() -> None:
    shown = replace(article(1, **ARABIC), corrections=(Correction("كان لقلقًا.", NOON),))
    page = Reading(content_of(shown))
    own = {element.tag for element in page.root.iter() if (element.get("lang"), element.get("dir")) == ("ar", "rtl")}
    assert own == {"figure", "ul", "div", "span"}
    assert text_of(page.one(".//div[@lang='ar']")) == "نص قصير."
    # What the site says around it is English, from left to right.
    correction, credit = page.all(".//body/p")
    assert text_of(correction).startswith("Correction, Nov 23, 2026:")
    assert text_of(credit).startswith("Credited from:")
    assert correction.get("dir") is credit.get("dir") is None
    assert "<dc:language>ar</dc:language>" in rss(FRAME, [shown], None).body
    assert '<entry xml:lang="ar">' in atom(FRAME, [shown], None).body
    for feed in (rss, atom):
        assert '<div dir="rtl" lang="ar">' in parsed(feed(FRAME, [shown], None)).entries[0].content[0].value


def test_a_site_from_right_to_left_tells_its_direction_in_feeds() -> None:
    frame = replace(FRAME, site=replace(SITE, language="ar"))
    home = Reading(content_of(article(1, **ARABIC), frame))
    assert home.one(".//div").get("dir") == "rtl"
    assert [line.get("dir") for line in home.all(".//body/p")] == ["rtl"]
    abroad = Reading(content_of(article(1, language="en"), frame))
    assert (abroad.one(".//div").get("lang"), abroad.one(".//div").get("dir")) == ("en", "ltr")


def test_an_article_in_the_language_of_its_site_is_wrapped_in_nothing() -> None:
    assert "<div" not in content_of(article(1))
    assert "dc:language" not in rss(FRAME, [article(1)], None).body


def test_an_update_before_publication_is_in_no_feed() -> None:
    dated_anew = article(1, updated_at=NOON - timedelta(days=9))
    item = json.loads(json_feed(FRAME, [dated_anew], None).body)["items"][0]
    assert item["date_modified"] == item["date_published"]
    entry = parsed(atom(FRAME, [dated_anew], None)).entries[0]
    assert entry.updated == entry.published


def test_an_article_without_words_is_told_by_its_picture_or_not_at_all() -> None:
    pictures = article(1, description=None, body="![A stork.](/assets/stork.webp)")
    assert json.loads(json_feed(FRAME, [pictures], None).body)["items"][0]["summary"] == "A stork."
    own = article(1, description=None, body="![](/assets/stork.webp)")
    assert json.loads(json_feed(FRAME, [own], None).body)["items"][0]["summary"] == PICTURE.alt
    nothing = article(1, description=None, body="![](/assets/stork.webp)", image=None)
    assert "summary" not in json.loads(json_feed(FRAME, [nothing], None).body)["items"][0]
    assert "<summary" not in atom(FRAME, [nothing], None).body
    assert "<description></description>" not in rss(FRAME, [nothing], None).body


def test_no_sign_that_xml_should_not_hold_is_in_any_feed() -> None:
    shown = article(
        1, headline="A\x85 heron\ufdd0\U0001ffff", body="It &#xFDD0; was \x92 here\U0010fffe.", description=None
    )
    for page in (rss(FRAME, [shown], None), atom(FRAME, [shown], None), json_feed(FRAME, [shown], None)):
        assert not re.search("[\x80-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe]", page.body)
