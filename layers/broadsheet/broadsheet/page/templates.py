"""The template environment: made once, when the first page is printed. The only file that knows Jinja."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Hashable, Sequence
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup

from .assets import TEMPLATES_PATH, asset_path
from .frame import Frame
from .pictures import image_html

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND_SIGNS = re.compile(r"\s*([{};,>])\s*")
# Source: XML 1.0, production 2, Char.
_ILLEGIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_SPACE = re.compile(r"\s+")
# Stands in a page's policy until the page is whole. Only the first is replaced, which is the policy's own.
_PICTURE_ORIGINS = "{picture-origins}"
_FOREIGN = ' src="http'
_ORIGIN = re.compile(r'<img(?: [a-z-]+="[^"]*")*? src="(https?://[^/"?#]+)')


@cache
def _styles(names: tuple[str, ...]) -> str:
    """Return the text of files of styles, without comments and superfluous space."""
    texts = (environment().loader.get_source(environment(), f"styles/{name}.css")[0] for name in names)  # type: ignore[union-attr]
    css = _AROUND_SIGNS.sub(r"\1", _COMMENT.sub("", "".join(texts)))
    return _SPACE.sub(" ", css).replace(";}", "}").replace(": ", ":").strip()


@cache
def _stylesheet(names: tuple[str, ...]) -> tuple[Markup, str]:
    """Return a page's styles, and the hash by which its policy allows them."""
    css = _styles(("base", *names))
    assert "</" not in css
    return Markup(css), b64encode(hashlib.sha256(css.encode()).digest()).decode()


def stylesheet(names: Sequence[str]) -> Markup:
    """Return the styles that stand inside a page: the base, and those that its kind of page adds."""
    return _stylesheet(tuple(names))[0]


def content_policy(names: Sequence[str]) -> Markup:
    """Return the Content-Security-Policy that a page carries: its own styles by their hash, and our files.

    Pictures come from the site, and from the origins of those that the page shows, which are put in when it is printed.
    """
    _, style = _stylesheet(tuple(names))
    return Markup(
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'self'; connect-src 'self'; "
        f"img-src 'self'{_PICTURE_ORIGINS}; media-src 'self'; font-src 'self'; manifest-src 'self'"
    )


class _Context(Context):
    """What a template knows. Ours call nothing that wants to be handed the context: the search for that is left out."""

    def call(
        self, called: Callable[..., Any], /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **values: Any
    ) -> Any:
        """Call a function or a macro."""
        return called(*args, **values)


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
    made.context_class = _Context
    made.globals.update(
        asset_path=asset_path,
        content_policy=content_policy,
        image_html=image_html,
        part=part,
        stylesheet=stylesheet,
    )
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
    text = legible(environment().get_template(template_name).render(values))
    origins = sorted(set(_ORIGIN.findall(text))) if _FOREIGN in text else []
    return text.replace(_PICTURE_ORIGINS, "".join(f" {origin}" for origin in origins), 1)
