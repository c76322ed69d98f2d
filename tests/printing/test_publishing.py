"""From an editor's request to the pages that readers get, and back."""

from datetime import timedelta

import pytest

from broadsheet.store import keys
from broadsheet.token import Role
from tests.emulated import SITE_URL
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import START, Newsroom, without_etags

URL = "/2026/11/23/the-harbour-bridge-opens"

# Every page kind that shows a published article.
SHOWN_ON = (
    "index.html",
    "news",
    "tags/bridges",
    "by/ada-marsh",
    "news/2026/11",
    "tags/bridges/2026",
    "by/ada-marsh/2026",
    "archive/2026/11/23",
    "fragments/recent.html",
    "feed.xml",
    "feed.atom",
    "feed.json",
    "news/feed.xml",
    "news/feed.atom",
    "news/feed.json",
    "sitemap-news.xml",
    "sitemaps/2026-11-23.xml",
)

TAGGED = ARTICLE | {"keywords": ["Bridges"], "bylines": [{"name": "Ada Marsh"}], "state": "published"}


def published(newsroom: Newsroom, editor: Editor, **fields: object) -> str:
    """Publish an article, a minute after the one before; return its path in the API."""
    newsroom.clock.advance(minutes=1)
    path = editor.create(**TAGGED | fields)
    newsroom.settle()
    return path


