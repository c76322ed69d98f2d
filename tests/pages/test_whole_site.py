"""Every page of a whole site: its markup, its stamps, and that no field of an article breaks out of its place."""

import base64
import gzip
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from jinja2 import UndefinedError

from broadsheet.article.fields import Article, Byline, Credit, Image, Translation
from broadsheet.page import templates
from broadsheet.page.article import article_page, gone_page, redirect_page
from broadsheet.page.assets import assets
from broadsheet.page.frame import Frame
from broadsheet.page.printed import TAGS_MAX, Printed
from broadsheet.site.look import Logo
from broadsheet.site.settings import Section, SocialLink
from tests.pages.articles import FRAME, NOON, SITE, TOLD_SITE, article, card, cards
from tests.pages.printing import home_of, site_of, static_files
from tests.pages.reading import Reading

HOSTILE = (
    "\"'><script>alert(1)</script><img src=/x onerror=alert(1)></title></style>"
    "]]>--><!--&amp;&#1;\x00\x1b\ufffe{{ 7*7 }}"
)
URL_TRAPS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/\\evil",
)

ARTICLES = [article(number, published_at=NOON - timedelta(days=9 * number)) for number in range(1, 12)]


def pages(frame: Frame) -> dict[str, Printed]:
    extra = {
        "gone": gone_page(frame, ["a"]),
        "moved": redirect_page(frame, "a", ARTICLES[0].path or ""),
        "empty": home_of(frame, []),
    }
    return site_of(frame, ARTICLES) | extra


PAGES = pages(Frame(TOLD_SITE, FRAME.site_url))
HTML_KEYS = sorted(key for key, page in PAGES.items() if page.content_type.startswith("text/html"))


@pytest.mark.parametrize("key", HTML_KEYS)
def test_a_page_is_well_formed_and_has_what_every_page_has(key: str) -> None:
    page = Reading(PAGES[key].body)
    assert not page.errors
    if key.startswith("fragments/"):
        return
    assert page.root.get("lang") == "en"
    assert len(page.all(".//h1")) == 1
    assert len(page.all(".//main")) == 1
    assert page.one(".//a[@class='skip']").get("href") == "#main"
    assert page.words(".//title")
    if page.one(".//meta[@name='robots']").get("content") != "noindex":
        assert page.one(".//meta[@name='description']").get("content")
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labels = [element.get("aria-labelledby") for element in page.root.iter() if element.get("aria-labelledby")]
    assert set(labels) <= set(ids)
    assert all(image.get("alt") is not None for image in page.all(".//img"))


@pytest.mark.parametrize("key", HTML_KEYS)
def test_headings_step_down_one_level_at_a_time(key: str) -> None:
    levels = [
        int(element.tag[1])
        for element in Reading(PAGES[key].body).root.iter()
        if element.tag in {f"h{n}" for n in range(1, 7)}
    ]
    for above, below in pairwise(levels):
        assert below <= above + 1, f"{levels}"


@pytest.mark.parametrize("key", HTML_KEYS)
def test_a_page_asks_nothing_of_third_parties(key: str) -> None:
    page = Reading(PAGES[key].body)
    sources = [element.get("src") or "" for element in page.root.iter() if element.get("src")]
    sources += [
        link.get("href") or "" for link in page.all(".//link") if link.get("rel") in {"stylesheet", "icon", "preload"}
    ]
    assert all(source.startswith("/") for source in sources)
    assert not [element for element in page.root.iter() if element.get("style")]


def test_links_on_the_site_lead_to_pages_that_are_printed() -> None:
    known = {f"/{key}" for key in PAGES} | {f"/{asset.path}" for asset in assets()} | {"/"}
    for key in HTML_KEYS:
        for link in Reading(PAGES[key].body).all(".//a"):
            href = (link.get("href") or "").partition("#")[0]
            if href.startswith("/") and not href.startswith("/comments/"):
                assert href in known, f"{key} leads to {href}"


# Of the types that CloudFront compresses, those of text. Source: CloudFront Developer Guide, serve compressed files.
COMPRESSED = frozenset(
    "application/javascript application/json application/rss+xml application/xhtml+xml application/xml image/svg+xml "
    "text/css text/csv text/html text/javascript text/plain text/xml".split()
)


def test_whatever_is_text_is_of_a_type_that_the_cdn_compresses() -> None:
    types = {key: page.content_type for key, page in (PAGES | static_files()).items()}
    assert {key: type for key, type in types.items() if type.partition(";")[0] not in COMPRESSED} == {}


@pytest.mark.parametrize("key", sorted(PAGES))
def test_a_print_stamp_changes_the_bytes_and_leaves_the_format_valid(key: str) -> None:
    page = PAGES[key]
    first, second = page.stamped("0a1b"), page.stamped("2c3d")
    assert first != second
    assert len(page.article_ids) <= TAGS_MAX
    if "xml" in page.content_type:
        ElementTree.fromstring(first)
    elif "json" in page.content_type:
        assert json.loads(first)["_print"] == {"stamp": "0a1b"}
    elif page.content_type.startswith("text/html"):
        assert not Reading(first.decode()).errors
    else:
        assert first.decode().rstrip().endswith("# print 0a1b")


