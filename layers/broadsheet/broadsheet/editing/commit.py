"""Commits one change of one article: everything that follows from it, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..article.fields import Article
from ..article.life import due_of
from ..errors import Busy, FieldError, FormerUrlTaken, NotFound, StaleVersion
from ..lists.card import RECENT, card_of, lists_of
from ..lists.place import PendingPrint, Place, changed_between, claims_of, former_of, paths_of, place_of
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run, together
from ..site.settings import Site
from ..store import items, keys
from ..store.reads import Item, Reads
from ..store.transaction import TRANSACTION_ITEMS_MAX, ConditionFailed, Transaction
from .former import add_claim, claimed_in, claims_on, once_of_sections, reasons

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Period = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Command:
    """A request that must be carried out once, however often it comes.

    `scope` is the hash of its token, route and Idempotency-Key; `fingerprint` that of its body.
    """

    scope: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one article: as it was, None for a new one, and as it will be; by whom, and at whose command.

    It is printed at once. A first publication that `may_wait`, as an import's may, is printed later, with its day.
    """

    before: Article | None
    after: Article
    action: str
    by: str
    command: Command | None = None
    may_wait: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is printed later: nobody has seen the article, so all that shows it follows from its day."""
        was_public = self.before is not None and self.before.published_at is not None
        return self.may_wait and not was_public and self.after.published_at is not None


class ClaimTaken(Exception):
    """Another article has the URL; nothing was changed."""


class CommandTaken(Exception):
    """The command was carried out meanwhile; nothing was changed."""


class _Deserted(Exception):
    """A card that was to stay in a day, month or year has left it meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Commits:
    """Writes changes of articles."""

    client: "DynamoDBClient"
    reads: Reads

    def commit(self, change: Change, site: Site, commit_id: str) -> None:
        """Write the head, the revision, the URL's claim, the cards, what is due, the audit line, the command and
        the pending print, all or nothing.

        `commit_id` is new for each change and tells our own write from another's, where the answer to it was lost.
        Costs one TransactWriteItems, a BatchGetItem where the article comes to a list, and a Query for each that it
        leaves; more where others change the same lists at the same moment, or it comes by former addresses. Raises
        `StaleVersion`, `ClaimTaken`, `CommandTaken`, `FormerUrlTaken` and `Busy`.
        """
        before = place_of(change.before, site) if change.before else None
        after = place_of(change.after, site)
        former = self._free_former(change)
        staying = self._staying(before, after, site)
        try:
            self._commit(change, site, commit_id, before, after, staying, former)
        except _Deserted:
            # A marker that says it was emptied, and was not, costs its readers a query.
            self._commit(change, site, commit_id, before, after, dict.fromkeys(staying), former)

    def _commit(
        self,
        change: Change,
        site: Site,
        commit_id: str,
        before_place: Place | None,
        after_place: Place | None,
        staying: Mapping[Period, str | None],
        former: Mapping[str, Item | None],
    ) -> None:
        markers = self._missing_markers(change, before_place, after_place)
        transaction = Transaction(self.reads.tables)
        self._add_article(transaction, change, commit_id)
        self._add_claims(transaction, change)
        for key, free in former.items():
            add_claim(transaction, key, change.after.id, change.after.version, free)
        _add_cards(transaction, change)
        _add_due(transaction, change)
        _add_pending_print(transaction, change, before_place, after_place, markers, site)
        if len(transaction.writes) + len(markers) + len(staying) > TRANSACTION_ITEMS_MAX:
            # A list's marker may say early that it was emptied; what a day's says is what the calendar shows.
            early = Transaction(self.reads.tables)
            vital = frozenset(marker for marker in markers if marker[0] in (RECENT, keys.CLAIM_DAYS))
            _add_markers(early, (markers - vital) | {left for left in staying if left[0] != RECENT}, emptied=True)
            early.commit(self.client)
            markers, staying = vital, {left: other for left, other in staying.items() if left[0] == RECENT}
        _add_markers(transaction, markers)
        _add_markers(transaction, (left for left, other in staying.items() if other is None), emptied=True)
        for (name, _), other in staying.items():
            if other is not None:
                condition = "attribute_exists(pk)"
                transaction.check(RECENT_POSTS, keys.card_key(name, other), condition=condition, name="other")
        try:
            transaction.commit(self.client)
        except ConditionFailed as failed:
            self._explain(failed, change, commit_id)

    def _free_former(self, change: Change) -> dict[str, Item | None]:
        """Return the former addresses that the article comes by, each with the claim on it that is of no use, if any.

        Costs nothing where there are none, else a BatchGetItem, a Query for each that could be a section's, and a read
        for each that is claimed. Raises `FormerUrlTaken`.
        """
        had = former_of(change.before) if change.before else ()
        new = [key for key in former_of(change.after) if key not in had]
        if not new:
            return {}
        holders, free = claims_on(new, self.reads)
        others = {key: holder for key, holder in holders.items() if holder != change.after.id}
        _refuse_former(change, once_of_sections(new, self.reads) | reasons(others))
        return {key: free.get(key) for key in new}

    def _explain(self, failed: ConditionFailed, change: Change, commit_id: str) -> None:
        """Raise what the failed conditions mean; return where the change was written after all."""
        if "head" in failed.names:
            head = self.reads.get(CONTENT, keys.head_key(change.after.id))
            if head is not None and head["commit"] == commit_id:
                return
            if head is None:
                raise NotFound("there is no such article") from failed
            raise StaleVersion(change.after.version - 1, items.number(head["version"])) from failed
        if "command" in failed.names:
            raise CommandTaken from failed
        if "claim" in failed.names:
            raise ClaimTaken from failed
        if claimed := claimed_in(failed.names):
            holders, _ = claims_on(claimed, self.reads)
            _refuse_former(change, reasons(holders))
            raise Busy("others claim the same former addresses; try again") from failed
        raise _Deserted from failed

    def _staying(self, before: Place | None, after: Place | None, site: Site) -> dict[Period, str | None]:
        """Return where another card stands in each period that the article leaves; None where it is the last."""
        if before is None:
            return {}
        left = [period for period in before.periods if after is None or period not in after.periods]
        if not left:
            return {}
        cards = run(together([records.in_period(site, name, period, 2) for name, period in left]), self.reads)
        others = [[card.position for card in some if card.position != before.position] for some in cards]
        return {period: next(iter(some), None) for period, some in zip(left, others, strict=True)}

    def _missing_markers(self, change: Change, before: Place | None, after: Place | None) -> frozenset[Period]:
        """Return the periods that the article is the first to come to, and the day of its URL where that is new.

        A period marked as emptied counts as missing: the transaction that brings the card clears the mark.
        """
        if after is None:
            return frozenset()
        wanted = {*after.periods} - {*(before.periods if before else ())}
        if before is None and change.after.day is not None:
            wanted.add((keys.CLAIM_DAYS, change.after.day))
        if not wanted:
            return frozenset()
        asked = {period: records.get(RECENT_POSTS, keys.period_key(*period)) for period in wanted}
        found = self.reads.answer(asked.values())
        markers: dict[Period, Item | None] = {period: found[request] for period, request in asked.items()}  # type: ignore[misc]
        return frozenset(period for period, marker in markers.items() if marker is None or items.is_emptied(marker))

    def _add_article(self, transaction: Transaction, change: Change, commit_id: str) -> None:
        article = change.after
        transaction.put(
            CONTENT,
            items.head_item(article, commit_id),
            condition="attribute_not_exists(pk)" if change.before is None else "version = :seen",
            values=None if change.before is None else {"seen": change.before.version},
            name="head",
        )
        transaction.put(CONTENT, items.revision_item(article))
        transaction.put(CONTENT, items.audit_item(article, change.action, change.by))
        if change.command is not None:
            transaction.put(
                CONTENT,
                items.command_item(change.command.scope, change.command.fingerprint, article, article.changed_at),
                # Expired commands are deleted late.
                condition="attribute_not_exists(pk) OR expires_at_seconds < :now",
                values={"now": int(article.changed_at.timestamp())},
                name="command",
            )

    def _add_claims(self, transaction: Transaction, change: Change) -> None:
        before = claims_of(change.before) if change.before else ()
        after = claims_of(change.after)
        for day, slug in after:
            if (day, slug) not in before:
                transaction.put(
                    CONTENT,
                    items.claim_item(day, slug, change.after.id),
                    condition="attribute_not_exists(pk) OR article_id = :id",
                    values={"id": change.after.id},
                    name="claim",
                )
        for day, slug in before:
            if (day, slug) not in after:
                transaction.delete(CONTENT, keys.claim_key(day, slug))


