"""Refills RecentPostsTable from ContentTable, article by article, beside live publishing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..article.fields import Article
from ..lists.card import card_of, lists_of
from ..lists.place import place_of
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run
from ..store import items, keys
from ..store.reads import Item, Reads, from_wire
from ..store.transaction import ConditionFailed, Transaction

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Refill:
    """Puts the cards and markers that the articles of ContentTable should have."""

    client: "DynamoDBClient"
    reads: Reads

    def run(self) -> Iterator[Article]:
        """Yield each article whose cards were put.

        An article that is changed meanwhile is left to its change, which writes them itself. Scans ContentTable,
        and costs a transaction for each published article. Safe to repeat.
        """
        site = run(records.site(), self.reads)
        for head in self._heads():
            article = items.article_of_head(head)
            place = place_of(article, site)
            # A URL that readers knew is found again by a full re-print, also where it leads to nothing any more.
            markers = [] if article.published_at is None or article.day is None else [(keys.CLAIM_DAYS, article.day)]
            markers += place.periods if place else ()
            if not markers:
                continue
            transaction = Transaction(self.reads.tables)
            transaction.check(
                CONTENT,
                keys.head_key(article.id),
                condition="version = :seen",
                values={"seen": article.version},
                name="head",
            )
            card = card_of(article)
            for name in lists_of(card) if card else ():
                assert card is not None
                transaction.put(RECENT_POSTS, items.card_item(name, card))
            for marker in dict.fromkeys(markers):
                transaction.put(RECENT_POSTS, items.period_item(*marker))
            try:
                transaction.commit(self.client)
            except ConditionFailed:
                continue
            yield article

    def _heads(self) -> Iterator[Item]:
        paging: dict[str, Any] = {}
        while True:
            page = self.client.scan(
                TableName=self.reads.tables[CONTENT],
                ConsistentRead=True,
                FilterExpression="sk = :head",
                ExpressionAttributeValues={":head": {"S": keys.HEAD}},
                **paging,
            )
            yield from map(from_wire, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            paging["ExclusiveStartKey"] = page["LastEvaluatedKey"]
