"""The site's settings over HTTP."""

from typing import Any

import pytest

from .editor import Editor


def test_a_new_site_has_settings(editor: Editor) -> None:
    site = editor.get("/api/site").json
    assert site["name"]
    assert site["sections"]


def test_settings_read_back_as_they_were_set(admin: Editor, editor: Editor) -> None:
    site = {
        "name": "The Harbour Post",
        "tagline": "News from the water's edge",
        "language": "en-GB",
        "time_zone": "Europe/Lisbon",
        "sections": [{"slug": "news", "name": "News"}, {"slug": "tides", "name": "Tides"}],
        "comments_open": False,
        "social_links": [{"name": "Mastodon", "url": "https://social.example/@post"}],
    }
    assert admin.put("/api/site", site).json == site
    assert editor.get("/api/site").json == site
    assert admin.put("/api/site", admin.get("/api/site").json).status == 200


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": None}, "/name"),
        ({"nam": "The Post"}, "/nam"),
        ({"sections": []}, "/sections"),
        ({"sections": [{"slug": "archive", "name": "Archive"}]}, "/sections/0/slug"),
        ({"sections": [{"slug": "2026", "name": "This year"}]}, "/sections/0/slug"),
        ({"sections": [{"slug": "news"}]}, "/sections/0/name"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"time_zone": "../etc/passwd"}, "/time_zone"),
        ({"language": "english please"}, "/language"),
        ({"comments_open": "no"}, "/comments_open"),
        ({"social_links": [{"name": "x", "url": "javascript:alert(1)"}]}, "/social_links/0/url"),
    ],
)
def test_settings_that_cannot_be_are_told(admin: Editor, settings: Any, pointer: str) -> None:
    before = admin.get("/api/site").json
    answer = admin.put("/api/site", settings)
    assert answer.status == 422
    assert pointer in answer.faults
    assert admin.get("/api/site").json == before


def test_a_full_reprint_is_accepted(admin: Editor) -> None:
    assert admin.post("/api/rebuild").status == 202
    assert admin.post("/api/rebuild", {}).status == 202
