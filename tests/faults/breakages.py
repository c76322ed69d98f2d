"""Ways to break what keeps the site right: each takes away one rule that docs/decisions gives a reason for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from broadsheet.editing import commit
from broadsheet.lists.leaf import Binding, Leaf, Recut, Spine, joined
from broadsheet.lists.place import Facet, PendingPrint
from broadsheet.page.address import Page
from broadsheet.page.printed import Printed
from broadsheet.printing import cutting, pressroom
from broadsheet.printing.archive_imports import Imports
from broadsheet.printing.pages import articles
from broadsheet.printing.printer import Compose, Printer
from broadsheet.reading.waves import Reading
from broadsheet.schedule.archive_imports import ImportRound
from broadsheet.store import comments, items, keys
from broadsheet.store.bucket import Put, SiteBucket, Standing
from broadsheet.store.cdn import Cdn
from broadsheet.store.leaves import Leaves
from broadsheet.store.owed import Owed, OwedPages
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
    head, put, compose = SiteBucket.head, SiteBucket.put, Printer._compose
    standing: dict[str, Standing | None] = {}

    def composed(printer: Printer, pages: list[Page], each: Compose) -> dict[Page, Printed | Exception]:
        printed = compose(printer, pages, each)
        standing.update({page.key: head(printer.bucket, page.key) for page in pages})
        return printed

    def put_if(bucket: SiteBucket, key: str, body: bytes, _: str | None, **parts: Any) -> Put:
        found = standing.get(key)
        return put(bucket, key, body, found.etag if found else None, **parts)

    patch.setattr(SiteBucket, "head", lambda _bucket, _key: None)
    patch.setattr(SiteBucket, "put", put_if)
    patch.setattr(Printer, "_compose", composed)


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

    def nobody(_: str) -> Reading[set[Page]]:
        yield []
        return set()

    patch.setattr(articles, "neighbours", nobody)


def trust_who_was_seen_to_stay(patch: pytest.MonkeyPatch) -> None:
    """Do not look again whether an article that was seen in a day is there when another leaves it."""
    patch.setattr(Transaction, "check", lambda *_, **__: None)


def trust_the_tags_that_stand(patch: pytest.MonkeyPatch) -> None:
    """Clear what has just been replaced, as if no printer before had replaced anything."""
    patch.setattr(pressroom, "_arrived", lambda _: False)


def clear_nothing(patch: pytest.MonkeyPatch) -> None:
    """Never tell the edge."""
    patch.setattr(Cdn, "clear", lambda *_: None)


def forget_unprinted_verdicts(patch: pytest.MonkeyPatch) -> None:
    """Leave no item that says that a verdict is not printed."""
    patch.setattr(comments, "KINDS_TO_PRINT", frozenset())


def print_the_words_alone(patch: pytest.MonkeyPatch) -> None:
    """Take every change for one of the text, which only the article's page and the feeds show."""
    patch.setattr(commit, "changed_between", lambda *_: (Facet.WORDS,))


def owe_nothing(patch: pytest.MonkeyPatch) -> None:
    """Forget a page that could not be printed."""
    patch.setattr(OwedPages, "put", lambda *_: None)


def cut_leaves_and_print_none(patch: pytest.MonkeyPatch) -> None:
    """Change leaves without owing the pages that show them."""
    change = Leaves.change

    def changed(leaves: Leaves, binding: Binding, seen: Spine | None, recut: Recut, owed: list[Owed]) -> None:
        change(leaves, binding, seen, recut, [])
        owed.clear()

    patch.setattr(Leaves, "change", changed)


def join_leaves_on_one_side(patch: pytest.MonkeyPatch) -> None:
    """Join a leaf to the older one without telling the newer."""

    def one_sided(spine: Spine, leaf: Leaf, older: Leaf, newer: Leaf | None) -> Recut:
        return joined(spine, leaf, older, None)

    patch.setattr(cutting, "joined", one_sided)


def take_every_request_for_one(patch: pytest.MonkeyPatch) -> None:
    """Do not tell a later request for a re-print from an earlier, which had come further."""
    made = items.reprint_item
    patch.setattr(items, "reprint_item", lambda what, _stamp, at: made(what, "same", at))


def forget_who_waits(patch: pytest.MonkeyPatch) -> None:
    """Take all articles of an import for printed that a run has begun with."""
    finish = Imports.finish
    patch.setattr(Imports, "finish", lambda imports, batch, _: finish(imports, batch, "~"))


def end_no_import(patch: pytest.MonkeyPatch) -> None:
    """Never clear the edge after an import."""
    patch.setattr(ImportRound, "end", lambda *_: None)


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
        forget_unprinted_verdicts,
        print_the_words_alone,
        owe_nothing,
        cut_leaves_and_print_none,
        join_leaves_on_one_side,
        take_every_request_for_one,
        forget_who_waits,
        end_no_import,
    )
}


@contextmanager
def broken(name: str | None) -> Iterator[None]:
    """Break one thing for as long as the block lasts; nothing, where there is no name."""
    with pytest.MonkeyPatch.context() as patch:
        if name is not None:
            BREAKAGES[name](patch)
        yield
