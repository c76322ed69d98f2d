"""The words of our own that pages print, in the language they are asked for. Knows no page and no template.

A phrase is named by its English words. theme/phrases/<language>.json says it in a language, the newsroom's own tables
before ours; what a table lacks is said in the nearest parent language, and else in English.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from ..assets import PHRASES, theme_paths
from .languages import parents_of
from .plurals import OTHER, form_of

ENGLISH: Final = "en"
# How each table writes this number is how its language separates thousands.
_NUMBER: Final = "10,000"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as a language's table says it: by the plural form that its number asks for, or alike for all."""

    language: str
    forms: Mapping[str, str]

    def text(self, count: object = None) -> str:
        """Return the phrase for a number; what has no number, or lacks its form, has the form of all others."""
        if isinstance(count, int) and (text := self.forms.get(form_of(self.language, count))):
            return text
        return self.forms[OTHER]


def say(language: str, phrase: str, /, **values: object) -> str:
    """Return a phrase in a language, with its values in place; `count` among them decides the plural form.

    Numbers are written as the language writes them. With a value that is markup the whole is, the rest of it escaped.
    """
    said = _phrases_of(language).get(phrase)
    text = said.text(values.get("count")) if said else phrase
    if not values:
        return text
    is_markup = False
    for name, value in values.items():
        if isinstance(value, int):
            values[name] = number(language, value)
        elif isinstance(value, Markup):
            is_markup = True
    if is_markup:
        # Each piece is escaped by itself: markup's own way to format is many times slower.
        return Markup(str(escape(text)).format(**{name: escape(value) for name, value in values.items()}))
    return text.format(**values)


def forms_of(language: str, phrase: str, /) -> dict[str, str]:
    """Return a phrase in a language with its values not yet in place, by plural form."""
    said = _phrases_of(language).get(phrase)
    return {**said.forms} if said else {OTHER: phrase}


def number(language: str, value: int) -> str:
    """Write a number with the language's sign between thousands, `10.000`."""
    return f"{value:,}".replace(",", say(language, _NUMBER)[2:-3])


@cache
def _phrases_of(language: str) -> Mapping[str, Phrase]:
    """Return all that can be said in a language."""
    tags = [*parents_of(language), ENGLISH]
    return {phrase: said for tag in reversed(tags) for phrase, said in _table(tag)}


def _table(tag: str) -> Iterator[tuple[str, Phrase]]:
    """Yield what the tables of one language say: ours, then the newsroom's own."""
    for theme in reversed(theme_paths()):
        for file in sorted((theme / PHRASES).glob("*.json")):
            if file.stem.lower() == tag:
                for phrase, said in json.loads(file.read_text(encoding="utf-8")).items():
                    yield phrase, Phrase(tag, said if isinstance(said, dict) else {OTHER: said})
