"""Ways to break what keeps the site right: each takes away one rule that DECISIONS.md gives a reason for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from broadsheet.editing import commit
from broadsheet.lists.place import PendingPrint
from broadsheet.page.printed import Printed
from broadsheet.printing import pressroom, touched
from broadsheet.printing.printer import Composition, Printer
from broadsheet.reading.waves import Reading
from broadsheet.store import keys
from broadsheet.store.bucket import Put, SiteBucket, Standing
from broadsheet.store.cdn import Cdn
from broadsheet.store.transaction import Transaction

Break = Callable[[pytest.MonkeyPatch], None]


def drop_the_if_match(patch: pytest.MonkeyPatch) -> None:
    """Write pages unconditionally."""

    def put(bucket: SiteBucket, key: str, body: bytes, etag: str | None, **parts: Any) -> Put:
        names = {"content_type": "ContentType", "cache_control": "CacheControl", "metadata": "Metadata"}
        parameters = {names[name]: value for name, value in parts.items()}
        bucket.client.put_object(Bucket=bucket.name, Key=key, Body=body, **parameters)
        return Put.DONE

    patch.setattr(SiteBucket, "put", put)


def delete_instead_of_a_tombstone(patch: pytest.MonkeyPatch) -> None:
    """Delete what is gone, still by compare-and-swap."""
    put = SiteBucket.put

    def put_or_delete(bucket: SiteBucket, key: str, body: bytes, etag: str | None, **parts: Any) -> Put:
        if parts["metadata"].get("gone") != "1":
            return put(bucket, key, body, etag, **parts)
        standing = bucket.head(key)
        if (standing.etag if standing else None) != etag:
            return Put.LOST
        bucket.client.delete_object(Bucket=bucket.name, Key=key)
        return Put.DONE

    patch.setattr(SiteBucket, "put", put_or_delete)


def read_before_the_head(patch: pytest.MonkeyPatch) -> None:
    """Read and render the pages first, and look at what stands then."""
    put, compose = Printer._put, Printer._compose

    def print_pages(printer: Printer, compositions: Mapping[str, Composition]) -> list[Standing]:
        replaced: list[Standing] = []
        left = dict(compositions)
        while left:
            printed = compose(printer, left)
            for key in list(left):
                standing = printer.bucket.head(key)
                if put(printer, key, printed[key], standing) is Put.DONE:
                    del left[key]
                    replaced += [standing] if standing else []
        return replaced

    patch.setattr(Printer, "print_pages", print_pages)


def drop_the_print_stamp(patch: pytest.MonkeyPatch) -> None:
    """Print equal content with equal ETags."""
    patch.setattr(Printed, "stamped", lambda printed, _: f"{printed.body.rstrip()}\n".encode())


def keep_one_pending_print_an_article(patch: pytest.MonkeyPatch) -> None:
    """Let the pending print of a later version take the place of the one before."""
    first = "2026-11-23T09:00:00.000Z"
    patch.setattr(keys, "pending_key", lambda _at, id, _version: keys.pending_sort_key(f"{first}#{id}#00000001"))


def ignore_the_theme(patch: pytest.MonkeyPatch) -> None:
    """Print in whatever theme the package has."""

    def nothing(_: Printer) -> Reading[None]:
        yield []

    patch.setattr(Printer, "_guarded_theme", nothing)


def print_only_the_new_places(patch: pytest.MonkeyPatch) -> None:
    """Forget where an article was."""
    patch.setattr(commit, "PendingPrint", lambda **parts: PendingPrint(**parts | {"before": None}))


def skip_the_neighbours(patch: pytest.MonkeyPatch) -> None:
    """Leave the articles before and after as they are."""

    def nobody(_: str) -> Reading[set[Any]]:
        yield []
        return set()

    patch.setattr(touched, "_around", nobody)


def trust_who_was_seen_to_stay(patch: pytest.MonkeyPatch) -> None:
    """Do not look again whether an article that was seen in a day is there when another leaves it."""
    patch.setattr(Transaction, "check", lambda *_, **__: None)


def trust_the_tags_that_stand(patch: pytest.MonkeyPatch) -> None:
    """Clear what has just been replaced, as if no printer before had replaced anything."""
    patch.setattr(pressroom, "_arrived", lambda _: False)


def clear_nothing(patch: pytest.MonkeyPatch) -> None:
    """Never tell the edge."""
    patch.setattr(Cdn, "clear", lambda *_: None)


BREAKAGES: dict[str, Break] = {
    breakage.__name__: breakage
    for breakage in (
        drop_the_if_match,
        delete_instead_of_a_tombstone,
        read_before_the_head,
        drop_the_print_stamp,
        keep_one_pending_print_an_article,
        ignore_the_theme,
        print_only_the_new_places,
        skip_the_neighbours,
        trust_who_was_seen_to_stay,
        trust_the_tags_that_stand,
        clear_nothing,
    )
}


@contextmanager
def broken(name: str | None) -> Iterator[None]:
    """Break one thing for as long as the block lasts; nothing, where there is no name."""
    with pytest.MonkeyPatch.context() as patch:
        if name is not None:
            BREAKAGES[name](patch)
        yield
