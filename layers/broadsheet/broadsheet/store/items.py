"""Each item of the tables as a value, both ways: what is written is what is read."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from ..article.fields import Article, ArticleState
from ..article.life import Due
from ..article.upload import UNFINISHED_KEPT, Upload, UploadState
from ..codec import from_compressed_json, from_json, to_compressed_json, to_json
from ..lists.card import Card
from ..lists.place import PendingPrint
from ..moments import moment_text
from ..site.settings import Site
from . import keys
from .keys import Key
from .reads import Item

COMMAND_KEPT = timedelta(days=7)


def head_item(article: Article, commit: str) -> Item:
    """Make an article's head, compressed; `commit` tells whose write it was.

    Only what is not published has the attributes of the index `desk`: lists of published articles are cards.
    """
    head: Item = {
        **keys.head_key(article.id),
        "version": article.version,
        "commit": commit,
        "state": article.state.value,
        "article": to_compressed_json(_without_body(article)),
    }
    if article.state is not ArticleState.PUBLISHED:
        head["desk_state"] = article.state.value
        head["listed_at"] = listed_at(article)
    return head


def listed_at(article: Article) -> str:
    """Return where an article stands in the editors' lists: its publication, planned or past, or its creation."""
    planned = article.fields.publish_at if article.state is ArticleState.SCHEDULED else None
    return f"{moment_text(planned or article.published_at or article.created_at)}#{article.id}"


def article_of_head(item: Item) -> Article:
    """Return the article of a head; its body is empty."""
    packed = item["article"]
    # Heads were plain text until 2026-11-28; each change of an article writes its own anew.
    return from_json(packed, Article) if isinstance(packed, str) else from_compressed_json(bytes(packed), Article)


def revision_item(article: Article) -> Item:
    """Make a revision: the whole article, compressed."""
    return {**keys.revision_key(article.id, article.version), "article": to_compressed_json(article)}


def article_of_revision(item: Item) -> Article:
    """Return the whole article of a revision."""
    return _article_of_compressed_json(bytes(item["article"]))


def audit_item(article: Article, action: str, by: str) -> Item:
    """Make the audit line of a change; `by` is a token's id, or `schedule`."""
    return {
        **keys.audit_key(article.id, article.version),
        "at": moment_text(article.changed_at),
        "action": action,
        "by": by,
        "state": article.state.value,
    }


def claim_item(day: str, slug: str, article_id: str) -> Item:
    """Make the claim on a URL: only the article's id, so that a chain of redirects is one hop."""
    return {**keys.claim_key(day, slug), "article_id": article_id}


def command_item(scope: str, fingerprint: str, article: Article, now: datetime) -> Item:
    """Make a command: a request's fingerprint and the version that answers it, kept for seven days."""
    return {
        **keys.command_key(scope),
        "fingerprint": fingerprint,
        "article_id": article.id,
        "version": article.version,
        "expires_at_seconds": int((now + COMMAND_KEPT).timestamp()),
    }


def upload_item(upload: Upload) -> Item:
    """Make an upload; one that is no picture is kept for a day."""
    item: Item = {**keys.media_key(upload.id), "upload": to_json(upload)}
    if upload.state is not UploadState.READY:
        item["expires_at_seconds"] = int((upload.created_at + UNFINISHED_KEPT).timestamp())
    return item


def upload_of(item: Item) -> Upload:
    """Return the upload of an item."""
    return from_json(item["upload"], Upload)


def due_item(due: Due, article_id: str) -> Item:
    """Make something that the schedule must do."""
    return {**keys.due_key(due.at, article_id, due.action), "article_id": article_id, "action": due.action}


def card_item(list_name: str, card: Card) -> Item:
    """Make an article's card in one list."""
    return {**keys.card_key(list_name, card.position), "card": to_json(card)}


def card_of(item: Item) -> Card:
    """Return the card of an item."""
    return _card_of_json(item["card"])


def period_item(list_name: str, period: str, *, emptied: bool = False) -> Item:
    """Make the marker of a period of a list; one that was `emptied` may have a card again."""
    return {**keys.period_key(list_name, period), **({"emptied": True} if emptied else {})}


def is_emptied(marker: Item) -> bool:
    """Tell whether a period is marked as emptied: then it may have no card. One that is not surely has one."""
    return "emptied" in marker


def pending_item(key: Key, pending: PendingPrint) -> Item:
    """Make a pending print."""
    return {**key, "print": to_json(pending)}


def pending_print_of(item: Item) -> PendingPrint:
    """Return the pending print of an item."""
    return from_json(item["print"], PendingPrint)


def quiet_item(article: Article, position: str) -> Item:
    """Make what says that an article is to be printed with its day, later."""
    assert article.day is not None, "a published article has a day"
    return {
        **keys.quiet_key(article.day, article.id, article.version),
        "position": position,
        "at": moment_text(article.changed_at),
    }


def settings_item(site: Site) -> Item:
    """Make the site's settings."""
    return {**keys.settings_key(), "settings": to_json(site)}


def site_of(item: Item | None) -> Site:
    """Return the site of its settings; one that was never set has the defaults."""
    return _site_of_json(item["settings"]) if item else Site()


def reprint_item(what: str, stamp: str, asked_at: str) -> Item:
    """Make the pending print of a day, or of the site's own pages, in a full re-print."""
    return {**keys.reprint_key(what), "stamp": stamp, "asked_at": asked_at}


def theme_item(theme: str, site_url: str, stamp: str = "") -> Item:
    """Make the record of the theme that the site wears, and of the address that its pages carry.

    `stamp` is new for each deploy, whatever it changes.
    """
    return {**keys.theme_key(), "theme": theme, "site_url": site_url, "stamp": stamp}


# A card stands in many lists, the site's settings behind every page: what is read again is the same object, which
# whatever keeps printed parts knows at a glance.
@lru_cache(maxsize=4096)
def _card_of_json(text: str) -> Card:
    return from_json(text, Card)


# One publish prints six feeds of the same articles.
@lru_cache(maxsize=256)
def _article_of_compressed_json(packed: bytes) -> Article:
    return from_compressed_json(packed, Article)


@lru_cache(maxsize=1)
def _site_of_json(text: str) -> Site:
    return from_json(text, Site)


def _without_body(article: Article) -> Article:
    return replace(article, fields=replace(article.fields, body=""))


def number(value: Any) -> int:
    """Return a number of an item as an int; the tables give Decimals."""
    return int(value)
