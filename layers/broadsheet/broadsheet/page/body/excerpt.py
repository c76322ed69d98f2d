"""How a body begins, as plain text: what cards elsewhere show, where no editor wrote a description."""

import html
import re
from functools import cache
from typing import Final

import nh3

from ...article.fields import BodyFormat
from ...errors import Unprintable
from ...signs import is_blank, shortened, tidy_line
from .bounds import check_html, check_size
from .markdown import TAGS_WITH_CONTENT, raw_html
from .names import BLOCKS, HEADINGS, IN_TABLES, ITEMS
from .recordings import RECORDINGS

EXCERPT_MAX_CHARS: Final = 200

# What an excerpt needs stands in the first few paragraphs.
_READ_CHARS: Final = 20 * EXCERPT_MAX_CHARS

# Whatever begins a line, or a cell: beside it, words are others. Ruby says again what stands beneath it.
_PARTING: Final = BLOCKS | HEADINGS | ITEMS.keys() | IN_TABLES | {"br", "hr"}
_REPEATING: Final = frozenset({"rp", "rt"})

# As the sanitiser writes them: in lower case, and without attributes but one.
_TAG = re.compile(r'</?([a-z0-9]+)(?: alt="([^"]*)")?>')


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_PARTING | {"img"}),
        # What stands in a recording is for browsers that play none.
        clean_content_tags=set(TAGS_WITH_CONTENT | _REPEATING | RECORDINGS),
        attributes={"img": {"alt"}},
    )


def excerpt_of(body: str, body_format: BodyFormat) -> str:
    """Return the beginning of the body as plain text, at most 200 characters, cut as a reader would.

    Of a body without words it is what its first picture shows. Empty where the beginning cannot be printed.
    """
    try:
        clean = _clean(_beginning_of(body, body_format), body_format)
    except Unprintable:
        return ""
    return shortened(_text(clean) or _first_alt(clean), EXCERPT_MAX_CHARS)


def _beginning_of(body: str, body_format: BodyFormat) -> str:
    """Return enough of a body. The sanitiser mends a tag that is cut; in Markdown a half picture would be words."""
    if len(body) <= _READ_CHARS:
        return body
    end = body.rfind("\n", 0, _READ_CHARS) if body_format is BodyFormat.MARKDOWN else _READ_CHARS
    return body[: end if end > 0 else _READ_CHARS]


def _clean(body: str, body_format: BodyFormat) -> str:
    raw = raw_html(body, body_format)
    check_size(raw)
    check_html(raw)
    return _cleaner().clean(raw)


def _text(clean: str) -> str:
    return tidy_line(html.unescape(_TAG.sub(lambda tag: " " if tag[1] in _PARTING else "", clean)))


def _first_alt(clean: str) -> str:
    alts = (tidy_line(html.unescape(tag[2])) for tag in _TAG.finditer(clean) if tag[2])
    return next((alt for alt in alts if not is_blank(alt)), "")
