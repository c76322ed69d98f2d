"""The template environment: made once, when the first page is printed. The only file that knows Jinja."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .assets import TEMPLATES_PATH, asset_path

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND_SIGNS = re.compile(r"\s*([{};,>])\s*")
# Source: XML 1.0, production 2, Char; HTML, preprocessing the input stream.
_ILLEGIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
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
    made.globals.update(asset_path=asset_path, stylesheet=stylesheet, content_policy=content_policy)
    return made


def legible(text: str) -> str:
    """Return text without the characters that neither XML nor HTML may hold, nor UTF-8 can write."""
    return _ILLEGIBLE.sub("", text)


def render(template_name: str, **values: Any) -> str:
    """Print a template. Every page's template takes `frame`."""
    return legible(environment().get_template(template_name).render(values))
