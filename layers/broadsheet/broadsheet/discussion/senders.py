"""Tells readers apart for a day without keeping who they are."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ..comment.sent import sender_of
from ..errors import Busy
from ..store.comments import busy_where_refused
from ..store.secret_keys import COMMENTS_KEY, ORIGIN_SECRET, SecretKeys


@dataclass(frozen=True, slots=True)
class Senders:
    """Names senders by the site's secret keys, which are read once per container."""

    keys: SecretKeys
    clock: Callable[[], datetime]
    _known: dict[str, str] = field(default_factory=dict)

    def sender(self, source_address: str, viewer_address: str | None, origin_secret: str | None) -> str | None:
        """Return the name of a sender for today, or None where it cannot be told.

        `viewer_address` is the edge's word for the reader's address, and counts only with the edge's secret;
        without it the request came past the edge, from `source_address`.
        """
        try:
            with busy_where_refused():
                secret, key = self._key(ORIGIN_SECRET), self._key(COMMENTS_KEY)
        except Busy:
            return None
        is_from_edge = hmac.compare_digest((origin_secret or "").encode(), secret.encode())
        address = viewer_address if is_from_edge and viewer_address else source_address
        return sender_of(address, key.encode(), self.clock())

    def _key(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self.keys.read(name)
        return self._known[name]
