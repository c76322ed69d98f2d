"""What in a printed page could run, load or take over something: told apart from what our own templates print."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

# Never printed by anybody. Source: WHATWG HTML; the OWASP cross-site scripting cheat sheet.
FORBIDDEN: Final = frozenset(
    "applet audio base embed fencedframe frame frameset math noscript object plaintext portal select svg template "
    "track video xml xmp".split()
)
ADDRESSES: Final = frozenset("action cite data href longdesc manifest poster src usemap xlink:href".split())
FORBIDDEN_ATTRIBUTES: Final = frozenset(
    "background dynsrc form formaction http-equiv is lowsrc ping slot srcdoc style target xmlns".split()
)
SCHEMES: Final = frozenset(("http", "https", "mailto", "tel"))

# What our own templates print of what may run or load.
_OWN: Final[Mapping[str, Callable[[Element], bool]]] = {
    "script": lambda each: each.get("type") == "application/ld+json" or each.get("src", "").startswith("/assets/"),
    "link": lambda each: each.get("rel") in {"icon", "apple-touch-icon", "alternate", "canonical"},
    "meta": lambda each: each.get("http-equiv") in {None, "Content-Security-Policy"},
    "source": lambda each: each.get("type", "").startswith("image/") and each.get("srcset", "").startswith("/media/"),
    "form": lambda each: each.get("role") == "search" or each.get("action", "").startswith("/api/comments/"),
}

# Browsers drop these before they look for a scheme. Source: WHATWG URL, section 4.4.
_DROPPED: Final = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def dangers(root: Element, frame_hosts: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what could run or take over, in words; nothing on a page that is safe. Frames may be of those hosts."""
    yield from (f"<style> {element.text}" for element in root.findall("./body//style"))
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        own = _OWN.get(tag)
        if tag in FORBIDDEN or (own is not None and not own(element)):
            yield f"<{tag}> {element.attrib}"
        if tag == "iframe" and urlsplit(element.get("src", "")).hostname not in frame_hosts:
            yield f"a frame of {element.get('src')}"
        for name, value in element.attrib.items():
            if name.startswith("on") or (name in FORBIDDEN_ATTRIBUTES and tag != "meta"):
                yield f"<{tag} {name}={value[:80]!r}>"
            scheme = _SCHEME.match(_DROPPED.sub("", value))
            if name in ADDRESSES and scheme and scheme[1].lower() not in SCHEMES:
                yield f"<{tag} {name}={value[:80]!r}>"


def outline(root: Element) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element and the names of its attributes, in order: alike for pages that only say other words."""
    return [(str(element.tag), tuple(sorted(element.attrib))) for element in root.iter()]
