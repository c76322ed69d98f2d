"""Installs the site: its keys, its assets, its theme. What stands already is left as it is."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from .errors import Busy
from .moments import to_milliseconds
from .page.assets import Asset, assets
from .printing.digest import theme_hash
from .printing.reprint import Reprints
from .reading.records import CONTENT
from .store import items, keys
from .store.bucket import SiteBucket
from .store.reads import Reads
from .store.secret_keys import COMMENTS_KEY, ORIGIN_SECRET, SecretKeys
from .store.transaction import ConditionFailed, Transaction

KEY_BYTES = 32
SWITCH_TRIES_MAX = 3


@dataclass(frozen=True, slots=True)
class Installation:
    """Makes a deployed stack a site. Safe to repeat."""

    keys: SecretKeys
    bucket: SiteBucket
    reads: Reads
    reprints: Reprints
    pool: ThreadPoolExecutor
    clock: Callable[[], datetime]

    def make_keys(self) -> str:
        """Make the site's secret keys where there are none, and return that of the origin."""
        self.keys.made_once(COMMENTS_KEY, secrets.token_hex(KEY_BYTES))
        return self.keys.made_once(ORIGIN_SECRET, secrets.token_hex(KEY_BYTES))

    def wear_theme(self, site_url: str) -> bool:
        """Upload the package's assets, switch the site to its theme and ask for a full re-print.

        Return whether the theme, or the address that pages carry, is another than before; if not, nothing is printed.
        From the switch on, printers of any other package refuse to print. Raises `Busy`.
        """
        list(self.pool.map(self._upload, assets()))
        for _ in range(SWITCH_TRIES_MAX):
            try:
                return self._switch(site_url)
            except ConditionFailed:
                # An earlier deploy's switch was carried out late, or our own was and its answer lost.
                continue
        raise Busy("other deploys are switching the theme; try again")

    def _switch(self, site_url: str) -> bool:
        """Put the theme in the place of the one that was read, and of no other.

        Also where it is the same, as after a roll-back: what the deploy before sent may not have been carried out yet.
        """
        worn = self.reads.get(CONTENT, keys.theme_key()) or {}
        theme = items.theme_item(theme_hash(), site_url, secrets.token_hex(8))
        seen = worn.get("stamp")
        switch = Transaction(self.reads.tables)
        switch.put(
            CONTENT,
            theme,
            condition="attribute_not_exists(stamp)" if seen is None else "stamp = :seen",
            values=None if seen is None else {"seen": seen},
            name="theme",
        )
        if {**worn, "stamp": theme["stamp"]} == theme:
            switch.commit(self.reprints.client)
            return False
        self.reprints.ask(to_milliseconds(self.clock()), switch)
        return True

    def _upload(self, asset: Asset) -> None:
        if self.bucket.head(asset.path) is None:
            self.bucket.put_asset(asset.path, asset.body, asset.content_type)
