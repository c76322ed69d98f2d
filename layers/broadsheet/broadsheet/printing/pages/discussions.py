"""The pages of a discussion: the article's state, its counter, its seats and their comments; and the counts of all."""

from ...article.fields import Article, ArticleState
from ...comment.identity import CommentId
from ...comment.seat import NEWEST_COMMENTS, Counter, seats_on
from ...lists.place import Facet, PendingPrint
from ...page import comments, simple
from ...page.address import Page, PageKind
from ...page.comments import Seated
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, one, several, together
from ...store import keys
from ...store.comments import record_of
from ...store.reads import Get, Item, Query, TableName
from ...store.seats import counter_of, seated_comment_of
from .edition import Composition, Edition

COMMENTS = TableName.COMMENTS
APPROVED_COMMENTS = TableName.APPROVED_COMMENTS
COUNTED_ARTICLES_MAX = 500

# How many times twenty comments are looked at for one that stands.
_LOOKS_BACK_MAX = 10
# No article has as many.
_SEATS_MAX = 10**keys.SEAT_DIGITS - 1


def _comments(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return (yield from newest_page(page.name, frame))


def _comments_page(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return (yield from numbered_page(page.name, page.number, frame))


def _comments_received(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return comments.received_page(frame)
    yield []


def _comment_counts(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    return (yield from counts_page(frame))


COMPOSITIONS: dict[PageKind, Composition] = {
    PageKind.COMMENTS: _comments,
    PageKind.COMMENTS_PAGE: _comments_page,
    PageKind.COMMENTS_RECEIVED: _comments_received,
    PageKind.COMMENT_COUNTS: _comment_counts,
}


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Work out the pages of a changed article's discussion, where they show what changed."""
    if not pending.touches(Facet.HEADING, Facet.PLACE):
        return set()
    return (yield from comment_pages(pending.article_id))


def newest_page(article_id: str, frame: Frame) -> Reading[Printed]:
    """Compose the head of an article's discussion; a tombstone where the article is not published."""
    article, counter, seated = yield from _discussion(article_id, _newest_until(article_id, _SEATS_MAX))
    if article is None:
        return simple.gone_page(frame, (article_id,))
    seated = yield from _with_standing(article_id, counter, seated)
    return comments.newest_page(frame, article, counter, seated)


def numbered_page(article_id: str, number: int, frame: Frame) -> Reading[Printed]:
    """Compose one page of an article's discussion; a tombstone where the article, or the page, is not there."""
    seats = seats_on(number)
    first, last = keys.seats_span(seats[0], seats[-1])
    stretch = Query(APPROVED_COMMENTS, keys.discussion_partition(article_id), after=first, before=last)
    article, counter, seated = yield from _discussion(article_id, stretch)
    if article is None or not seated:
        return simple.gone_page(frame, (article_id,))
    return comments.numbered_page(frame, article, counter, number, seated)


def counts_page(frame: Frame) -> Reading[Printed]:
    """Compose the counts of the newest articles that have comments."""
    found = yield from several(Query(APPROVED_COMMENTS, keys.COUNTS, newest_first=True, limit=COUNTED_ARTICLES_MAX))
    return comments.counts({count["sk"]: counter_of(count).standing for count in found})


def comment_pages(article_id: str) -> Reading[set[Page]]:
    """Return every page of an article's discussion: what its takedown, its return or a new headline prints."""
    counter = yield from one(_counter(article_id))
    numbers = range(1, counter_of(counter).pages + 1)
    return {Page(PageKind.COMMENTS, article_id), *(Page(PageKind.COMMENTS_PAGE, article_id, number=n) for n in numbers)}


def _counter(article_id: str) -> Get:
    return records.get(APPROVED_COMMENTS, keys.count_key(article_id))


def _discussion(article_id: str, query: Query) -> Reading[tuple[Article | None, Counter, list[Seated]]]:
    """Read the article, None where it is not published, the counter, and the comments at some seats."""
    head: Article | None
    seats: list[Item]
    head, counter, seats = yield from together(  # type: ignore[assignment]
        [records.head(article_id), one(_counter(article_id)), several(query)]
    )
    if head is None or head.state is not ArticleState.PUBLISHED or head.path is None:
        return None, Counter(), []
    held = [seated_comment_of(seat) for seat in seats]
    seated = yield from together([_seated(seat, comment) for seat, comment in held])
    return head, counter_of(counter), seated  # type: ignore[arg-type]


def _newest_until(article_id: str, last: int) -> Query:
    after, before = keys.seats_span(1, last)
    partition = keys.discussion_partition(article_id)
    return Query(APPROVED_COMMENTS, partition, after=after, before=before, newest_first=True, limit=NEWEST_COMMENTS)


def _with_standing(article_id: str, counter: Counter, newest: list[Seated]) -> Reading[list[Seated]]:
    """Return the newest comments and, where none of them stands, earlier ones until one does.

    Ordinarily costs nothing. Of very many that were removed in a row it gives up: the page then leads to the others.
    """
    looks = 0
    while counter.standing and newest and not any(each.stands for each in newest) and looks < _LOOKS_BACK_MAX:
        looks += 1
        earlier = newest[-1].seat - 1
        if not earlier:
            break
        held = yield from several(_newest_until(article_id, earlier))
        seats = [seated_comment_of(seat) for seat in held]
        newest = yield from together([_seated(seat, comment) for seat, comment in seats])
    return newest


def _seated(seat: int, comment: CommentId) -> Reading[Seated]:
    found = yield from one(records.get(COMMENTS, keys.comment_record_key(comment)))
    return Seated(seat, record_of(found) if found else None)
