"""What languages are called by those who speak them, for links to translations. Pure.

The table, theme/languages.json, was drawn from the Unicode CLDR with Babel.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES_PATH: Final = Path(__file__).resolve().parent.parent / "theme" / "languages.json"


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
