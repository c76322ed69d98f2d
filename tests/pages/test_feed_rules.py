"""Every feed of every site keeps the rules of its format, as other people's validators hold them.

The W3C's feed validator is a service and no library; what it asks of RSS and can be told without it stands here.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

import html5lib
import pytest
from lxml import etree  # type: ignore[import-untyped]

from broadsheet.page.feeds import atom, rss
from broadsheet.page.printed import Printed
from broadsheet.words import LANGUAGE_PATTERN, is_web_address
from tests.pages.articles import FRAME, SITE, article
from tests.pages.awkward import awkward_site
from tests.pages.test_feeds import RULES, assert_members
from tests.pages.test_whole_site import PAGES, hostile_site

EMPTY = {
    "feed.xml": rss(FRAME, [], None),
    "feed.atom": atom(FRAME, [], SITE.sections[0]),
}
SITES = {"ordinary": PAGES, "hostile": hostile_site()[1], "awkward": awkward_site(), "empty": EMPTY}
FEEDS = {
    f"{site}/{key}": page
    for site, pages in SITES.items()
    for key, page in pages.items()
    if key.rpartition("/")[2] in ("feed.xml", "feed.atom", "feed.json")
}

ATOM: Final = "{http://www.w3.org/2005/Atom}"
CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA: Final = "{http://search.yahoo.com/mrss/}content"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))

# What feed readers drop, and the validator warns of.
UNSAFE_ELEMENTS = frozenset("script style iframe object embed form input button meta link base".split())
SAFE_ATTRIBUTES = frozenset(
    "href src srcset alt title width height lang dir class cite datetime start colspan rowspan scope rel type".split()
)

Faults = Iterator[str]


def of_format(name: str) -> list[str]:
    return [key for key in FEEDS if key.endswith(name)]


def tree_of(page: Printed) -> Any:
    return etree.fromstring(page.stamped("a1b2"))


def html_faults(html: str) -> Faults:
    """Yield what a feed reader would not take of an entry's text."""
    for element in html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False).iter():
        if element.tag in UNSAFE_ELEMENTS:
            yield f"{element.tag} in a text"
        yield from (f"{name} on {element.tag}" for name in element.attrib.keys() - SAFE_ATTRIBUTES)
        for name in ("href", "src"):
            address = element.get(name)
            if address is not None and not is_web_address(address) and not address.startswith(("mailto:", "tel:")):
                yield f"relative {name}: {address}"


def rss_faults(root: Any) -> Faults:
    """Yield what the W3C's feed validator would tell of an RSS 2.0 feed. Source: its errors and warnings."""
    channel = root.find("channel")
    for name in ("title", "link", "description"):
        if not channel.findtext(name):
            yield f"channel without {name}"
    if not is_web_address(channel.findtext("link") or ""):
        yield "link is no full URL"
    if not re.fullmatch(LANGUAGE_PATTERN, channel.findtext("language") or ""):
        yield "language is none"
    if [is_web_address(link.get("href")) for link in channel.findall(f"{ATOM}link[@rel='self']")] != [True]:
        yield "no one link to itself"
    for date in channel.iter("pubDate", "lastBuildDate"):
        try:
            parsedate_to_datetime(date.text)
        except ValueError:
            yield f"{date.tag} is not of RFC 822: {date.text}"
    guids = [guid.text for guid in channel.iter("guid")]
    if len(guids) != len(set(guids)):
        yield "two items have one guid"
    for item in channel.findall("item"):
        yield from item_faults(item)


def item_faults(item: Any) -> Faults:
    """Yield what is wrong with one item."""
    for name in ("title", "link", "guid", "pubDate", "description"):
        if len(item.findall(name)) != 1 or not item.findtext(name):
            yield f"item without one {name}"
    if not is_web_address(item.findtext("link") or ""):
        yield "item's link is no full URL"
    if item.find("guid").get("isPermaLink") != "false" and not is_web_address(item.findtext("guid")):
        yield "guid is no full URL and does not say so"
    names = [child.tag for child in item]
    if names.index("description") > names.index(CONTENT):
        yield "text before its description"
    for element in item.findall("enclosure"):
        if not {"url", "length", "type"} <= element.keys():
            yield "enclosure without url, length or type"
    for media in item.iter(MEDIA):
        if not is_web_address(media.get("url")):
            yield "picture's address is relative"
        yield from (f"{name} is no number" for name in ("width", "height") if not media.get(name, "1").isdigit())
    yield from html_faults(item.findtext("description"))
    yield from html_faults(item.findtext(CONTENT))


