"""What machines read in a page: schema.org's terms, Open Graph, translations and microformats."""

from dataclasses import replace
from typing import Any

import mf2py  # type: ignore[import-untyped]

from broadsheet.article.fields import Article, Correction, Image, Translation
from broadsheet.page.article import article_page
from broadsheet.page.frame import Frame
from broadsheet.page.language.languages import language_name
from broadsheet.page.printed import HTML
from tests.pages.articles import FRAME, NOON, SITE, article, card, cards
from tests.pages.awkward import UPLOAD, awkward_site
from tests.pages.reading import Reading, text_of
from tests.pages.test_whole_site import PAGES, URL_TRAPS

TRANSLATIONS = (Translation("fr", "/2026/11/23/le-heron"), Translation("pt-BR", "https://reed.example/garca"))
OWN = "https://gazette.example/2026/11/23/heron-2"
CORRECTIONS = (Correction("It was a stork.", NOON), Correction("It was a <heron> & a stork.", NOON))


def body_of(shown: Article, frame: Frame = FRAME) -> str:
    return article_page(frame, shown, cards(8)[2:], card(1)).body


def reading(frame: Frame = FRAME, **changes: Any) -> Reading:
    return Reading(body_of(article(2, **changes), frame))


def with_upload() -> Article:
    image = Image(media=UPLOAD.media, alt="A heron", caption="On Tuesday", credit="Photo: Ida Fenn")
    return replace(article(2, image=image), pictures=(UPLOAD,))


def properties(page: Reading) -> dict[str, str]:
    """Return the last value of each property of the page's metadata."""
    return {element.get("property") or "": element.get("content") or "" for element in page.all(".//meta[@property]")}


def microformats(body: str, path: str) -> list[Any]:
    found: list[Any] = mf2py.parse(doc=body, url=f"https://gazette.example{path}", html_parser="html5lib")["items"]
    return found


def test_an_article_is_told_whole_in_schema_org_terms() -> None:
    shown = replace(article(2, language="en-GB", translations=TRANSLATIONS), corrections=CORRECTIONS, updated_at=NOON)
    news = Reading(body_of(shown)).linked_data()[0]
    newsroom = {"@type": "NewsMediaOrganization", "name": "The Marsh Gazette", "url": "https://gazette.example/"}
    assert news == {
        "@type": "NewsArticle",
        "@id": OWN,
        "url": OWN,
        "mainEntityOfPage": OWN,
        "headline": "Heron counted twice in the marsh census",
        "description": "One bird stood in two parishes.",
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://gazette.example/assets/heron.webp",
                "width": 1600,
                "height": 900,
                "caption": "The heron on Tuesday.",
                "creditText": "Photo: Ida Fenn",
            }
        ],
        "datePublished": "2026-11-23T05:05:00Z",
        "dateModified": "2026-11-23T11:05:00Z",
        "author": [
            {"@type": "Person", "name": "Ida Fenn", "url": "https://gazette.example/by/ida-fenn"},
            {"@type": "Person", "name": "Tom Reed", "url": "https://reed.example/"},
        ],
        "publisher": newsroom,
        "articleSection": "News",
        "keywords": ["Herons", "Parish life"],
        "inLanguage": "en-GB",
        "isBasedOn": [
            {"@type": "CreativeWork", "name": "Marsh Radio", "url": "https://radio.example/heron"},
            {"@type": "CreativeWork", "name": "The Parish Clerk"},
        ],
        "correction": [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": "2026-11-23T11:05:00Z"}
            for each in CORRECTIONS
        ],
        "workTranslation": [
            {"@type": "NewsArticle", "url": "https://gazette.example/2026/11/23/le-heron", "inLanguage": "fr"},
            {"@type": "NewsArticle", "url": "https://reed.example/garca", "inLanguage": "pt-BR"},
        ],
        "isAccessibleForFree": True,
    }


def test_an_upload_is_told_whole_and_as_a_card() -> None:
    page = Reading(body_of(with_upload()))
    folder = f"https://gazette.example/media/{UPLOAD.digest}"
    images = page.linked_data()[0]["image"]
    assert [(image["url"], image["width"], image["height"]) for image in images] == [
        (f"{folder}/1920.jpg", 1920, 1280),
        (f"{folder}/social.jpg", 1200, 630),
    ]
    told = properties(page)
    assert told["og:image"] == f"{folder}/social.jpg"
    assert (told["og:image:width"], told["og:image:height"], told["og:image:alt"]) == ("1200", "630", "A heron")


def test_a_card_says_of_a_picture_what_is_known() -> None:
    told = properties(reading(image=Image("https://pictures.example/x", alt="A heron.")))
    assert told["og:image"] == "https://pictures.example/x"
    assert "og:image:width" not in told
    bare = properties(reading(image=None))
    assert bare["og:image"].startswith("https://gazette.example/assets/social-card.")
    assert (bare["og:image:width"], bare.get("og:image:alt")) == ("1200", None)


def test_cards_of_articles_name_section_tags_and_people() -> None:
    page = reading()
    told = properties(page)
    assert (told["og:type"], told["article:section"]) == ("article", "News")
    tags = [element.get("content") for element in page.all(".//meta[@property='article:tag']")]
    assert tags == ["Herons", "Parish life"]
    assert page.one(".//meta[@name='author']").get("content") == "Ida Fenn, Tom Reed"


