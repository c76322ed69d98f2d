"""What other programs write into a body: emphasis as styles, lists as paragraphs. Becomes the elements that it means.

Works on what the sanitiser wrote, where every element has its end; no style is left after it.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from .names import VOID, WRITTEN_TAG

# The styles that mean something, and where they stand.
STYLES: Final = frozenset(
    {"font-style", "font-weight", "mso-list", "text-decoration", "text-decoration-line", "vertical-align"}
)
STYLED_TAGS: Final = frozenset("b em i p span strong".split())

# Parts of a page of its own, which a body is not: what stands in them stays, and where they say something so do they.
SECTIONS: Final = frozenset("address article aside center footer header main nav section".split())

LEVELS_MAX: Final = 9

# What Google Docs and Word put into all that is copied from them.
_PASTED: Final = ("docs-internal-guid", "mso-", "Mso")
_SECTION: Final = re.compile(f"<(?:{'|'.join(sorted(SECTIONS))})[ >]")
_STYLE: Final = re.compile(r' style="([^"]*)"')
_DECLARATION: Final = re.compile(r"([a-z-]+):([^;]*)")
_BOLD: Final = re.compile(r"bold|bolder|[6-9][0-9]{2}|1000")
_DOCS_ID: Final = re.compile(r' id="docs-internal-guid-[^"]*"')
_LEVEL: Final = re.compile(rf"\blevel([1-{LEVELS_MAX}])\b")
_NUMBERED: Final = re.compile(r"\W*(?:(?P<number>[0-9]{1,6})|[a-zA-Z]|[ivxlcIVXLC]+)[.)]")

_BLOCK: Final = "(?:p|h[1-6]|ul|ol|table|blockquote|div)"
_EMPTY_PARAGRAPH: Final = re.compile(r'<p(?: (?:dir|lang)="[^"]*")*>(?:\s|&nbsp;|<br>|</?span>)*</p>\s?')
_BREAKS_BETWEEN: Final = re.compile(rf"(</{_BLOCK}>)\s*(?:<br>\s*)+(?=<{_BLOCK}[ >])")
# What these elements mean by themselves.
_MEANING: Final = {
    **dict.fromkeys("b strong th h1 h2 h3 h4 h5 h6".split(), "strong"),
    **dict.fromkeys(("em", "i"), "em"),
    **dict.fromkeys(("del", "s"), "s"),
    "sub": "sub",
    "sup": "sup",
}
_MAY_BE_UNDONE: Final = frozenset("b em i strong".split())


def is_pasted(raw: str) -> bool:
    """Tell whether a body is of a word processor."""
    return any(sign in raw for sign in _PASTED)


def without_styles(clean: str, *, pasted: bool) -> str:
    """Return a sanitised body with elements for its styles; of one that is pasted, also without empty paragraphs."""
    if ' style="' in clean or _SECTION.search(clean):
        clean = _Writing().of(clean)
    if not pasted:
        return clean
    clean = _EMPTY_PARAGRAPH.sub("", clean.replace("<span></span>", ""))
    return _BREAKS_BETWEEN.sub(r"\1\n", clean)


class _Writing:
    """A body as it is written anew."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        # Of each open element: what ends it, and what it means.
        self._open: list[tuple[str, tuple[str, ...]]] = []
        self._meant = Counter[str]()
        # The lists of Word that are open, and the item that is: its depth, its level, its place among the parts.
        self._lists: list[str] = []
        self._item: tuple[int, int, int] | None = None
        # A list's sign or number, as text, and the depth of the element that holds it.
        self._sign = ""
        self._sign_depth: int | None = None

    def of(self, clean: str) -> str:
        position = 0
        for tag in WRITTEN_TAG.finditer(clean):
            self._text(clean[position : tag.start()])
            ends, name, attributes = tag.groups()
            if name in VOID:
                self._text(tag[0])
            elif ends:
                self._end()
            else:
                self._start(name, attributes)
            position = tag.end()
        self._text(clean[position:])
        self._end_lists()
        return "".join(self._parts)

    def _text(self, text: str) -> None:
        if self._sign_depth is not None:
            self._sign += text
            return
        if text and not text.isspace():
            self._end_lists()
        self._parts.append(text)

    def _start(self, name: str, attributes: str) -> None:
        if name in SECTIONS:
            self._push(*((f"<div{attributes}>", "</div>") if attributes else ("", "")), ())
            return
        style = _STYLE.search(attributes)
        if self._sign_depth is not None or (style is None and name not in _MEANING):
            self._push(f"<{name}{attributes}>", f"</{name}>", ())
            return
        kept = _DOCS_ID.sub("", _STYLE.sub("", attributes))
        said = dict(_declarations(style[1])) if style else {}
        if "mso-list" in said and self._start_in_list(name, said["mso-list"]):
            return
        own = _MEANING.get(name)
        meant = [mark for mark, is_on in _marks(said) if is_on and not self._meant[mark] and mark != own]
        if name == "p":
            meant = []
        if (own, False) in _marks(said) and name in _MAY_BE_UNDONE:
            own, name = None, "span" if kept else ""
        elif name == "span" and meant and not kept:
            name = ""
        begins, ends = (f"<{name}{kept}>", f"</{name}>") if name else ("", "")
        begins += "".join(f"<{mark}>" for mark in meant)
        ends = "".join(f"</{mark}>" for mark in reversed(meant)) + ends
        self._push(begins, ends, (*meant, *([own] if own else [])))

    def _push(self, begins: str, ends: str, meant: tuple[str, ...]) -> None:
        if self._sign_depth is None:
            self._end_lists()
            self._parts.append(begins)
        self._open.append((ends, meant))
        self._meant.update(meant)

    def _end(self) -> None:
        depth = len(self._open)
        ends, meant = self._open.pop()
        self._meant.subtract(meant)
        if self._sign_depth is not None:
            if self._sign_depth == depth:
                self._sign_depth = None
        elif self._item is not None and self._item[0] == depth:
            self._end_item(*self._item)
        else:
            self._end_lists()
            self._parts.append(ends)

    def _start_in_list(self, name: str, said: str) -> bool:
        """Begin an item of a list, or the sign before one; return whether it is one of them."""
        if name == "span" and said == "ignore" and self._item is not None:
            self._open.append(("", ()))
            self._sign_depth = len(self._open)
            return True
        level = _LEVEL.search(said)
        if name != "p" or level is None or self._item is not None:
            return False
        self._open.append(("", ()))
        self._item = len(self._open), int(level[1]), len(self._parts)
        self._parts.append("")
        self._sign = ""
        return True

    def _end_item(self, _: int, level: int, place: int) -> None:
        """Put before an item what ends the items before it and begins its list: what list it is, its sign has said."""
        numbered = _NUMBERED.match(html.unescape(self._sign).strip())
        kind = "ol" if numbered else "ul"
        begins = ""
        while len(self._lists) > level or (len(self._lists) == level and self._lists[-1] != kind):
            begins += f"</li></{self._lists.pop()}>"
        if len(self._lists) == level:
            begins += "</li>"
        while len(self._lists) < level:
            first = int(numbered["number"] or 1) if numbered else 1
            is_innermost = len(self._lists) + 1 == level
            start = f' start="{first}"' if first != 1 and is_innermost else ""
            begins += f"<{kind}{start}>" if is_innermost else f"<{kind}><li>"
            self._lists.append(kind)
        self._parts[place] = f"{begins}<li>"
        self._item = None

    def _end_lists(self) -> None:
        if self._item is None:
            while self._lists:
                self._parts.append(f"</li></{self._lists.pop()}>")


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for name, value in _DECLARATION.findall(html.unescape(style).lower()):
        yield name, value.partition("!")[0].strip()


def _marks(said: dict[str, str]) -> list[tuple[str, bool]]:
    """Return what styles mean: the element for it, and whether it is meant or undone."""
    marks = []
    if weight := said.get("font-weight"):
        marks.append(("strong", _BOLD.fullmatch(weight) is not None))
    if style := said.get("font-style"):
        marks.append(("em", style.startswith(("italic", "oblique"))))
    if "line-through" in said.get("text-decoration", "") + said.get("text-decoration-line", ""):
        marks.append(("s", True))
    if (align := said.get("vertical-align")) in ("sub", "super"):
        marks.append(("sub" if align == "sub" else "sup", True))
    return marks
