"""A comment's text as paragraphs, lines and links. Plain text: no sign in it means markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..signs import shortened

SHOWN_URL_MAX_CHARS: Final = 60

# Signs of Chinese, Japanese, Arabic, Indic and other sentences, in which no space ends an address.
_STOPS = (
    "\u060c\u061b\u061f\u06d4\u0589\u0964\u0965\u104a\u104b\u1362\u17d4\u17d5\u201c-\u201e"
    "\u3000-\u3003\u3008-\u3011\u3014-\u301f"
)
_WIDE_STOPS = "\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b-\uff65"
_URL = re.compile(rf"https?://[^\s<>\"\\^`{{|}}\x00-\x1f{_STOPS}{_WIDE_STOPS}]+", re.IGNORECASE)
_HAS_HOST = re.compile(r"https?://(?:[^/?#@:\[\]]|\[[0-9a-f:.]+\])", re.IGNORECASE)
# Signs that end a sentence or a quotation rather than an address.
_TRAILING = ".,;:!?'\"*_~…»”’"
_PAIRS = {")": "(", "]": "["}
# Whoever writes an address without its scheme, or as BBCode or HTML, wants a link too.
_LINK_LIKE = re.compile(r"https?://|\bwww\.[a-z0-9]|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `url` is where it leads, None for plain text."""

    text: str
    url: str | None = None


Line = tuple[Piece, ...]
Paragraph = tuple[Line, ...]


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Return the text's paragraphs, which blank lines part, as lines of pieces."""
    return tuple(
        tuple(tuple(_pieces(line)) for line in block.split("\n"))
        for block in re.split(r"\n\s*\n", text.strip())
        if block
    )


def links_in(text: str) -> int:
    """Count what is a link, or means to be one."""
    return len(_LINK_LIKE.findall(text))


def _pieces(line: str) -> Iterator[Piece]:
    start = 0
    for match in _URL.finditer(line):
        url = _without_trailing(match[0])
        if not _HAS_HOST.match(url):
            continue
        if match.start() > start:
            yield Piece(line[start : match.start()])
        yield Piece(shortened(url, SHOWN_URL_MAX_CHARS), url)
        start = match.start() + len(url)
    if start < len(line):
        yield Piece(line[start:])


def _without_trailing(url: str) -> str:
    """Return an address without the signs around it; a closing bracket stays where the address opened it."""
    surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in _PAIRS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if last in surplus and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return url[:end]
