"""How many numbered pages the cards of one day, month or year fill."""

from collections.abc import Sequence

from ..lists.card import Card
from ..reading import records
from ..reading.waves import Reading

# More changes than this are never unprinted together but after an outage.
WAITING_MAX = 1_000


def numbers_for(cards: int, cards_a_page: int) -> int:
    """Return the number of the last page of so many cards; without any there is one, which says so."""
    return max(1, -(-cards // cards_a_page))


def last_number(cards: Sequence[Card], position: str, cards_a_page: int) -> Reading[int]:
    """Work out the number of the last page that changes where a card comes to a position, leaves it or changes there.

    `cards` are those that the pages show now.
    """
    count = len(cards)
    if all(card.position != position for card in cards):
        # The last pages may have left with it, and with others that wait to be printed and counted on it.
        count += max(1, (yield from records.waiting_prints(WAITING_MAX)))
    return numbers_for(count, cards_a_page)