def test_a_published_article_is_on_every_page_that_should_show_it(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    answer = editor.post("/api/articles", TAGGED)
    assert answer.status == 201
    assert answer.json["url"] == SITE_URL + URL
    assert answer.json["live"] is False
    newsroom.settle()
    assert editor.get(answer.headers["location"]).json["live"] is True
    site = newsroom.site()
    assert [key for key in SHOWN_ON if URL not in site[key].text] == []
    assert "/archive/2026/11/23" in site["archive/2026/11"].text
    assert "/archive/2026/11" in site["archive/2026"].text
    assert "/archive/2026" in site["archive"].text
    assert "/sitemaps/2026-11-23.xml" in site["sitemap.xml"].text
    assert newsroom.unprinted() == []


def test_the_previous_article_gains_its_link_to_the_next(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    published(newsroom, editor, headline="First of the day")
    published(newsroom, editor, headline="Second of the day")
    assert "/2026/11/23/second-of-the-day" in newsroom.page("2026/11/23/first-of-the-day").text


def test_an_unpublished_article_is_gone_from_every_page(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    published(newsroom, editor, headline="Another")
    path = published(newsroom, editor)
    answer = editor.post(f"{path}/unpublish", if_match='"1"')
    assert answer.status == 200
    assert answer.json["live"] is True
    newsroom.settle()
    assert editor.get(path).json["live"] is False
    site = newsroom.site()
    assert site[URL[1:]].is_gone
    assert [key for key, page in site.items() if URL in page.text] == []


def test_a_slug_may_change_twice_and_old_urls_lead_on_in_one_hop(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = published(newsroom, editor)
    for version, slug in ((1, "bridge-opens"), (2, "bridge-open-at-last")):
        answer = editor.patch(path, {"slug": slug}, if_match=f'"{version}"')
        assert answer.status == 200, answer.text
        newsroom.settle()
    assert newsroom.page(URL).redirect == "/2026/11/23/bridge-open-at-last"
    assert newsroom.page("/2026/11/23/bridge-opens").redirect == "/2026/11/23/bridge-open-at-last"
    assert "/2026/11/23/bridge-open-at-last" in newsroom.page("/").text


def test_a_restored_article_comes_back_where_it_was(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    published(newsroom, editor, headline="Before")
    path = published(newsroom, editor)
    published(newsroom, editor, headline="After")
    before = newsroom.site()
    assert editor.delete(path, if_match='"1"').status == 204
    newsroom.settle()
    assert newsroom.page(URL).is_gone
    assert editor.post(f"{path}/restore", if_match='"2"').status == 200
    newsroom.settle()
    assert without_etags(newsroom.site()) == without_etags(before)


def test_backdating_moves_cards_and_leaves_the_url(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    published(newsroom, editor, headline="Old", published_at="2026-11-20T10:00:00Z")
    path = published(newsroom, editor)
    answer = editor.patch(path, {"published_at": "2026-11-20T09:00:00Z"}, if_match='"1"')
    assert answer.status == 200, answer.text
    newsroom.settle()
    site = newsroom.site()
    assert URL in site["archive/2026/11/20"].text
    assert URL not in site["archive/2026/11/23"].text
    assert URL in site["2026/11/20/old"].text
    assert site[URL[1:]].redirect is None


def test_an_article_leaves_the_section_the_keyword_and_the_byline_it_had(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    published(newsroom, editor, headline="Before")
    path = published(newsroom, editor)
    fields = {"section": "sport", "keywords": ["Boats"], "bylines": [{"name": "Tom Reed"}]}
    assert editor.patch(path, fields, if_match='"1"').status == 200
    newsroom.settle()
    site = newsroom.site()
    left = ("news", "news/feed.xml", "news/2026/11", "tags/bridges", "tags/bridges/2026", "by/ada-marsh")
    assert [key for key in left if URL in site[key].text] == []
    assert [key for key in ("sport", "tags/boats", "by/tom-reed/2026") if URL not in site[key].text] == []


def test_a_scheduled_article_is_published_at_its_time(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**ARTICLE)
    at = (START + timedelta(minutes=2)).isoformat()
    assert editor.post(f"{path}/publish", {"at": at}, if_match='"1"').json["state"] == "scheduled"
    newsroom.clock.advance(seconds=119)
    newsroom.keep_schedule()
    assert URL[1:] not in newsroom.site()
    newsroom.clock.advance(seconds=1)
    newsroom.keep_schedule()
    assert "The harbour bridge opens" in newsroom.page(URL).text
    assert newsroom.items("ContentTable", keys.DUE) == []
    assert newsroom.items("ContentTable", keys.DUE_NEWS)[0]["action"] == {"S": "leave-news"}


def test_an_article_leaves_the_news_sitemap_after_two_days(newsroom: Newsroom) -> None:
    published(newsroom, newsroom.editor())
    assert URL in newsroom.page("sitemap-news.xml").text
    assert newsroom.items("ContentTable", keys.DUE_NEWS)
    newsroom.clock.advance(hours=48)
    newsroom.keep_schedule()
    assert URL not in newsroom.page("sitemap-news.xml").text
    assert newsroom.items("ContentTable", keys.DUE_NEWS) == []


def test_an_expired_article_is_taken_down(newsroom: Newsroom) -> None:
    published(newsroom, newsroom.editor(), expire_at=(START + timedelta(hours=1)).isoformat())
    newsroom.clock.advance(hours=1)
    newsroom.keep_schedule()
    assert newsroom.page(URL).is_gone


def test_an_article_that_expired_before_it_was_published_comes_off_the_schedule(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    hours = {name: (START + timedelta(hours=n)).isoformat() for n, name in enumerate(("publish_at", "expire_at"), 1)}
    path = editor.create(**TAGGED | hours)
    newsroom.clock.advance(hours=3)
    newsroom.keep_schedule()
    assert editor.get(path).json["state"] == "draft"
    assert newsroom.items("ContentTable", "due") == []
    assert URL[1:] not in newsroom.site()


def test_the_site_printed_from_scratch_is_the_same(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    paths = [published(newsroom, editor, headline=f"Article {number}") for number in range(9)]
    published(newsroom, editor, headline="Last week", published_at="2026-11-16T10:00:00Z")
    editor.post(f"{paths[3]}/unpublish", if_match='"1"')
    editor.patch(paths[5], {"slug": "moved", "section": "sport", "keywords": ["Boats"]}, if_match='"1"')
    editor.patch(paths[6], {"published_at": "2026-11-17T10:00:00Z"}, if_match='"1"')
    newsroom.settle()
    printed = newsroom.site()
    assert without_etags(newsroom.printed_from_scratch()) == without_etags(printed)


def test_many_articles_of_one_batch_print_the_home_page_once(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    before = newsroom.versions("index.html")
    for number in range(20):
        newsroom.clock.advance(seconds=1)
        editor.create(headline=f"Article {number}", state="published")
    newsroom.settle()
    assert newsroom.versions("index.html") == before + 1


@pytest.mark.parametrize("cards", [99, 100, 101])
def test_a_day_goes_on_after_a_hundred_articles(newsroom: Newsroom, cards: int) -> None:
    editor = newsroom.editor(Role.ADMIN)
    for number in range(cards):
        newsroom.clock.advance(seconds=1)
        editor.create(headline=f"Article {number}", state="published")
    newsroom.settle()
    path = published(newsroom, editor)
    last = (cards + 1 + 99) // 100
    assert URL in newsroom.page("archive/2026/11/23" if last == 1 else f"archive/2026/11/23/{last}").text
    assert ("/archive/2026/11/23/2" in newsroom.page("archive/2026/11/23").text) is (last == 2)
    editor.delete(path, if_match='"1"')
    newsroom.settle()
    assert ("/archive/2026/11/23/2" in newsroom.page("archive/2026/11/23").text) is (cards > 100)
    if cards == 100:
        assert newsroom.page("archive/2026/11/23/2").is_gone


def test_a_correction_is_told_on_the_page_and_in_the_feeds_and_written_down(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = published(newsroom, editor)
    newsroom.clock.advance(hours=1)
    answer = editor.post(f"{path}/corrections", {"text": "It opened on Tuesday."}, if_match='"1"')
    newsroom.settle()
    for key in (answer.json["url"], "feed.xml", "feed.atom", "feed.json", "news/feed.json"):
        assert "It opened on Tuesday." in newsroom.page(key).text
    kept = newsroom.items("ContentTable", f"article#{answer.json['id']}")
    assert [item["action"]["S"] for item in kept if "action" in item] == ["create", "correct"]
