"""A comment's text as paragraphs, lines and links. Plain text: no sign in it means markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..signs import shortened

SHOWN_URL_MAX_CHARS: Final = 60

_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x1f]+", re.IGNORECASE)
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
