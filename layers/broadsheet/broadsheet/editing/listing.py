"""The editors' lists: articles of one state or all, newest first, a page at a time."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..article.fields import Article, ArticleState, Byline
from ..article.slug import slug_of
from ..lists.card import RECENT, Card, byline_list, section_list
from ..reading.records import RECENT_POSTS
from ..store import items
from ..store.desk_index import DeskIndex
from ..store.reads import Query, Reads
from ..token import EDITORS, Editor

PAGE_ITEMS = 50
# A page of a list that hides most of what it passes over ends early, with a cursor to go on from.
SCANNED_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the editors' lists show of an article. `position` sorts them."""

    position: str
    id: str
    version: int
    state: ArticleState
    headline: str
    section: str
    bylines: tuple[Byline, ...]
    description: str | None
    path: str | None
    owner: str
    published_at: datetime | None
    publish_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an editor asks a list for; without a state, all but what is deleted."""

    state: ArticleState | None = None
    section: str | None = None
    byline: str | None = None
    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, newest first, and where the next one starts; None at the end."""

    articles: tuple[Summary, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Lists:
    """Reads the editors' lists: published articles from their cards, the rest from the index of the desk."""

    reads: Reads
    index: DeskIndex

    def page(self, wanted: Wanted, editor: Editor) -> Listing:
        """Return one page; an author gets own articles only. The index may be a second behind.

        Costs a query for each state and fifty articles passed over.
        """
        states = (
            [wanted.state] if wanted.state else [state for state in ArticleState if state is not ArticleState.DELETED]
        )
        sources = [
            self._published(wanted) if state is ArticleState.PUBLISHED else self._unpublished(state, wanted)
            for state in states
        ]
        found: list[Summary] = []
        scanned, last = 0, None
        for summary in heapq.merge(*sources, key=lambda summary: summary.position, reverse=True):
            if len(found) == wanted.limit or scanned == SCANNED_MAX:
                return Listing(tuple(found), cursor=last)
            scanned, last = scanned + 1, summary.position
            if _matches(summary, wanted, editor):
                found.append(summary)
        return Listing(tuple(found), cursor=None)

    def _published(self, wanted: Wanted) -> Iterator[Summary]:
        if wanted.byline is not None:
            name = byline_list(slug_of(wanted.byline))
        else:
            name = section_list(wanted.section) if wanted.section is not None else RECENT
        before = wanted.cursor
        while True:
            query = Query(RECENT_POSTS, name, before=before, newest_first=True, limit=PAGE_ITEMS)
            cards = [items.card_of(item) for item in self.reads.items(query)]
            yield from (_of_card(card) for card in cards)
            if len(cards) < PAGE_ITEMS:
                return
            before = cards[-1].position

    def _unpublished(self, state: ArticleState, wanted: Wanted) -> Iterator[Summary]:
        for item in self.index.heads(state.value, before=wanted.cursor, page_items=PAGE_ITEMS):
            yield _of_article(items.article_of_head(item))


def _matches(summary: Summary, wanted: Wanted, editor: Editor) -> bool:
    in_section = wanted.section is None or summary.section == wanted.section
    by_person = wanted.byline is None or slug_of(wanted.byline) in {slug_of(by.name) for by in summary.bylines}
    visible = editor.role in EDITORS or summary.owner == editor.token_id
    return in_section and by_person and visible


def _of_card(card: Card) -> Summary:
    return Summary(
        position=card.position,
        id=card.id,
        version=card.version,
        state=ArticleState.PUBLISHED,
        headline=card.headline,
        section=card.section,
        bylines=card.bylines,
        description=card.description,
        path=card.path,
        owner=card.owner,
        published_at=card.published_at,
        publish_at=None,
        updated_at=card.updated_at,
    )


def _of_article(article: Article) -> Summary:
    fields = article.fields
    return Summary(
        position=items.listed_at(article),
        id=article.id,
        version=article.version,
        state=article.state,
        headline=fields.headline,
        section=fields.section,
        bylines=fields.bylines,
        description=fields.description,
        path=article.path,
        owner=article.owner,
        published_at=article.published_at,
        publish_at=fields.publish_at,
        updated_at=article.updated_at,
    )
