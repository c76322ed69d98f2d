"""The elements of HTML by how the parser treats them. Source: HTML Living Standard, section 13.2.6."""

import re
from typing import Final

# A tag as the sanitiser writes it, and we do: every value in double quotes, and none of the signs here within a value.
# Every element has its end, but those without content.
WRITTEN_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*)>')

# One of its attributes, as name and value.
WRITTEN_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')

HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
# They end the paragraph before them.
BLOCKS: Final = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup "
    "listing main menu nav ol p pre section summary ul".split()
)
# Each ends those beside it.
ITEMS: Final = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
# They hold nothing, or the parser passes them over.
VOID: Final = frozenset(
    "area base basefont bgsound body br embed frame head hr html image img input keygen link meta param source track "
    "wbr".split()
)
# What is in them is no markup.
RAW: Final = frozenset("iframe noembed noframes noscript plaintext script style textarea title xmp".split())
# What is left open of them, the parser opens again after the block, at most so many alike.
FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
ALIKE_MAX: Final = 3
RUBY_TEXTS: Final = frozenset("rb rp rt rtc".split())
IMPLIED_IN_RUBY: Final = frozenset("dd dt li optgroup option p rb rp rt".split())

CELLS: Final = frozenset({"td", "th"})
ROW_GROUPS: Final = frozenset({"tbody", "tfoot", "thead"})
COLUMNS: Final = frozenset({"col", "colgroup"})
IN_TABLES: Final = CELLS | ROW_GROUPS | COLUMNS | {"caption", "table", "tr"}

# Before them, the parser does not open again what was left open of formatting.
STRUCTURE: Final = (
    BLOCKS | HEADINGS | ITEMS.keys() | IN_TABLES | RUBY_TEXTS | {"html", "hr", "param", "source", "track"}
)

# What is in them follows other rules.
FOREIGN: Final = frozenset({"math", "svg"})
STRANGE: Final = FOREIGN | {"select", "template"}
# They may end others of their kind, or be passed over.
UNSURE: Final = frozenset("applet button form frameset marquee object optgroup option search".split())

# HTML that ends the SVG or MathML before it, or may.
LEAVE_FOREIGN: Final = (
    BLOCKS | HEADINGS | ITEMS.keys() | VOID | FORMATTING | RUBY_TEXTS | IN_TABLES | STRANGE | UNSURE
    | frozenset("ruby span sub sup var".split())
) - {"a"}  # fmt: skip
# Where SVG or MathML holds HTML.
HTML_IN_FOREIGN: Final = frozenset("annotation-xml desc foreignobject mi mn mo ms mtext title".split())

# Beyond them, an end tag finds nothing to end.
SCOPE: Final = frozenset("applet caption marquee object table td template th".split())
BUTTON_SCOPE: Final = SCOPE | {"button"}
LIST_SCOPE: Final = SCOPE | {"ol", "ul"}
TABLE_SCOPE: Final = frozenset({"table", "template"})
SPECIAL: Final = (BLOCKS | HEADINGS | ITEMS.keys() | IN_TABLES | STRANGE | UNSURE) - frozenset(
    "dialog math optgroup option search svg".split()
)
ITEM_BARRIERS: Final = SPECIAL - {"address", "div", "p"}
