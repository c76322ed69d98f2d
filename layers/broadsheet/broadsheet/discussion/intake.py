"""The readers' side of comments: checks that an article takes them, and loses none where the table refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..article.fields import Article, ArticleState
from ..comment.fields import Record, Submission
from ..comment.identity import CommentId, is_article_id
from ..comment.sent import KEY_TIME, REPEAT_TIME, fingerprint_of, key_scope, signals_of, words_scope
from ..errors import Busy, KeyReused, NotFound, WrongState
from ..moments import to_milliseconds
from ..reading import records
from ..reading.waves import Reading, run, together
from ..site.settings import Site
from ..store.comments import Comments, Guard, busy_where_refused
from ..store.fallback import FallbackQueue, Sending
from ..store.reads import Reads


class Outcome(StrEnum):
    """What became of a submission; the reader is told the same of all."""

    KEPT = "kept"
    REPEATED = "repeated"
    QUEUED = "queued"
    TRAPPED = "trapped"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comment's id, and what became of it."""

    comment_id: CommentId
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes comments in."""

    reads: Reads
    comments: Comments
    queue: FallbackQueue
    shards: int
    clock: Callable[[], datetime]
    new_id: Callable[[datetime], str]

    def submit(
        self, article_id: str, submission: Submission, sender: str | None, idempotency_key: str | None = None
    ) -> Receipt:
        """Keep a reader's comment, held.

        Sent twice it is one comment. Where the tables refuse it waits in the queue, and what they would have told is
        checked then. Raises `NotFound`, `WrongState` and `KeyReused`, and `Busy` only where the queue refuses too.
        """
        if not is_article_id(article_id):
            raise NotFound("there is no such article")
        now = to_milliseconds(self.clock())
        comment_id = CommentId.new(article_id, self.new_id(now), self.shards)
        if submission.trapped:
            return Receipt(comment_id, Outcome.TRAPPED)
        record = Record(
            id=comment_id,
            name=submission.name,
            text=submission.text,
            submitted_at=now,
            signals=signals_of(submission),
        )
        sending = Sending(record, _guards(article_id, submission, sender, idempotency_key, now))
        try:
            return self._keep(sending)
        except Busy:
            self.queue.send(sending)
            return Receipt(comment_id, Outcome.QUEUED)

    def drain(self, sending: Sending) -> Receipt:
        """Keep a comment that waited, unless its article does not take comments; again changes nothing.

        Raises `Busy` where the tables still refuse.
        """
        try:
            return self._keep(sending)
        except (KeyReused, NotFound, WrongState):
            return Receipt(sending.record.id, Outcome.DROPPED)

    def surroundings(self, article_id: str) -> tuple[Site, Article | None]:
        """Return what an answer in HTML shows: the site, and the article where it can be read and is published."""
        try:
            article, site = self._article_and_site(article_id)
        except Busy:
            article, site = None, Site()
        return site, article if article and article.state is ArticleState.PUBLISHED else None

    def _keep(self, sending: Sending) -> Receipt:
        article, site = self._article_and_site(sending.record.id.article_id)
        if article is None or article.state is not ArticleState.PUBLISHED:
            raise NotFound("there is no such article")
        if not site.comments_open:
            raise WrongState("comments are closed")
        comment_id = self.comments.submit(sending.record, sending.guards)
        return Receipt(comment_id, Outcome.KEPT if comment_id == sending.record.id else Outcome.REPEATED)

    def _article_and_site(self, article_id: str) -> tuple[Article | None, Site]:
        with busy_where_refused():
            return run(_article_and_site(article_id), self.reads)


def _article_and_site(article_id: str) -> Reading[tuple[Article | None, Site]]:
    readings: list[Reading[Article | Site | None]] = [records.head(article_id), records.site()]
    article, site = yield from together(readings)
    return article, site  # type: ignore[return-value]


def _guards(
    article_id: str, submission: Submission, sender: str | None, idempotency_key: str | None, now: datetime
) -> tuple[Guard, ...]:
    fingerprint = fingerprint_of(article_id, submission)
    guards = []
    if idempotency_key is not None:
        scope = key_scope(article_id, idempotency_key)
        guards.append(Guard(scope=scope, since=now - KEY_TIME, fingerprint=fingerprint, is_key=True))
    if sender is not None:
        scope = words_scope(sender, fingerprint)
        guards.append(Guard(scope=scope, since=now - REPEAT_TIME, fingerprint=fingerprint))
    return tuple(guards)
