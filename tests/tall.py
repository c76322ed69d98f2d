"""Tables that answer readings as if one day, one section, one keyword and one byline had any number of cards.

Nothing is stored: an item is made when it is asked for, so that a million cost no more than ten. Calls and units are
counted as DynamoDB bills them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from broadsheet.article import life
from broadsheet.article.fields import Article, Byline, Fields
from broadsheet.lists.card import RECENT, card_of, lists_of, position_of
from broadsheet.lists.leaf import PAGES, SHARDS, Binding, Leaf, Spine
from broadsheet.lists.place import claims_of
from broadsheet.site.settings import Site
from broadsheet.store import items, keys
from broadsheet.store.leaves import leaf_items
from broadsheet.store.reads import BATCH_GET_MAX, Answer, Get, Item, Query, Request, TableName, to_wire
from tests.metered import READ_UNIT_BYTES, size_bytes

DAY = datetime(2026, 11, 23, tzinfo=UTC)
PAGE_BYTES = 1_000_000
SITE = Site()
LISTS = (RECENT, "section#news", "tag#boats", "byline#ada-marsh")


@dataclass
class Used:
    """What readings used: calls, those of them in a row, and read units."""

    calls: int = 0
    waves: int = 0
    units: int = 0


def at(index: int, cards: int) -> datetime:
    """Return when an article was published, of so many that share a day."""
    return DAY + timedelta(milliseconds=index * (86_000_000 // cards))


def position(index: int, cards: int) -> str:
    """Return where an article stands."""
    return position_of(at(index, cards), f"{index:026}")


def article(index: int, cards: int) -> Article:
    """Return an article of the day."""
    moment = at(index, cards)
    fields = Fields(
        headline=f"Article {index:07}",
        body="A paragraph of some words.",
        section="news",
        description="What it is about, in a sentence of some length, as lists show it.",
        keywords=("Boats",),
        bylines=(Byline("Ada Marsh"),),
        slug=f"article-{index:07}",
        published_at=moment,
    )
    return life.published(life.created(f"{index:026}", fields, "archive", moment), SITE, moment)


@dataclass
class TallTables:
    """The tables of a site with so many cards, each in every list; but one, where it was taken down.

    Their leaves are as if they had come one after another.
    """

    cards: int
    without: int | None = None
    used: Used = field(default_factory=Used)

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return the answer to each request, and count what the tables would have used."""
        unique = list(dict.fromkeys(requests))
        answers: dict[Request, Answer] = {
            each: self._got(each) if isinstance(each, Get) else self._queried(each) for each in unique
        }
        self.used.waves += 1
        for table in TableName:
            gets = sum(isinstance(each, Get) and each.table is table for each in unique)
            self.used.calls += ceil(gets / BATCH_GET_MAX)
        for request, found in answers.items():
            if isinstance(request, Query):
                assert isinstance(found, list)
                size = sum(size_bytes(to_wire(item)) for item in found)
                self.used.calls += max(1, ceil(size / PAGE_BYTES))
                self.used.units += max(1, ceil(size / READ_UNIT_BYTES))
            else:
                assert not isinstance(found, list)
                self.used.units += max(1, ceil(size_bytes(to_wire(found)) / READ_UNIT_BYTES)) if found else 1
        return answers

    def _got(self, get: Get) -> Item | None:
        kind, _, name = get.pk.partition("#")
        match kind:
            case "article":
                found = self._article(name)
                if found is None:
                    return None
                return items.head_item(found, "archive") if get.sk == keys.HEAD else items.revision_item(found)
            case "claims":
                index = int(get.sk.rpartition("-")[2])
                [(day, slug), *_] = claims_of(article(index, self.cards))
                return items.claim_item(day, slug, f"{index:026}") if (day, slug) == (name, get.sk) else None
            case "leaves":
                return next((item for item in self._leaf_items(get.pk, get.sk) if item["sk"] == get.sk), None)
            case _:
                return None

    def _article(self, article_id: str) -> Article | None:
        index = int(article_id)
        if index >= self.cards:
            return None
        found = article(index, self.cards)
        return life.unpublished(found, found.changed_at) if index == self.without else found

    def _queried(self, query: Query) -> list[Item]:
        if query.pk in LISTS:
            return list(self._listed(query))
        kind, _, name = query.pk.partition("#")
        if kind == "periods":
            found = [items.period_item(name, str(DAY.date())[: {RECENT: 10, "section#news": 7}.get(name, 4)])]
        elif kind == "leaves":
            found = self._leaf_items(query.pk, query.before or "")
        else:
            found = []
        inside = [each for each in found if (query.after or "") < each["sk"] < (query.before or "~")]
        return (inside[::-1] if query.newest_first else inside)[: query.limit]

    def _listed(self, query: Query) -> Iterator[Item]:
        first = bisect_right(range(self.cards), query.after, key=self._at) if query.after else 0
        last = bisect_left(range(self.cards), query.before, key=self._at) if query.before else self.cards
        indexes: Any = range(last - 1, first - 1, -1) if query.newest_first else range(first, last)
        left = query.limit
        for index in indexes:
            if left == 0:
                return
            if index == self.without:
                continue
            card = card_of(article(index, self.cards))
            assert card is not None
            assert query.pk in lists_of(card)
            yield items.card_item(query.pk, card)
            left = None if left is None else left - 1

    def _at(self, index: int) -> str:
        return position(index, self.cards)

    def _leaf_items(self, pk: str, sought: str) -> list[Item]:
        """Return a list's spines, or of a period's leaves the one that is sought: by its number, or by a position."""
        name = pk.removeprefix(keys.LEAVES)
        if name in LISTS:
            periods = ("2026-11", "2026-11-23") if name == RECENT else ("2026-11" if "section" in name else "2026",)
            return [item for period in periods for item in self._spine(Binding(name, period))]
        list_name, _, period = name.rpartition("#")
        binding = Binding(list_name, period)
        opens, count = binding.capacity.opens, self._count(binding)
        if sought.startswith(keys.FIRST):
            index = bisect_right(range(self.cards), sought.removeprefix(keys.FIRST), key=self._at) - 1
            number = min(count, max(0, index) // opens + 1)
        else:
            number = int(sought.removeprefix("leaf#"))
        return list(leaf_items(binding, self._leaf(number, opens, count))) if count > 1 and number <= count else []

    def _leaf(self, number: int, opens: int, count: int) -> Leaf:
        return Leaf(
            number=number,
            first=self._at((number - 1) * opens) if number > 1 else None,
            until=self._at(number * opens) if number < count else None,
            older=number - 1 if number > 1 else None,
            newer=number + 1 if number < count else None,
        )

    def _count(self, binding: Binding) -> int:
        return max(1, ceil(self.cards / binding.capacity.opens))

    def _spine(self, binding: Binding) -> list[Item]:
        count = self._count(binding)
        spine = Spine(opened=count, changes=count - 1, numbers=tuple(range(1, count + 1)))
        return [{**keys.spine_key(binding), "opened": spine.opened, "changes": spine.changes}] if count > 1 else []


assert (PAGES.opens, SHARDS.opens) == (100, 400)
