"""Former addresses: claimed for one article, printed as redirects, and gone with it."""

from typing import Any

import pytest

from broadsheet.store import keys
from broadsheet.token import Role
from tests.emulated import SITE_URL
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import Newsroom, without_etags

PIER = ARTICLE | {"headline": "The pier", "state": "published", "former_urls": ["/2019/05/The-Pier/", "/?p=123"]}
OLD, NUMBERED = "2019/05/the-pier", "_former/p/123"


def where(newsroom: Newsroom, key: str) -> str | None:
    """Return where an address leads; `gone` where readers get 410, None where nothing was printed."""
    page = newsroom.site().get(key)
    return None if page is None else "gone" if page.is_gone else page.redirect


def test_former_addresses_are_kept_as_the_edge_asks_for_them_and_lead_to_the_article(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**PIER)
    newsroom.settle()
    assert editor.get(path).json["former_urls"] == ["/2019/05/the-pier", "/?p=123"]
    assert [where(newsroom, key) for key in (OLD, NUMBERED)] == ["/2026/11/23/the-pier"] * 2
    editor.patch(path, {"slug": "another"}, if_match='"1"')
    newsroom.settle()
    assert [where(newsroom, key) for key in (OLD, NUMBERED)] == ["/2026/11/23/another"] * 2


def test_they_go_and_come_with_the_article(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**PIER)
    newsroom.settle()
    editor.post(f"{path}/unpublish", if_match='"1"')
    newsroom.settle()
    assert [where(newsroom, key) for key in (OLD, NUMBERED)] == ["gone"] * 2
    editor.post(f"{path}/restore", if_match='"2"')
    newsroom.settle()
    assert [where(newsroom, key) for key in (OLD, NUMBERED)] == ["/2026/11/23/the-pier"] * 2


def test_one_that_is_dropped_is_gone_and_one_that_is_added_leads_on(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**PIER)
    newsroom.settle()
    editor.patch(path, {"former_urls": ["/?p=123", "/story/7"]}, if_match='"1"')
    newsroom.settle()
    assert [where(newsroom, key) for key in (OLD, NUMBERED, "story/7")] == ["gone", *["/2026/11/23/the-pier"] * 2]
    editor.post(f"{path}/unpublish", if_match='"2"')
    editor.patch(path, {"former_urls": []}, if_match='"3"')
    newsroom.settle()
    assert [where(newsroom, key) for key in (NUMBERED, "story/7")] == ["gone"] * 2


def test_an_edit_of_the_text_prints_none_of_them(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**PIER)
    newsroom.settle()
    written = newsroom.versions(OLD)
    editor.patch(path, {"body": "It has lamps."}, if_match='"1"')
    newsroom.settle()
    assert newsroom.versions(OLD) == written


def test_a_draft_prints_none(newsroom: Newsroom) -> None:
    newsroom.editor().create(**PIER | {"state": "draft"})
    newsroom.settle()
    assert where(newsroom, OLD) is None


def test_an_import_prints_them_with_its_day(newsroom: Newsroom) -> None:
    old = PIER | {"published_at": "2019-05-04T09:00:00Z"}
    answer = newsroom.editor().post("/api/articles", old, prefer="print=later")
    assert answer.status == 201, answer.text
    newsroom.clock.advance(minutes=10)
    for _ in range(3):
        newsroom.keep_schedule()
    assert [where(newsroom, key) for key in (OLD, NUMBERED)] == ["/2019/05/04/the-pier"] * 2


