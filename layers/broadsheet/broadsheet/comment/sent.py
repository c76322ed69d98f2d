"""What makes two submissions one comment: the same Idempotency-Key, or the same words from the same sender within minutes."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from .fields import Submission
from .text import links_in

REPEAT_MINUTES: Final = 10
KEY_HOURS: Final = 24
MANY_LINKS: Final = 3


def sender_of(address: str, key: bytes, now: datetime) -> str:
    """Return a name for a reader's address that holds for one day and leads to the address no more.

    The address itself is kept nowhere; the salt is the day.
    """
    return hmac.new(key, f"{now:%Y-%m-%d} {address}".encode(), hashlib.sha256).hexdigest()[:32]


def fingerprint_of(article_id: str, submission: Submission) -> str:
    """Return the digest of what was said, and where; differences of case and space do not count."""
    said = "\0".join((article_id, _plain(submission.name), _plain(submission.text)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def repeat_scope(sender: str, fingerprint: str) -> str:
    """Name the guard against the same words from the same sender."""
    return f"words#{sender}#{fingerprint}"


def key_scope(article_id: str, idempotency_key: str) -> str:
    """Name the guard of an Idempotency-Key."""
    return "key#" + hashlib.sha256(f"{article_id}\0{idempotency_key}".encode()).hexdigest()[:32]


def repeats_since(now: datetime) -> datetime:
    """Return the time since which the same words are the same comment."""
    return now - timedelta(minutes=REPEAT_MINUTES)


def signals_of(submission: Submission) -> tuple[str, ...]:
    """Return why a moderator should look twice."""
    return ("links",) if links_in(submission.text) >= MANY_LINKS else ()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
