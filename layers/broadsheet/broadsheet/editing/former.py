"""Who former addresses lead to: claimed by articles, and by sections, whose fronts stand at such addresses too."""

from collections.abc import Iterable, Mapping
from typing import Final

from ..lists.card import section_list
from ..lists.place import former_of
from ..reading import records
from ..reading.records import CONTENT, RECENT_POSTS
from ..reading.waves import run, together
from ..store import keys
from ..store.reads import Item, Query, Reads
from ..store.transaction import Transaction

# Holds a claim for a section; no article has such an id.
SECTION: Final = "section"

CLAIM: Final = "former#"


def add_claim(transaction: Transaction, page_key: str, holder: str, version: int, free: Item | None = None) -> None:
    """Claim an address in a transaction: where nobody else holds it, or still the claim that was found `free`.

    It is the transaction in which the holder comes to name the address, so a claim whose holder does not name it is of
    no use. `version` is the article's, so that a claim that is made again is another one.
    """
    item = {**keys.former_key(page_key), "holder": holder, "version": version}
    condition, values = "attribute_not_exists(pk) OR holder = :holder", {"holder": holder}
    if free is not None:
        condition = "holder = :held AND version = :seen"
        values = {"held": free["holder"], "seen": free["version"]}
    transaction.put(CONTENT, item, condition=condition, values=values, name=f"{CLAIM}{page_key}")


def claimed_in(names: Iterable[str]) -> list[str]:
    """Return the addresses whose claims are among the names of conditions."""
    return sorted(name.removeprefix(CLAIM) for name in names if name.startswith(CLAIM))


def claims_on(page_keys: Iterable[str], reads: Reads) -> tuple[dict[str, str], dict[str, Item]]:
    """Return who holds addresses, and the claims on others among them, which are of no use."""
    asked = [records.get(CONTENT, keys.former_key(key)) for key in page_keys]
    found = reads.answer(asked) if asked else {}
    claims = {str(item["pk"]).removeprefix(CLAIM): item for item in found.values() if isinstance(item, dict)}
    of_articles = {str(item["holder"]) for item in claims.values()} - {SECTION}
    heads = run(together([records.head(article_id) for article_id in sorted(of_articles)]), reads)
    named = {head.id: former_of(head) for head in heads if head is not None}
    holders, free = dict[str, str](), dict[str, Item]()
    for key, item in claims.items():
        holder = str(item["holder"])
        if holder == SECTION or key in named.get(holder, ()):
            holders[key] = holder
        else:
            free[key] = item
    return holders, free


def reasons(holders: Mapping[str, str]) -> dict[str, str]:
    """Say why addresses cannot be had, by who holds them."""
    return {
        key: "is a section's" if holder == SECTION else "leads to another article" for key, holder in holders.items()
    }


def once_of_sections(page_keys: Iterable[str], reads: Reads) -> dict[str, str]:
    """Tell which addresses are those of sections that went: their fronts say so there. Costs a Query each."""
    queries = {
        key: Query(RECENT_POSTS, keys.periods_partition(section_list(key)), limit=1)
        for key in page_keys
        if "/" not in key
    }
    found = reads.answer(queries.values()) if queries else {}
    return {key: "was a section's" for key, query in queries.items() if found[query]}
