"""What the site's settings do to its pages: accent, logo, foot, about, and what pages may fetch from elsewhere."""

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from broadsheet.article.fields import BodyFormat, Image
from broadsheet.page.about import about_page
from broadsheet.page.article import article_page
from broadsheet.page.assets import asset_path
from broadsheet.page.feeds import rss
from broadsheet.page.fragments import recent_fragment
from broadsheet.page.frame import Frame
from broadsheet.site.look import Logo
from broadsheet.site.settings import SocialLink
from tests.pages.articles import FRAME, SITE, article, card, cards
from tests.pages.printing import home_of
from tests.pages.reading import Reading, text_of

ABOUT = "# Who we are\n\nFour people and [a boat](/tags/boats).\n\n## Where\n\nIn the marsh."
PLAYER = "https://player.example.com/embed/1"


def frame(**settings: Any) -> Frame:
    return replace(FRAME, site=replace(SITE, **settings))


def home(**settings: Any) -> Reading:
    return Reading(home_of(frame(**settings), cards(8)).body)


def article_of(**settings: Any) -> Reading:
    return Reading(article_page(frame(**settings), article(2), cards(8)[2:], card(1)).body)


def policy_of(page: Reading) -> dict[str, str]:
    policy = page.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
    return dict(directive.strip().split(" ", 1) for directive in policy.split(";"))


def style_of(page: Reading) -> str:
    style = page.one(".//style").text or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy_of(page)["style-src"] == f"'sha256-{digest}'"
    return style


def test_a_page_of_a_site_that_sets_nothing_fetches_nothing_from_elsewhere() -> None:
    policy = policy_of(home())
    policy.pop("style-src")
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "font-src": "'self'",
        "manifest-src": "'self'",
    }


def test_every_pages_policy_names_the_origins_of_the_settings() -> None:
    settings = {
        "script_origins": ("https://stats.example.org",),
        "frame_origins": ("https://player.example.com", "https://*.maps.example.org"),
        "image_origins": ("https://*.example.net",),
    }
    for page in (home(**settings), article_of(**settings)):
        policy = policy_of(page)
        assert policy["script-src"] == policy["connect-src"] == "'self' https://stats.example.org"
        assert policy["frame-src"] == "https://player.example.com https://*.maps.example.org"
        assert policy["img-src"] == "'self' https://*.example.net"


def test_a_picture_of_an_allowed_origin_is_named_once() -> None:
    shown = article(2, image=Image("https://cdn.example.net/heron.jpg", alt="A heron."))
    allowed = frame(image_origins=("https://cdn.example.net",))
    assert (
        policy_of(Reading(article_page(allowed, shown, [], None).body))["img-src"] == "'self' https://cdn.example.net"
    )


def test_what_is_no_origin_does_not_reach_a_policy() -> None:
    policy = policy_of(home(script_origins=("https://a.example.com; img-src *", "*", "'unsafe-inline'")))
    assert policy["script-src"] == "'self'"
    assert policy["img-src"] == "'self'"


def test_the_accent_follows_the_settings_on_light_and_dark_screens_and_leaves_paper_alone() -> None:
    style = style_of(home(accent_colour="#0b5394", accent_colour_dark="#aaccee"))
    assert style.endswith(
        "@media screen{:root{--accent:#0b5394}}@media screen and (prefers-color-scheme:dark){:root{--accent:#aaccee}}"
    )
    assert "#0b5394" not in style_of(home())


def test_a_colour_that_is_none_does_not_reach_the_styles() -> None:
    assert style_of(home(accent_colour="red}</style><script>")) == style_of(home())


def test_the_logo_stands_for_the_name_which_is_its_alternative_text() -> None:
    page = home(logo=Logo("favicon.svg", 240, 48))
    image = page.one(".//h1/a/img")
    assert image.attrib == {
        "src": asset_path("favicon.svg"),
        "alt": SITE.name,
        "width": "240",
        "height": "48",
    }
    assert text_of(page.one(".//h1")) == ""
    assert ".name img" in style_of(page)
    assert ".name img" not in style_of(home())


def test_dark_screens_may_have_a_logo_of_their_own() -> None:
    page = article_of(logo=Logo("/media/light.svg", 240, 48, "/media/dark.svg"))
    source = page.one(".//p[@class='name']//picture/source")
    assert (source.get("srcset"), source.get("media")) == ("/media/dark.svg", "(prefers-color-scheme:dark)")
    assert page.one(".//p[@class='name']//picture/img").get("src") == "/media/light.svg"