def atom_faults(feed: Any) -> Faults:
    """Yield what RFC 4287 asks for beyond its grammar, and what the W3C's feed validator would tell."""
    entries = feed.findall(f"{ATOM}entry")
    ids = [element.text for element in (feed.find(f"{ATOM}id"), *(entry.find(f"{ATOM}id") for entry in entries))]
    if len(ids) != len(set(ids)) or not all(re.match(r"(https?|urn):", each) for each in ids):
        yield "ids are not absolute, or not unique"
    if feed.find(f"{ATOM}author") is None and not all(entry.find(f"{ATOM}author") is not None for entry in entries):
        yield "an entry without an author"
    for element in (feed, *entries):
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        if len({(link.get("type"), link.get("hreflang")) for link in alternates}) != len(alternates) or not alternates:
            yield "not one alternate link"
    for link in feed.iter(f"{ATOM}link"):
        if not is_web_address(link.get("href")):
            yield f"relative link: {link.get('href')}"
    for entry in entries:
        published, updated = (entry.findtext(f"{ATOM}{name}") for name in ("published", "updated"))
        if datetime.fromisoformat(published) > datetime.fromisoformat(updated):
            yield "updated before it was published"
        yield from html_faults(entry.findtext(f"{ATOM}content"))
    yield from (f"uri {uri.text}" for uri in feed.iter(f"{ATOM}uri") if not is_web_address(uri.text))


@pytest.mark.parametrize("key", of_format("feed.atom"))
def test_an_atom_feed_is_as_rfc_4287_has_it(key: str) -> None:
    feed = tree_of(FEEDS[key])
    assert SCHEMA.validate(feed), SCHEMA.error_log
    assert list(atom_faults(feed)) == []


@pytest.mark.parametrize("key", of_format("feed.xml"))
def test_an_rss_feed_has_nothing_that_validators_tell_of(key: str) -> None:
    assert list(rss_faults(tree_of(FEEDS[key]))) == []


@pytest.mark.parametrize("key", of_format("feed.json"))
def test_a_json_feed_has_the_members_of_its_version(key: str) -> None:
    feed = json.loads(FEEDS[key].stamped("a1b2"))
    assert_members(feed, RULES["feed"], RULES["feed_required"])
    for item in feed["items"]:
        assert_members(item, RULES["item"], RULES["item_required"])
        assert list(html_faults(item["content_html"])) == []
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<updated>", "<updated>on ", "dateTime"),
        ('<category term="', '<category name="', "category"),
        ("<id>urn:uuid:", "<id>/", "ids are not absolute"),
        ('type="html"', 'type="markup"', "content"),
        ("&lt;p&gt;The census", "&lt;p onclick=''&gt;The census", "onclick on p"),
    ],
)
def test_a_broken_atom_feed_is_found(right: str, wrong: str, fault: str) -> None:
    whole = atom(FRAME, [article(1)], None).body
    assert right in whole
    feed = etree.fromstring(whole.replace(right, wrong).encode())
    SCHEMA.validate(feed)
    assert fault in f"{SCHEMA.error_log}{list(atom_faults(feed)) if 'dateTime' not in fault else ''}"


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<pubDate>Mon,", "<pubDate>Heronday", "pubDate is not of RFC 822: "),
        (' isPermaLink="false"', "", "guid is no full URL and does not say so"),
        ('rel="self"', 'rel="me"', "no one link to itself"),
        ("<language>en", "<language>English!", "language is none"),
        ("<link>https://gazette.example", "<link>", "link is no full URL"),
        ("https://gazette.example/assets/heron.webp", "/assets/heron.webp", "picture's address is relative"),
        ("&lt;p&gt;The census", "&lt;p&gt;&lt;a href='/x'&gt;", "relative href: /x"),
    ],
)
def test_a_broken_rss_feed_is_found(right: str, wrong: str, fault: str) -> None:
    whole = rss(FRAME, [article(1)], None).body
    assert right in whole
    found = list(rss_faults(etree.fromstring(whole.replace(right, wrong).encode())))
    assert any(each.startswith(fault) for each in found), found
