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
        "about": "# Who we are\n\nFour people and a boat.",
        "footer": "Printed by *the tide*.",
        "accent_colour": "#0b5394",
        "accent_colour_dark": None,
        "logo": {"url": "favicon.svg", "width": 240, "height": 48, "url_dark": "https://cdn.example.net/dark.svg"},
        "script_origins": ["https://stats.example.org"],
        "frame_origins": ["https://player.example.com:8443"],
        "image_origins": ["https://*.example.net"],
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
        ({"about": "é" * 25_001}, "/about"),
        ({"about": "a\x00b"}, "/about"),
        ({"about": "![b](data:image/png;base64,AAAA)"}, "/about"),
        ({"footer": "x" * 2_001}, "/footer"),
        ({"accent_colour": "red"}, "/accent_colour"),
        ({"accent_colour": "#ffcc00"}, "/accent_colour"),
        ({"accent_colour": "#0b5394", "accent_colour_dark": "#0b5394"}, "/accent_colour_dark"),
        ({"logo": {"url": "logo.svg", "width": 1}}, "/logo/height"),
        ({"logo": {"url": "logo.svg", "width": 0, "height": 40}}, "/logo/width"),
        ({"logo": {"url": "no-such.svg", "width": 9, "height": 9}}, "/logo/url"),
        ({"logo": {"url": "//cdn.example.net/a.svg", "width": 9, "height": 9}}, "/logo/url"),
        ({"logo": {"url": "https://cdn.example.net/a.svg", "width": 9, "height": 9}}, "/logo/url"),
        ({"logo": {"url": "/logo.svg", "width": 9, "height": 9, "url_dark": "data:x"}}, "/logo/url_dark"),
        ({"script_origins": ["https://stats.example.org/js"]}, "/script_origins/0"),
        ({"frame_origins": ["https://a.example.com", "https://b.example.com; script-src *"]}, "/frame_origins/1"),
        ({"image_origins": ["https://a.example.com"] * 21}, "/image_origins"),
    ],
)
def test_settings_that_cannot_be_are_told(admin: Editor, settings: Any, pointer: str) -> None:
    before = admin.get("/api/site").json
    answer = admin.put("/api/site", settings)
    assert answer.status == 422
    assert pointer in answer.faults
    assert admin.get("/api/site").json == before


def test_a_faint_accent_is_told_its_contrast_and_the_limit(admin: Editor) -> None:
    answer = admin.put("/api/site", {"accent_colour": "#ffcc00"})
    assert answer.faults["/accent_colour"] == (
        "accent_colour #ffcc00 has a contrast of 1.34:1 with the wash #f5f1e9; reading needs 4.5:1 (WCAG 2.2, 1.4.3)"
    )


def test_a_full_reprint_is_accepted(admin: Editor) -> None:
    assert admin.post("/api/rebuild").status == 202
    assert admin.post("/api/rebuild", {}).status == 202
