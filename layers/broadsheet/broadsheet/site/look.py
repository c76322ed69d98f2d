"""How a site looks: its accent, its logo, and the contrast that a reader needs. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from annotated_types import MaxLen, MinLen

from ..errors import FieldError
from ..words import STRICT, is_of_origins, is_site_path

LOGO_MAX_PIXELS = 2_000
LOGO_URL_MAX_CHARS = 2_000

# What the accent stands on, on light and on dark screens. Those of styles/base.css.
LIGHT: Final = {"paper": "#fffefb", "wash": "#f5f1e9"}
DARK: Final = {"paper": "#151311", "wash": "#211e1a"}

# Of text that is smaller than a headline. Source: WCAG 2.2, success criterion 1.4.3.
CONTRAST_MIN: Final = 4.5
_STEPS_TO_WHITE: Final = 20

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_THEME_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")

Colour = Annotated[str, MinLen(1), MaxLen(7)]


@dataclass(frozen=True, slots=True)
class Logo:
    """Stands in the masthead instead of the site's name, which is its alternative text.

    `url` is a path on the site, the name of a static file of the theme, or an address of one of the site's image
    origins; `url_dark` likewise, for dark screens. `width` and `height` are in CSS pixels, as the masthead shows it.
    """

    url: Annotated[str, MinLen(1), MaxLen(LOGO_URL_MAX_CHARS)]
    width: int
    height: int
    url_dark: Annotated[str, MinLen(1), MaxLen(LOGO_URL_MAX_CHARS)] | None = None
    __pydantic_config__ = STRICT


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as we write it, `#rrggbb`."""
    return bool(_COLOUR.fullmatch(text))


def is_theme_file(url: str) -> bool:
    """Tell whether an address is the name of a file of the theme, `logo.svg`."""
    return bool(_THEME_FILE.fullmatch(url))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def for_dark_screens(colour: str) -> str:
    """Return a colour mixed with as little white as lets it be read on a dark screen."""
    parts = _parts(colour)
    for step in range(_STEPS_TO_WHITE + 1):
        mixed = [round(part + (255 - part) * step / _STEPS_TO_WHITE) for part in parts]
        lighter = "#" + "".join(f"{part:02x}" for part in mixed)
        if _faintest(lighter, DARK)[1] >= CONTRAST_MIN:
            break
    return lighter


def colour_faults(pointer: str, colour: str | None, grounds: Mapping[str, str]) -> Iterator[FieldError]:
    """Yield what is wrong with an accent that stands on these grounds."""
    name = pointer.lstrip("/")
    if colour is None:
        return
    if not is_colour(colour):
        yield FieldError(pointer, f"{name} is not a colour such as #9c1c1f")
        return
    ground, ratio = _faintest(colour, grounds)
    if ratio < CONTRAST_MIN:
        # Cut, not rounded: 4.497 must not read as 4.50.
        seen = f"{int(ratio * 100) / 100:.2f}"
        yield FieldError(
            pointer,
            f"{name} {colour} has a contrast of {seen}:1 with the {ground} {grounds[ground]}; "
            f"reading needs {CONTRAST_MIN}:1 (WCAG 2.2, 1.4.3)",
        )


def logo_faults(logo: Logo, image_origins: tuple[str, ...]) -> Iterator[FieldError]:
    """Yield what is wrong with a logo, but for a theme file that may not exist."""
    for name, url in (("url", logo.url), ("url_dark", logo.url_dark)):
        if url is None or is_site_path(url) or is_theme_file(url) or is_of_origins(url, image_origins):
            continue
        yield FieldError(
            f"/logo/{name}",
            f"logo/{name} is neither a path on the site, nor the name of a theme file, nor an https address of one of "
            "image_origins",
        )
    for name, pixels in (("width", logo.width), ("height", logo.height)):
        if not 1 <= pixels <= LOGO_MAX_PIXELS:
            yield FieldError(f"/logo/{name}", f"logo/{name} is not between 1 and {LOGO_MAX_PIXELS:,} pixels")


def _faintest(colour: str, grounds: Mapping[str, str]) -> tuple[str, float]:
    """Return the ground on which a colour is hardest to read, and their contrast."""
    return min(((name, contrast(colour, ground)) for name, ground in grounds.items()), key=lambda pair: pair[1])


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
