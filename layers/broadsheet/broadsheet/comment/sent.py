"""What makes two submissions one comment: the same key, or the same words from the same sender within minutes."""

import hashlib
import hmac
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from .fields import Submission
from .text import links_in

REPEAT_TIME: Final = timedelta(minutes=10)
KEY_TIME: Final = timedelta(days=1)
MANY_LINKS: Final = 3


def sender_of(address: str, key: bytes, now: datetime) -> str | None:
    """Return a name for a reader's address that holds for one day, or None where the address is none.

    The day is its salt, so that no two days' names can be joined; the address itself is kept nowhere. A household
    has a /64 of IPv6, not an address. Source: RFC 6177, section 2.
    """
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return None
    place = str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)
    return hmac.new(key, f"{now:%Y-%m-%d} {place}".encode(), hashlib.sha256).hexdigest()[:32]


def fingerprint_of(article_id: str, submission: Submission) -> str:
    """Return the digest of what was said, by what name, and where; differences of case and space do not count."""
    said = "\0".join((article_id, _plain(submission.name), _plain(submission.text)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def words_scope(sender: str, fingerprint: str) -> str:
    """Name the guard against the same words from the same sender."""
    return f"words#{sender}#{fingerprint}"


def key_scope(article_id: str, idempotency_key: str) -> str:
    """Name the guard of an Idempotency-Key."""
    return "key#" + hashlib.sha256(f"{article_id}\0{idempotency_key}".encode()).hexdigest()[:32]


def signals_of(submission: Submission) -> tuple[str, ...]:
    """Return why a moderator should look twice."""
    return ("links",) if links_in(submission.text) >= MANY_LINKS else ()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
