"""What a text or an address may hold, wherever it comes from. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from .errors import FieldError
from .signs import CONTROLS, NONCHARACTERS, is_blank

# What XML cannot carry, or should not, would break every feed. Source: XML 1.0, section 2.2; HTML, section 13.2.3.5.
_UNPRINTABLE = re.compile(f"[{CONTROLS}\ud800-\udfff{NONCHARACTERS}]")
# The same but for surrogates, which are in no text that can be printed.
_ILLEGIBLE = re.compile(f"[{CONTROLS}{NONCHARACTERS}]")
# In UTF-8, each of those is one byte or two of a kind that few others have: \x01, \x02\x03, \x04\x04 or \x05\x06 here.
_KINDS = bytes.maketrans(
    bytes(range(256)),
    bytes(
        1 if byte in (*range(9), 11, 12, *range(14, 32), 127)
        else 2 if byte == 0xC2 else 3 if 0x80 <= byte <= 0x9F else 4 if byte in (0xBE, 0xBF)
        else 5 if byte == 0xEF else 6 if byte == 0xB7 else 0
        for byte in range(256)
    ),
)  # fmt: skip
_PERHAPS_ILLEGIBLE = (b"\x01", b"\x02\x03", b"\x04\x04", b"\x05\x06")
_LINE_BREAK = re.compile("[\n\r\t\u0085\u2028\u2029]")
# Source: RFC 5646, section 2.1, without the irregular tags.
LANGUAGE_PATTERN = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
# Source: github.com/ulid/spec, 26 signs of Crockford's base 32; the first ten are the time.
ULID_PATTERN = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
SLUG_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"

# A member that is not ours is refused, so that a typing error is never lost. Source: Pydantic, configuration.
STRICT: dict[str, Any] = {"extra": "forbid"}

# A host, or all beneath one, without a path: nothing that could end a directive. Source: CSP Level 3, host-source.
_ORIGIN = re.compile(
    r"https://(?P<beneath>\*\.)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
)
_HTTPS_PORT = 443


def legible(text: str) -> str:
    """Return text without the characters that XML should not hold, such as a body writes with `&#1;`."""
    kinds = text.encode().translate(_KINDS)
    # Quicker by far than the pattern, on a page that has none: nearly all.
    if not any(each in kinds for each in _PERHAPS_ILLEGIBLE):
        return text
    return _ILLEGIBLE.sub("", text)


def text_faults(pointer: str, text: str, *, required: bool = False, lines: bool = False) -> Iterator[FieldError]:
    """Yield what is wrong with a text: blank but required, a line break in one line, a sign that no feed can carry."""
    name = pointer.lstrip("/")
    if required and is_blank(text):
        yield FieldError(pointer, f"{name} is blank")
    if _UNPRINTABLE.search(text):
        yield FieldError(pointer, f"{name} holds a control character")
    if not lines and _LINE_BREAK.search(text):
        yield FieldError(pointer, f"{name} holds a line break")


def is_web_address(url: str) -> bool:
    """Tell whether a URL is absolute and of the web."""
    if re.search(r"[\s\\<>\"]", url) or _UNPRINTABLE.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_site_path(path: str) -> bool:
    """Tell whether an address is a path on the site."""
    return path.startswith("/") and not path.startswith("//") and is_web_address(f"https://host{path}")


def is_origin(text: str) -> bool:
    """Tell whether a text is an origin as a policy may name it: `https://example.com`, `https://*.example.com:8443`."""
    return bool(_ORIGIN.fullmatch(text))


def is_of_origins(url: str, origins: Iterable[str]) -> bool:
    """Tell whether an address is of one of these origins, as a browser reads a policy.

    `https://*.example.com` is everything beneath `example.com`, not that itself. Source: CSP Level 3, section 6.7.2.
    """
    if not is_web_address(url):
        return False
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _HTTPS_PORT
    if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9.-]+", host):
        return False
    matches = (match for origin in origins if (match := _ORIGIN.fullmatch(origin)))
    return any(
        port == int(match["port"] or _HTTPS_PORT)
        and (host.endswith(f".{match['host']}") if match["beneath"] else host == match["host"])
        for match in matches
    )
