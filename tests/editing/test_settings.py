"""New settings reach every page that is there already."""

from broadsheet.token import Role
from tests.functions.editor import ARTICLE
from tests.newsroom import Newsroom

YESTERDAY = ARTICLE | {"state": "published", "published_at": "2026-11-22T10:00:00Z", "headline": "Yesterday"}
URL = "/2026/11/22/yesterday"


def test_new_settings_are_on_every_page(newsroom: Newsroom) -> None:
    newsroom.editor().create(**YESTERDAY)
    newsroom.settle()
    told = {
        "footer": "Printed by the tide",
        "accent_colour": "#0b5394",
        "script_origins": ["https://stats.example.org"],
    }
    assert newsroom.editor(Role.ADMIN).put("/api/site", told).status == 200
    newsroom.settle()
    newsroom.clock.advance(minutes=10)
    newsroom.keep_schedule()
    for path in ("/", "/news", URL, "/404.html", "/archive/2026/11/22"):
        text = newsroom.page(path).text
        assert "Printed by the tide" in text, path
        assert "--accent:#0b5394" in text, path
        assert "script-src 'self' https://stats.example.org" in text, path


def test_the_page_about_the_newsroom_comes_and_goes_with_its_words(newsroom: Newsroom) -> None:
    admin = newsroom.editor(Role.ADMIN)
    assert newsroom.page("/about").is_gone
    admin.put("/api/site", {"about": "Four people and a boat."})
    newsroom.settle()
    page = newsroom.page("/about")
    assert not page.is_gone
    assert "Four people and a boat." in page.text
    assert 'href="/about"' in newsroom.page("/").text
    admin.put("/api/site", {})
    newsroom.settle()
    assert newsroom.page("/about").is_gone
    assert 'href="/about"' not in newsroom.page("/").text
