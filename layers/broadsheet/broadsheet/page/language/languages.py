"""Languages by their tags: what each falls back on, and what those who speak it call it. Pure.

The table of names, theme/languages.json, was drawn from the Unicode CLDR with Babel.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Final

from ..assets import LANGUAGES, OUR_THEME_PATH

LANGUAGES_PATH: Final = OUR_THEME_PATH / LANGUAGES

# English of no region is everybody's, with a clock of 24 hours. Source: Unicode CLDR, en-001, en-150.
_WRITE_AS_BRITONS: Final = "at be ch cy de dk ee es fi fr gg gi gr ie im it je lu lv mt nl no pl pt ro se si sk".split()
_WRITE_AS_AUSTRALIANS: Final = "bd fj gh hk ke lk mm mw my na ng np nz pk sg tt tz ug vu zm".split()

# Where the nearest parent is another than the tag without its end. Source: Unicode CLDR, parent locales, aliases.
_PARENTS: Final = {
    **dict.fromkeys((f"en-{region}" for region in _WRITE_AS_BRITONS), "en-gb"),
    **dict.fromkeys((f"en-{region}" for region in _WRITE_AS_AUSTRALIANS), "en-au"),
    "en-ph": "en-us",
    "iw": "he",
    "nn": "nb",
    "no": "nb",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-tw": "zh-hant",
}

# They write compounds as one word, which no line may hold. The hyphens are the browser's: ours would need patterns for
# each language, and texts would no longer match what is searched for. English headlines need none.
_LONG_WORDS: Final = frozenset("da de et fi fy hu is nb nl nn no sv".split())


def has_long_words(tag: str) -> bool:
    """Tell whether a language's words may be longer than a narrow line, so that they want hyphens."""
    return tag.lower().partition("-")[0] in _LONG_WORDS


def parents_of(tag: str) -> Iterator[str]:
    """Yield a language tag in lower case and its parents, the nearest first: `zh-tw`, `zh-hant`, `zh`."""
    subtags = tag.lower().replace("_", "-").split("-")
    while subtags:
        parent = "-".join(subtags)
        yield parent
        subtags = _PARENTS[parent].split("-") if parent in _PARENTS else subtags[:-1]


@cache
def _names() -> dict[str, str]:
    return {tag.lower(): name for tag, name in json.loads(LANGUAGES_PATH.read_text(encoding="utf-8")).items()}


@cache
def language_name(tag: str) -> str:
    """Return a language's own name, `français`, with what else its tag says, `português (BR)`.

    A language that the table lacks is called by its tag.
    """
    subtags = tag.split("-")
    for length in range(len(subtags), 0, -1):
        if name := _names().get("-".join(subtags[:length]).lower()):
            rest = "-".join(subtags[length:])
            return f"{name} ({rest})" if rest else name
    return tag
