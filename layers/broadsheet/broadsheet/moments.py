"""Moments as they are kept and written: aware, in UTC, to the millisecond."""

from datetime import UTC, datetime


def to_milliseconds(moment: datetime) -> datetime:
    """Return the moment in UTC, cut to the milliseconds that every store keeps."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_text(moment: datetime) -> str:
    """Write an aware moment so that texts sort like moments: `2026-11-23T05:35:28.123Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
