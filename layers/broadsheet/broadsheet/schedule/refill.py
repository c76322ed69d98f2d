"""Refills RecentPostsTable from ContentTable, a page of articles at a time, beside live publishing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ..article.fields import Article
from ..lists.card import card_of, lists_of
from ..lists.place import place_of
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run
from ..site.settings import Site
from ..store import items, keys
from ..store.reads import Item, Reads, from_wire
from ..store.transaction import TRANSACTION_ITEMS_MAX, ConditionFailed, Transaction

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The heaviest article alone has less; a transaction may have twice as much, and keys come on top.
TRANSACTION_BYTES: Final = 2_000_000
KNOWN_MARKERS_MAX: Final = 100_000

# What to ask a scan of ContentTable for.
HEADS: Final[Mapping[str, Any]] = {
    "FilterExpression": "sk = :head",
    "ExpressionAttributeValues": {":head": {"S": keys.HEAD}},
}

Marker = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Refill:
    """Puts the cards and markers that the articles of ContentTable should have. Threads may share it."""

    client: "DynamoDBClient"
    reads: Reads
    _known: set[Marker] = field(default_factory=set)

    def run(self) -> Iterator[Article]:
        """Yield each article that has cards or markers, once they stand, in the order of the table."""
        paging: dict[str, Any] = {}
        while True:
            page = self.client.scan(TableName=self.reads.tables[CONTENT], ConsistentRead=True, **HEADS, **paging)
            yield from self.put_lists_of(page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            paging["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def put_lists_of(self, heads: Sequence[Item]) -> list[Article]:
        """Put the cards and markers of some articles, and return those that have any; safe to repeat.

        `heads` are in DynamoDB's own form. An article that is changed meanwhile is left to its change, which writes its
        cards itself. Costs a GetItem, a transaction for every hundred cards and heads, and for each hundred markers
        that were not met before a BatchGetItem, and a transaction where some are missing.
        """
        site = run(records.site(), self.reads)
        listed = [_listed(from_wire(head), site) for head in heads]
        # First, for no index leads to a card whose day, month or year has no marker.
        self._put_markers(frozenset().union(*(each.markers for each in listed)))
        changed: set[str] = set()
        for batch in _batches([each for each in listed if each.cards]):
            changed |= self._put({each.article.id: each.add_to for each in batch})
        return [each.article for each in listed if each.markers and each.article.id not in changed]

    def _put_markers(self, markers: frozenset[Marker]) -> None:
        """Put the markers that are missing. One that says that its last article went is left to the next to come."""
        asked = {
            records.get(RECENT_POSTS, keys.period_key(*marker)): marker for marker in sorted(markers - self._known)
        }
        found = self.reads.answer(asked) if asked else {}
        missing = [marker for request, marker in asked.items() if found[request] is None]
        for start in range(0, len(missing), TRANSACTION_ITEMS_MAX):
            some = missing[start : start + TRANSACTION_ITEMS_MAX]
            self._put({_name_of(marker): partial(_add_marker, marker) for marker in some})
        if len(self._known) > KNOWN_MARKERS_MAX:
            self._known.clear()
        self._known.update(markers)

    def _put(self, groups: Mapping[str, Callable[[Transaction], None]]) -> frozenset[str]:
        """Write groups of items by their names, all that may be written; return those whose condition did not hold."""
        refused: frozenset[str] = frozenset()
        while refused != groups.keys():
            transaction = Transaction(self.reads.tables)
            for name, add in groups.items():
                if name not in refused:
                    add(transaction)
            try:
                transaction.commit(self.client)
            except ConditionFailed as failed:
                refused |= failed.names
            else:
                break
        return refused


@dataclass(frozen=True, slots=True)
class _Listed:
    """An article, and what it should have in its lists."""

    article: Article
    markers: frozenset[Marker]
    cards: tuple[Item, ...]
    weight_bytes: int

    def add_to(self, transaction: Transaction) -> None:
        """Have the cards put where the article is still at its version; the condition has its id for a name."""
        transaction.check(
            CONTENT,
            keys.head_key(self.article.id),
            condition="version = :seen",
            values={"seen": self.article.version},
            name=self.article.id,
        )
        for card in self.cards:
            transaction.put(RECENT_POSTS, card)


def _listed(head: Item, site: Site) -> _Listed:
    article = items.article_of_head(head)
    card, place = card_of(article), place_of(article, site)
    cards = tuple(items.card_item(name, card) for name in dict.fromkeys(lists_of(card))) if card else ()
    markers = set(place.periods) if place else set()
    # A URL that readers knew is found again by a full re-print, also where it leads to nothing any more.
    if article.published_at is not None and article.day is not None:
        markers.add((keys.CLAIM_DAYS, article.day))
    packed = head["article"]
    weight = len(packed if isinstance(packed, str) else bytes(packed)) + sum(
        len(each["card"].encode()) for each in cards
    )
    return _Listed(article, frozenset(markers), cards, weight)


def _batches(listed: Sequence[_Listed]) -> Iterator[list[_Listed]]:
    """Yield as many articles as a transaction holds the heads and cards of."""
    batch: list[_Listed] = []
    for each in listed:
        together = [*batch, each]
        count = sum(1 + len(one.cards) for one in together)
        if batch and (count > TRANSACTION_ITEMS_MAX or sum(one.weight_bytes for one in together) > TRANSACTION_BYTES):
            yield batch
            together = [each]
        batch = together
    if batch:
        yield batch


def _name_of(marker: Marker) -> str:
    return "/".join(marker)


def _add_marker(marker: Marker, transaction: Transaction) -> None:
    free = "attribute_not_exists(pk)"
    transaction.put(RECENT_POSTS, items.period_item(*marker), condition=free, name=_name_of(marker))
