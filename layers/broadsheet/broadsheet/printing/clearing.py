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
    """Return few cache tags that clear every long-lived copy of what was replaced.

    Always cleared are the tags of articles that readers knew before the change, `changed`; that reaches the copies of
    short-lived lists too. Each long-lived page that is left is cleared by one of its tags, those that most of them
    share first.

    Only a tag that the copy at the edge surely has may clear it, and that copy may be older than the page that was
    replaced. An example: a run prints the new article B onto A's page and dies; the next run replaces a page with the
    tags A and B, and the edge holds one with A alone. So a page with the tag of an article that `arrived` is cleared by
    its first tag, its own article's, which every copy has; and tags of articles whose prints are `waiting` clear none
    but their own pages. None from `waiting`, for too many to tell, leaves first tags alone. It is called only where
    pages are left.
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
