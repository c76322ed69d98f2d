"""Which form of a phrase a whole number asks for, in each language. Pure. Source: Unicode CLDR, plural rules.

The forms are those of the CLDR: zero, one, two, few, many, other. A rule that only fractions or a million ask for is
left out, and a language without a rule here has one form for 1 and one for the rest.
"""

from collections.abc import Callable
from typing import Final

from .languages import parents_of

OTHER: Final = "other"

Rule = Callable[[int], str]


def _alike(number: int) -> str:
    return OTHER


def _one(number: int) -> str:
    return "one" if number == 1 else OTHER


def _none_or_one(number: int) -> str:
    return "one" if number < 2 else OTHER


def _pair(number: int) -> str:
    return {1: "one", 2: "two"}.get(number, OTHER)


def _arabic(number: int) -> str:
    if number < 3:
        return ("zero", "one", "two")[number]
    end = number % 100
    return "few" if 3 <= end <= 10 else "many" if end > 10 else OTHER


def _irish(number: int) -> str:
    if number in (1, 2):
        return "one" if number == 1 else "two"
    return "few" if 3 <= number <= 6 else "many" if 7 <= number <= 10 else OTHER


def _welsh(number: int) -> str:
    return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(number, OTHER)


def _latvian(number: int) -> str:
    if number % 10 == 0 or 11 <= number % 100 <= 19:
        return "zero"
    return "one" if number % 10 == 1 else OTHER


def _lithuanian(number: int) -> str:
    if 11 <= number % 100 <= 19 or number % 10 == 0:
        return OTHER
    return "one" if number % 10 == 1 else "few"


def _romanian(number: int) -> str:
    if number == 1:
        return "one"
    return "few" if number == 0 or 1 <= number % 100 <= 19 else OTHER


def _slovenian(number: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(number % 100, OTHER)


def _czech(number: int) -> str:
    return "one" if number == 1 else "few" if 2 <= number <= 4 else OTHER


def _polish(number: int) -> str:
    return "one" if number == 1 else "few" if _ends_in_two_to_four(number) else "many"


def _russian(number: int) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    return "few" if _ends_in_two_to_four(number) else "many"


def _serbian(number: int) -> str:
    form = _russian(number)
    return OTHER if form == "many" else form


def _icelandic(number: int) -> str:
    return "one" if number % 10 == 1 and number % 100 != 11 else OTHER


def _ends_in_two_to_four(number: int) -> bool:
    return 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14


_RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys("id ja ko lo ms my th vi yue zh".split(), _alike),
    **dict.fromkeys("am as bn fa fr gu hi hy kn pt zu".split(), _none_or_one),
    **dict.fromkeys("pt-pt".split(), _one),
    **dict.fromkeys("be ru uk".split(), _russian),
    **dict.fromkeys("bs hr sr".split(), _serbian),
    **dict.fromkeys("cs sk".split(), _czech),
    **dict.fromkeys("is mk".split(), _icelandic),
    "ar": _arabic,
    "cy": _welsh,
    "ga": _irish,
    "he": _pair,
    "lt": _lithuanian,
    "lv": _latvian,
    "pl": _polish,
    "ro": _romanian,
    "sl": _slovenian,
}


def form_of(language: str, number: int) -> str:
    """Return the form that a number asks for in a language, by its nearest parent with a rule."""
    return next((_RULES[tag] for tag in parents_of(language) if tag in _RULES), _one)(number)
