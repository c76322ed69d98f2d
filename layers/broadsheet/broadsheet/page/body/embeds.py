"""Frames of other sites in an article: which the sanitiser lets through, and how they are printed.

Nothing of a frame is printed as it was sent: the sanitiser picks its attributes, and the markup is written anew.
"""

import html
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from markupsafe import escape

from ...words import is_of_origins
from ..language.phrases import say

FRAME: Final = "iframe"
FRAME_ATTRIBUTES: Final = frozenset({"src", "title", "width", "height", "allowfullscreen"})
FRAME_START: Final = re.compile(r"<iframe(?=[\s>/])", re.IGNORECASE)

# The sanitiser's own writing: it puts every value in quotes, leaves a frame's own text as it was, and escapes those
# signs within other texts and values, so that nothing else looks like one.
_FRAME = re.compile(r'<iframe((?: [a-z]+="[^"]*")*)>.*?</iframe>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_SIZE = re.compile(r"[1-9][0-9]{0,3}%?")
_VIDEO_RATIO: Final = 16 / 9
_RATIO_TOLERANCE: Final = 0.01


def attribute_filter(origins: tuple[str, ...]) -> Callable[[str, str, str], str | None]:
    """Return what the sanitiser asks of every attribute: a frame's source must be of one of these origins."""

    def value_of(tag: str, attribute: str, value: str) -> str | None:
        if tag != FRAME or attribute not in FRAME_ATTRIBUTES:
            return value
        if attribute == "src":
            return value.strip() if is_of_origins(value.strip(), origins) else None
        if attribute in ("width", "height"):
            return value if _SIZE.fullmatch(value) else None
        return value

    return value_of


def written_anew(clean: str, language: str, *, as_links: bool) -> str:
    """Return what the sanitiser let through with its frames as we write them, or as links; without source, none.

    One that has no title gets one in the language.
    """
    write = _link if as_links else _frame
    return _FRAME.sub(lambda match: write(_given(match[1], language)), clean)


def _given(attributes: str, language: str) -> dict[str, str]:
    given = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    if "src" in given and not given.get("title", "").strip():
        # A frame must have a name. Source: WCAG 2.2, success criterion 4.1.2.
        given["title"] = say(language, "Embedded from {host}", host=urlsplit(given["src"]).hostname)
    return given


def _frame(given: dict[str, str]) -> str:
    if "src" not in given:
        return ""
    # Players refuse to play for a page that does not say where it is.
    kept = {"src": given["src"], "title": given["title"], "referrerpolicy": "strict-origin-when-cross-origin"}
    kept |= {name: given[name] for name in ("width", "height") if name in given}
    if _is_video(given.get("width", ""), given.get("height", "")):
        kept["class"] = "video"
    written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
    return f'<iframe{written}{" allowfullscreen" if "allowfullscreen" in given else ""} loading="lazy"></iframe>'


def _link(given: dict[str, str]) -> str:
    return f'<a href="{escape(given["src"])}">{escape(given["title"])}</a>' if "src" in given else ""


def _is_video(width: str, height: str) -> bool:
    """Tell whether a frame has the shape of a video, which keeps it at any width."""
    if not width.isdecimal() or not height.isdecimal():
        return False
    return abs(int(width) / int(height) / _VIDEO_RATIO - 1) < _RATIO_TOLERANCE
