"""What goes wrong only when prints are late, tried again or made together."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from botocore.exceptions import ClientError

from broadsheet.token import Role
from tests import archive
from tests.calls import intercepted
from tests.functions.editor import ARTICLE
from tests.newsroom import START, Newsroom
from tests.template.roles import Call

BETWEEN = ARTICLE | {"state": "published", "published_at": "2026-11-23T08:57:30Z"}


def failure_of(operation: str) -> ClientError:
    """Return AWS's error for a call."""
    return ClientError({"Error": {"Code": "InternalServerError", "Message": "injected"}}, operation)


def test_a_print_that_is_tried_again_may_clear_other_tags(newsroom: Newsroom) -> None:
    """CloudFront refuses a CallerReference that comes again with other items; moto does not."""
    archive.fill(archive.articles(20, a_day=10, until=START))
    newsroom.rebuild()
    newsroom.editor().create(**BETWEEN)
    references: dict[str, list[str]] = {}
    failed: list[str] = []

    def cloudfront(call: Call, carry_out: Any) -> Any:
        if call.operation == "CreateInvalidation":
            batch = call.parameters["InvalidationBatch"]
            assert references.setdefault(batch["CallerReference"], batch["Paths"]["Items"]) == batch["Paths"]["Items"]
        if call.operation == "DeleteItem" and not failed:
            failed.append(call.operation)
            raise failure_of(call.operation)
        return carry_out()

    records = newsroom.pending_prints.records()
    with intercepted(cloudfront):
        with pytest.raises(ClientError):
            newsroom.call("render_pages", {"Records": records})
        newsroom.call("render_pages", {"Records": records})
    assert newsroom.items("RecentPostsTable", "pending") == []
    assert len(references) == 2


def test_two_takedowns_printed_together_close_the_page_that_both_were_on(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(99, a_day=99, until=START))
    editor = newsroom.editor()
    paths = [editor.create(**ARTICLE | {"state": "published", "headline": f"Last {number}"}) for number in range(2)]
    newsroom.rebuild()
    assert not newsroom.page("archive/2026/11/23/2").is_gone
    for path in paths:
        assert editor.delete(path, if_match='"1"').status == 204
    newsroom.settle()
    assert newsroom.page("archive/2026/11/23/2").is_gone


def test_a_section_that_goes_leaves_tombstones(newsroom: Newsroom) -> None:
    admin = newsroom.editor(Role.ADMIN)
    site = admin.get("/api/site").json
    kept = [section for section in site["sections"] if section["slug"] != "culture"]
    assert admin.put("/api/site", site | {"sections": kept}).status == 200
    newsroom.settle()
    assert newsroom.page("culture").is_gone
    for name in ("feed.xml", "feed.atom", "feed.json"):
        assert newsroom.page(f"culture/{name}").is_gone
    assert not newsroom.page("news").is_gone


def test_a_section_with_articles_does_not_go(newsroom: Newsroom) -> None:
    admin = newsroom.editor(Role.ADMIN)
    admin.create(section="culture", state="published")
    site = admin.get("/api/site").json
    kept = [section for section in site["sections"] if section["slug"] != "culture"]
    assert "culture" in admin.put("/api/site", site | {"sections": kept}).faults["/sections"]


def test_a_late_print_is_ordered_again_and_again_but_not_every_minute(newsroom: Newsroom) -> None:
    newsroom.keep_schedule()  # ends what the installation asked for
    newsroom.keep_schedule()
    newsroom.editor().create(**ARTICLE | {"state": "published"})
    newsroom.pending_prints.records()
    ordered = []
    for minute in range(1, 129):
        newsroom.clock.moment = START + timedelta(minutes=minute)
        newsroom.call("keep_schedule", {})
        if newsroom.render_queue.messages():
            ordered.append(minute)
    # Once in each of 1, 2–3, 4–7, 8–15, 16–31, and then every 32 minutes.
    spans = [minute.bit_length() for minute in ordered if minute < 32]
    assert spans == [1, 2, 3, 4, 5]
    late = [minute for minute in ordered if minute >= 32]
    assert {after - before for before, after in pairwise(late)} == {32}


def test_hundreds_of_late_prints_do_not_come_in_one_minute(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(300, a_day=1, until=START))
    newsroom.editor(Role.ADMIN).post("/api/rebuild")
    newsroom.call("keep_schedule", {})
    while newsroom.render_queue.messages():
        pass
    seen: list[int] = []
    for minute in range(1, 64):
        newsroom.clock.moment = START + timedelta(minutes=minute)
        newsroom.call("keep_schedule", {})
        seen.append(sum(1 for _ in iter(lambda: len(newsroom.render_queue.messages()), 0)))
    assert max(seen[32:]) <= 5
    assert sum(seen) > 100


def test_an_article_that_cannot_be_published_holds_up_no_other(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    at = (START + timedelta(minutes=2)).isoformat()
    for headline, embargo in (("Held back", (START + timedelta(minutes=2)).isoformat()), ("On its way", None)):
        path = editor.create(headline=headline, **({"embargoed_until": embargo} if embargo else {}))
        assert editor.post(f"{path}/publish", {"at": at}, if_match='"1"').status == 200
        if embargo:
            later = (START + timedelta(minutes=3)).isoformat()
            answer = editor.patch(path, {"embargoed_until": later, "publish_at": later}, if_match='"2"')
            assert answer.status == 200, answer.text
    newsroom.clock.advance(minutes=2)
    newsroom.keep_schedule()
    assert "On its way" in newsroom.page("/").text
    assert "Held back" not in newsroom.page("/").text


def test_an_article_whose_publication_fails_holds_up_no_other(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    at = (START + timedelta(minutes=2)).isoformat()
    paths = [editor.create(headline=headline, publish_at=at, state="published") for headline in ("First", "Second")]
    newsroom.clock.advance(minutes=2)
    failed: list[str] = []

    def fail_once(call: Call, carry_out: Any) -> Any:
        if call.operation == "TransactWriteItems" and not failed:
            failed.append(call.operation)
            raise failure_of(call.operation)
        return carry_out()

    with intercepted(fail_once), pytest.raises(ExceptionGroup, match="due, but failed"):
        newsroom.call("keep_schedule", {})
    assert sorted(editor.get(path).json["state"] for path in paths) == ["published", "scheduled"]
    newsroom.keep_schedule()
    assert {editor.get(path).json["state"] for path in paths} == {"published"}
