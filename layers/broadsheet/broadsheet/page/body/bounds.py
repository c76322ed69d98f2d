"""What a body may ask of the parser and of the sanitiser. Checked before each, in linear time: neither can be stopped.

Both are quadratic somewhere, and one would run for minutes, or out of its stack, on what an author can send. Each limit
is far beyond what people write, and far below a tenth of a second.
"""

import re
from typing import Final

from ...errors import Unprintable
from .names import FOREIGN, RAW, STRUCTURE
from .nesting import OpenElements

DEPTH_MAX: Final = 100
LINES_MAX: Final = 20_000
# The parser fills each row of a table up to its header's cells.
CELLS_MAX: Final = 5_000
# For each e-mail address in a paragraph, the parser copies what comes after it, and goes a call deeper.
COPIED_MAX_CHARS: Final = 50_000_000
# It counts the brackets of a bare link anew for each that ends it.
LINK_BRACKETS_MAX: Final = 100

HTML_MAX_BYTES: Final = 1_000_000
# Each is looked at here, and made an element there.
TAGS_MAX: Final = 12_000
# A tag's attributes are compared with one another.
ATTRIBUTES_MAX: Final = 200
# Ampersands and no-break spaces: the sanitiser moves what comes after each.
ENTITIES_MAX: Final = 25_000

# So small that whatever is in it is soon done.
_SMALL_CHARS: Final = 30_000

_PREFIX: Final = re.compile(r"[ >*+\-0-9.)]*")
_LONG_PREFIX: Final = re.compile(rf"\n[ >*+\-0-9.)]{{{DEPTH_MAX + 1}}}")
_MARKER: Final = re.compile(r"[-*+](?= |$)|[0-9]{1,9}[.)](?= |$)")
_RULE: Final = re.compile(r"([ >]*)([-*])(?: *\2){2,} *")
_COLUMNS: Final = re.compile(r"[ >]*+[|:\- ]*+")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.+_-]@[A-Za-z0-9._/-]")
_WORD: Final = re.compile(r"[^ \n\v\f]+")

# As the sanitiser's parser reads them: quotes count in values alone, and what does not end reaches to the end.
_ATTRIBUTE: Final = r"""[^\t\n\f\r\x20/>][^\t\n\f\r\x20/>=]*+
    (?:[\t\n\f\r\x20]*+=[\t\n\f\r\x20]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r\x20>"'][^\t\n\f\r\x20>]*+)?+)?+"""
