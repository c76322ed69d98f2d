"""The editors' desk: every change an editor or the schedule makes to an article."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from ..article import life
from ..article.checks import check
from ..article.fields import Article, ArticleState, Fields, RequestedState, Submission
from ..errors import Busy, Forbidden, KeyReused, NotFound, SlugTaken, StaleVersion
from ..moments import to_milliseconds
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run
from ..site.settings import Site
from ..store import items, keys
from ..store.reads import Reads
from ..token import EDITORS, Editor
from .bodies import refuse_unprintable
from .commit import Change, ClaimTaken, Command, CommandTaken, Commits, pending_print_key, quiet_print_key
from .pictures import named_in

SLUG_TRIES_MAX = 10
POLL_SECONDS = 0.1
SCHEDULE = "schedule"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The article after a change, and whether the change was made by an earlier request with the same key.

    One that `waits` is printed with its day, later.
    """

    article: Article
    replayed: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Changes articles: reads, applies the rule, commits."""

    commits: Commits
    reads: Reads
    clock: Clock
    new_id: Callable[[datetime], str]

    def create(
        self, submission: Submission, editor: Editor, command: Command | None = None, *, may_wait: bool = False
    ) -> Outcome:
        """Make an article: a draft, or published at once or at its `publish_at` where the submission says so.

        One of many, that `may_wait`, is printed with its day when no more of that day come.

        Raises `InvalidFields`, `Forbidden`, `SlugTaken`, `Embargoed`, `ImageNotReady`, `KeyReused` and `Busy`.
        """
        earlier = self._earlier(command)
        if earlier is not None:
            return earlier
        fields = Fields(**{name: getattr(submission, name) for name in Fields.__dataclass_fields__})
        site, now = self._site(), self._now()
        named = named_in(fields, (), self.reads)
        check(fields, site, now, named.faults)
        draft = life.created(self.new_id(now), fields, editor.token_id, now)
        if submission.state is RequestedState.PUBLISHED:
            _require_publisher(editor)
            draft = replace(life.published(draft, site, now, at=fields.publish_at), version=1)
        change = Change(
            before=None,
            after=named.given_to(draft),
            action="create",
            by=editor.token_id,
            command=command,
            may_wait=may_wait,
        )
        return self._commit(change, site)

    def article(self, article_id: str, editor: Editor) -> Article:
        """Return an article as it is now. Raises `NotFound` and `Forbidden`. Costs two GetItems."""
        article = self._current(article_id)
        _require_reader(editor, article)
        return article

    def replace(
        self,
        article_id: str,
        fields: Fields,
        seen: int,
        editor: Editor,
        command: Command | None = None,
        minor_edit: bool = False,
    ) -> Outcome:
        """Give an article other fields. Raises as `create` does, and `StaleVersion`."""
        return self._change(
            article_id,
            seen,
            editor,
            command,
            "replace",
            lambda article, site, now: life.edited(article, fields, site, now, minor=minor_edit),
            fields,
        )

    def publish(
        self, article_id: str, seen: int, editor: Editor, command: Command | None = None, at: datetime | None = None
    ) -> Outcome:
        """Publish an article now, or schedule it where `at` is in the future."""
        return self._change(
            article_id,
            seen,
            editor,
            command,
            "publish",
            lambda article, site, now: life.published(article, site, now, at=at),
        )

    def correct(self, article_id: str, text: str, seen: int, editor: Editor, command: Command | None = None) -> Outcome:
        """Tell readers of a published article what was wrong in it."""
        return self._change(
            article_id,
            seen,
            editor,
            command,
            "correct",
            lambda article, site, now: life.corrected(article, text, now),
        )

    def unpublish(self, article_id: str, seen: int, editor: Editor, command: Command | None = None) -> Outcome:
        """Take an article down, or off the schedule."""
        return self._change(
            article_id, seen, editor, command, "unpublish", lambda article, site, now: life.unpublished(article, now)
        )

    def delete(self, article_id: str, seen: int, editor: Editor, command: Command | None = None) -> Outcome:
        """Delete an article; it can be restored."""
        return self._change(
            article_id, seen, editor, command, "delete", lambda article, site, now: life.deleted(article, now)
        )

    def restore(self, article_id: str, seen: int, editor: Editor, command: Command | None = None) -> Outcome:
        """Bring an article back as it was before it was deleted or taken down."""
        return self._change(
            article_id, seen, editor, command, "restore", lambda article, site, now: life.restored(article, now)
        )

    def carry_out_due(self, article_id: str, due: life.Due) -> bool:
        """Publish an article that is due, or take it down or off the schedule; return whether it still was due.

        Raises `StaleVersion` where an editor changed it meanwhile, and `InvalidFields` where its body cannot be
        printed, which its readers would look for in vain; what is due stays due.
        """
        article, site, now = self._current(article_id), self._site(), self._now()
        if due not in life.due_of(article) or due.at > now:
            return False
        match due.action:
            case "publish":
                refuse_unprintable(article.fields)
                after = life.published(article, site, now)
            case "expire":
                after = life.unpublished(article, now)
            case _:
                return False
        self._commit(Change(before=article, after=after, action=due.action, by=SCHEDULE), site)
        return True

    def is_live(self, article: Article) -> bool:
        """Tell whether readers get the article's page: published and printed, or taken down and not yet printed.

        Costs one call.
        """
        if article.published_at is None:
            return False
        return (article.state is ArticleState.PUBLISHED) is not self._is_waiting(article)

    def wait_until_printed(self, article: Article, seconds: float) -> bool:
        """Wait until the article's pages are printed, at most so many seconds; return whether it is live then."""
        deadline = time.monotonic() + seconds
        while self._is_waiting(article):
            if time.monotonic() + POLL_SECONDS > deadline:
                break
            time.sleep(POLL_SECONDS)
        return self.is_live(article)

    def _is_waiting(self, article: Article) -> bool:
        """Tell whether an item says that this version is not printed yet, or that its page is owed."""
        unprinted = [pending_print_key(article)]
        if article.path is not None:
            unprinted += [quiet_print_key(article), keys.owed_key(article.path)]
        found = self.reads.answer([records.get(RECENT_POSTS, key) for key in unprinted])
        return any(item is not None for item in found.values())

    def _change(
        self,
        article_id: str,
        seen: int,
        editor: Editor,
        command: Command | None,
        action: str,
        rule: Callable[[Article, Site, datetime], Article],
        fields: Fields | None = None,
    ) -> Outcome:
        earlier = self._earlier(command)
        if earlier is not None:
            return earlier
        article = self._current(article_id)
        _require_writer(editor, article)
        if article.version != seen:
            raise StaleVersion(seen, article.version)
        site, now = self._site(), self._now()
        after = rule(article, site, now)
        _require_outcome(editor, article, after)
        if fields is not None or after.state in (ArticleState.PUBLISHED, ArticleState.SCHEDULED):
            named = named_in(after.fields, article.pictures, self.reads)
            check(after.fields, site, now, named.faults)
            after = named.given_to(after)
        return self._commit(
            Change(before=article, after=after, action=action, by=editor.token_id, command=command), site
        )

    def _commit(self, change: Change, site: Site) -> Outcome:
        """Commit a change; where another article has the URL, try again with a numbered slug.

        A slug that was asked for is not numbered: `SlugTaken`.
        """
        commit_id = secrets.token_hex(8)
        after = change.after
        for _ in range(SLUG_TRIES_MAX):
            try:
                self.commits.commit(replace(change, after=after), site, commit_id)
            except CommandTaken:
                earlier = self._earlier(change.command)
                assert earlier is not None, "a command is kept for days"
                return earlier
            except ClaimTaken:
                if after.slug == after.fields.slug:
                    raise SlugTaken(f"slug {after.slug} is taken by another article of {after.day}") from None
                after = self._with_free_slug(after)
            else:
                return Outcome(after, waits=change.waits)
        raise Busy("many articles with this headline are being published; try again")

    def _with_free_slug(self, article: Article) -> Article:
        assert article.day is not None
        return replace(article, slug=run(records.free_slug(article.day, life.slug_for(article)), self.reads))

    def _earlier(self, command: Command | None) -> Outcome | None:
        """Return what an earlier request with the same key did. Raises `KeyReused` where that was another one."""
        if command is None:
            return None
        found = self.reads.get(CONTENT, keys.command_key(command.scope))
        if found is None or items.number(found["expires_at_seconds"]) < int(self._now().timestamp()):
            return None
        if found["fingerprint"] != command.fingerprint:
            raise KeyReused("the Idempotency-Key was used for another request; make a new key")
        article = run(records.revision(found["article_id"], items.number(found["version"])), self.reads)
        assert article is not None, "a command is written with its revision"
        return Outcome(article, replayed=True)

    def _current(self, article_id: str) -> Article:
        head = run(records.head(article_id), self.reads)
        if head is None:
            raise NotFound("there is no such article")
        article = run(records.revision(article_id, head.version), self.reads)
        assert article is not None, "a head is written with its revision"
        return article

    def _site(self) -> Site:
        return run(records.site(), self.reads)

    def _now(self) -> datetime:
        return to_milliseconds(self.clock())


def _require_publisher(editor: Editor) -> None:
    if editor.role not in EDITORS:
        raise Forbidden("publishing takes the role editor; an author's drafts are published by an editor")


def _require_reader(editor: Editor, article: Article) -> None:
    if editor.role not in EDITORS and article.owner != editor.token_id:
        raise Forbidden("an author reads own articles only")


def _require_writer(editor: Editor, article: Article) -> None:
    if editor.role in EDITORS:
        return
    if article.owner != editor.token_id:
        raise Forbidden("an author changes own drafts only")
    state = article.before_deletion if article.state is ArticleState.DELETED else article.state
    if state is not ArticleState.DRAFT:
        raise Forbidden(f"an author changes drafts only; the article is {article.state.value}")


def _require_outcome(editor: Editor, before: Article, after: Article) -> None:
    if after.state in (ArticleState.PUBLISHED, ArticleState.SCHEDULED) and before.state is not after.state:
        _require_publisher(editor)
