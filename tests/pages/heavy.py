"""Bodies that a machine could send: each construct of Markdown and of HTML, as often as fits.

Measured in processor time, which others on the machine disturb least; a bound that is passed is measured again.
"""

import time
from collections.abc import Callable
from typing import Final

from broadsheet.article.fields import BODY_MAX_BYTES, BodyFormat
from broadsheet.errors import Unprintable
from broadsheet.page.body.markdown import html_of

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML

# A tenth of a second on a machine that does nothing else.
SECONDS_MAX: Final = 0.5
FRAME_ORIGINS: Final = ("https://player.example.com",)

_OF_MARKDOWN: Final = (
    # Quotes and lists in one another, and beside one another.
    "> ", ">", "- ", "1. ", ">- ", "- > ", "> a\n", "> a\n\n", "> a\nb\n", "> - a\n", "- a\n", "- a\n\n",
    "- a\n\n  b\n", "1. a\n", "- a\nb\n", "- [ ] a\n", "- ```\n",
    # Links, pictures and what they refer to.
    "[", "]", "![", "[a](", "[a](b)", "[a](<b", '[a](b "', "[a][", "[]", "![[]()", "![a](b)", "[a]: b\n", "[a]:\n\n",
    "[a\n", '[a]: b "c\n',
    # Emphasis, code and escapes.
    "*a ", "a*", "*a_ ", "__a_", "a***b_", "a**b*c* ", "~~a", "a~~b~c", '"*a"*', "漢**", "`a", "``a`", "\\", "\\[",
    "&amp;",
    # Bare addresses.
    "www.", "www.a.b ", "www.a.b) ", "www.a.b(", "http://a", "http://a.b/", "a@", "a@b.c ", "a@b.c\n", "mailto:a@b ",
    "https://a.b/。", "https://a.b/", "www.a.b、", "<https://", "](https://a。", "@a@b.c ", "@a@b.c\n", "[a](#b) ",
    # Signs that are none of markup.
    "~", "1~2 ", "~a", "\\~", "~ ~~", "<a~", "<a~b@", "⌶~", "%E2%8C%B6~",
    # Places.
    "# a\n[b](#a)\n", "## a b-1\n", "# 漢字\n",
    # Blocks, tables and lines.
    "|", "|a", "|a\n", "|-\n", "|-|-|\n|-|\n", "|a|\n|-|\n\n", "# a\n", "a\n=\n", "-\n", "***\n", "```\n", "    a\n",
    "a  \n", "\n", " ", "\t", "\r", "<div>\n\n", "<!-- ", "<?", "<![CDATA[", "\u00a0",
)  # fmt: skip
_OF_HTML: Final = (
    # Elements in one another, also where the parser closes or moves them.
    "<div>", "<p>", "<b>", "<p><b>", "<p><b>x</p>\n", "<b><p>", "<a href=b>", "<ul><li>", "<dl><dd>", "<table>",
    "<table><td>", "<table>x", "<table><br>", "<b><table>", "<select>", "<select><option>", "<button>",
    "<object>", "<form>", "<svg>",
    "<svg><g>", "<svg><desc>", "<math><mi>", "<template>", "<ruby><rt>", "<x-y>", "<font color=a><p>", "<b><i></b></i>",
    "<b><div></b>", "<b><i><u><s><div></b></i></u></s>", "<details><summary>", "<h1>x<h2>y", "<nobr>",
    # Beside one another.
    "<b>x</b>", "<span>x</span>", "<br>", "</p>", "</br>", "</div>", "<td></td>", "<p/>", "<hr>",
    # What stands within tags, or is no tag.
    "<img ", "<img src=media:x ", "<img alt ", "<img alt=a src=b>", '<a b="', "<a b='", "<a b=c ", "<table ",
    "</table ", '<a href="media:x">', '<a title="<table ><div>">', '<a title="<img ><div>">', "<h1",
    "<td align=center>",
    # Places, and links to them.
    "<h2>a</h2>", "<h2>", "<h2><div>", "<p id=a>", "<i id=a></i>", "<a name=a>", "<a href=#a>b</a>", "<a href='#",
    "<a id='",
    # Recordings.
    "<video>", "<video src=a>", "<video src=a></video>", "<video><source src=a>", "<source src=a>", "<audio></video>",
    "<video ", "</video>",
    # What word processors write.
    "<b style=font-weight:400>", "<b style=font-weight:400>a</b>", "<span style=font-weight:700>",
    "<span style=font-weight:700;font-style:italic>a</span>", "<i style='", "<i style='a:b;",
    "<p style=mso-list:level9>a",
    "<p style='mso-list:l0 level1'><span style=mso-list:Ignore>",
    "<p style=mso-list:level9>a<p style=mso-list:level1>b",
    "<p>&nbsp;</p>", "<p class=mso>&nbsp;", "<p class=mso><br>", "</p><br>", "<i style='((((", "<i style='a:{{{{",
    # Pictures that a script would load.
    "<img data-src=a>", "<img srcset='a, b'>", "<img src=data:>", "<img src='data:", "<img data-src='", "<div class=>",
    "<li value=a>",
    # What is no markup.
    "<script>", "<script></script>", "<script><!--<script>", "<style>", "<title>", "<textarea>", "<iframe>",
    "<plaintext>", '<iframe src="https://player.example.com/a"></iframe>', '<iframe src="https://player.example.com/a">',
    "<svg><style>",
    "<!--", "<!---->", "<!-- a", "<!", "<?", "</", "<", "&", "&a", "&#", "&amp;", "&#1;", "&notin", "\u00a0", "x\u00a0",
)  # fmt: skip


