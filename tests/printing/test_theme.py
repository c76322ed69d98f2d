"""The site wears one theme at a time: a new one re-prints everything, and an old package prints no more."""

from typing import Any

import pytest

from broadsheet import installation
from broadsheet.environment import InstallSiteSettings, settings_of
from broadsheet.errors import ThemeMismatch
from broadsheet.token import Role
from broadsheet.wiring import install_site, render_pages
from tests.calls import intercepted
from tests.emulated import SITE_URL
from tests.faults.accidents import Accident, Fault, Point
from tests.functions.editor import ARTICLE
from tests.newsroom import Newsroom
from tests.printing.test_edge import invalidations
from tests.template.roles import Call


def deploy(monkeypatch: pytest.MonkeyPatch, theme: str, *, printers: bool = True) -> bool:
    """Install the site in a theme, as a deploy does; the printers of its package come with it, unless they lag."""
    monkeypatch.setattr(installation, "theme_hash", lambda: theme)
    if printers:
        monkeypatch.setattr(render_pages, "theme_hash", lambda: theme)
    return install_site.installation(settings_of(InstallSiteSettings)).wear_theme(SITE_URL)


@pytest.fixture
def dressed(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom in the first theme, with an article of yesterday and one of today."""
    newsroom.restart()
    deploy(monkeypatch, "first")
    newsroom.settle()
    newsroom.keep_schedule()
    newsroom.keep_schedule()
    editor = newsroom.editor()
    editor.create(**ARTICLE | {"state": "published", "published_at": "2026-11-22T10:00:00Z", "headline": "Yesterday"})
    editor.create(**ARTICLE | {"state": "published"})
    newsroom.settle()
    return newsroom


def test_the_same_theme_again_prints_nothing(dressed: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dressed.site()
    assert deploy(monkeypatch, "first") is False
    dressed.keep_schedule()
    assert dressed.site() == before


def test_another_theme_prints_the_whole_site_and_then_clears_the_edge(
    dressed: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, cleared = dressed.site(), len(invalidations())
    # A container that starts after the deploy runs the new package.
    dressed.restart()
    assert deploy(monkeypatch, "second") is True
    dressed.settle()
    dressed.keep_schedule()
    assert {key for key, page in dressed.site().items() if page.etag == before[key].etag} == set()
    assert invalidations()[cleared:] == []
    dressed.keep_schedule()
    assert invalidations()[cleared:] == [["/*"]]
    dressed.keep_schedule()
    assert invalidations()[cleared:] == [["/*"]]


def test_a_switch_whose_answer_was_lost_is_no_failure(dressed: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    dressed.restart()
    with intercepted(Fault(Point("TransactWriteItems", 0), Accident.IS_REPEATED)):
        deploy(monkeypatch, "second")
    dressed.clock.advance(minutes=2)
    dressed.keep_schedule()
    assert dressed.items("RecentPostsTable", "reprint") == []


def test_a_printer_of_the_old_package_prints_no_more(dressed: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(monkeypatch, "second", printers=False)
    before = dressed.site()
    dressed.editor().create(headline="After the deploy", state="published")
    with pytest.raises(ThemeMismatch):
        dressed.call("render_pages", {"Records": dressed.pending_prints.records()})
    assert dressed.site() == before
    # What the old package refused to print waits for the new one.
    monkeypatch.setattr(render_pages, "theme_hash", lambda: "second")
    dressed.restart()
    dressed.clock.advance(minutes=2)
    dressed.keep_schedule()
    assert "After the deploy" in dressed.page("/").text
    assert dressed.unprinted() == []


def test_a_write_of_the_old_package_that_lands_late_is_refused(
    dressed: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    dressed.editor().create(headline="In between", state="published")
    records = dressed.pending_prints.records()
    printed: list[str] = []

    def switch_before_the_home_page_is_written(call: Call, carry_out: Any) -> Any:
        if not printed and call.operation == "PutObject" and call.parameters["Key"] == "index.html":
            printed.append("")
            old = dressed.function("render_pages")
            dressed.restart()
            deploy(monkeypatch, "second")
            dressed.settle()
            dressed.loaded["render_pages"] = old
            printed.append(dressed.page("/").etag)
        return carry_out()

    with intercepted(switch_before_the_home_page_is_written), pytest.raises(ThemeMismatch):
        dressed.call("render_pages", {"Records": records})
    # The late write lost: what stands is the new package's print, and the old one may not try again.
    assert dressed.page("/").etag == printed[-1]


def test_rebuild_needs_an_admin(newsroom: Newsroom) -> None:
    assert newsroom.editor(Role.EDITOR).post("/api/rebuild").status == 403
