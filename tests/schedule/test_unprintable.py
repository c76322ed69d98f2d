"""What was scheduled before there were limits for what can be printed: the schedule publishes none of it."""

from unittest import mock

import pytest

from broadsheet.page.body import bounds
from tests.functions.editor import ARTICLE, Editor
from tests.newsroom import Newsroom

DEEP = "First.\n\n" + "> " * 150 + "Last."
AT = "2026-11-23T09:30:00Z"


def scheduled(editor: Editor, **fields: str) -> str:
    """Schedule an article as when there was no limit yet, and return its path in the API."""
    with mock.patch.object(bounds, "DEPTH_MAX", 10_000):
        path = editor.create(**ARTICLE | fields)
        assert editor.post(f"{path}/publish", {"at": AT}, if_match='"1"').status == 200
    return path


def test_the_schedule_publishes_nothing_that_cannot_be_printed(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so every minute, until somebody mends the article; and what is due beside it is published."""
    editor = newsroom.editor()
    paths = [scheduled(editor, body=body, headline=body[:5]) for body in ("Shallow.", DEEP, "Too.")]
    newsroom.clock.advance(minutes=31)
    for minute in (1, 2):
        newsroom.keep_schedule()
        told = f"{paths[1].rpartition('/')[2]}: body nests elements more than 100 deep, at line 3"
        assert [getattr(record, "refused", None) for record in caplog.records].count(told) == minute
        assert [editor.get(path).json["state"] for path in paths] == ["published", "scheduled", "published"]
    assert "First" not in newsroom.page("/").text
    editor.patch(paths[1], {"body": "Shallow too.", "publish_at": "2026-11-23T10:00:00Z"}, if_match='"2"')
    newsroom.clock.advance(minutes=31)
    newsroom.keep_schedule()
    assert editor.get(paths[1]).json["state"] == "published"
    assert "First" in newsroom.page("/").text


def test_an_article_that_cannot_be_printed_expires_all_the_same(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = scheduled(editor, body=DEEP, expire_at="2026-11-23T10:00:00Z")
    newsroom.clock.advance(hours=2)
    newsroom.keep_schedule()
    newsroom.keep_schedule()
    assert editor.get(path).json["state"] == "draft"
