"""How deep the sanitiser will nest what it is given: reckoned before it runs, in linear time, and never too low.

Of HTML as people write it, this keeps the very elements that the parser has open, also where end tags are left out.
Where it cannot be sure of them, it closes only what lies on top, and so may find more open than there is.
Source: HTML Living Standard, sections 13.2.5 and 13.2.6.
"""

from bisect import bisect_left
from typing import Final

from .names import (
    ALIKE_MAX,
    BLOCKS,
    BUTTON_SCOPE,
    CELLS,
    COLUMNS,
    FOREIGN,
    FORMATTING,
    HEADINGS,
    HTML_IN_FOREIGN,
    IMPLIED_IN_RUBY,
    IN_TABLES,
    ITEM_BARRIERS,
    ITEMS,
    LEAVE_FOREIGN,
    LIST_SCOPE,
    ROW_GROUPS,
    RUBY_TEXTS,
    SCOPE,
    SPECIAL,
    STRANGE,
    TABLE_SCOPE,
    UNSURE,
    VOID,
)

_NONE: Final = -1
_UNKNOWN: Final = -2


class OpenElements:
    """The elements that are open after each tag.

    Those from `sure` on are the parser's very own; of those before it, the parser may have fewer.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sure = 0
        # Formatting that is open, by its place, and what its block closed: that waits to be opened again.
        self._formatting: list[tuple[int, str, str]] = []
        self._waiting: list[tuple[str, str]] = []
        self._foreign: int | None = None
        self.is_strange = False

    @property
    def depth(self) -> int:
        """How many are open, or may be."""
        return len(self._names)

    @property
    def is_foreign(self) -> bool:
        """Whether the parser surely is in SVG or MathML."""
        return self._foreign is not None

    def text(self) -> int:
        """Open again what waits, as the parser does before text; return how many."""
        waiting, self._waiting = self._waiting, []
        for name, tag in waiting:
            self._start_formatting(name, tag)
        return len(waiting)

    def start(self, name: str, tag: str, *, closes_itself: bool = False) -> None:
        """Open an element by its start tag. In SVG and MathML, one may close itself."""
        if self._foreign is not None and self._start_in_foreign(name, self._foreign, closes_itself):
            return
        if name in FORMATTING:
            if name in ("a", "nobr") and name in self._names:
                # The parser closes the one before, and perhaps what is in it.
                self._doubt()
            self._start_formatting(name, tag)
        elif name in VOID:
            if self.is_strange:
                self._push(name)
            elif name == "hr":
                self.end_paragraph()
        elif name in BLOCKS:
            self.end_paragraph()
            self._push(name)
        elif name in IN_TABLES:
            self._start_in_table(name)
        elif name in ITEMS:
            self._close_innermost(ITEMS[name], ITEM_BARRIERS)
            self.end_paragraph()
            self._push(name)
        elif name in HEADINGS:
            self.end_paragraph()
            if self._names and self._names[-1] in HEADINGS:
                self._close(len(self._names) - 1)
            self._push(name)
        elif name in RUBY_TEXTS:
            self._start_in_ruby(name)
        elif name in FOREIGN and not self.is_strange:
            if not closes_itself:
                self._foreign, self.is_strange = len(self._names), True
                self._names.append(name)
        else:
            self.is_strange |= name in STRANGE
            self._push(name)
            if name in UNSURE:
                self._doubt()

    def end(self, name: str) -> None:
        """Close an element by its end tag, and what was left open in it."""
        names = self._names
        if self._foreign is not None:
            if name in names[self._foreign :]:
                self._close(_last(names, name))
                if len(names) == self._foreign:
                    self._foreign, self.is_strange = None, False
                return
            self._foreign = None
            self._doubt()
        if any(waits == name for waits, _ in self._waiting):
            self._end_waiting(name)
        elif names and names[-1] == name:
            self._close(len(names) - 1, ended=True)
        elif name in BLOCKS:
            self._close_innermost({name}, BUTTON_SCOPE if name == "p" else SCOPE)
        elif name in IN_TABLES:
            self._close_innermost({name}, TABLE_SCOPE)
        elif name in ITEMS:
            self._close_innermost({name}, LIST_SCOPE if name == "li" else SCOPE)
        elif name in HEADINGS:
            self._close_innermost(HEADINGS, SCOPE)
        elif name in FORMATTING:
            if (place := self._innermost({name}, SPECIAL)) >= 0:
                self._close(place, ended=True)
            elif self._waiting or name in names:
                # What blocks in it become is the parser's longest rule.
                self._doubt()
        elif name in UNSURE or name in STRANGE:
            if name in names:
                self._doubt()
        else:
            self._close_innermost({name}, SPECIAL)

    def end_paragraph(self) -> None:
        """Close the paragraph that a block ends."""
        if "p" in self._names:
            self._close_innermost({"p"}, BUTTON_SCOPE)

    def _push(self, name: str) -> None:
        self._names.append(name)
        if self.is_strange:
            self._doubt()

    def _doubt(self) -> None:
        self._sure = len(self._names)

    def _start_formatting(self, name: str, tag: str) -> None:
        self._formatting.append((len(self._names), name, tag))
        self._push(name)

    def _close(self, place: int, *, ended: bool = False) -> None:
        """Close all from a place on; the first by its end tag, where it `ended`."""
        first = bisect_left(self._formatting, (place, "", ""))
        for at, name, tag in self._formatting[first:]:
            if not (ended and at == place) and self._waiting.count((name, tag)) < ALIKE_MAX:
                self._waiting.append((name, tag))
        del self._formatting[first:]
        del self._names[place:]
        self._sure = min(self._sure, place)
        if self.is_strange and self._foreign is None:
            self.is_strange = not STRANGE.isdisjoint(self._names)

    def _end_waiting(self, name: str) -> None:
        """End formatting that waits; it came after all that is open. In a cell the parser may not know of it."""
        if SCOPE.isdisjoint(self._names):
            last = max(place for place, (waits, _) in enumerate(self._waiting) if waits == name)
            del self._waiting[last]

    def _innermost(self, wanted: set[str] | frozenset[str], barriers: frozenset[str]) -> int:
        """Return the place of the innermost element of those names with no barrier in it."""
        names = self._names
        if wanted.isdisjoint(names):
            return _NONE
        for place in range(len(names) - 1, self._sure - 1, -1):
            if names[place] in wanted:
                return place
            if names[place] in barriers:
                return _NONE
        return _UNKNOWN

    def _close_innermost(self, wanted: set[str] | frozenset[str], barriers: frozenset[str]) -> None:
        place = self._innermost(wanted, barriers)
        if place == _UNKNOWN and self._names[-1] in wanted:
            # If the parser has it, it is on top there too.
            self._close(len(self._names) - 1)
        elif place == _UNKNOWN:
            self._doubt()
        elif place != _NONE:
            self._close(place)

    def _start_in_ruby(self, name: str) -> None:
        ruby = self._innermost({"ruby"}, SCOPE)
        if ruby >= 0:
            while self._names[-1] in IMPLIED_IN_RUBY:
                self._close(len(self._names) - 1)
        self._push(name)
        if ruby == _UNKNOWN:
            self._doubt()

    def _start_in_foreign(self, name: str, foreign: int, closes_itself: bool) -> bool:
        """Open an element of SVG or MathML; return whether it is one, and not HTML in it or after it."""
        inside = len(self._names) - 1 > foreign or self._names[foreign] == "math"
        if name in LEAVE_FOREIGN or (inside and self._names[-1] in HTML_IN_FOREIGN):
            self._foreign = None
            self._doubt()
            return False
        if not closes_itself:
            self._names.append(name)
        return True

    def _start_in_table(self, name: str) -> None:
        """Open a table, or a part of the innermost table: what stands before it there ends."""
        while not self.is_strange:
            place = self._innermost(IN_TABLES, frozenset())
            if place == _UNKNOWN:
                break
            part = self._names[place] if place >= 0 else None
            if name == "table" and (part is None or part in CELLS or part == "caption"):
                self.end_paragraph()
                self._push(name)
                return
            if part is None:
                return
            if name == "table":
                # A table that is in a table, and in no cell, comes after it.
                if (outer := self._innermost({"table"}, frozenset())) == _UNKNOWN:
                    break
                self._close(outer)
            elif (
                (part == "table") or (part in ROW_GROUPS and name in (*CELLS, "tr")) or (part == "tr" and name in CELLS)
            ):
                self._close(place + 1)
                if part == "table" and name in (*CELLS, "tr"):
                    self._push("tbody")
                if part != "tr" and name in CELLS:
                    self._push("tr")
                if name not in COLUMNS:
                    self._push(name)
                return
            else:
                self._close(place)
        self._push(name)
        self._doubt()


def _last(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)