def test_the_site_from_scratch_has_them(newsroom: Newsroom) -> None:
    newsroom.editor().create(**PIER)
    newsroom.settle()
    before = without_etags(newsroom.site())
    assert OLD in before
    assert without_etags(newsroom.printed_from_scratch()) == before


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://old.example/pier", "is no path of this site"),
        ("pier", "is no path of this site"),
        ("//old.example/", "is an address of this site's own pages"),
        ("/pier?utm=1", "is no path of this site"),
        ("/?p=x", "is no path of this site"),
        ("/../pier", "is no path of this site"),
        ("/", "is an address of this site's own pages"),
        ("/index.html", "is an address of this site's own pages"),
        ("/feed/", "is an address of this site's own pages"),
        ("/Archive/2019/", "is an address of this site's own pages"),
        ("/news/", "is an address of this site's own pages"),
        ("/news/2019/05/", "is an address of this site's own pages"),
        ("/news/feed/", "is an address of this site's own pages"),
        ("/_former/p/7", "is an address of this site's own pages"),
        ("/favicon.ico", "is an address of this site's own pages"),
        ("/2019/05/04/the-pier/", "published_at and slug give it to the article"),
        ("/" + "ü" * 300, "is longer than 500 bytes"),
    ],
)
def test_what_a_page_of_ours_has_or_may_have_is_refused(newsroom: Newsroom, url: str, words: str) -> None:
    answer = newsroom.editor().post("/api/articles", ARTICLE | {"former_urls": ["/fine", url]})
    if url == "//old.example/":
        assert answer.json["former_urls"] == ["/fine", "/old.example"]
        return
    assert answer.status == 422
    assert words in answer.faults["/former_urls/1"]


def test_two_ways_to_write_one_address_are_one(newsroom: Newsroom) -> None:
    answer = newsroom.editor().post("/api/articles", ARTICLE | {"former_urls": ["/Pier/", "/pier"]})
    assert answer.faults == {"/former_urls/1": "former_urls/1 repeats former_urls/0: both are /pier"}
    answer = newsroom.editor().post("/api/articles", ARTICLE | {"former_urls": [f"/{n}" for n in range(21)]})
    assert answer.faults == {"/former_urls": "former_urls has more than 20 entries"}


def taken(answer: Any) -> dict[str, str]:
    assert (answer.status, answer.problem) == (409, "former-url-taken")
    return {error["pointer"]: error["detail"] for error in answer.json["errors"]}


def test_an_address_leads_to_one_article(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    first = editor.create(**PIER)
    second = ARTICLE | {"former_urls": ["/free", "/?p=123"]}
    assert taken(editor.post("/api/articles", second)) == {"/former_urls/1": "/?p=123 leads to another article"}
    # A deleted one may come back.
    editor.delete(first, if_match='"1"')
    assert taken(editor.post("/api/articles", second))
    editor.patch(first, {"former_urls": []}, if_match='"2"')
    assert editor.post(f"{first}/restore", if_match='"2"').status == 200
    assert editor.patch(first, {"former_urls": []}, if_match='"3"').status == 200
    assert editor.post("/api/articles", second).status == 201


def test_a_refused_article_leaves_its_former_addresses_to_the_next(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.create(**PIER | {"slug": "pier"})
    refused = PIER | {"slug": "pier", "former_urls": ["/story/7"]}
    assert editor.post("/api/articles", refused).problem == "slug-taken"
    assert editor.post("/api/articles", refused | {"slug": "pier-of-2019"}).status == 201


def settings_with(admin: Editor, *slugs: str) -> dict[str, Any]:
    site: dict[str, Any] = admin.get("/api/site").json
    return site | {"sections": [*site["sections"], *({"slug": slug, "name": slug} for slug in slugs)]}


def test_a_section_and_a_former_address_are_never_one(newsroom: Newsroom) -> None:
    admin, editor = newsroom.editor(Role.ADMIN), newsroom.editor()
    editor.create(**ARTICLE | {"former_urls": ["/the-pier"]})
    answer = admin.put("/api/site", settings_with(admin, "the-pier"))
    assert answer.faults == {"/sections": "sections has the-pier, whose address leads to an article that had it before"}
    before = admin.get("/api/site").json
    assert admin.put("/api/site", settings_with(admin, "harbour")).status == 200
    assert admin.put("/api/site", before).status == 200
    # Its front says that it is gone.
    answer = editor.post("/api/articles", ARTICLE | {"former_urls": ["/harbour"]})
    assert taken(answer) == {"/former_urls/0": "/harbour is a section's"}


def test_a_claim_names_the_article_alone(newsroom: Newsroom) -> None:
    path = newsroom.editor().create(**PIER)
    [claim] = newsroom.items("ContentTable", keys.former_key(OLD)["pk"])
    assert set(claim) == {"pk", "sk", "holder", "version"}
    assert claim["holder"]["S"] == path.rpartition("/")[2]
    assert SITE_URL not in str(claim)
