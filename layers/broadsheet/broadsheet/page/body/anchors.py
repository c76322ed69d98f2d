"""Places in a text to which links lead: ids under a prefix, so that none is one of the page's own."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from markupsafe import escape

from ...signs import beginning_of
from .names import HEADINGS, WRITTEN_TAG

# None of the page's own ids begins so: neither can be taken for the other.
PREFIX: Final = "at-"
FOOT_PREFIX: Final = "foot-"
ANCHOR_MAX_CHARS: Final = 60
# As far into a heading as its anchor is looked for.
_HEADING_MAX_CHARS: Final = 1_000

_PLACE: Final = re.compile(r' (?:id|name)="([^"]*)"')
_MARKUP: Final = re.compile(r"<[^>]*>?")
_SPACE: Final = re.compile(r"\s+")
_HEADING: Final = re.compile(r'<()(h[1-6])((?: [a-z-]+="[^"]*")*)>')


def anchored(clean: str, prefix: str, address: str = "", *, shown: bool = True) -> str:
    """Return a sanitised text with its places under the prefix, and with the links to them.

    A heading without an id gets one from its words. The page's `address` stands before the `#` of links within it.
    Where the places are not `shown`, as in feeds, the links lead to those of the page.
    """
    brings_places = ' id="' in clean or ' name="' in clean
    tags = [tag for tag in (WRITTEN_TAG if brings_places else _HEADING).finditer(clean) if not tag[1]]
    if not tags:
        return clean
    places = _Places(prefix)
    named = {tag.start(): given for tag in tags if (given := _given(tag, prefix)) and places.claim(given)}
    parts, position = [], 0
    for tag in tags:
        _, name, attributes = tag.groups()
        place = named.get(tag.start())
        if name in HEADINGS:
            anchor = anchor_of(_words(clean, name, tag.end()))
            place = places.of_heading(anchor, place)
        if place is None and not _PLACE.search(attributes):
            continue
        kept = _PLACE.sub("", attributes)
        if name == "a" and " href=" not in kept:
            kept = kept.replace(' rel="noopener"', "")
        written = f' id="{escape(prefix + place)}"' if shown and place else ""
        parts += [clean[position : tag.start()], f"<{name}{written}{kept}>"]
        position = tag.end()
    made = "".join((*parts, clean[position:]))
    to_places = f'href="{escape(address)}#'
    if to_places not in made:
        return made
    link = re.compile(rf'(<a(?: [a-z-]+="[^"]*")*? {re.escape(to_places)})([^"]*)"')
    return link.sub(lambda match: f'{match[1]}{places.fragment_of(match[2])}"', made)


def anchor_of(words: str) -> str:
    """Return what a heading is called in an address, as on GitHub: `Results & costs` is `results--costs`."""
    begun = words.strip()[: 3 * ANCHOR_MAX_CHARS]
    kept = "".join(_signs(unicodedata.normalize("NFC", begun).lower()))
    return beginning_of(kept, ANCHOR_MAX_CHARS, gap="-")


def _signs(words: str) -> Iterator[str]:
    for sign in words:
        if sign.isalnum() or sign in "-_" or unicodedata.category(sign)[0] == "M":
            yield sign
        elif sign.isspace():
            yield "-"


@dataclass(slots=True)
class _Places:
    """The places of a text by their names, without the prefix."""

    prefix: str
    taken: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    def claim(self, name: str) -> bool:
        """Take a name; return whether it was free. The second of two alike is no place. Source: HTML, the id."""
        if name in self.taken:
            return False
        self.taken.add(name)
        return True

    def of_heading(self, anchor: str, place: str | None) -> str | None:
        """Return the place of a heading: the one it has, or a new one; none where it has no words."""
        if not anchor:
            return place
        if place is None:
            place, number = anchor, self.numbers.get(anchor, 0)
            while not self.claim(place):
                number += 1
                place = f"{anchor}-{number}"
            self.numbers[anchor] = number
        self.headings.setdefault(anchor, place)
        return place

    def fragment_of(self, written: str) -> str:
        """Return a link's fragment with the prefix, where it leads to a place in the text; else as it was."""
        sought = _one_word(unquote(html.unescape(written)))
        for name in (sought, sought.removeprefix(self.prefix)):
            place = name if name in self.taken else self.headings.get(anchor_of(name))
            if place is not None:
                return str(escape(quote(self.prefix + place)))
        return written


def _given(tag: re.Match[str], prefix: str) -> str:
    """Return the name that a tag brings; empty where it brings none."""
    found = _PLACE.search(tag[3])
    return _one_word(html.unescape(found[1])).removeprefix(prefix) if found else ""


def _one_word(name: str) -> str:
    """Return a name as an id may hold it. Source: HTML, the id attribute."""
    return _SPACE.sub("-", name.strip())


def _words(clean: str, heading: str, begins: int) -> str:
    limit = begins + _HEADING_MAX_CHARS
    ends = clean.find(f"</{heading}>", begins, limit)
    return html.unescape(_MARKUP.sub("", clean[begins : ends if ends >= 0 else limit]))
