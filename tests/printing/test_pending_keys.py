"""Pending prints stand under several keys, so that several printers read one burst, and are still told by age."""

from collections import Counter
from datetime import timedelta

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.ids import ulid_of
from broadsheet.lists.place import PendingPrint
from broadsheet.reading import records
from broadsheet.reading.waves import run
from broadsheet.store import items, keys
from broadsheet.store.reads import to_wire
from broadsheet.wiring import parts
from tests.calls import chained, recorded
from tests.emulated import aws, names
from tests.functions.editor import ARTICLE
from tests.newsroom import START, Newsroom


def article_ids(count: int) -> list[str]:
    return [ulid_of(START + timedelta(milliseconds=number), number.to_bytes(10, "big")) for number in range(count)]


def leave_waiting(count: int) -> list[str]:
    """Put the pending prints of so many articles, a second apart, and return the articles' ids, the oldest first."""
    waiting = article_ids(count)
    for number, article_id in enumerate(waiting):
        key = keys.pending_key(START + timedelta(seconds=number), article_id, 1)
        pending = PendingPrint(article_id=article_id, version=1, paths=("a",), before=None, after=None)
        item = to_wire(items.pending_item(key, pending))
        aws("dynamodb").put_item(TableName=names()["RecentPostsTable"], Item=item)
    return waiting


def test_a_burst_is_shared_out_over_all_keys() -> None:
    shares = Counter(keys.pending_partition(article_id) for article_id in article_ids(5_000))
    assert set(shares) == set(keys.PENDING_PARTITIONS)
    assert max(shares.values()) < 1.2 * min(shares.values())


def test_all_changes_of_an_article_stand_under_one_key() -> None:
    [article_id] = article_ids(1)
    changes = [keys.pending_key(START + timedelta(hours=version), article_id, version) for version in range(1, 30)]
    assert len({change["pk"] for change in changes}) == 1
    # A message of the render queue has the sort key alone.
    assert [keys.pending_sort_key(change["sk"]) for change in changes] == changes


def test_who_waits_is_told_over_all_keys_by_age(newsroom: Newsroom) -> None:
    waiting = leave_waiting(40)
    reads = parts.reads_of(settings_of(RenderPagesSettings))
    assert run(records.waiting_articles(100), reads) == waiting
    with recorded() as calls, chained() as in_a_row:
        assert run(records.waiting_articles(7), reads) == waiting[:7]
    assert run(records.waiting_prints(7), reads) == 7
    assert (len(calls), in_a_row()) == (len(keys.PENDING_PARTITIONS), 1)


def test_every_order_to_print_passes_the_streams_filter_whatever_its_key(newsroom: Newsroom) -> None:
    newsroom.settle()
    editor = newsroom.editor()
    for number in range(12):
        editor.create(**ARTICLE | {"state": "published", "headline": f"Article {number}"})
    delivered = newsroom.pending_prints.records()
    assert len(delivered) == 12
    assert len({record["dynamodb"]["Keys"]["pk"]["S"] for record in delivered}) > 1
    newsroom.call("render_pages", {"Records": delivered})
    assert newsroom.unprinted() == []