def test_a_locale_is_told_where_the_language_names_a_country() -> None:
    assert "og:locale" not in properties(reading())
    assert properties(reading(language="pt-br"))["og:locale"] == "pt_BR"
    assert properties(reading(language="zh-Hant-TW"))["og:locale"] == "zh_TW"
    assert properties(reading(Frame(replace(SITE, language="en-GB"), FRAME.site_url)))["og:locale"] == "en_GB"


def test_translations_are_linked_for_machines_and_for_readers() -> None:
    page = reading(language="en-GB", translations=TRANSLATIONS)
    links = {link.get("hreflang"): link.get("href") for link in page.all(".//link[@rel='alternate'][@hreflang]")}
    assert links == {
        "en-GB": OWN,
        "fr": "https://gazette.example/2026/11/23/le-heron",
        "pt-BR": "https://reed.example/garca",
    }
    seen = page.all(".//article//a[@hreflang]")
    assert [(text_of(link), link.get("href"), link.get("lang")) for link in seen] == [
        ("français", "/2026/11/23/le-heron", "fr"),
        ("português (BR)", "https://reed.example/garca", "pt-BR"),
    ]
    assert not reading().all(".//*[@hreflang]")


def test_a_translation_that_no_page_may_link_to_is_left_out() -> None:
    page = reading(translations=tuple(Translation(f"x{place}", url) for place, url in enumerate(URL_TRAPS)))
    assert not page.all(".//*[@hreflang]")
    assert "workTranslation" not in page.linked_data()[0]


def test_a_language_is_called_as_its_speakers_call_it_or_by_its_tag() -> None:
    names = [language_name(tag) for tag in ("AR", "zh-Hant", "zh-Hant-TW", "en-GB", "tlh", "x-y")]
    assert names == ["العربية", "繁體中文", "繁體中文 (TW)", "English (GB)", "tlh", "x-y"]


def test_corrections_stand_under_the_text_with_their_days() -> None:
    page = Reading(body_of(replace(article(2), corrections=CORRECTIONS)))
    section = page.with_class("corrections")[0]
    assert [text_of(line) for line in section.findall("p")] == [
        "Nov 23, 2026 It was a stork.",
        "Nov 23, 2026 It was a <heron> & a stork.",
    ]
    assert not reading().with_class("corrections")


def test_every_page_for_search_engines_has_its_address_a_card_and_its_way() -> None:
    discussions = {key: page for key, page in awkward_site().items() if key.startswith("comments/")}
    for key, printed in (PAGES | discussions).items():
        page = Reading(printed.body)
        if printed.content_type != HTML or key.startswith("fragments/"):
            continue
        # Search engines show a thumbnail of what does not allow them more. Source: Google Search Central, robots meta.
        robots = page.one(".//meta[@name='robots']").get("content")
        assert robots in ("max-image-preview:large", "noindex")
        if robots == "noindex":
            continue
        address = page.one(".//link[@rel='canonical']").get("href")
        told = properties(page)
        assert told["og:url"] == address, key
        assert told["og:title"]
        assert told["og:description"] == page.one(".//meta[@name='description']").get("content")
        things = {thing["@type"]: thing for thing in page.linked_data()}
        if address == "https://gazette.example/":
            assert things["WebSite"]["name"] == "The Marsh Gazette"
        else:
            way = things["BreadcrumbList"]["itemListElement"]
            assert [step["position"] for step in way] == list(range(1, len(way) + 1))
            assert (way[0]["item"], len(way) > 1) == ("https://gazette.example/", True)


def test_microformats_of_an_article_are_its_own_alone() -> None:
    shown = replace(article(2), updated_at=NOON)
    entry, recent = microformats(body_of(shown), "/2026/11/23/heron-2")
    told = entry["properties"]
    assert entry["type"] == ["h-entry"]
    assert told["name"] == ["Heron counted twice in the marsh census"]
    assert told["summary"] == ["One bird stood in two parishes."]
    assert (told["published"], told["updated"]) == (["2026-11-23T05:05:00Z"], ["2026-11-23T11:05:00Z"])
    assert told["url"] == [OWN]
    assert told["category"] == ["News", "Herons", "Parish life"]
    assert [photo["value"] for photo in told["photo"]] == ["https://gazette.example/assets/heron.webp"]
    people = [(author["type"], author["properties"]["name"], author["properties"]["url"]) for author in told["author"]]
    assert people == [
        (["h-card"], ["Ida Fenn"], ["https://gazette.example/by/ida-fenn"]),
        (["h-card"], ["Tom Reed"], ["https://gazette.example/by/tom-reed"]),
    ]
    assert told["content"][0]["html"].startswith("<p>The census went <a href")
    assert (recent["type"], recent["properties"]["name"]) == (["h-feed"], ["Recent Posts"])
    assert len(recent["children"]) == 6


def test_microformats_of_a_list_name_it_and_who_publishes_it() -> None:
    names = {"index.html": "The Marsh Gazette", "news": "News", "tags/herons": "Herons", "by/ida-fenn": "Ida Fenn"}
    for key, name in names.items():
        [feed] = microformats(PAGES[key].body, f"/{key}")
        assert feed["type"] == ["h-feed"]
        assert feed["properties"]["name"] == [name]
        [author] = feed["properties"]["author"]
        assert author["properties"] == {"name": ["The Marsh Gazette"], "url": ["https://gazette.example/"]}
        for entry in feed["children"]:
            assert {"name", "url", "published"} <= entry["properties"].keys()
            assert all(url.startswith("https://gazette.example/2026/") for url in entry["properties"]["url"])
