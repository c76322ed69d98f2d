"""Reads of the tables: what lies between two ends, and how much of it."""

import pytest

from broadsheet.environment import KeepScheduleSettings, settings_of
from broadsheet.store.reads import Query, TableName, to_wire
from broadsheet.wiring import parts
from tests.emulated import aws, names


@pytest.mark.parametrize(
    ("after", "before", "limit", "found"),
    [
        ("b", "f", None, "cde"),
        ("b", "f", 2, "cd"),
        ("b", "f", 3, "cde"),
        ("b", None, 2, "cd"),
        (None, "c", 2, "ab"),
        ("bb", "f", 2, "cd"),
    ],
)
@pytest.mark.usefixtures("stack")
def test_a_query_gives_as_many_as_it_asks_for_strictly_between_its_ends(
    after: str | None, before: str | None, limit: int | None, found: str
) -> None:
    for name in "abcdefg":
        item = to_wire({"pk": "letters", "sk": name})
        aws("dynamodb").put_item(TableName=names()["RecentPostsTable"], Item=item)
    reads = parts.reads_of(settings_of(KeepScheduleSettings))
    query = Query(TableName.RECENT_POSTS, "letters", after=after, before=before, limit=limit)
    assert "".join(item["sk"] for item in reads.items(query)) == found
