"""Video and sound in a body: a page plays neither, and so leads to them."""

import html
import re
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from ..language.phrases import say
from .names import VOID, WRITTEN_ATTRIBUTE, WRITTEN_TAG

RECORDINGS: Final = frozenset({"audio", "video"})
RECORDING_TAGS: Final = RECORDINGS | {"source"}
RECORDING_ATTRIBUTES: Final = {
    "audio": {"aria-label", "src", "title"},
    "video": {"aria-label", "src", "title"},
    "source": {"src"},
}

_RECORDING: Final = re.compile("<(?:audio|source|video)[ >]")
_BEGUN: Final = re.compile(r"<(/?)(?:audio|video)(?=[\s/>])", re.IGNORECASE)


@dataclass(slots=True)
class _Recording:
    kind: str
    name: str
    source: str
    begins: int
    is_alone: bool
    in_link: bool
    depth: int


def with_links(clean: str, raw: str, language: str) -> str:
    """Return a sanitised body with a link instead of each recording.

    It says the recording's title, else what it is in the language. What stands in it for browsers that know no
    recordings goes, unless the `raw` body lacks an end: then it may be the rest of the article.
    """
    if not _RECORDING.search(clean):
        return clean
    drop_fallback = _are_ended(raw)
    parts: list[str] = []
    open_now: _Recording | None = None
    position = depth = links = 0
    for tag in WRITTEN_TAG.finditer(clean):
        ends, name, attributes = tag.groups()
        if name == "a":
            links += -1 if ends else 1
        if name not in VOID:
            depth += -1 if ends else 1
        if name not in RECORDING_TAGS:
            continue
        given = {each: html.unescape(value) for each, value in WRITTEN_ATTRIBUTE.findall(attributes)}
        if open_now is None and not ends and name in RECORDINGS:
            parts.append(clean[position : tag.start()])
            title = given.get("title", "").strip() or given.get("aria-label", "").strip()
            open_now = _Recording(
                name, title, given.get("src", ""), len(parts), is_alone=depth == 1, in_link=links > 0, depth=depth
            )
        elif open_now is not None:
            parts.append(clean[position : tag.start()])
            if name == "source":
                open_now.source = open_now.source or given.get("src", "")
            elif ends and depth < open_now.depth:
                fallback = "".join(parts[open_now.begins :])
                del parts[open_now.begins :]
                link = _link(open_now, language)
                parts += [link, "" if link and drop_fallback else fallback]
                open_now = None
        else:
            # The source of a <picture>.
            parts.append(clean[position : tag.start()])
        position = tag.end()
    return "".join((*parts, clean[position:]))


def _link(recording: _Recording, language: str) -> str:
    if not recording.source.strip():
        return ""
    # Written out, so that the search for phrases finds them.
    words = recording.name or (say(language, "Video") if recording.kind == "video" else say(language, "Audio"))
    if recording.in_link:
        return str(escape(words))
    link = f'<a href="{escape(recording.source)}" rel="noopener">{escape(words)}</a>'
    return f"<p>{link}</p>" if recording.is_alone else link


def _are_ended(raw: str) -> bool:
    """Tell whether each recording has an end tag."""
    ends = [bool(found[1]) for found in _BEGUN.finditer(raw)]
    return 2 * sum(ends) >= len(ends)
