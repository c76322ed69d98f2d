"""Pieces of pages that the small script fetches."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..lists.card import Card
from .frame import Frame
from .printed import Freshness, Printed
from .templates import render

RECENT_MAX: Final = 8


def recent_fragment(frame: Frame, cards: Sequence[Card]) -> Printed:
    """Return the list of Recent Posts: the newest eight of the cards, which come newest first.

    Any page takes it in, under a policy that knows nothing of its pictures: one that only its own page allows is left
    out.
    """
    shown = [
        card if card.image is None or frame.may_show_anywhere(card.image.url) else replace(card, image=None)
        for card in cards[:RECENT_MAX]
    ]
    return Printed(
        body=render("recent.html", frame=frame, cards=shown),
        freshness=Freshness.FRONT,
        article_ids=tuple(card.id for card in shown),
    )