def test_a_logo_that_the_theme_lost_leaves_the_name() -> None:
    page = home(logo=Logo("lost.svg", 240, 48))
    assert page.words(".//h1") == SITE.name


def test_machines_read_the_logo_as_the_publishers() -> None:
    news, _ = article_of(logo=Logo("/media/logo.svg", 240, 48)).linked_data()
    assert news["publisher"]["logo"] == {
        "@type": "ImageObject",
        "url": "https://gazette.example/media/logo.svg",
        "width": 240,
        "height": 48,
    }


def test_the_foot_of_every_page_says_what_the_settings_say() -> None:
    settings = {"footer": "Printed by *the tide*.\n\n[Imprint](/about) <script>alert(1)</script>"}
    for page in (home(**settings), article_of(**settings)):
        words = page.with_class("foot-words")[0]
        assert text_of(words) == "Printed by the tide. Imprint"
        assert [link.get("href") for link in words.iter("a")] == ["/about"]
        assert ".foot-words" in style_of(page)
    assert not home(footer=" ").with_class("foot-words")


def test_the_page_about_the_newsroom_has_its_words_and_says_to_machines_who_it_is() -> None:
    about = about_page(frame(about=ABOUT, social_links=(SocialLink("Forum", "https://forum.example/@gazette"),)))
    page = Reading(about.body)
    assert not page.errors
    assert not about.gone
    assert page.words(".//h1") == page.words(".//title") == "About The Marsh Gazette"
    assert [heading.text for heading in page.all(".//main//h2")] == ["Who we are"]
    assert page.one(".//link[@rel='canonical']").get("href") == "https://gazette.example/about"
    assert page.one(".//meta[@name='description']").get("content", "").startswith("Who we are Four people and a boat.")
    itself, crumbs = page.linked_data()
    assert (itself["@type"], itself["url"]) == ("AboutPage", "https://gazette.example/about")
    assert itself["mainEntity"]["@type"] == "NewsMediaOrganization"
    assert itself["mainEntity"]["sameAs"] == ["https://forum.example/@gazette"]
    assert [step["name"] for step in crumbs["itemListElement"]] == [SITE.name, "About"]


@pytest.mark.parametrize("about", ["", " \n"])
def test_a_site_that_says_nothing_of_itself_has_no_such_page_and_no_link_to_it(about: str) -> None:
    assert about_page(frame(about=about)).gone
    assert not [link for link in home(about=about).all(".//footer//a") if link.get("href") == "/about"]


def test_the_foot_leads_to_the_page_about_the_newsroom() -> None:
    assert "/about" in [link.get("href") for link in article_of(about=ABOUT).all(".//footer//a")]


def test_an_allowed_frame_is_on_the_page_and_a_link_in_the_feed() -> None:
    framed = article(2, body=f'<iframe src="{PLAYER}" title="The launch"></iframe>', body_format=BodyFormat.HTML)
    allowed = frame(frame_origins=("https://player.example.com",))
    page = Reading(article_page(allowed, framed, [], None).body)
    assert page.one(".//iframe").get("src") == PLAYER
    assert "iframe{" in style_of(page)
    feed = rss(allowed, [framed], None).body
    assert "iframe" not in feed
    assert PLAYER in feed
    assert "iframe" not in article_page(FRAME, framed, [], None).body


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("/assets/heron.webp", True),
        ("https://gazette.example/assets/heron.webp", True),
        ("https://cdn.example.net/heron.jpg", True),
        ("https://other.example/heron.jpg", False),
    ],
)
def test_the_fragment_that_any_page_takes_in_shows_only_pictures_that_every_page_allows(url: str, shown: bool) -> None:
    allowed = frame(image_origins=("https://cdn.example.net",))
    fragment = Reading(recent_fragment(allowed, [card(1, image=Image(url, alt="A heron."))]).body)
    assert bool(fragment.all(".//img")) is shown
    assert bool(fragment.with_class("bare")) is not shown


@pytest.mark.parametrize(("language", "hyphens"), [("en", False), ("ar", False), ("de", True), ("sv-FI", True)])
def test_long_words_are_hyphenated_in_languages_that_make_them_and_cost_others_nothing(
    language: str, hyphens: bool
) -> None:
    assert ("hyphens:auto" in style_of(article_of(language=language))) is hyphens
