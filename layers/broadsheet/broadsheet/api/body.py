"""Reads a request's body into values of the newsroom, and says of every fault which field it is in."""

import base64
import dataclasses
import difflib
import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from aws_lambda_powertools.event_handler import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, from_json

from ..article.checks import EARLIEST_YEAR, LATEST_YEAR
from ..errors import FieldError, InvalidFields
from .problems import BodyTooLarge, MalformedRequest, UnsupportedMediaType

BODY_MAX_BYTES = 1_000_000
ECHO_MAX_CHARS = 100

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"

JsonObject = dict[str, Any]
Value = TypeVar("Value")

# Source: RFC 3339, section 5.6; the seconds may be left out.
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?")


def json_object(request: Request, *, accepted: Sequence[str] = (JSON,), required: bool = True) -> JsonObject:
    """Return the object in the body; an empty one where there is no body and none is `required`."""
    text = _text(request)
    if not text.strip():
        if required:
            raise MalformedRequest("the body is empty; send a JSON object")
        return {}
    # Where a client names no type, JSON is meant.
    media_type = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media_type not in accepted:
        raise UnsupportedMediaType(f"Content-Type is {_clipped(media_type)}; send {' or '.join(accepted)}", accepted)
    value = _json(text)
    if not isinstance(value, dict):
        raise InvalidFields([FieldError("", "the body is not a JSON object")])
    return value


def canonical(value: object) -> str:
    """Return the JSON of a value; the same text for the same value, whatever the order of its members."""
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise MalformedRequest("the body holds a number that is out of range") from error


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


def merged(target: object, patch: object) -> object:
    """Apply a JSON Merge Patch. Source: RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def pointer_of(path: Sequence[str | int]) -> str:
    """Return the JSON Pointer of a path. Source: RFC 6901, section 3."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1")[:ECHO_MAX_CHARS] for step in path)


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return what reads a dataclass and describes it to others."""
    return TypeAdapter(kind)


def _text(request: Request) -> str:
    event = request.resolved_event
    raw = event.body or ""
    # Four signs of base64 hold three bytes; the exact length is known after decoding.
    if len(raw) * 3 // 4 > BODY_MAX_BYTES + 2:
        raise BodyTooLarge(f"the body is longer than {BODY_MAX_BYTES:,} bytes")
    data = base64.b64decode(raw) if event.is_base64_encoded else raw.encode("utf-8", "surrogatepass")
    if len(data) > BODY_MAX_BYTES:
        raise BodyTooLarge(f"the body is longer than {BODY_MAX_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"the body is not UTF-8, at byte {error.start}") from error


def _json(text: str) -> object:
    """Parse JSON, bounded in depth and in the length of numbers, without NaN, lone surrogates and repeated names."""
    try:
        from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise MalformedRequest(f"the body is not JSON: {error}") from error
    return json.loads(text, object_pairs_hook=_members)


def _members(pairs: list[tuple[str, Any]]) -> JsonObject:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise MalformedRequest(f"{_clipped(repeated)} stands twice in one object")
    return members


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
    name = "/".join(_clipped(str(step)) for step in error["loc"])
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


def _clipped(text: str) -> str:
    return text if len(text) <= ECHO_MAX_CHARS else text[:ECHO_MAX_CHARS] + "…"
