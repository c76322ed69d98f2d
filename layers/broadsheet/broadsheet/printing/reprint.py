"""Re-prints: each is asked for, rests ten minutes where settings changed, becomes one pending print a day, and ends by
clearing the whole edge. It rests because more changes may follow."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..errors import Busy
from ..moments import moment_text
from ..page.printed import cache_tag
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import Reading, pair, run, several
from ..store import items, keys
from ..store.owed import Owed, owed_of
from ..store.prints import PendingPrints
from ..store.queue import RenderQueue
from ..store.reads import Query, Reads
from ..store.reprints import Request, request_item, request_of
from ..store.transaction import ConditionFailed, Transaction
from .orders import PartToPrint, message_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

DAYS_A_RUN = 1_000
ASK_TRIES_MAX = 5
COUNTED_MAX = 1_000
OWED_TOLD_MAX = 20

# An admin who tries an accent colour saves five times; the archive is printed for the last.
REST = timedelta(minutes=10)
RESTS_AT_MOST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintProgress:
    """How far a re-print has come.

    `rests` says that its days wait until it has rested; `parts` are left to print, at most a thousand are counted;
    `owed` are pages that could not be printed, the first twenty by their keys.
    """

    request: Request | None
    rests: bool
    parts: int
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Reprints:
    """Asks for re-prints, and spreads them."""

    client: "DynamoDBClient"
    reads: Reads
    prints: PendingPrints
    queue: RenderQueue

    def ask(
        self,
        now: datetime,
        also: Transaction | None = None,
        *,
        lost_sections: Sequence[str] = (),
        articles_only: bool = False,
        rest: timedelta = timedelta(),
    ) -> None:
        """Ask for a full re-print, in one transaction with what is written `also`; its conditions hold for both.

        The site's own pages are printed at once, its days as soon as the schedule has spread them, which it does when
        the request has had its `rest`. A later request takes the place of an earlier, and takes over what that still
        wanted. The pages of `lost_sections` become tombstones. `articles_only` prints what shows articles whole.
        Raises `ConditionFailed` where what is written `also` asks for that, and `Busy`.
        """
        own = [keys.SITE_PRINT, *(f"{keys.SECTION_PRINT}#{slug}" for slug in lost_sections)]
        for _ in range(ASK_TRIES_MAX):
            before = self.asked()
            request = Request(
                stamp=secrets.token_hex(8),
                asked_at=now if before is None or before.has_begun else before.asked_at,
                rests_until=_rested(before, now, rest),
                articles_only=articles_only and (before is None or before.articles_only),
            )
            transaction = Transaction(self.reads.tables)
            if also is not None:
                transaction.writes += also.writes
                transaction.names += also.names
            same = _same(before)
            transaction.put(CONTENT, request_item(request), **same)
            for what in own:
                transaction.put(RECENT_POSTS, items.reprint_item(what, request.stamp, moment_text(now)))
            try:
                transaction.commit(self.client)
            except ConditionFailed as failed:
                if failed.names != {same["name"]}:
                    raise
            else:
                self._send(own)
                return
        raise Busy("others ask for re-prints at the same time; try again")

    def ask_for_site(self, now: datetime, also: Transaction) -> None:
        """Ask for a print of the site's own pages, in one transaction with what is written `also`."""
        also.put(RECENT_POSTS, items.reprint_item(keys.SITE_PRINT, secrets.token_hex(8), moment_text(now)))
        also.commit(self.client)
        self._send([keys.SITE_PRINT])

    def ask_for_part(self, what: str, now: datetime, clears: Sequence[str] = ()) -> None:
        """Ask for a print of one part: a day, a section, an article. What it `clears` at the edge is cleared then."""
        item = items.reprint_item(what, secrets.token_hex(8), moment_text(now))
        self.prints.put_reprint({**item, "clears": list(clears) or None})
        self._send([what])

    def ask_for_article(self, article_id: str, now: datetime) -> None:
        """Ask for a print of all pages of an article and of those beside it."""
        self.ask_for_part(f"{keys.ARTICLE_PRINT}#{article_id}", now, [cache_tag(article_id)])

    def ask_for_news_sitemap(self, now: datetime) -> None:
        """Ask for a print of the news sitemap alone."""
        self.ask_for_part(keys.NEWS_PRINT, now)

    def asked(self) -> Request | None:
        """Return the request that has not ended, or None. Costs one GetItem."""
        found = self.reads.get(CONTENT, keys.reprint_request_key())
        return request_of(found) if found else None

    def progress(self, now: datetime) -> ReprintProgress:
        """Return how far the re-print that was asked for has come."""
        parts, owed = run(_left(), self.reads)
        request = self.asked()
        rests = request is not None and not request.has_begun and request.rests_until > now
        return ReprintProgress(request=request, rests=rests, parts=parts, owed=tuple(owed))

    def spread(self, request: Request) -> int:
        """Put and send a pending print for days that have an archive or a URL, newest first; return how many.

        At most a thousand a call; the next one goes on from there. One that stops half-way is done again.
        """
        days = run(records.days(), self.reads)
        left = [day for day in days if day < (request.spread_to or "~")]
        some = left[:DAYS_A_RUN]
        # What was asked for a day alone may be more than its articles, and stays so.
        asked = [records.get(RECENT_POSTS, keys.reprint_key(day)) for day in some] if request.articles_only else []
        standing = self.reads.answer(asked).values() if asked else ()
        whole = {item["sk"] for item in standing if isinstance(item, dict) and not item.get("articles_only")}
        self.prints.put_reprints(
            [
                {
                    **items.reprint_item(day, request.stamp, moment_text(request.asked_at)),
                    **({"articles_only": True} if request.articles_only and day not in whole else {}),
                }
                for day in some
            ]
        )
        self._send(some)
        self.update(request, replace(request, is_spread=some == left, spread_to=some[-1] if some else None))
        return len(some)

    def remain(self) -> bool:
        """Tell whether a part of a re-print remains; days of an import, which go on and clear the edge, are none."""
        return run(_remain(), self.reads)

    def are_owed(self) -> bool:
        """Tell whether a page is owed."""
        return bool(list(self.reads.items(Query(RECENT_POSTS, keys.OWED, limit=1))))

    def update(self, request: Request, after: Request | None) -> None:
        """Note how far a request has come, or forget one that has ended, unless another has come."""
        transaction = Transaction(self.reads.tables)
        if after is None:
            transaction.delete(CONTENT, keys.reprint_request_key(), **_same(request))
        else:
            transaction.put(CONTENT, request_item(after), **_same(request))
        try:
            transaction.commit(self.client)
        except ConditionFailed:
            # A later request has taken its place; the schedule will see that one.
            return

    def _send(self, names: Sequence[str]) -> None:
        self.queue.send([message_of(PartToPrint(name=name)) for name in names])


def _rested(before: Request | None, now: datetime, rest: timedelta) -> datetime:
    """Return until when a request rests: an hour at most since the first of several of which no day was spread."""
    if before is None or before.has_begun:
        return now + rest
    return min(now + rest, before.asked_at + RESTS_AT_MOST)


def _same(request: Request | None) -> dict[str, Any]:
    if request is None:
        return {"condition": "attribute_not_exists(pk)", "name": "request"}
    return {"condition": "stamp = :stamp", "values": {"stamp": request.stamp}, "name": "request"}


def _remain() -> Reading[bool]:
    before, after = yield from pair(
        several(Query(RECENT_POSTS, keys.REPRINT, before=f"{keys.QUIET_PRINT}#", limit=1)),
        several(Query(RECENT_POSTS, keys.REPRINT, after=f"{keys.QUIET_PRINT}$", limit=1)),
    )
    return bool(before or after)


def _left() -> Reading[tuple[int, list[Owed]]]:
    parts, owed = yield from pair(
        several(Query(RECENT_POSTS, keys.REPRINT, limit=COUNTED_MAX)),
        several(Query(RECENT_POSTS, keys.OWED, limit=OWED_TOLD_MAX)),
    )
    return len(parts), [owed_of(item) for item in owed]
