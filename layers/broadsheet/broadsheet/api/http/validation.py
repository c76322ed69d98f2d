"""Reads a JSON object into a value of the newsroom, and says of every fault which field it is in.

The only file that knows how pydantic validates.
"""

import dataclasses
import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ...article.checks import EARLIEST_YEAR, LATEST_YEAR
from ...errors import FieldError, InvalidFields
from .body import ECHO_MAX_CHARS, JsonObject, canonical, clipped, pointer_of

Value = TypeVar("Value")

# Source: RFC 3339, section 5.6; the seconds may be left out.
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?")


def value_of(kind: type[Value], members: JsonObject, *, faults: Sequence[FieldError] = ()) -> Value:
    """Return the value of a dataclass that a JSON object describes.

    Raises `InvalidFields` with every fault at once, those given in `faults` first.
    """
    found = {fault.pointer: fault for fault in (*faults, *_time_faults(kind, members))}
    value: Value | None = None
    try:
        value = adapter(cast("Any", kind)).validate_json(canonical(members), strict=True)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            pointer = pointer_of(error["loc"])
            found.setdefault(pointer, FieldError(pointer, _sentence(error, kind)))
    if found:
        raise InvalidFields(list(found.values()))
    assert value is not None
    return value


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return what reads a dataclass and describes it to others."""
    return TypeAdapter(kind)


@cache
def _time_names(kind: type) -> tuple[str, ...]:
    return tuple(name for name, hint in get_type_hints(kind).items() if hint in (datetime, datetime | None))


def _time_faults(kind: type, members: JsonObject) -> Iterator[FieldError]:
    for name in _time_names(kind):
        text = members.get(name)
        if text is None:
            continue
        match = _TIME.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            yield FieldError(f"/{name}", f"{name} is not a time; write 2026-11-23T05:30:00Z or +01:00")
        elif match["offset"] is None:
            yield FieldError(f"/{name}", f"{name} has no offset from UTC; write 2026-11-23T05:30:00Z or +01:00")
        elif not EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
            # An offset could carry the time out of the calendar.
            yield FieldError(f"/{name}", f"{name} is not between the years {EARLIEST_YEAR} and {LATEST_YEAR}")


def _sentence(error: ErrorDetails, kind: type) -> str:
    """Say in plain words what is wrong with one field: its name, then the rule it breaks."""
    name = "/".join(clipped(str(step)) for step in error["loc"])
    limits = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"{name} is missing"
        case "unexpected_keyword_argument":
            return f"{name} is not a field" + _suggestion(error["loc"], kind)
        case _ if error["input"] is None:
            return f"{name} is null"
        case "string_type":
            return f"{name} is not text"
        case "string_too_long":
            return f"{name} is longer than {limits['max_length']:,} characters"
        case "string_too_short" if limits["min_length"] == 1:
            return f"{name} is empty"
        case "string_too_short":
            return f"{name} is shorter than {limits['min_length']} characters"
        case "too_long":
            return f"{name} has more than {limits['max_length']} entries"
        case "too_short" if limits["min_length"] == 1:
            return f"{name} is empty"
        case "too_short":
            return f"{name} has fewer than {limits['min_length']} entries"
        case "tuple_type":
            return f"{name} is not a list"
        case "dataclass_type":
            return f"{name} is not an object"
        case "int_type":
            return f"{name} is not a whole number"
        case "bool_type":
            return f"{name} is neither true nor false"
        case "enum":
            return f"{name} is not {limits['expected']}"
        case "datetime_parsing" | "datetime_from_date_parsing" | "datetime_object_invalid":
            return f"{name} is no time that exists: {limits.get('error', '')}".rstrip(": ")
        case _:
            return f"{name} is not valid"


def _suggestion(path: Sequence[str | int], kind: type) -> str:
    if len(path) != 1:
        return ""
    names = [field.name for field in dataclasses.fields(kind)]
    close = difflib.get_close_matches(str(path[0])[:ECHO_MAX_CHARS], names, n=1, cutoff=0.75)
    return f"; did you mean {close[0]}?" if close else f"; the fields are {', '.join(names)}"
