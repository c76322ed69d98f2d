"""Values as JSON: in a table, one attribute, so that a record is read in one step; on a page, what machines read."""

import zlib
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


def to_json(value: Any) -> str:
    """Return a value's JSON."""
    return msgspec.json.encode(value).decode()


def from_json(text: str | bytes, kind: type[Value]) -> Value:
    """Read a value of a kind; members that the kind does not know are passed over, those it lacks take its defaults."""
    return msgspec.json.decode(text, type=kind)


def to_compressed_json(value: Any) -> bytes:
    """Return a value's JSON, zlib-compressed."""
    return zlib.compress(msgspec.json.encode(value), 6)


def from_compressed_json(packed: bytes, kind: type[Value]) -> Value:
    """Read a value from its compressed JSON."""
    return msgspec.json.decode(zlib.decompress(packed), type=kind)
