"""What was accepted before there were limits for what can be printed: its own page says so, and stops no other."""

import json
from dataclasses import replace

import feedparser  # type: ignore[import-untyped]
import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.errors import Unprintable
from broadsheet.page.about import about_page
from broadsheet.page.article import article_page
from broadsheet.page.feeds import atom, json_feed, rss
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Printed
from tests.pages.articles import FRAME, SITE, article
from tests.pages.reading import Reading

DEEP = "> " * 150 + "words"
GOOD, BAD = article(1), article(2, body=DEEP, description="Said in short.")
SILENT = article(3, body=DEEP, image=None, description=None)


def parsed(page: Printed) -> list[feedparser.FeedParserDict]:
    found = feedparser.parse(page.stamped("a1b2").decode())
    assert not found.bozo, found.get("bozo_exception")
    return list(found.entries)


@pytest.mark.parametrize("print_feed", [rss, atom])
def test_a_feed_goes_out_with_the_summary_of_what_cannot_be_printed(print_feed: object) -> None:
    assert callable(print_feed)
    good, bad, silent = parsed(print_feed(FRAME, [GOOD, BAD, SILENT], None))
    assert "They count again." in good.content[0].value
    assert bad.summary == "Said in short."
    assert silent.title == SILENT.fields.headline
    for entry in (bad, silent):
        assert "words" not in str(entry)
        assert not any(content.value.startswith("<blockquote") for content in entry.get("content", []))


def test_a_json_feed_has_text_for_each() -> None:
    """Source: JSON Feed 1.1: an item must have content_html or content_text."""
    good, bad, silent = json.loads(json_feed(FRAME, [GOOD, BAD, SILENT], None).stamped("a1b2"))["items"]
    assert "content_text" not in good
    assert ("content_html" in bad, bad["content_text"]) == (False, "Said in short.")
    assert ("content_html" in silent, silent["content_text"]) == (False, SILENT.fields.headline)


@pytest.mark.parametrize("body_format", BodyFormat)
def test_its_own_page_cannot_be_printed_and_says_why(body_format: BodyFormat) -> None:
    body = "<div>" * 150 if body_format is BodyFormat.HTML else DEEP
    with pytest.raises(Unprintable, match="nests elements more than 100 deep, at line 1"):
        article_page(FRAME, article(1, body=body, body_format=body_format), [], None)


def test_the_page_about_the_newsroom_says_so_too() -> None:
    with pytest.raises(Unprintable, match="nests elements more than 100 deep, at line 1"):
        about_page(Frame(replace(SITE, about=DEEP), "https://gazette.example"))


def test_every_page_goes_without_a_foot_that_cannot_be_printed() -> None:
    page = article_page(Frame(replace(SITE, footer=DEEP), "https://gazette.example"), GOOD, [], None)
    assert Reading(page.body).one(".//div[@class='foot-words']").text is None
    assert "They count again." in page.body