def hostile_articles() -> list[Article]:
    """Return articles whose every field is an attack."""
    return [
        article(
            number,
            headline=HOSTILE,
            description=HOSTILE,
            key_points=(HOSTILE,),
            body=f"{HOSTILE}<iframe src='{URL_TRAPS[number % len(URL_TRAPS)]}'>{HOSTILE}</iframe>",
            bylines=(Byline(f"A {HOSTILE[:60]}", URL_TRAPS[number % len(URL_TRAPS)]),),
            credits=tuple(Credit(f"{HOSTILE[:60]} {place}", url) for place, url in enumerate(URL_TRAPS)),
            keywords=(f"k {HOSTILE[:50]}",),
            translations=tuple(Translation("fr", url) for url in URL_TRAPS),
            image=Image(
                URL_TRAPS[number] if number < 4 else f"/a {HOSTILE}", alt=HOSTILE, caption=HOSTILE, credit=HOSTILE[:90]
            ),
        )
        for number in range(1, 9)
    ]


def hostile_site() -> tuple[Frame, dict[str, Printed]]:
    site = replace(
        SITE,
        name=HOSTILE[:80],
        tagline=HOSTILE,
        sections=(Section("news", HOSTILE[:60]), *SITE.sections[1:]),
        social_links=tuple(SocialLink(HOSTILE[:60], url) for url in URL_TRAPS),
        about=HOSTILE,
        footer=HOSTILE,
        accent_colour=HOSTILE[:7],
        accent_colour_dark="}</style>",
        logo=Logo(f"/a {HOSTILE}", 240, 48, URL_TRAPS[0]),
        script_origins=(HOSTILE, "https://a.example.com; script-src *"),
        frame_origins=(HOSTILE, "https://player.example.com"),
        image_origins=(HOSTILE, "'unsafe-inline'"),
    )
    frame = Frame(site, FRAME.site_url)
    return frame, site_of(frame, hostile_articles())


def test_no_field_breaks_out_of_its_place() -> None:
    _, site = hostile_site()
    for key, page in site.items():
        if "xml" in page.content_type:
            ElementTree.fromstring(page.stamped("a"))
        elif "json" in page.content_type:
            json.loads(page.stamped("a"))
        elif page.content_type.startswith("text/html"):
            read = Reading(page.body)
            assert not read.errors, (key, read.errors)
            if not key.startswith("fragments/"):
                policy = read.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
                assert "script-src 'self'; connect-src 'self'; img-src 'self';" in policy, key
                assert policy.endswith("manifest-src 'self'; frame-src https://player.example.com"), key
            assert not read.all(".//iframe"), key
            scripts = [script for script in read.all(".//script") if script.get("type") != "application/ld+json"]
            assert all(script.get("src", "").startswith("/assets/") for script in scripts), key
            for element in read.root.iter():
                assert not [name for name in element.attrib if name.startswith("on")], key
                for name in ("href", "src", "action"):
                    value = element.get(name)
                    assert value is None or value.startswith(("/", "#", "https://", "mailto:")), (key, value)
                    assert value is None or not value.startswith(("//", "/\\")), (key, value)
            for thing in read.all(".//script[@type='application/ld+json']"):
                json.loads(thing.text or "")


def test_signs_that_xml_cannot_hold_are_dropped_wherever_they_come_from() -> None:
    feed = site_of(FRAME, [article(1, body="a&#1;b &#x1b;c")])["feed.xml"]
    assert "ab c" in feed.body


def test_a_missing_value_is_an_error_at_print_time() -> None:
    with pytest.raises(UndefinedError):
        templates.render("simple.html", frame=FRAME)


def test_the_policy_names_the_style_by_its_hash_and_allows_nothing_inline() -> None:
    page = Reading(PAGES["index.html"].body)
    policy = page.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    style = base64.b64encode(hashlib.sha256((page.one(".//style").text or "").encode()).digest()).decode()
    assert f"style-src 'sha256-{style}'" in policy


# What a browser takes for an address, and what would follow it in a policy. Source: WHATWG URL, section 3.2.
POLICY_TRAPS = (
    "https://a;frame-src * ;script-src-elem 'unsafe-inline' *@b.example/x.png",
    "https://a;script-src-elem/x.png",
    "https://a,script-src-elem/x.png",
    "https://a'b/x.png",
    "https://u:p@b.example/x.png",
)


@pytest.mark.parametrize("trap", POLICY_TRAPS)
def test_no_pictures_address_adds_to_the_policy_more_than_its_host(trap: str) -> None:
    body = f'<img src="{trap}" alt="x">'
    for shown in (article(1, body=body, image=None), article(1, image=Image(trap, alt="x"))):
        page = Reading(article_page(FRAME, shown, [], None).body)
        policy = page.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
        assert "; img-src 'self'; media-src" in policy


@pytest.mark.parametrize("origin", ["https://a.example", "HTTPS://A.example", "http://a.example:8080", "https://[::1]"])
def test_a_pictures_origin_stands_in_the_policy(origin: str) -> None:
    page = Reading(article_page(FRAME, article(1, body=f"![x]({origin}/b.png)", image=None), [], None).body)
    policy = page.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
    assert f"; img-src 'self' {origin}; media-src" in policy


def test_very_long_and_very_short_headlines_print() -> None:
    for headline in ("W" * 200, "x", "Donaudampfschifffahrtsgesellschaftskapitän " * 4):
        assert headline.strip() in article_page(FRAME, article(1, headline=headline), cards(6), card(9)).body


def test_the_article_page_with_style_and_script_fits_into_ten_kilobytes() -> None:
    script = next(asset.body for asset in assets() if asset.name == "site.js")
    body = "\n\n".join(
        f"The census of herons number {n} went on, and the clerk of parish {n * 7} wrote it down." * 5 for n in range(8)
    )
    page = article_page(FRAME, article(2, body=body), cards(8)[2:], card(1)).body
    # The edge compresses with Brotli, which is smaller still.
    assert len(gzip.compress(page.encode())) + len(gzip.compress(script)) <= 10_000
