"""Which copies at the edge are cleared after a print: as few as make sure that none shows what was."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ..page.printed import Freshness
from ..store.bucket import Standing


def tags_to_clear(
    replaced: Iterable[Standing],
    changed: frozenset[str],
    arrived: frozenset[str],
    waiting: Callable[[], frozenset[str] | None],
) -> list[str]:
    """Return the fewest cache tags that clear every long-lived copy of what was replaced.

    `changed` are the tags of articles that pages showed before the change: they are always cleared, from
    short-lived lists too. `arrived` are those of articles that pages show now and did not before: what has one may
    have been printed by an earlier try or beside this one, and the edge may hold a copy older than that. Of the tags,
    such a copy is sure to share only the first, its own article's. So it is with the tags of articles whose prints are
    `waiting`, None for too many to tell, who are asked for only where it matters: one that died may have printed them.
    """
    chosen = set(changed)
    long_lived = [standing for standing in replaced if standing.cache_control == Freshness.LONG.value and standing.tags]
    chosen.update(standing.tags[0] for standing in long_lived if arrived.intersection(standing.tags))
    left = [standing for standing in long_lived if not chosen.intersection(standing.tags)]
    doubtful = waiting() if left else frozenset()
    shared = {standing.etag: (standing.tags[0], *_sure(standing.tags[1:], doubtful)) for standing in left}
    while left:
        counts = Counter(tag for standing in left for tag in shared[standing.etag])
        chosen.add(max(sorted(counts), key=counts.__getitem__))
        left = [standing for standing in left if not chosen.intersection(shared[standing.etag])]
    return sorted(chosen)


def _sure(tags: Sequence[str], doubtful: frozenset[str] | None) -> Sequence[str]:
    return () if doubtful is None else [tag for tag in tags if tag not in doubtful]
