"""Pieces of pages that the small script fetches."""

from collections.abc import Sequence
from typing import Final

from ..lists.card import Card
from .frame import Frame
from .printed import Freshness, Printed
from .templates import render

RECENT_MAX: Final = 8


def recent_fragment(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return the list of Recent Posts: the newest eight of the cards, which come newest first."""
    shown = cards[:RECENT_MAX]
    return Printed(
        body=render("recent.html", frame=frame, cards=shown),
        freshness=Freshness.FRONT,
        article_ids=tuple(card.id for card in shown),
    )
