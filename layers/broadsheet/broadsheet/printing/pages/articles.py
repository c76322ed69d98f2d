"""Articles' pages: each at its URL, and what stands where it moved or went; neighbours show each other."""

from ...article.fields import Article, ArticleState, path_of
from ...lists.place import Facet, PendingPrint, former_of
from ...page import article, simple
from ...page.address import Page, PageKind
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading import records
from ...reading.waves import Reading, pair, three, together
from .edition import Composition, Edition

EARLIER_ARTICLES = 6
IMPORTED_BETWEEN_MAX = 1_000


def _article(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    path = page.name
    year, month, day, slug = path.split("/")
    article_id = yield from records.claimant(f"{year}-{month}-{day}", slug)
    if article_id is None:
        return simple.gone_page(frame, ())
    head = yield from records.head(article_id)
    if head is None or head.state is not ArticleState.PUBLISHED or head.path is None or head.published_at is None:
        return simple.gone_page(frame, (article_id,))
    if head.path != path:
        return simple.redirect_page(frame, article_id, f"/{head.path}")
    position = records.position_of_article(head)
    found, earlier, following = yield from three(
        records.revision(head.id, head.version),
        records.older(position, EARLIER_ARTICLES),
        records.newer(position, 1),
    )
    assert found is not None, "a head is written with its revision"
    return article.article_page(frame, found, earlier, following[0] if following else None)


def _former(page: Page, frame: Frame, edition: Edition) -> Reading[Printed]:
    article_id = yield from records.former_claimant(page.name)
    head = (yield from records.head(article_id)) if article_id is not None else None
    # A claim stays when its article no longer names the address.
    if head is None or page.name not in former_of(head):
        return simple.gone_page(frame, ())
    if head.state is not ArticleState.PUBLISHED or head.path is None:
        return simple.gone_page(frame, (head.id,))
    return simple.redirect_page(frame, head.id, f"/{head.path}")


COMPOSITIONS: dict[PageKind, Composition] = {PageKind.ARTICLE: _article, PageKind.FORMER: _former}


def own_pages(pending: PendingPrint) -> set[Page]:
    """Return the pages at all URLs that the article has and had, and those that lead to it from former addresses."""
    former = {Page(PageKind.FORMER, key) for key in pending.former}
    return former.union(Page(PageKind.ARTICLE, path) for path in pending.paths)


def former_pages(article: Article) -> set[Page]:
    """Return the pages at the article's former addresses."""
    return {Page(PageKind.FORMER, key) for key in former_of(article)}


def printed_by(pending: PendingPrint) -> Reading[set[Page]]:
    """Work out the pages of a changed article and, where they show the change, of its neighbours."""
    if not pending.touches(Facet.CARD, Facet.PLACE):
        return own_pages(pending)
    before, after = pending.before, pending.after
    shows = [neighbours(after.position)] if after is not None else []
    showed = [printed_neighbours(before.position)] if before is not None else []
    return own_pages(pending).union(*(yield from together([*shows, *showed])))


def neighbours(position: str) -> Reading[set[Page]]:
    """Work out which articles show one at a position: the one before, and the newer ones that have it among their
    earlier."""
    older, newer = yield from pair(records.older(position, 1), records.newer(position, EARLIER_ARTICLES))
    return {Page(PageKind.ARTICLE, card.path) for card in (*older, *newer)}


def printed_neighbours(position: str) -> Reading[set[Page]]:
    """Work out which articles' pages may still show one that was at a position.

    Mostly these are its neighbours. Articles of an import stand in the list before they are printed, and until then no
    page shows them: the neighbours of before the import still show one another. So those that wait are passed over, up
    to a thousand on a side; beyond that, the import's own print mends the pages.
    """
    older, newer = yield from pair(
        records.printed_beside(position, is_newer=False, count=1, read_max=IMPORTED_BETWEEN_MAX),
        records.printed_beside(position, is_newer=True, count=EARLIER_ARTICLES, read_max=IMPORTED_BETWEEN_MAX),
    )
    return {Page(PageKind.ARTICLE, card.path) for card in (*older, *newer)}


def public_heads(claims: dict[str, Article], day: str) -> dict[Page, Article]:
    """Return the pages at URLs of a day that readers may know, whatever they lead to now, and whose they are.

    `claims` are heads by slug. A URL that waits for its time of publication stays unknown.
    """
    return {
        Page(PageKind.ARTICLE, path_of(day, slug)): head
        for slug, head in claims.items()
        if head.published_at is not None
    }
