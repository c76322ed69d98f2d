"""Which shards of the search a change prints, and when a month closes. Knows days and months, not what a shard holds.

A month is closed once a later one has had a day with articles; markers of days are never deleted, so it stays closed.
Readers search the days of the last month that has articles, and earlier months whole. Where all later days were
emptied, that is a closed one: its days are printed all the same.
"""

from ...lists.card import RECENT
from ...page.address import Kind, Page
from ...reading import records
from ...reading.waves import Reading, together
from ...site.identity import Site
from ..numbers import last_number, numbers_for
from .compositions import SHARD_ARTICLES


def shards_with(site: Site, day: str, position: str) -> Reading[set[Page]]:
    """Work out the shards that change where a card comes to a position, leaves it or changes there.

    That of its day, though in a closed month readers are not led to it any more: what is taken down must leave it.
    That of its month, where it is closed; whatever closes it later is committed later, and prints this change too.
    """
    readings = [_around(site, Kind.SEARCH_DAY, day, position)]
    # Sorts behind every day of the month, and in front of the next month's.
    if (yield from records.bucket_after(RECENT, f"{day[:7]}-31")) is not None:
        readings.append(_around(site, Kind.SEARCH_MONTH, day[:7], position))
    return _union((yield from together(readings)))


def shards_closed_by(site: Site, day: str) -> Reading[set[Page]]:
    """Work out the shards of the month that a day without articles closed when it got one.

    That is the last month before it, even where later ones have appeared meanwhile: they each close the one before
    them, and only together no month is passed over, in whatever order they are printed.
    """
    before = yield from records.bucket_before(RECENT, day)
    if before is None or before[:7] == day[:7]:
        return set()
    return (yield from _whole(site, Kind.SEARCH_MONTH, before[:7]))


def shards_of_day(site: Site, day: str) -> Reading[set[Page]]:
    """Work out what a full re-print prints for a day: its own shards, and those of the closed month it is last of."""
    readings = [_whole(site, Kind.SEARCH_DAY, day)]
    after = yield from records.bucket_after(RECENT, day)
    if after is not None and after[:7] != day[:7]:
        readings.append(_whole(site, Kind.SEARCH_MONTH, day[:7]))
    return _union((yield from together(readings)))


def _around(site: Site, kind: Kind, bucket: str, position: str) -> Reading[set[Page]]:
    # All of them: they are counted from the newest, so that a reader may stop early, and any change shifts them.
    cards = yield from records.in_bucket(site, RECENT, bucket)
    return _numbered(kind, bucket, (yield from last_number(cards, position, SHARD_ARTICLES)))


def _whole(site: Site, kind: Kind, bucket: str) -> Reading[set[Page]]:
    cards = yield from records.in_bucket(site, RECENT, bucket)
    return _numbered(kind, bucket, numbers_for(len(cards), SHARD_ARTICLES))


def _numbered(kind: Kind, bucket: str, last: int) -> set[Page]:
    return {Page(kind, bucket=bucket, number=number) for number in range(1, last + 1)}


def _union(some: list[set[Page]]) -> set[Page]:
    return {page for pages in some for page in pages}