def times(fragment: str) -> Callable[[int], str]:
    """Return what repeats a text up to a number of bytes."""
    return lambda size: (fragment * (size // len(fragment.encode()) + 1)).encode()[:size].decode(errors="ignore")


def rising(fragment: str, mark: str, after: str = "\n") -> Callable[[int], str]:
    """Return what writes lines, each with one more of a text before a mark, up to a number of bytes."""

    def body(size: int) -> str:
        lines = int((2 * size / max(1, len(fragment))) ** 0.5)
        return "".join(fragment * number + mark + after for number in range(lines))[:size]

    return body


CONSTRUCTS: Final[dict[tuple[BodyFormat, str], Callable[[int], str]]] = (
    {(MARKDOWN, fragment): times(fragment) for fragment in _OF_MARKDOWN}
    | {(HTML, fragment): times(fragment) for fragment in _OF_HTML}
    | {
        (MARKDOWN, "stairs of lists"): rising("  ", "- a"),
        (MARKDOWN, "stairs of quotes"): rising(">", "a"),
        (MARKDOWN, "stairs of backticks"): rising("`", "a"),
        (MARKDOWN, "brackets in brackets"): lambda size: "[" * (size // 2) + "]" * (size // 2),
        (MARKDOWN, "emphasis in emphasis"): lambda size: "*a " * (size // 6) + " b*" * (size // 6),
        (MARKDOWN, "a hundred lists, then blank lines"): lambda size: "- " * 49 + "a\n" + "\n" * (size - 100),
        (MARKDOWN, "a row of cells"): lambda size: "|" + "a|" * (size // 4) + "\n|" + "-|" * (size // 4 - 2),
        (MARKDOWN, "a wide head, short rows"): lambda size: (
            "|" + "a|" * (size // 20) + "\n|" + "-|" * (size // 20) + "\n" + "|\n" * (size // 4)
        ),
        (MARKDOWN, "a link and its brackets"): lambda size: "www.a.b" + ")" * (size - 7),
        (MARKDOWN, "a link and its brackets, apart"): lambda size: "www.a.b" + "\u00a0)" * (size // 3 - 3),
        (MARKDOWN, "a reference, named again"): lambda size: f"[a]: {'b' * (size // 100)}\n\n" + "[a]" * (size // 4),
        (HTML, "attributes"): lambda size: "<a " + " ".join(f"a{number}" for number in range(size // 7)) + ">",
        (HTML, "attributes of the root"): lambda size: "".join(f"<html a{number}>" for number in range(size // 13)),
        (HTML, "formatting of many kinds"): lambda size: "".join(f"<p><b a={number}>" for number in range(size // 14)),
        (HTML, "pairs in pairs"): lambda size: "<div>" * (size // 11) + "</div>" * (size // 11),
        (HTML, "a slash and values"): lambda size: "<svg><g " + "=x" * (size // 2 - 10) + " />",
        (HTML, "blanks in an image"): lambda size: "<img" + " " * (size - 10) + "alt",
        (HTML, "blanks in an address"): lambda size: f'<a href="{" " * (size - 20)}x">',
        (HTML, "in a hundred, what is closed that is not open"): lambda size: (
            "<span>" * 90 + "</x>" * (size // 4 - 150)
        ),
        (HTML, "brackets in a style"): lambda size: f"<i style='a:{'(' * (size - 20)}'>",
        (HTML, "braces in a style"): lambda size: f"<i style='{'a{[' * (size // 3 - 20)}'>",
        (HTML, "declarations of a style"): lambda size: f"<i style='{'font-weight:700;' * (size // 16 - 2)}'>",
        (HTML, "a long address of a picture"): lambda size: (
            f"<img data-src='data:,{'&amp;' * 20_000}' src='{'a ' * 9}'>"
        ),
        (HTML, "a long heading"): lambda size: "<h2>" + "x <b>y</b> " * (size // 11 - 1),
        (HTML, "headings in headings"): lambda size: (
            ("<h2><div>" * 45 + "x" * 400 + "</div></h2>" * 45) * (size // 1_400)
        ),
        (HTML, "headings that are numbered"): lambda size: "".join(
            f"<h2>a {n}</h2><h2>a</h2>" for n in range(size // 30)
        ),
        (HTML, "before a table"): lambda size: "<table>" + "<br>" * (size // 4 - 2),
    }
)


def outcome(body: str, body_format: BodyFormat) -> str | Unprintable:
    """Return the body's HTML, or why it has none."""
    try:
        return html_of(body, body_format, frame_origins=FRAME_ORIGINS)
    except Unprintable as unprintable:
        return unprintable


def seconds(body: str, body_format: BodyFormat, *, enough: float = SECONDS_MAX, tries: int = 4) -> float:
    """Return the processor time in which a body has its outcome: the least of several tries, until one is enough."""
    assert len(body.encode()) <= BODY_MAX_BYTES
    least = float("inf")
    for _ in range(tries):
        began = time.process_time()
        outcome(body, body_format)
        least = min(least, time.process_time() - began)
        if least <= enough:
            break
    return least