def pending_print_key(article: Article) -> keys.Key:
    """Key the pending print of the article at its version."""
    return keys.pending_key(article.changed_at, article.id, article.version)


def quiet_print_key(article: Article) -> keys.Key:
    """Key what says that the article at its version is printed with its day, later."""
    return keys.quiet_key(article.day or "", article.id, article.version)


def _add_cards(transaction: Transaction, change: Change) -> None:
    before = _cards(change.before)
    after = _cards(change.after)
    for key in before.keys() - after.keys():
        transaction.delete(RECENT_POSTS, {"pk": key[0], "sk": key[1]})
    for item in after.values():
        transaction.put(RECENT_POSTS, item)


def _cards(article: Article | None) -> dict[tuple[str, str], Item]:
    card = card_of(article) if article else None
    if card is None:
        return {}
    return {(name, card.position): items.card_item(name, card) for name in lists_of(card)}


def _add_due(transaction: Transaction, change: Change) -> None:
    before = due_of(change.before) if change.before else frozenset()
    after = due_of(change.after)
    for due in before - after:
        transaction.delete(CONTENT, keys.due_key(due.at, change.after.id, due.action))
    for due in after - before:
        transaction.put(CONTENT, items.due_item(due, change.after.id))


def _add_pending_print(
    transaction: Transaction,
    change: Change,
    before: Place | None,
    after: Place | None,
    markers: frozenset[Period],
    site: Site,
) -> None:
    paths = dict.fromkeys((*paths_of(change.after), *(paths_of(change.before) if change.before else ())))
    was_public = change.after.published_at is not None
    former = _former_to_print(change, before, after)
    if before is None and after is None and not (was_public and (_moved(change) or former)):
        return
    if change.waits and after is not None:
        transaction.put(RECENT_POSTS, items.quiet_item(change.after, after.position))
        return
    pending = PendingPrint(
        article_id=change.after.id,
        version=change.after.version,
        paths=tuple(paths),
        before=before,
        after=after,
        appeared=tuple(sorted(period for name, period in markers if name == RECENT)),
        changed=changed_between(change.before, change.after, site),
        former=former,
    )
    transaction.put(RECENT_POSTS, items.pending_item(pending_print_key(change.after), pending))


def _former_to_print(change: Change, before: Place | None, after: Place | None) -> tuple[str, ...]:
    """Return the keys of former addresses that lead elsewhere than before: all of them where the article came, went or
    moved, else those that are new or were dropped."""
    was, now = former_of(change.before) if change.before else (), former_of(change.after)
    if (before is None) is not (after is None) or _moved(change):
        return tuple(dict.fromkeys((*was, *now)))
    return tuple(sorted(set(was) ^ set(now)))


def _refuse_former(change: Change, why: Mapping[str, str]) -> None:
    if why:
        index = {key: place for place, key in enumerate(former_of(change.after))}
        urls = change.after.fields.former_urls
        raise FormerUrlTaken(
            [FieldError(f"/former_urls/{index[key]}", f"{urls[index[key]]} {reason}") for key, reason in why.items()]
        )


def _moved(change: Change) -> bool:
    return change.before is not None and paths_of(change.before) != paths_of(change.after)


def _add_markers(transaction: Transaction, markers: Iterable[Period], *, emptied: bool = False) -> None:
    for name, period in sorted(markers):
        transaction.put(RECENT_POSTS, items.period_item(name, period, emptied=emptied))
