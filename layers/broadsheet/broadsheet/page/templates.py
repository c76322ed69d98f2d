"""The template environment: made once, when the first page is printed. The only file that knows Jinja."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Hashable
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .assets import TEMPLATES_PATH, asset_path
from .frame import Frame

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND_SIGNS = re.compile(r"\s*([{};,>])\s*")
# Source: XML 1.0, production 2, Char.
_ILLEGIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_SPACE = re.compile(r"\s+")


@cache
def stylesheet() -> Markup:
    """Return the stylesheet that stands inside every page, without comments and superfluous space."""
    css = _COMMENT.sub("", (TEMPLATES_PATH / "site.css").read_text(encoding="utf-8"))
    css = _SPACE.sub(" ", _AROUND_SIGNS.sub(r"\1", css)).replace(";}", "}").replace(": ", ":")
    assert "</" not in css
    return Markup(css.strip())


@cache
def content_policy() -> Markup:
    """Return the Content-Security-Policy that a page carries: nothing but its own style, our files and pictures."""
    style = b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return Markup(
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'self'; connect-src 'self'; "
        "img-src 'self' https:; media-src 'self' https:; font-src 'self'; manifest-src 'self'"
    )


@cache
def environment() -> Environment:
    """Return the environment of the theme's templates: values are escaped, and a missing value raises."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES_PATH),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(asset_path=asset_path, content_policy=content_policy(), part=part, stylesheet=stylesheet())
    return made


@lru_cache(maxsize=4096)
def part(template_name: str, frame: Frame, **values: Hashable) -> Markup:
    """Print a template that stands alike in many pages, and keep it: a card, the masthead."""
    return Markup(environment().get_template(template_name).render(values, frame=frame))


def legible(text: str) -> str:
    """Return text without the characters that XML may not hold, such as a body writes with `&#1;`."""
    written = text.encode()
    # Quicker by far than the pattern, on a page that has none: nearly all.
    if len(written.translate(None, _CONTROLS)) == len(written) and "\ufffe" not in text and "\uffff" not in text:
        return text
    return _ILLEGIBLE.sub("", text)


def render(template_name: str, **values: Any) -> str:
    """Print a template. Every page's template takes `frame`."""
    return legible(environment().get_template(template_name).render(values))
