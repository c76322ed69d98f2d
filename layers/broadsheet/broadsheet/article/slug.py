"""Slugs: the part of a URL that a headline, a keyword or a name becomes. Any script, ASCII out."""

import re

from anyascii import anyascii

from ..signs import beginning_of
from .fields import SLUG_MAX_CHARS

_OTHER = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘ʼ`]")


def slug_of(text: str) -> str:
    """Return the slug of a headline, keyword or name; empty where it holds no letter, digit or named sign.

    At most 80 characters, cut at a word's end where that leaves half of them.
    """
    slug = _OTHER.sub("-", anyascii(_APOSTROPHES.sub("", text)).lower()).strip("-")
    return beginning_of(slug, SLUG_MAX_CHARS, gap="-").rstrip("-")


def numbered(slug: str, number: int) -> str:
    """Return the slug with a number, for the second and later articles of one day with the same headline."""
    if number == 1:
        return slug
    ending = f"-{number}"
    return slug[: SLUG_MAX_CHARS - max(len(ending), 4)].rstrip("-") + ending
