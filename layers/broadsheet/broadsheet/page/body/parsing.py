"""Reads Markdown as HTML, as CommonMark says and as people in all scripts write it. The only file that knows comrak."""

import html
import re
from functools import cache
from typing import Final
from urllib.parse import quote

import comrak

# What no address holds as it is, and what comes after one where no space does: ends of sentences, quotation marks.
_AFTER_ADDRESSES: Final = "、。，．：；！？…—～「」『』【】〖〗《》〈〉〔〕“”‘’«»‹›،؛؟۔।॥։።፣፤"
_ADDRESS: Final = re.compile(
    # Where it is written between brackets, quotation marks or in a tag, these say where it ends.
    rf"<https?://[^\s<>]*+|(?:\]\(|\]:|=[\"']?)[ ]?<?(?:https?://|www\.)[^\s<>]*+"
    rf"|(?P<bare>(?:https?://|www\.)[^\s<{_AFTER_ADDRESSES}]*+)(?P<after>[{_AFTER_ADDRESSES}]?)"
)
# Quicker than to look at every address: nearly all end where a space does.
_BEGUN: Final = tuple(
    re.compile(rf"{begin}[^\s<{_AFTER_ADDRESSES}]*+([{_AFTER_ADDRESSES}]?)") for begin in ("://", r"www\.")
)
# A space, at which alone the parser ends a bare address, and a control character, which no body holds.
_END: Final = " \f"

# One tilde that no backslash keeps from being markup, and that is in no `<a~b@c.example>`.
_TILDES: Final = re.compile(r"\\[\s\S]|<[\w.!#$%&'*+/=?^{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}>|~+")
# Symbols, as the tilde is one, that hardly anybody writes: those of APL.
_SYMBOLS: Final = tuple(map(chr, range(0x2336, 0x237B)))

# The parser takes the half of a handle of the fediverse for an e-mail address.
_HANDLE: Final = re.compile(r'(@|acct:)<a href="mailto:([^"]*)">\2</a>')


@cache
def _options(*, with_lines: bool) -> tuple[comrak.ExtensionOptions, comrak.RenderOptions]:
    extensions = comrak.ExtensionOptions()
    extensions.table = True
    extensions.strikethrough = True
    extensions.autolink = True
    # Without it, marks of emphasis beside 「」 or before 은 and は stay marks. Source: CommonMark 0.31.2, section 6.2,
    # which wants a space there.
    extensions.cjk_friendly_emphasis = True
    rendering = comrak.RenderOptions()
    # Raw HTML passes here, because the sanitiser stands behind.
    rendering.unsafe_ = True
    rendering.sourcepos = with_lines
    return extensions, rendering


def parsed(markdown: str, *, with_lines: bool = False) -> str:
    """Return Markdown as HTML that is not safe yet; `with_lines` says in it from which line each block comes."""
    symbol = None
    if "~" in markdown:
        symbol = _symbol_for_tilde(markdown)
        if symbol is not None:
            markdown = _without_lone_tildes(markdown, symbol)
    if not markdown.isascii() and any(found[1] for begun in _BEGUN for found in begun.finditer(markdown)):
        markdown = _ADDRESS.sub(_ended, markdown)
    extensions, rendering = _options(with_lines=with_lines)
    made = comrak.render_markdown(markdown, extension_options=extensions, render_options=rendering)
    if symbol is not None:
        made = made.replace(symbol, "~").replace(quote(symbol), "~")
    if _END in made:
        made = made.replace(_END, "")
    return _HANDLE.sub(r"\1\2", made) if "mailto:" in made else made


def _symbol_for_tilde(markdown: str) -> str | None:
    """Return a symbol that the text does not hold, however written; None where it holds all."""
    read = html.unescape(markdown)
    return next((each for each in _SYMBOLS if each not in read and quote(each) not in markdown.upper()), None)


def _without_lone_tildes(markdown: str, symbol: str) -> str:
    """Put the symbol for each lone tilde: the parser would strike out what is between two, as in `1~2 or 3~4`."""
    return _TILDES.sub(lambda match: symbol if match[0] == "~" else match[0], markdown)


def _ended(match: re.Match[str]) -> str:
    """End a bare address before a sign that the parser would take into it, up to the next space."""
    return f"{match['bare']}{_END}{match['after']}" if match["after"] else match[0]
