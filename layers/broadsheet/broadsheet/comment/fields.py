"""What a reader sends with a comment, its limits, and what is kept of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..errors import FieldError, InvalidFields
from ..signs import is_blank, tidy_name, visible
from .event import CommentState
from .identity import CommentId
from .text import links_in

NAME_MAX_CHARS: Final = 60
TEXT_MAX_CHARS: Final = 5_000
LINKS_MAX: Final = 5

# A field that people do not see and programs fill in.
HONEYPOT: Final = "website"

_KNOWN = frozenset({"name", "text", HONEYPOT})
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A comment as its reader means it: tidied, within the limits. `trapped` says that it fell for the honeypot."""

    name: str
    text: str
    trapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is kept of a comment beside its events. Erasure deletes it for good.

    `state` is the fold of the comment's events, written with each of them. `signals` are reasons for a
    moderator to look twice. `parent_id` is the comment that it answers.
    """

    id: CommentId
    name: str
    text: str
    submitted_at: datetime
    state: CommentState = CommentState.HELD
    signals: tuple[str, ...] = ()
    parent_id: str | None = None


def submission_of(sent: Mapping[str, object], *, strict: bool) -> Submission:
    """Read a comment from a form's fields, or from the members of a JSON object.

    Where `strict`, a member that is not ours is refused. Raises `InvalidFields` with every fault.
    """
    errors = [
        FieldError(f"/{_escaped(name)}", f"{name[:60]} is not a field of a comment")
        for name in sent
        if strict and name not in _KNOWN
    ]
    name, text = sent.get("name", ""), sent.get("text", "")
    errors += [
        FieldError(f"/{field}", f"{field} is not a text")
        for field, value in (("name", name), ("text", text))
        if not isinstance(value, str)
    ]
    if isinstance(name, str) and isinstance(text, str):
        submission = Submission(name=tidy_name(name), text=tidy_text(text), trapped=bool(sent.get(HONEYPOT)))
        errors += _faults(submission)
        if not errors:
            return submission
    raise InvalidFields(errors)


def tidy_text(text: str) -> str:
    """Return a text with plain line ends, at most one blank line in a row, and without signs that nobody sees."""
    lines = (line.rstrip() for line in visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _faults(submission: Submission) -> Iterator[FieldError]:
    for field, value, limit in (
        ("name", submission.name, NAME_MAX_CHARS),
        ("text", submission.text, TEXT_MAX_CHARS),
    ):
        if is_blank(value):
            yield FieldError(f"/{field}", f"{field} is blank")
        elif len(value) > limit:
            yield FieldError(f"/{field}", f"{field} is longer than {limit:,} characters")
    if links_in(submission.text) > LINKS_MAX:
        yield FieldError("/text", f"text holds more than {LINKS_MAX} links")
    if links_in(submission.name):
        yield FieldError("/name", "name holds a link")


def _escaped(name: str) -> str:
    """Return a member's name as it stands in a JSON pointer. Source: RFC 6901, section 3."""
    return name[:60].replace("~", "~0").replace("/", "~1")
