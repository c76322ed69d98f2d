"""Addresses as they stand in a page: all ASCII, hosts in Punycode, the rest percent-encoded. Pure."""

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote

# Everything that may stand in a URL as it is; the rest, a space or a letter that is not ASCII, is percent-encoded.
_SIGNS: Final = "/:?#@!$&'()*+,;=%-._~"
# A per cent sign that stands for itself; and a host of IPv6, the one place for square brackets.
_LONE_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_IPV6_HOST: Final = re.compile(r"https?://\[[0-9A-Fa-f:.]+\]", re.IGNORECASE)
_HOST: Final = re.compile(r"(?P<before>https?://(?:[^/?#\\@]*@)?)(?P<host>[^/?#\\@:\[\]]+)", re.IGNORECASE)
_LABEL: Final = re.compile("[a-z0-9_-]{1,63}")
_DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")
_PUNYCODE: Final = "xn--"


@lru_cache(maxsize=4096)
def encoded(address: str) -> str:
    """Return an address with nothing but ASCII in it, which leads where a browser would have gone."""
    if found := _IPV6_HOST.match(address):
        before, rest = found[0], address[found.end() :]
    elif (found := _HOST.match(address)) and (host := _ascii_host(found["host"])):
        before, rest = quote(found["before"], _SIGNS) + host, address[found.end() :]
    else:
        before, rest = "", address
    return before + quote(_LONE_PERCENT.sub("%25", rest), _SIGNS)


def _ascii_host(host: str) -> str | None:
    """Return a host's name in Punycode, or None where it has no need of it, or is none.

    Source: Unicode Technical Standard 46, nontransitional processing, without its table of what no host may hold.
    """
    if host.isascii() and "%" not in host:
        return None
    name = unicodedata.normalize("NFKC", unquote(host).lower())
    labels = [
        label if label.isascii() else _PUNYCODE + label.encode("punycode").decode() for label in _DOTS.split(name)
    ]
    return ".".join(labels) if all(map(_LABEL.fullmatch, labels)) else None
