"""What the families that print leaves share: a leaf's cards, the leaves that a change is on, and those of a period."""

from collections.abc import Callable

from ...lists.card import Card
from ...lists.leaf import Binding, Leaf, cut_at
from ...lists.place import PendingPrint
from ...reading import records
from ...reading.waves import Reading, together
from ...site.settings import Site


def leaf_cards(site: Site, binding: Binding, number: int) -> Reading[tuple[Leaf | None, list[Card]]]:
    """Read a leaf and its cards, oldest first, one more than it may ever hold; None for one that was joined."""
    leaf = yield from records.leaf(binding, number)
    if leaf is None:
        return None, []
    return leaf, (yield from records.on_leaf(site, binding, leaf, binding.capacity.most + 1))


def uncut(binding: Binding, leaf: Leaf, cards: list[Card]) -> tuple[Binding, int] | None:
    """Return a leaf that must be cut, or joined to another, for the cards that it has now; None where it is well."""
    if cards:
        is_well = cut_at(leaf, [card.position for card in cards], binding.capacity) is None
    else:
        # A period's only leaf may be empty.
        is_well = leaf.older is None and leaf.newer is None
    return None if is_well else (binding, leaf.number)


def leaves_that_change(pending: PendingPrint, wanted: Callable[[Binding], bool]) -> Reading[set[tuple[Binding, int]]]:
    """Work out the leaves that show a changed article now, or did before it.

    Costs a query for one item for each of its lists, whatever their size.
    """
    stretches = sorted(
        {(binding, place.position) for place in pending.places for binding in place.bindings if wanted(binding)}
    )
    numbers = yield from together([records.leaf_at(binding, position) for binding, position in stretches])
    return {(binding, number) for (binding, _), number in zip(stretches, numbers, strict=True)}
