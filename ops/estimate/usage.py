"""Amounts of what AWS bills, by the names of `prices.json`."""

from collections import defaultdict
from collections.abc import Mapping

Usage = Mapping[str, float]


def together(*usages: Usage) -> Usage:
    """Return the sum of usages."""
    total: defaultdict[str, float] = defaultdict(float)
    for usage in usages:
        for name, amount in usage.items():
            total[name] += amount
    return dict(total)


def times(count: float, usage: Usage) -> Usage:
    """Return a usage so many times over."""
    return {name: count * amount for name, amount in usage.items()}
