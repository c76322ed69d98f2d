"""Reads a request's body as a JSON object. Knows no field of it."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.event_handler import Request

from ...errors import FieldError, InvalidFields
from .problems import BodyTooLarge, MalformedRequest, UnsupportedMediaType

BODY_MAX_BYTES = 1_000_000
ECHO_MAX_CHARS = 100

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"

JsonObject = dict[str, Any]


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
        raise UnsupportedMediaType(f"Content-Type is {clipped(media_type)}; send {' or '.join(accepted)}", accepted)
    value = _json(text)
    if not isinstance(value, dict):
        raise InvalidFields([FieldError("", "the body is not a JSON object")])
    return value


def refuse_members(members: JsonObject) -> None:
    """Refuse the members of a body that needs none."""
    if members:
        raise InvalidFields(
            [FieldError(pointer_of([name]), f"{clipped(name)} is not a field; there are none here") for name in members]
        )


def canonical(value: object) -> str:
    """Return the JSON of a value; the same text for the same value, whatever the order of its members."""
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise MalformedRequest("the body holds a number that is out of range") from error


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


def clipped(text: str) -> str:
    """Return a text as an answer may repeat it."""
    return text if len(text) <= ECHO_MAX_CHARS else text[:ECHO_MAX_CHARS] + "…"


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
    # It takes long to load, and a form or a verdict needs none of it.
    from pydantic_core import from_json

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
        raise MalformedRequest(f"{clipped(repeated)} stands twice in one object")
    return members
