"""The place of a comment in its article's discussion: given with its approval, once and for good."""

from typing import Final

PAGE_COMMENTS: Final = 50
HEAD_COMMENTS: Final = 20


def page_of(place: int) -> int:
    """Return the number of the page that holds a place; both count from 1."""
    return (place - 1) // PAGE_COMMENTS + 1


def places_on(page: int) -> tuple[int, int]:
    """Return the first and the last place of a page."""
    return (page - 1) * PAGE_COMMENTS + 1, page * PAGE_COMMENTS


def pages_touched(places: frozenset[int], new: frozenset[int]) -> frozenset[int]:
    """Return the numbers of the pages to print when comments at these places changed.

    `new` are those among them that were given just now: the first place of a page also changes the page
    before it, which then has a next one.
    """
    pages = {page_of(place) for place in places | new}
    pages.update(page_of(place) - 1 for place in new if place == places_on(page_of(place))[0])
    return frozenset(page for page in pages if page > 0)
