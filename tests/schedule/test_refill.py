"""A lost index comes back from its source: in few calls, beside live publishing, and after a stop from where it was."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from broadsheet.article.fields import (
    ALT_MAX_CHARS,
    BYLINES_MAX,
    CAPTION_MAX_CHARS,
    DESCRIPTION_MAX_CHARS,
    KEYWORD_MAX_CHARS,
    KEYWORDS_MAX,
    NAME_MAX_CHARS,
    Article,
    Byline,
    Image,
)
from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.lists.card import RECENT
from broadsheet.schedule.refill import HEADS, Refill
from broadsheet.store import clients
from broadsheet.store.keys import period_key
from broadsheet.wiring import parts
from ops import refill as command
from ops import scan
from ops.scan import Progress
from tests import archive
from tests.calls import intercepted, recorded
from tests.emulated import all_items, emptied, names
from tests.functions.editor import ARTICLE
from tests.metered import size_bytes
from tests.newsroom import START, Newsroom, without_etags
from tests.template.roles import Call

ARTICLES = 96


def refill() -> Refill:
    return Refill(clients.dynamodb(), parts.reads_of(settings_of(RenderPagesSettings)))


def refilled(progress: Progress | None = None) -> int:
    """Run what the command runs."""
    return command.refilled(
        clients.dynamodb(), parts.reads_of(settings_of(RenderPagesSettings)).tables, progress or Progress()
    )


def lost_index() -> dict[tuple[str, str], dict[str, Any]]:
    """Empty the index and return what it held."""
    index = all_items("RecentPostsTable")
    emptied("RecentPostsTable")
    return index


def lost_archive(articles: Iterable[Article]) -> dict[tuple[str, str], dict[str, Any]]:
    """Put an archive into the tables, and return the index that they have lost."""
    archive.fill(articles)
    return lost_index()


def writes_of(calls: list[Call]) -> list[list[dict[str, Any]]]:
    """Return what each transaction writes and looks at."""
    transactions = [call.parameters for call in calls if call.operation == "TransactWriteItems"]
    return [[write for item in each["TransactItems"] for write in item.values()] for each in transactions]


def heads_of(calls: list[Call]) -> list[str]:
    """Return the article of each head that a transaction looks at."""
    return [write["Key"]["pk"]["S"] for writes in writes_of(calls) for write in writes if "Key" in write]


@pytest.mark.parametrize("act", [lambda: len(list(refill().run())), refilled])
def test_a_lost_index_is_refilled_as_it_was(newsroom: Newsroom, act: Callable[[], int]) -> None:
    editor = newsroom.editor()
    for number in range(4):
        newsroom.clock.advance(minutes=1)
        editor.create(**ARTICLE | {"headline": f"Article {number}", "keywords": ["Boats"], "state": "published"})
    gone = editor.create(**ARTICLE | {"state": "published"})
    editor.post(f"{gone}/unpublish", if_match='"1"')
    editor.create(headline="A draft")
    newsroom.settle()
    site, index = newsroom.site(), lost_index()
    assert act() == 5
    assert all_items("RecentPostsTable") == index
    assert without_etags(newsroom.printed_from_scratch()) == without_etags(site)


def test_many_articles_share_a_call(stack: None, say: Callable[[str], None]) -> None:
    index = lost_archive(archive.articles(ARTICLES, a_day=40, until=START))
    with recorded() as calls:
        assert len(list(refill().run())) == ARTICLES
    say(f"refilling {ARTICLES} articles of 5 cards: {len(calls)} calls, {len(calls) / ARTICLES:.2f} an article")
    assert len(calls) < ARTICLES / 7
    assert all(len(writes) <= 100 for writes in writes_of(calls))
    assert all_items("RecentPostsTable") == index


def test_the_heaviest_cards_fit_their_transactions(stack: None) -> None:
    sign = "\N{GRINNING FACE}"
    heavy: dict[str, Any] = {
        "description": sign * DESCRIPTION_MAX_CHARS,
        "bylines": tuple(
            Byline(f"{number:02}{sign * (NAME_MAX_CHARS - 2)}", "https://x.example/" + sign * 480)
            for number in range(BYLINES_MAX)
        ),
        "keywords": tuple(f"{number:02}{sign * (KEYWORD_MAX_CHARS - 2)}" for number in range(KEYWORDS_MAX)),
        "image": Image("https://x.example/" + sign * 1_980, alt=sign * ALT_MAX_CHARS, caption=sign * CAPTION_MAX_CHARS),
    }
    articles = archive.articles(4, a_day=40, until=START)
    index = lost_archive([replace(each, fields=replace(each.fields, **heavy)) for each in articles])
    with recorded() as calls:
        assert len(list(refill().run())) == 4
    weights = [sum(size_bytes(write.get("Item", {})) for write in writes) for writes in writes_of(calls)]
    assert max(weights) > 1_000_000
    assert max(weights) < 4_000_000
    assert all_items("RecentPostsTable") == index


def test_what_changes_meanwhile_is_left_to_its_change(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    paths = [editor.create(**ARTICLE | {"headline": f"Article {n}", "state": "published"}) for n in range(3)]
    newsroom.settle()
    lost_index()
    changed = False

    def meanwhile(call: Call, carry_out: Callable[[], Any]) -> Any:
        nonlocal changed
        if call.operation == "TransactWriteItems" and not changed and "Delete" not in str(call.parameters):
            changed = True
            editor.patch(paths[1], {"headline": "Newer"}, if_match='"1"')
        return carry_out()

    with intercepted(meanwhile):
        assert len(list(refill().run())) == 2
    assert changed
    cards = [card["card"] for (pk, _), card in all_items("RecentPostsTable").items() if pk == "recent"]
    assert len(cards) == 3
    assert sum("Newer" in card for card in cards) == 1


def test_a_day_that_was_emptied_meanwhile_is_not_told_to_have_articles(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(**ARTICLE | {"state": "published"})
    newsroom.settle()
    lost_index()
    taken_down = False

    def meanwhile(call: Call, carry_out: Callable[[], Any]) -> Any:
        nonlocal taken_down
        if call.operation == "TransactWriteItems" and not taken_down:
            taken_down = True
            editor.post(f"{path}/unpublish", if_match='"1"')
        return carry_out()

    with intercepted(meanwhile):
        assert list(refill().run()) == []
    key = period_key(RECENT, START.date().isoformat())
    assert "emptied" in all_items("RecentPostsTable")[key["pk"], key["sk"]]


class Stop:
    """Fails at the n-th transaction, and at all after it."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, call: Call, carry_out: Callable[[], Any]) -> Any:
        self._left -= call.operation == "TransactWriteItems"
        if self._left < 0:
            raise ReadTimeoutError(endpoint_url="")
        return carry_out()


def test_the_command_tells_how_far_it_is_and_goes_on_where_it_stopped(
    stack: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = lost_archive(archive.articles(ARTICLES, a_day=40, until=START))
    monkeypatch.setattr(scan, "FOLDER", tmp_path)
    monkeypatch.setattr(command, "physical_name", lambda stack, name, region: names()[name])
    # A page of a scan is a megabyte otherwise.
    monkeypatch.setitem(HEADS, "Limit", 2)
    with intercepted(Stop(at=20)):
        assert command.main(["--stack", "marsh"]) == 1
    said = capsys.readouterr().err
    assert "--go-on" in said
    assert " articles\n" in said
    kept = sum(pk == "recent" for pk, _ in all_items("RecentPostsTable"))
    assert 0 < kept < ARTICLES
    with recorded() as calls:
        assert command.main(["--stack", "marsh", "--go-on"]) == 0
    assert len(heads_of(calls)) < ARTICLES
    assert all_items("RecentPostsTable") == index
    assert f"{ARTICLES} articles are in RecentPostsTable" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        command.main(["--stack", "marsh", "--go-on"])
    assert not list(tmp_path.iterdir())