ATTRIBUTES: Final = rf"(?:[\t\n\f\r\x20/]++|{_ATTRIBUTE})*+"
_MARKUP: Final = re.compile(
    rf"""
    <!--(?:-?>|.*?(?:--!?>|\Z))
    |(?P<data><!\[CDATA\[)
    |<(?P<ends>/?)(?P<name>[a-zA-Z][^\t\n\f\r\x20/>]*+)(?P<attributes>{ATTRIBUTES})(?:>|\Z)
    |<(?:[!?]|/(?![a-zA-Z]))[^>]*+>?
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE, re.VERBOSE)
_START: Final = re.compile("<[a-zA-Z]")
_SPACES: Final = "\t\n\f\r "
_QUOTES: Final = ('"', "'")


def check_markdown(body: str) -> None:
    """Raise `Unprintable` where the parser of Markdown would take long, or too much, for a body."""
    text = body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body
    text = text.expandtabs(4) if "\t" in text else text
    if (lines := text.count("\n")) >= LINES_MAX:
        raise Unprintable(f"has {lines + 1:,} lines, more than {LINES_MAX:,}", LINES_MAX + 1)
    if _LONG_PREFIX.search(f"\n{text}"):
        _check_containers(text)
    if "|" in text or ":-" in text or "-:" in text:
        _check_cells(text)
    if text.count("@") * len(text) > COPIED_MAX_CHARS:
        _check_addresses(text)
    if text.count(")") > LINK_BRACKETS_MAX:
        _check_link_brackets(text)


def check_size(html: str) -> None:
    """Raise `Unprintable` where HTML is more than a page should carry."""
    if 4 * len(html) > HTML_MAX_BYTES and (size := len(html.encode("utf-8", "surrogatepass"))) > HTML_MAX_BYTES:
        raise Unprintable(f"becomes {size:,} bytes of HTML, more than {HTML_MAX_BYTES:,}")


def check_html(html: str) -> None:
    """Raise `Unprintable` where the sanitiser would take long, or too much, for HTML."""
    if (entities := html.count("&") + html.count("\xa0")) > ENTITIES_MAX:
        raise Unprintable(f"holds {entities:,} ampersands and no-break spaces, more than {ENTITIES_MAX:,}")
    signs = html.count("<")
    if signs > TAGS_MAX:
        raise _too_many_tags(html, len(html) - len(html.split("<", TAGS_MAX + 1)[-1]))
    if len(html) <= _SMALL_CHARS and signs - html.count("</") <= DEPTH_MAX:
        return
    elements, roots, tags, position = OpenElements(), 0, 0, 0
    while (found := _MARKUP.search(html, position)) is not None:
        data, ends, name, attributes = found.groups()
        if found.start() > position and not elements.is_foreign:
            tags += elements.text()
        position = found.end()
        if name is None:
            if data and elements.is_foreign:
                position = _after(html, "]]>", position)
            elif data and elements.is_strange:
                _check_unread(html, position, elements.depth)
                return
            elif data:
                position = _after(html, ">", position)
            continue
        # Python knows more capital letters than HTML.
        name = name.lower() if name.isascii() else name
        tags += 1
        if ends:
            elements.end(name)
            if name == "br":
                # The parser takes it for a start tag.
                tags += elements.text()
        elif name in RAW and not elements.is_foreign:
            if elements.is_strange or (name == "script" and _hides_its_end(html, position)):
                _check_unread(html, position, elements.depth)
                return
            if name in ("plaintext", "xmp"):
                elements.end_paragraph()
            position = _end_of_raw(html, name, position)
        else:
            if len(attributes) > 2 * ATTRIBUTES_MAX and len(attribute_names(attributes)) > ATTRIBUTES_MAX:
                detail = f"has a tag <{name[:20]}> with more than {ATTRIBUTES_MAX} attributes"
                raise Unprintable(detail, line_of(html, found.start()))
            roots += name == "html"
            if name not in STRUCTURE and not elements.is_foreign:
                tags += elements.text()
            if attributes.endswith("/") and (elements.is_foreign or name in FOREIGN):
                elements.start(name, found[0], closes_itself=_closes_itself(attributes))
            else:
                elements.start(name, found[0])
        if elements.depth + roots > DEPTH_MAX:
            raise _too_deep(line_of(html, found.start()))
        if tags > TAGS_MAX:
            raise _too_many_tags(html, position)


def attribute_names(attributes: str) -> list[str]:
    """Return the names of a tag's attributes, as they are written."""
    return [found[0].partition("=")[0].rstrip() for found in _ATTRIBUTES.finditer(attributes)]


def attribute_values(attributes: str) -> dict[str, str]:
    """Return the values of a tag's attributes, as written, by names in small letters; of two alike the first."""
    values: dict[str, str] = {}
    for found in _ATTRIBUTES.finditer(attributes):
        name, _, value = found[0].partition("=")
        value = value.strip(_SPACES)
        values.setdefault(name.rstrip(_SPACES).lower(), value[1:-1] if value[:1] in _QUOTES else value)
    return values


def _closes_itself(attributes: str) -> bool:
    """Tell whether a tag's slash is its own, and not the end of a value."""
    ends = [found.end() for found in _ATTRIBUTES.finditer(attributes)]
    return attributes.endswith("/", ends[-1] if ends else 0)


def line_of(text: str, position: int) -> int:
    """Return the line of a position, counted from 1."""
    return text.count("\n", 0, position) + 1


def _too_deep(line: int) -> Unprintable:
    return Unprintable(f"nests elements more than {DEPTH_MAX} deep", line)


def _too_many_tags(html: str, position: int) -> Unprintable:
    return Unprintable(f"holds more than {TAGS_MAX:,} tags", line_of(html, position))


def _check_containers(text: str) -> None:
    """Check how deep quotes and lists nest: of each line, at most what its beginning can hold."""
    deepest = 0
    for number, line in enumerate(text.split("\n"), 1):
        rule = _RULE.fullmatch(line)
        prefix = rule[1] if rule else _PREFIX.match(line)[0]  # type: ignore[index]
        # A mark opens a list and its item; a blank keeps one open, at most.
        depth = prefix.count(">") + 2 * len(_MARKER.findall(line, 0, len(prefix))) + min(deepest, prefix.count(" "))
        if depth > DEPTH_MAX:
            raise _too_deep(number)
        deepest = max(deepest, depth)


def _check_cells(text: str) -> None:
    """Check how many cells the tables have: every line from one of dashes on to a blank one may be a row."""
    cells = columns = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(" >"):
            columns = 0
        elif "-" in line and ("|" in line or ":" in line) and _COLUMNS.fullmatch(line):
            columns = max(columns, line.strip(" >|").count("|") + 1)
        cells += columns
        if cells > CELLS_MAX:
            raise Unprintable(f"has tables of more than {CELLS_MAX:,} cells, as wide as their headers", number)


def _check_addresses(text: str) -> None:
    line = 1
    for paragraph in text.split("\n\n"):
        if (addresses := len(_ADDRESS.findall(paragraph))) * len(paragraph) > COPIED_MAX_CHARS:
            most = COPIED_MAX_CHARS // len(paragraph)
            detail = f"has a paragraph of {len(paragraph):,} characters with {addresses:,} e-mail addresses"
            raise Unprintable(f"{detail}, more than {most:,}", line)
        line += paragraph.count("\n") + 2


def _check_link_brackets(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(")") <= LINK_BRACKETS_MAX:
            continue
        for word in _WORD.findall(line):
            if word.count(")") > LINK_BRACKETS_MAX and ("www." in word or "://" in word):
                raise Unprintable(f"has an address with more than {LINK_BRACKETS_MAX} closing brackets", number)


def _check_unread(html: str, position: int, depth: int) -> None:
    """Check what follows where text cannot be told from markup: every tag may open another element."""
    rest = html[position:]
    if depth + len(_START.findall(rest)) > DEPTH_MAX or len(rest) > _SMALL_CHARS:
        detail = "has text within svg, math, select, template or script that cannot be told from markup"
        raise Unprintable(detail, line_of(html, position))


def _after(html: str, sign: str, position: int) -> int:
    place = html.find(sign, position)
    return place + len(sign) if place >= 0 else len(html)


def _end_of_raw(html: str, name: str, position: int) -> int:
    """Return where the end tag begins that alone ends such an element."""
    if name == "plaintext":
        return len(html)
    end = re.compile(rf"</{name}[\t\n\f\r />]", re.IGNORECASE | re.ASCII).search(html, position)
    return end.start() if end else len(html)


def _hides_its_end(html: str, position: int) -> bool:
    """Tell whether a script may have a comment with another script in it, whose end is not its own."""
    script = html[position : _end_of_raw(html, "script", position)]
    return "<!--" in script and "<script" in script.lower()
