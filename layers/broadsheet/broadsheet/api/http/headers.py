"""Reads the headers that a change goes by: If-Match, If-None-Match, Idempotency-Key and Prefer."""

import hashlib
import re
from collections.abc import Callable

from aws_lambda_powertools.event_handler import Request

from ...editing.commit import Command
from ...token import Editor
from .body import canonical
from .problems import MalformedRequest, PreconditionFailed, PreconditionRequired

WAIT_MAX_SECONDS = 10

# Source: RFC 9110, section 8.8.3.
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\uffff]*"'
_TAGS = re.compile(rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*")
_VERSION = re.compile(r'"([1-9][0-9]{0,8})"')
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
# Source: RFC 7240, section 2.
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PREFERENCE = re.compile(rf'({_WORD})(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|({_WORD})))?(?:"(?:[^"\\]|\\.)*"|[^",])*')


def etag_of(version: int) -> str:
    """Return the ETag of an article's version."""
    return f'"{version}"'


def version_seen(request: Request, current: Callable[[], int]) -> int:
    """Return the version that the editor saw and the change is for, from If-Match.

    `*` stands for the current version, whatever it is, and so do several tags when it is among them; only then is
    `current` asked. A weak tag never matches. Source: RFC 9110, section 13.1.1.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise PreconditionRequired("a change must say which version it is for: send If-Match with the article's ETag")
    if header.strip() == "*":
        return current()
    versions = [int(match[1]) for tag in _tags("If-Match", header) if (match := _VERSION.fullmatch(tag))]
    if not versions:
        raise PreconditionFailed(f'If-Match is {_clipped(header)}, which no version matches; send an ETag such as "3"')
    if len(versions) == 1:
        return versions[0]
    now = current()
    return now if now in versions else versions[0]


def has_seen(request: Request, version: int) -> bool:
    """Tell whether If-None-Match names the version; weak tags count too. Source: RFC 9110, section 13.1.2."""
    header = request.headers.get("if-none-match")
    if header is None:
        return False
    if header.strip() == "*":
        return True
    return etag_of(version) in [tag.removeprefix("W/") for tag in _tags("If-None-Match", header)]


def command_of(request: Request, editor: Editor, body: object) -> Command | None:
    """Return the command that an Idempotency-Key makes of a request, or None without one.

    It holds for one token, one method and one path.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise MalformedRequest("Idempotency-Key is not 1 to 255 visible ASCII characters without spaces")
    scope = (editor.token_id, request.method, request.resolved_event.path, key)
    return Command(_sha256("\n".join(scope)), _sha256(canonical(body)))


def prefers_print_later(request: Request) -> bool:
    """Tell whether the caller prefers the pages to be printed later, with the article's day: one of an import."""
    return _preference(request, "print") == "later"


def wait_seconds(request: Request) -> int | None:
    """Return how long the caller prefers to wait for the pages, at most 10 s, or None where it does not care.

    A preference that cannot be read is passed over; the first of two counts. Source: RFC 7240, sections 2 and 4.3.
    """
    seconds = _preference(request, "wait") or ""
    return min(int(seconds), WAIT_MAX_SECONDS) if re.fullmatch(r"[0-9]{1,9}", seconds) else None


def _preference(request: Request, wanted: str) -> str | None:
    for match in _PREFERENCE.finditer(request.headers.get("prefer", "")):
        name, quoted, plain = match.groups()
        if name.lower() == wanted:
            return quoted if quoted is not None else plain or ""
    return None


def _tags(header: str, value: str) -> list[str]:
    if not _TAGS.fullmatch(value):
        raise MalformedRequest(f'{header} is {_clipped(value)}; an ETag stands in double quotes, such as "3"')
    return re.findall(_TAG, value)


def _clipped(value: str) -> str:
    return value.strip()[:100]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
