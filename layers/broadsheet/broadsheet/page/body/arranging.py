"""What is changed in a body before the sanitiser: headings, tables, and what only a script would have loaded."""

import html
import re
from typing import Final

from markupsafe import escape

from .bounds import ATTRIBUTES, attribute_values

# The article's own headline is the page's only h1.
FIRST_HEADING_LEVEL: Final = 2
LAST_HEADING_LEVEL: Final = 6

_HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])", re.IGNORECASE)
_HEADING_START = re.compile(r"<h([1-6])(?=[\s>])", re.IGNORECASE)
_TABLE = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_ALIGNED_CELL = re.compile(r'<(t[dh]) align="(center|right)"')
_PICTURE_START = re.compile(rf"<img(?=[\t\n\f\r\x20/>])({ATTRIBUTES})", re.IGNORECASE | re.VERBOSE)
_LOADED_START = re.compile(
    rf"<(iframe|video|audio|source)(?=[\t\n\f\r\x20/>])({ATTRIBUTES})", re.IGNORECASE | re.VERBOSE
)
# As far as a scheme is looked for, however its signs are written.
_SCHEME_MAX_CHARS: Final = 200
_OTHER_SCHEME = re.compile(r"[\x00-\x20]*(?!(?:https?|media):)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Where pages keep a picture's address from the browser until a reader comes near it, and where several files stand.
_SOURCES_OF_SCRIPTS: Final = ("data-src", "data-lazy-src", "data-original")
_SETS_OF_SOURCES: Final = ("srcset", "data-srcset", "data-lazy-srcset")


def arranged(raw: str, table: str | None) -> str:
    """Return the body with what we change in it; `table` names the frames around tables, None leaves them out."""
    if levels := [int(level) for level in _HEADING_START.findall(raw)]:
        down = FIRST_HEADING_LEVEL - min(levels)
        raw = _HEADING.sub(
            lambda match: f"<{match[1]}h{min(int(match[2]) + down, LAST_HEADING_LEVEL)}",
            raw,
        )
    if _TABLE.search(raw):
        if table is not None:
            # Wide tables scroll inside a frame of their own, which the keyboard reaches. Not in feeds: their readers
            # drop it, and the W3C's validator warns.
            frame = f'<div class="table" role="region" tabindex="0" aria-label="{escape(table)}"><table'
            raw = _TABLE.sub(lambda _: frame, raw)
            raw = _TABLE_END.sub("</table></div>", raw)
        # The attribute that the Markdown library writes is obsolete.
        raw = _ALIGNED_CELL.sub(r'<\1 class="\2"', raw)
    if "data-" in raw or "DATA-" in raw:
        raw = _LOADED_START.sub(_loaded_as_written, raw)
    return _PICTURE_START.sub(_picture_as_written, raw)


def _loaded_as_written(match: re.Match[str]) -> str:
    """Return a frame or a recording with the address that only a script would have put into its place."""
    given = attribute_values(match[2])
    if is_shown(given.get("src", "")):
        return match[0]
    waiting = _waiting_in(given)
    return match[0] if waiting is None else f"<{match[1]}{_source(waiting)}{match[2]}"


def _waiting_in(given: dict[str, str]) -> str | None:
    """Return the address that waits for a script in the attributes of a tag."""
    for name in _SOURCES_OF_SCRIPTS:
        if name in given and is_shown(given[name]):
            return given[name]
    return None


def _source(address: str) -> str:
    """Return an attribute that counts where it is the first of its name."""
    written = address.replace('"', "&quot;")
    return f' src="{written}"'


def _picture_as_written(match: re.Match[str]) -> str:
    """Return a picture with alt text, and with the address that only a script would have put into its place."""
    given = attribute_values(match[1])
    added = "" if "alt" in given else ' alt=""'
    waiting = _waiting_in(given)
    if waiting is None and not is_shown(given.get("src", "")):
        # Of several files, one: the first is as good as any.
        files = " ".join(given.get(name, "") for name in _SETS_OF_SOURCES).split()
        waiting = files[0].rstrip(",") if files and is_shown(files[0]) else None
    if waiting is not None:
        added += _source(waiting)
    return f"<img{added}{match[1]}"


def is_shown(source: str) -> bool:
    """Tell whether a picture has an address that can be printed; `data:` and `blob:` are none."""
    begun = source[:_SCHEME_MAX_CHARS]
    return bool(source.strip()) and not _OTHER_SCHEME.match(html.unescape(begun) if "&" in begun else begun)
