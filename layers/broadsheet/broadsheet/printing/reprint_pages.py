"""The parts of a re-print as pages, in a fixed order: the site's own, a section's, an article's, a day's."""

from collections.abc import Iterable, Iterator

from ..lists.card import RECENT, Card, lists_of, section_list
from ..lists.leaf import Binding, Leaf
from ..lists.place import paths_of, period_of
from ..moments import moment_text
from ..page.address import Page, PageKind
from ..reading import records
from ..reading.waves import Answering, Reading, run, together
from ..site.settings import Site
from ..store import keys
from . import slices, touched
from .pages import archives, articles, discussions, fronts
from .slices import Job, leaf_pages


def of_part(what: str, reads: Answering, reached: str = "", *, articles_only: bool = False) -> Iterator[Job]:
    """Yield the pages of one part of a re-print: the site's own, those of a section or of an article, or a day's.

    `articles_only` leaves out what shows no article whole. Of what comes before `reached`, as little as possible is
    read.
    """
    kind, _, name = what.partition("#")
    if what == keys.SITE_PRINT:
        yield from _jobs(touched.site_pages(run(records.site(), reads)))
    elif what == keys.NEWS_PRINT:
        yield from _jobs([Page(PageKind.SITEMAP_NEWS)])
    elif kind == keys.SECTION_PRINT:
        yield from _of_section(name, reads)
    elif kind == keys.ARTICLE_PRINT:
        yield from _jobs(run(_of_article(name), reads))
    else:
        yield from _of_day(what, reads, reached, articles_only=articles_only)


def _jobs(pages: Iterable[Page], prefix: str = "") -> Iterator[Job]:
    for key, page in touched.in_order(pages):
        yield Job(f"{prefix}{key}", page)


def _of_article(article_id: str) -> Reading[set[Page]]:
    """The pages of one article, wherever it led readers, and of those beside it."""
    head = yield from records.head(article_id)
    if head is None or head.published_at is None:
        return set()
    paths = {Page(PageKind.ARTICLE, path) for path in paths_of(head)}
    around = yield from articles.neighbours(records.position_of_article(head))
    return paths | articles.former_pages(head) | around | (yield from discussions.comment_pages(article_id))


def _of_section(slug: str, reads: Answering) -> Iterator[Job]:
    yield from _jobs(touched.section_pages(slug))
    name = section_list(slug)
    for period in run(records.periods(name), reads):
        yield from _of_leaves(Binding(name, period), f"b{period}", reads)


def _of_day(day: str, reads: Answering, reached: str, *, articles_only: bool) -> Iterator[Job]:
    """All URLs of a day, whatever they lead to, then its archive.

    A front or a leaf that several days share is printed for the day that holds its newest card; the indexes of all
    days are among the site's own pages. Whatever changes a leaf's cards meanwhile prints it too.
    """
    if not reached or reached.startswith("a"):
        yield from _of_urls(day, reads, reached[1:].partition("#")[0])
    if articles_only:
        return
    site = run(records.site(), reads)
    following = run(records.next_day(day), reads)
    is_last_of = {period for period in (day[:4], day[:7]) if not (following or "").startswith(period)}
    yield from _jobs((page for page in archives.indexes(day) if page.period in is_last_of), "b")
    yield from _of_leaves(Binding(RECENT, day), "c", reads)
    firsts = _firsts_of_day(site, day, reads)
    for name in sorted(firsts.keys() - {RECENT}):
        yield from _of_list(site, name, day, firsts[name], reads)
    month = Binding(RECENT, day[:7])
    if RECENT in firsts:
        yield from _of_day_leaves(site, month, day, firsts[RECENT], _newer_card(site, RECENT, day, reads), "e", reads)
    elif day[:7] in is_last_of and not run(records.in_period(site, RECENT, month.period, 1), reads):
        yield from _of_leaves(month, "e", reads)


