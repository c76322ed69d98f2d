"""Replies: how values of the newsroom look as JSON. Knows no kind of them."""

import dataclasses
import json
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from ...moments import moment_text
from .body import JSON

Headers = dict[str, str | list[str]]


def reply(status: int, value: object, headers: Headers | None = None) -> Response[str]:
    """Return an answer in JSON. Nobody but the caller may keep it."""
    fresh: Headers = {"Cache-Control": "private, no-cache", **(headers or {})}
    return Response(status_code=status, content_type=JSON, body=json_text(value), headers=fresh)


def empty(status: int, headers: Headers) -> Response[str]:
    """Return an answer without a body."""
    return Response(status_code=status, headers={"Cache-Control": "private, no-cache", **headers})


def json_text(value: object) -> str:
    """Return the JSON of a value; times are in UTC, to the millisecond."""
    return json.dumps(_members(value), default=_plain, ensure_ascii=False, separators=(",", ":"))


def _members(value: object) -> object:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    return _members(value)
