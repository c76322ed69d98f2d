"""No published attack on a page, whatever field it comes in by, makes anything that runs or takes over."""

import json
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from broadsheet.article.fields import BodyFormat, Image
from broadsheet.article.picture import Picture
from broadsheet.page.body.anchors import PREFIX
from broadsheet.page.body.markdown import html_of
from broadsheet.page.body.pictures import image_html
from broadsheet.page.printed import Printed
from tests.attacks import OURS, attacks, published
from tests.pages.articles import FRAME
from tests.pages.dangers import dangers, outline
from tests.pages.hostile import HARMLESS, PLAYER_HOST, PLAYERS, site_saying, writings_of
from tests.pages.reading import Reading

UPLOAD = Picture(media="01", digest="0123456789abcdef0123", width=400, height=300, colour="#8090a0", widths=(320,))

# A browser reads them all in tests/browser; reading as the standard says takes longer here.
SAMPLE = (*OURS, *published()[::16])
WRITINGS = writings_of(SAMPLE)
HOSTILE = site_saying(WRITINGS, WRITINGS[0])

# Source: RSS 2.0, elements of item; RDF Site Summary 1.0 Modules, Content; RFC 4287, section 3.1.1.2.
RSS_MARKUP = ("./channel/item/description", ".//{http://purl.org/rss/1.0/modules/content/}encoded")
ATOM_MARKUP = ".//{http://www.w3.org/2005/Atom}content"


@pytest.fixture(scope="module")
def read() -> dict[str, Reading]:
    """Every page of the hostile site, parsed."""
    return {key: Reading(page.body) for key, page in HOSTILE.items() if is_html(page)}


def read_together(pieces: Sequence[str]) -> Reading:
    return Reading("<!doctype html><title>t</title>" + "".join(f"<section>{piece}</section>" for piece in pieces))


def is_html(page: Printed) -> bool:
    return page.content_type.startswith("text/html")


def test_the_collection_is_there_and_is_dangerous() -> None:
    assert len(attacks()) > 4_000
    assert sum(any(dangers(read_together([attack]).root)) for attack in SAMPLE) > len(SAMPLE) / 2


@pytest.mark.parametrize("base_url", [None, "https://gazette.example/"])
@pytest.mark.parametrize("frame_origins", [(), PLAYERS])
@pytest.mark.parametrize("body_format", BodyFormat)
def test_no_attack_in_a_body_is_left_with_anything_that_runs(
    body_format: BodyFormat, frame_origins: tuple[str, ...], base_url: str | None
) -> None:
    pieces = [
        html_of(attack, body_format, base_url, pictures=[UPLOAD], frame_origins=frame_origins) for attack in attacks()
    ]
    read = read_together(pieces)
    assert not list(dangers(read.root, frozenset({PLAYER_HOST} if frame_origins else ())))
    # Nothing was swallowed by what came before it, or stands outside of its own place.
    assert len(read.all("./body/section")) == len(read.all("./body/*")) == len(pieces)
    # Nothing asks a reader for anything.
    assert not {each.tag for each in read.root.iter()} & {"form", "input", "button", "textarea", "label"}
    # Nothing can be taken for a part of the page by its script, or covers it.
    assert not [each.attrib for each in read.root.iter() if {"name", "style"} & set(each.attrib)]
    assert all(each.get("id", PREFIX).startswith(PREFIX) for each in read.root.iter())


def test_no_attack_is_shown_as_a_picture_of_more_than_its_address() -> None:
    shown = [image_html(FRAME, Image(attack, alt=attack), None, attack, attack) for attack in attacks()]
    read = read_together(shown)
    assert not list(dangers(read.root))
    assert {each.tag for each in read.all("./body/section/*")} == {"img"}


def test_no_attack_in_any_field_is_left_with_anything_that_runs(read: dict[str, Reading]) -> None:
    for key, page in read.items():
        found = list(dangers(page.root, frozenset({PLAYER_HOST})))
        # A page that is nothing but a way on leads to a file of ours, and says so in one place.
        leads_on = HOSTILE[key].redirect
        assert len(found) == bool(leads_on), key
        assert not leads_on or (leads_on.startswith("/assets/") and f"0; url={leads_on}'" in found[0]), key


def test_no_text_changes_what_a_page_is_made_of() -> None:
    attacked = [replace(HARMLESS, words=writing.words) for writing in WRITINGS]
    hostile, harmless = site_saying(attacked, attacked[0]), site_saying([HARMLESS] * len(WRITINGS), HARMLESS)
    compared = [key for key, page in hostile.items() if is_html(page) and key in harmless]
    assert len(compared) > 15
    for key in compared:
        assert outline(Reading(hostile[key].body).root) == outline(Reading(harmless[key].body).root), key


def test_no_attack_breaks_the_policy_of_its_page(read: dict[str, Reading]) -> None:
    for key, page in read.items():
        if key.startswith("fragments/"):
            continue
        policy = page.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
        directives = [directive.split()[0] for directive in policy.split("; ")]
        assert directives == (
            "default-src style-src script-src connect-src img-src media-src font-src manifest-src frame-src".split()
        )
        assert "script-src 'self'; connect-src 'self'; " in policy
        assert "unsafe" not in policy


def test_no_attack_breaks_a_feed_a_sitemap_or_what_scripts_read(read: dict[str, Reading]) -> None:
    for key, page in HOSTILE.items():
        if "xml" in page.content_type:
            ElementTree.fromstring(page.stamped("a"))
        elif "json" in page.content_type:
            json.loads(page.stamped("a"))
        elif is_html(page):
            for data in read[key].all(".//script[@type='application/ld+json']"):
                json.loads(data.text or "")


def test_what_feed_readers_take_for_markup_is_as_harmless() -> None:
    rss, atom = (ElementTree.fromstring(HOSTILE[key].stamped("a")) for key in ("feed.xml", "feed.atom"))
    pieces = [element.text or "" for path in RSS_MARKUP for element in rss.findall(path)]
    pieces += [element.text or "" for element in atom.findall(ATOM_MARKUP)]
    pieces += [item["content_html"] for item in json.loads(HOSTILE["feed.json"].stamped("a"))["items"]]
    assert len(pieces) == 4 * len(WRITINGS)
    assert not list(dangers(read_together(pieces).root))