def _of_urls(day: str, reads: Answering, after: str) -> Iterator[Job]:
    """A day's URLs by slug, each with the former addresses and the discussion of the article that is there."""
    # The one that was reached comes again: its discussion may not have been printed to its end.
    from_slug = f"{after[:-1]}{chr(ord(after[-1]) - 1)}~" if after else None
    while claims := run(records.claimants(day, from_slug, slices.SLICE_PAGES), reads):
        for page, head in articles.public_heads(claims, day).items():
            slug = page.name.rpartition("/")[2]
            yield Job(f"a{slug}#", page)
            if head.slug == slug and head.day == day:
                comments = run(discussions.comment_pages(head.id), reads)
                yield from _jobs(articles.former_pages(head) | comments, f"a{slug}#")
        from_slug = max(claims)


def _firsts_of_day(site: Site, day: str, reads: Answering) -> dict[str, str]:
    """Return where the first card of a day stands in each of the lists that have one."""
    firsts: dict[str, str] = {}
    after = None
    while cards := run(records.of_day(site, day, after, slices.DAY_CARDS), reads):
        for card in cards:
            for name in lists_of(card):
                firsts.setdefault(name, card.position)
        after = cards[-1].position
    return firsts


def _newer_card(site: Site, name: str, day: str, reads: Answering) -> Card | None:
    """Return the first card of a list after a day."""
    _, end = site.span_of(day)
    return next(iter(run(records.newer(moment_text(end), 1, name), reads)), None)


def _of_list(site: Site, name: str, day: str, first: str, reads: Answering) -> Iterator[Job]:
    """A list's front and leaves, where no later day prints them. `first` is where its cards of the day begin."""
    newer = _newer_card(site, name, day, reads)
    if newer is None:
        own = fronts.fronts_of(name) - touched.site_pages(site)
        yield from _jobs(own, f"d{name}#a")
    yield from _of_day_leaves(site, Binding(name, period_of(name, day)), day, first, newer, f"d{name}#b", reads)


def _of_day_leaves(
    site: Site, binding: Binding, day: str, first: str, newer: Card | None, prefix: str, reads: Answering
) -> Iterator[Job]:
    """The leaves of a period whose newest card is one of a day, the oldest leaf first.

    With the period's newest card go those without any: that were joined, and that may stand of an earlier counting.
    """
    is_newest = newer is None or not site.day_of(newer.published_at).startswith(binding.period)
    end = moment_text(site.span_of(day)[1])
    spine = run(records.spine(binding), reads)
    number: int | None = run(records.leaf_at(binding, first), reads) if spine else 1
    while number is not None and (leaf := run(records.leaf(binding, number), reads)) is not None:
        if newer and not is_newest and (leaf.until is None or newer.position < leaf.until):
            break
        yield from _jobs(leaf_pages(binding, number), f"{prefix}a{leaf.first or ''}#")
        number = leaf.newer if leaf.until is not None and leaf.until < end else None
    if is_newest:
        opened = spine.opened if spine else 1
        numbers = range(1, opened + 1)
        leaves = run(together([records.leaf(binding, number) for number in numbers]), reads) if spine else [Leaf()]
        joined = [number for number, leaf in zip(numbers, leaves, strict=True) if leaf is None]
        yield from _of_numbers(binding, [*joined, opened + 1], opened, f"{prefix}b")


def _of_leaves(binding: Binding, prefix: str, reads: Answering) -> Iterator[Job]:
    """Every leaf that a period ever opened, those that were joined too, and what may stand of an earlier counting."""
    spine = run(records.spine(binding), reads)
    opened = spine.opened if spine else 1
    yield from _of_numbers(binding, range(1, opened + 2), opened, prefix)


def _of_numbers(binding: Binding, numbers: Iterable[int], opened: int, prefix: str) -> Iterator[Job]:
    for number in numbers:
        for page in leaf_pages(binding, number):
            yield Job(f"{prefix}{number:0{keys.LEAF_DIGITS}}{page.key}", page, may_stand=number > opened)
