"""The article's page: every part a reader looks for, and what the edge is told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from broadsheet.article.fields import Article, ArticleState, Byline, Correction, Image
from broadsheet.article.picture import Picture
from broadsheet.page.article import article_page, gone_page, redirect_page
from broadsheet.page.printed import Freshness, Printed
from tests.pages.articles import FRAME, NOON, PICTURE, article, card, cards
from tests.pages.reading import Reading, text_of


def printed(shown: Article | None = None) -> Printed:
    return article_page(FRAME, shown or article(2), cards(8)[2:], card(1, headline="Heron denies it"))


def reading(shown: Article | None = None) -> Reading:
    return Reading(printed(shown).body)


def test_the_title_names_the_headline_and_the_site() -> None:
    assert reading().words(".//title") == "Heron counted twice in the marsh census - The Marsh Gazette"


def test_the_masthead_leads_home_and_to_every_section_and_marks_the_articles_own() -> None:
    page = reading()
    assert [link.get("href") for link in page.all(".//header//a")][:5] == [
        "/search",
        "/",
        "/news",
        "/culture",
        "/sport",
    ]
    assert page.one(".//nav//a[@aria-current]").get("href") == "/news"


def test_the_headline_is_the_only_h1_and_the_kicker_leads_to_the_section() -> None:
    page = reading()
    assert page.words(".//h1") == "Heron counted twice in the marsh census"
    assert page.one(".//article/header/p[@class='kicker']/a").get("href") == "/news"


def test_dates_are_written_in_the_sites_time_zone_and_for_machines_in_utc() -> None:
    page = reading(article(2, published_at=NOON, updated_at=NOON.replace(hour=23, minute=30)))
    published = page.one(".//time[@class='dt-published'][@datetime='2026-11-23T11:05:00Z']..").find("time")
    updated = page.one(".//time[@class='dt-updated']")
    assert published is not None
    assert text_of(published) == "Monday, November 23, 2026, 12:05 CET"
    assert updated.get("datetime") == "2026-11-23T23:30:00Z"
    assert text_of(updated) == "Tuesday, November 24, 2026, 00:30 CET"


def test_an_article_that_was_never_updated_says_nothing_of_updates() -> None:
    assert not reading().all(".//time[@class='dt-updated']")


def test_an_update_before_publication_is_never_told() -> None:
    """An article that was dated anew, or taken down and published again, was updated before readers had it."""
    page = reading(article(2, published_at=NOON, updated_at=NOON - timedelta(days=3)))
    assert not page.all(".//time[@class='dt-updated']")
    assert page.linked_data()[0]["dateModified"] == "2026-11-23T11:05:00Z"
    assert page.one(".//meta[@property='article:modified_time']").get("content") == "2026-11-23T11:05:00Z"


def test_the_age_stands_with_the_publication_and_not_with_the_comments() -> None:
    page = reading()
    assert text_of(page.with_class("talk")[0]) == "Comments"
    talk = page.one(".//a[@class='talk']/..")
    assert talk.findall("time") == []
    published, age = page.one(".//time[@class='dt-published']/../time[@class='age']/..").findall("time")
    assert (published.get("datetime"), age.get("data-ago")) == (age.get("datetime"), "")
    # Without a script it would say the day twice.
    assert age.get("hidden") is not None


def test_no_age_is_frozen_into_the_page() -> None:
    ages = [time for time in reading().all(".//time") if time.get("data-ago") is not None]
    assert ages
    assert all(time.get("datetime") and "2026" in text_of(time) for time in ages)


def test_the_comment_count_leads_to_the_comments() -> None:
    link = reading().with_class("talk")[0]
    assert link.get("href") == f"/comments/{article(2).id}"
    assert link.find("span[@data-count]") is not None


def test_the_picture_has_its_alt_text_caption_credit_and_size() -> None:
    figure = reading().with_class("hero")[0]
    image = figure.find("img")
    assert image is not None
    assert image.get("alt") == PICTURE.alt
    assert (image.get("width"), image.get("height")) == ("1600", "900")
    assert image.get("loading") is None, "the lead picture is not delayed"
    assert text_of(figure) == "The heron on Tuesday. Photo: Ida Fenn"


def test_an_article_without_a_picture_has_no_figure() -> None:
    page = reading(article(2, image=None))
    assert not page.all(".//figure")
    card = page.one(".//meta[@property='og:image']").get("content", "")
    assert card.startswith("https://gazette.example/assets/social-card.")


def test_credits_are_linked_where_they_have_an_address() -> None:
    credits = reading().with_class("credits")[0]
    assert text_of(credits) == "Credited from: Marsh Radio, The Parish Clerk"
    assert [link.get("href") for link in credits.findall("a")] == ["https://radio.example/heron"]


def test_key_points_stand_in_a_list_of_their_own() -> None:
    points = reading().with_class("points")[0]
    assert [text_of(point) for point in points.findall("ul/li")] == ["The bird was counted twice.", "Nobody minds."]


def test_attributions_in_the_body_survive_as_links() -> None:
    body = reading().with_class("e-content")[0]
    assert [link.get("href") for link in body.iter("a")] == ["https://census.example/2026"]


def test_sharing_needs_no_script() -> None:
    share = reading().with_class("share")[0]
    links = [link.get("href", "") for link in share.iter("a")]
    assert any(link.startswith("mailto:?subject=Heron%20counted") for link in links)
    assert all("https%3A%2F%2Fgazette.example%2F2026%2F11%2F23%2Fheron-2" in link for link in links)


def test_previous_and_next_have_picture_and_headline() -> None:
    page = reading()
    older, newer = page.one(".//a[@rel='prev']"), page.one(".//a[@rel='next']")
    assert older.get("href") == "/2026/11/23/heron-3"
    assert newer.get("href") == "/2026/11/23/heron-1"
    assert text_of(newer) == "Next Heron denies it"
    assert older.find(".//img") is not None


def test_recent_posts_are_the_six_earlier_articles_with_picture_section_and_time() -> None:
    aside = reading().one(".//aside")
    entries = aside.findall(".//li")
    assert [entry.find(".//h3/a").get("href") for entry in entries] == [  # type: ignore[union-attr]
        f"/2026/11/23/heron-{number}" if number < 5 else f"/2026/11/22/heron-{number}" for number in range(3, 9)
    ]
    assert all(entry.find(".//img") is not None and entry.find(".//time") is not None for entry in entries)


def test_the_comment_form_works_without_scripts() -> None:
    form = reading().one(".//form")
    assert form.get("action") == f"/api/comments/{article(2).id}"
    assert form.get("method") == "post"
    assert {field.get("name") for field in form.iter() if field.get("name")} == {"name", "text", "website"}


def test_a_site_without_comments_has_no_form() -> None:
    closed = replace(FRAME, site=replace(FRAME.site, comments_open=False))
    page = Reading(article_page(closed, article(2), [], None).body)
    assert not page.all(".//form")


def test_machines_read_the_article_in_schema_org_terms() -> None:
    news, crumbs = reading().linked_data()
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == "Heron counted twice in the marsh census"
    assert news["mainEntityOfPage"] == "https://gazette.example/2026/11/23/heron-2"
    assert [author["name"] for author in news["author"]] == ["Ida Fenn", "Tom Reed"]
    assert [basis["name"] for basis in news["isBasedOn"]] == ["Marsh Radio", "The Parish Clerk"]
    assert [image["url"] for image in news["image"]] == ["https://gazette.example/assets/heron.webp"]
    assert [step["name"] for step in crumbs["itemListElement"]] == [
        "The Marsh Gazette",
        "News",
        "Heron counted twice in the marsh census",
    ]


def test_the_canonical_address_and_open_graph_are_absolute() -> None:
    page = reading()
    url = "https://gazette.example/2026/11/23/heron-2"
    assert page.one(".//link[@rel='canonical']").get("href") == url
    assert page.one(".//meta[@property='og:url']").get("content") == url
    assert page.one(".//meta[@property='og:image']").get("content") == "https://gazette.example/assets/heron.webp"


def test_a_missing_description_is_taken_from_the_body() -> None:
    page = reading(article(2, description=None))
    assert page.one(".//meta[@name='description']").get("content", "").startswith("The census went wrong, the clerk")
    assert not page.with_class("standfirst"), "what the body says is not said twice"


def test_only_the_newest_article_is_short_lived() -> None:
    assert printed().freshness is Freshness.LONG
    assert article_page(FRAME, article(1), cards(7)[1:], None).freshness is Freshness.SHORT


def test_cache_tags_name_every_article_that_the_page_shows() -> None:
    shown = [card(number).id for number in (2, 1, 3, 4, 5, 6, 7, 8)]
    assert list(printed().article_ids) == shown


def test_the_only_article_of_a_site_prints_without_neighbours() -> None:
    page = Reading(article_page(FRAME, article(1), [], None).body)
    assert not page.errors
    assert not page.with_class("turn")


def test_an_articles_words_have_its_language_and_direction_and_those_around_them_the_sites() -> None:
    shown = replace(
        article(2, headline="مالك الحزين", body="نص قصير.", language="ar", bylines=(Byline("ليلى فهمي"),)),
        corrections=(Correction("كان لقلقًا.", NOON),),
    )
    page = reading(shown)
    assert page.root.get("lang") == "en"
    assert page.one(".//h1[@lang='ar'][@dir='rtl']").text == "مالك الحزين"
    turned = [element for element in page.root.iter() if element.get("dir") == "rtl"]
    assert all(element.get("lang") == "ar" for element in turned)
    assert [element.tag for element in turned] == ["h1", "p", "figure", "ul", "div", "span"]
    inside = {part for element in turned for part in element.iter()}
    names = {"byline", "dates", "credits", "corrections", "tags", "share", "turn", "comments", "points"}
    ours = [element for element in page.root.iter() if names & set(element.get("class", "").split())]
    assert len(ours) >= len(names)
    assert not inside.intersection(ours)
    # A name in another script does not turn the signs beside it round.
    assert page.with_class("byline")[0].find("a/bdi").text == "ليلى فهمي"  # type: ignore[union-attr]


@pytest.mark.parametrize("path_to", ["2026/11/23/heron-2", "/2026/11/23/heron-2"])
def test_a_redirect_leads_on_without_the_edge_too(path_to: str) -> None:
    page = redirect_page(FRAME, "article", path_to)
    assert page.redirect == "/2026/11/23/heron-2"
    assert page.article_ids == ("article",)
    read = Reading(page.body)
    assert read.one(".//meta[@http-equiv='refresh']").get("content") == "0; url=/2026/11/23/heron-2"
    assert read.one(".//link[@rel='canonical']").get("href") == "https://gazette.example/2026/11/23/heron-2"
    assert any(link.get("href") == "/2026/11/23/heron-2" for link in read.all(".//main//a"))


def test_a_tombstone_says_that_it_is_gone_and_keeps_out_of_search_engines() -> None:
    page = gone_page(FRAME, ["article"])
    assert page.gone
    assert page.article_ids == ("article",)
    assert Reading(page.body).one(".//meta[@name='robots']").get("content") == "noindex"


def test_a_draft_prints_before_it_has_an_address_or_a_time() -> None:
    draft = replace(article(1), state=ArticleState.DRAFT, day=None, slug=None, published_at=None)
    page = Reading(article_page(FRAME, draft, [], None).body)
    assert not page.errors
    assert not page.all(".//link[@rel='canonical']")
    assert "None" not in "".join(page.root.itertext())


UPLOAD = Picture(
    media="01KAQ2Z7W00000000000000009",
    digest="0a1b2c3d4e5f6a7b",
    width=4000,
    height=3000,
    colour="#8899aa",
    widths=(320, 640, 960, 1280, 1920),
)


def test_an_upload_is_shown_in_the_widths_that_its_place_needs() -> None:
    mine = replace(article(2, image=Image(media=UPLOAD.media, alt="A heron")), pictures=(UPLOAD,))
    older = replace(card(3, image=mine.fields.image), picture=UPLOAD)
    page = Reading(article_page(FRAME, mine, [older], card(1)).body)
    hero = page.one(".//figure//picture")
    source, image = hero
    assert source.get("type") == "image/avif"
    assert "/media/0a1b2c3d4e5f6a7b/1920.avif 1920w" in source.get("srcset", "")
    assert "/media/0a1b2c3d4e5f6a7b/1920.jpg 1920w" in image.get("srcset", "")
    assert (image.get("width"), image.get("height")) == ("1920", "1440")
    assert (image.get("alt"), image.get("fetchpriority"), image.get("loading")) == ("A heron", "high", None)
    small = page.one(".//aside//picture")
    assert small[0].get("srcset") == "/media/0a1b2c3d4e5f6a7b/320.avif 320w"
    assert (small[1].get("alt"), small[1].get("loading")) == ("", "lazy")


def test_a_picture_of_another_site_is_marked_and_named_in_the_policy() -> None:
    page = reading(article(2, image=Image("https://pictures.example/heron.jpg", alt="A heron")))
    image = page.one(".//figure/img")
    assert "external" in image.get("class", "")
    assert image.get("referrerpolicy") == "no-referrer"
    assert "img-src 'self' https://pictures.example;" in policy_of(page)
    assert "img-src 'self';" in policy_of(reading(article(2)))


def policy_of(page: Reading) -> str:
    return page.one(".//meta[@http-equiv='Content-Security-Policy']").get("content", "")
