"""Identifiers: ULIDs, which sort by the time they were made."""

from datetime import datetime

# Source: ULID specification, Crockford's base32.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

RANDOM_BYTES = 10


# Ten lines are fewer than reviewing a dependency. Clock and random bytes are arguments, so that tests give them.
def ulid_of(moment: datetime, randomness: bytes) -> str:
    """Return the ULID of a moment, to the millisecond, and ten random bytes: 26 signs."""
    number = int(moment.timestamp() * 1000) << 80 | int.from_bytes(randomness, "big")
    return "".join(_SIGNS[number >> shift & 31] for shift in range(125, -1, -5))
