"""From the POST to the page at the edge, on the deployed template."""

import pytest

from broadsheet.page.assets import asset_path
from ops.local.stack import LocalStack
from tests.deployed.reader import Reader

pytestmark = pytest.mark.deployed


def test_deploy_alone_gives_a_working_empty_site(reader: Reader) -> None:
    """Home, robots.txt and a 404 page are there before anyone posts."""
    assert reader.get("/").status == 200
    assert reader.get("/robots.txt").status == 200
    missing = reader.get("/2026/11/23/never-written")
    assert (missing.status, missing.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_published_article_is_live_when_the_answer_says_so(deployed: LocalStack, reader: Reader) -> None:
    """With `Prefer: wait`, 201 and `live: true` mean that a reader gets the page now, and the home page shows it."""
    article = {"headline": "Ferry returns to the old harbour", "body": "It is *back*.", "section": "news"}
    status, published, headers = deployed.editor().send(
        "POST", "/api/articles", {**article, "state": "published"}, Prefer="wait=10"
    )
    assert (status, headers["ETag"], published["live"]) == (201, '"1"', True)
    page = reader.get(published["url"])
    assert page.status == 200
    assert "It is <em>back</em>." in page.text
    assert "Ferry returns to the old harbour" in reader.get("/").text


def test_two_articles_of_one_headline_have_addresses_of_their_own(deployed: LocalStack, reader: Reader) -> None:
    """The way that is only gone when a slug is taken lies within the function's role too."""
    twin = {"headline": "Twins are born", "body": "Both well.", "section": "news", "state": "published"}
    addresses = [
        deployed.editor().must("POST", "/api/articles", twin, Prefer="wait=10")["url"].rpartition("/")[2]
        for _ in range(2)
    ]
    assert addresses == ["twins-are-born", "twins-are-born-2"]


def test_an_address_as_people_write_it_leads_to_the_page(deployed: LocalStack, reader: Reader) -> None:
    """With what a newsletter adds, also where the article has moved on; the page's own address answers itself."""
    written = {"headline": "Led to the page", "body": "Here.", "section": "news", "state": "published"}
    article = deployed.editor().must("POST", "/api/articles", written, Prefer="wait=10")
    path, query = article["url"].removeprefix(deployed.site_url), "?utm_source=the%20letter&utm_medium=mail"
    for address in (f"{path}/", path.replace("led", "Led"), f"{path}.", f"{path}/index.html"):
        answer = reader.get(address + query)
        assert (answer.status, answer.headers["Location"]) == (301, path + query), address
    assert [reader.get(each).status for each in (path + query, "/", f"/{query}", "/index.html", "/news")] == [200] * 5
    conditions = {"If-Match": '"1"', "Prefer": "wait=10"}
    deployed.editor().must("PATCH", f"/api/articles/{article['id']}", {"slug": "led-elsewhere"}, **conditions)
    moved = reader.get(path + query)
    assert (moved.status, moved.headers["Location"]) == (301, path.replace("led-to-the-page", "led-elsewhere") + query)


def test_programs_find_the_sites_icon_where_they_look_for_it(reader: Reader) -> None:
    answer = reader.get("/favicon.ico")
    assert (answer.status, answer.headers["Location"]) == (301, asset_path("apple-touch-icon.png"))


def test_who_comes_back_to_the_address_of_a_form_finds_the_comments(deployed: LocalStack, reader: Reader) -> None:
    """Such as with a restored tab. A form itself still goes to the API."""
    written = {"headline": "Come back to", "body": "Here.", "section": "news", "state": "published"}
    article = deployed.editor().must("POST", "/api/articles", written, Prefer="wait=10")
    answer = reader.get(f"/api/comments/{article['id']}")
    assert (answer.status, answer.headers["Location"]) == (303, f"/comments/{article['id']}")
    assert reader.get(answer.headers["Location"]).status == 200


def test_comment_reaches_the_api_through_the_edge_with_the_readers_address(
    deployed: LocalStack, reader: Reader
) -> None:
    """The distribution's own behaviour, edge function and origin header are in force, not a stand-in for them."""
    _, article, _ = deployed.editor().send(
        "POST",
        "/api/articles",
        {"headline": "Open for comment", "body": "Say it.", "section": "news", "state": "published"},
        Prefer="wait=10",
    )
    form = "name=Ada&text=First&stamp=nothing"
    answer = reader.post(f"/api/comments/{article['id']}", form, "application/x-www-form-urlencoded")
    assert answer.status < 500
    assert "CloudFront" in answer.headers["Via"]


def test_nothing_of_the_editors_api_is_reached_through_the_edge(reader: Reader) -> None:
    """Only /api/comments is forwarded; all else is a page that is not there."""
    assert reader.get("/api/articles").status == 404
