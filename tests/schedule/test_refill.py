"""A lost index comes back from its source."""

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.schedule.refill import Refill
from broadsheet.store import clients
from broadsheet.wiring import parts
from tests.emulated import all_items, aws, names
from tests.functions.editor import ARTICLE
from tests.newsroom import Newsroom, without_etags


def test_a_lost_index_is_refilled_as_it_was(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    for number in range(4):
        newsroom.clock.advance(minutes=1)
        editor.create(**ARTICLE | {"headline": f"Article {number}", "keywords": ["Boats"], "state": "published"})
    gone = editor.create(**ARTICLE | {"state": "published"})
    editor.post(f"{gone}/unpublish", if_match='"1"')
    editor.create(headline="A draft")
    newsroom.settle()
    site, index = newsroom.site(), all_items("RecentPostsTable")
    for pk, sk in index:
        aws("dynamodb").delete_item(TableName=names()["RecentPostsTable"], Key={"pk": {"S": pk}, "sk": {"S": sk}})
    done = list(Refill(clients.dynamodb(), parts.reads_of(settings_of(RenderPagesSettings))).run())
    assert len(done) == 5
    assert all_items("RecentPostsTable") == index
    assert without_etags(newsroom.printed_from_scratch()) == without_etags(site)
