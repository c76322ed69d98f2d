"""The tables in one file: items as DynamoDB would hold them, in SQLite. Read as others read a folder of articles."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from broadsheet.store.reads import Answer, Get, Item, Query, Request, TableName

_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode


class KeptTables:
    """Answers read requests from a file; one that nobody writes any more is read without a lock for each question."""

    def __init__(self, file: Path, *, written: bool = False) -> None:
        mode = "?immutable=1" if written else ""
        self._rows = sqlite3.connect(f"{file.absolute().as_uri()}{mode}", uri=True, isolation_level=None,
                                     check_same_thread=False)  # fmt: skip

    def fill(self, items: Iterable[tuple[TableName, Item]]) -> None:
        """Keep items; one of the same key takes the place of another."""
        self._rows.execute("CREATE TABLE IF NOT EXISTS items (place, sk, item, PRIMARY KEY (place, sk))")
        self._rows.execute("BEGIN")
        self._rows.executemany(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?)",
            ((f"{table}/{item['pk']}", item["sk"], _encode(_filled(item))) for table, item in items),
        )
        self._rows.execute("COMMIT")

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return the answer to each request."""
        return {
            request: self._get(request) if isinstance(request, Get) else list(self._query(request))
            for request in requests
        }

    def _get(self, request: Get) -> Item | None:
        place = f"{request.table}/{request.pk}"
        found = self._rows.execute("SELECT item FROM items WHERE place = ? AND sk = ?", (place, request.sk)).fetchone()
        return _decode(found[0]) if found else None

    def _query(self, query: Query) -> Iterator[Item]:
        place = f"{query.table}/{query.pk}"
        order = "DESC" if query.newest_first else "ASC"
        rows = self._rows.execute(
            f"SELECT item FROM items WHERE place = ? AND sk > ? AND sk < ? ORDER BY sk {order} LIMIT ?",
            (place, query.after or "", query.before or "\U0010ffff", -1 if query.limit is None else query.limit),
        )
        return (_decode(row[0]) for row in rows)


def _filled(item: Item) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value is not None}
