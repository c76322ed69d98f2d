"""What goes wrong only when prints are late, tried again or made together."""

from datetime import timedelta
from itertools import count, islice, pairwise
from typing import Any

import pytest
from botocore.exceptions import ClientError

from broadsheet.ids import ulid_of
from broadsheet.schedule.redrive import MANY
from broadsheet.store import keys
from broadsheet.store.reads import to_wire
from broadsheet.token import Role
from tests import archive
from tests.calls import intercepted
from tests.emulated import aws, names
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
    assert newsroom.unprinted() == []
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
    # After 2 minutes, once in each of 4–7, 8–15, 16–31, and then every 32.
    assert ordered[0] == 2
    spans = [minute.bit_length() for minute in ordered if minute < 32]
    assert spans == [2, 3, 4, 5]
    late = [minute for minute in ordered if minute >= 32]
    assert {after - before for before, after in pairwise(late)} == {32}


def test_a_crowd_of_late_prints_is_ordered_in_turn_from_minute_to_minute(newsroom: Newsroom) -> None:
    for _ in range(2):
        newsroom.keep_schedule()
    key = keys.PENDING_PARTITIONS[0]
    ids = (ulid_of(START, number.to_bytes(10, "big")) for number in count())
    waiting = [
        keys.pending_key(START, article_id, 1)
        for article_id in islice((each for each in ids if keys.pending_partition(each) == key), MANY)
    ]
    for each in waiting:
        aws("dynamodb").put_item(TableName=names()["RecentPostsTable"], Item=to_wire(dict(each)))
    ordered = []
    for minute in range(9, 14):
        newsroom.clock.moment = START + timedelta(minutes=minute)
        newsroom.call("keep_schedule", {})
        messages = [each for some in iter(newsroom.render_queue.messages, []) for each in some]
        ordered.append(len(messages))
    assert ordered == [0, 0, 25, 25, 25]


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

    with intercepted(fail_once), pytest.raises(ExceptionGroup, match="not all could be done"):
        newsroom.call("keep_schedule", {})
    assert sorted(editor.get(path).json["state"] for path in paths) == ["published", "scheduled"]
    newsroom.keep_schedule()
    assert {editor.get(path).json["state"] for path in paths} == {"published"}
