"""The template environment: made once, when the first page is printed. The only file that knows Jinja."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Hashable, MutableMapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final
from unicodedata import combining, east_asian_width

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, nodes
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..article.fields import BodyFormat
from ..errors import Unprintable
from ..words import is_origin, legible
from .assets import OUR_THEME_PATH, TEMPLATES, asset_path, theme_paths
from .body.markdown import html_of
from .body.pictures import image_html
from .frame import Frame
from .language.languages import has_long_words
from .language.phrases import ENGLISH, say

LONG_COLUMNS: Final = 70
LONGER_COLUMNS: Final = 120

# A comment that does not end reaches to the end. Source: CSS Syntax Level 3, section 4.3.2.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AROUND_SIGNS = re.compile(r" ?([{};,>]) ?")
_SPACE = re.compile(r"\s+")
# In a file of styles: url(asset:fonts/serif.woff2).
_ASSET = re.compile(r"asset:([\w./-]+)")
# A phrase without values in a template, where nothing is to be put in.
_SAID = re.compile(r'\bframe\.say\("([^"\\]+)"\)')
# What HTML and XML take for their own.
_UNSAFE = re.compile("[&<>'\"]").search
# Stands in a page's policy until the page is whole. Only the first is replaced, which is the policy's own.
_PICTURE_ORIGINS = "{picture-origins}"
# A host and its port alone: other signs that a URL may hold could end the directive and begin another.
_ORIGIN = re.compile(
    r'<img(?: [a-z-]+="[^"]*")*? src="((?i:https?)://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?)(?=[/"?#])'
)


@lru_cache(4096)
def headline_step(headline: str) -> str:
    """Return the class by which a headline is set smaller: ` long` past 70 columns, ` longer` past 120, else none.

    What fills a screen says no more than what does not. A wide sign, as of Chinese, takes two columns, a mark none.
    """
    columns = sum(2 if east_asian_width(sign) in "WF" else not combining(sign) for sign in headline)
    return " longer" if columns > LONGER_COLUMNS else " long" if columns > LONG_COLUMNS else ""


@cache
def _styles(names: tuple[str, ...]) -> str:
    """Return the text of files of styles, without comments and superfluous space."""
    made = environment(ENGLISH)
    texts = (made.loader.get_source(made, f"styles/{name}.css")[0] for name in names)  # type: ignore[union-attr]
    css = _AROUND_SIGNS.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", "".join(texts))))
    css = _ASSET.sub(lambda match: asset_path(match[1]), css)
    return css.replace(";}", "}").replace(": ", ":").strip()


def _names_of(frame: Frame, names: Sequence[str]) -> tuple[str, ...]:
    """Return the files of styles of a page: the base, its kind's, what the settings ask for, the newsroom's own."""
    site = frame.site
    asked = (
        ("logo", frame.logo),
        ("footer", site.footer.strip()),
        ("frames", site.frame_origins),
        ("long-words", has_long_words(site.language)),
    )
    return ("base", *names, *(name for name, value in asked if value), "own")


def _accent(light: str | None, dark: str | None) -> str:
    """Return the site's own accent as styles; paper has none."""
    rules = (("screen", light), ("screen and (prefers-color-scheme:dark)", dark))
    return "".join(f"@media {medium}{{:root{{--accent:{colour}}}}}" for medium, colour in rules if colour)


@cache
def _stylesheet(names: tuple[str, ...], accents: tuple[str | None, str | None]) -> tuple[Markup, str]:
    """Return a page's styles, and the hash by which its policy allows them."""
    css = _styles(names) + _accent(*accents)
    assert "</" not in css
    return Markup(css), b64encode(hashlib.sha256(css.encode()).digest()).decode()


def stylesheet(frame: Frame, names: Sequence[str]) -> Markup:
    """Return the styles that stand inside a page; `names` are those that its kind of page adds to the base."""
    return _stylesheet(_names_of(frame, names), frame.site.accents)[0]


def content_policy(frame: Frame, names: Sequence[str]) -> Markup:
    """Return the Content-Security-Policy that a page carries: its own styles by their hash, and our files.

    Beside them scripts, frames and pictures of the origins that the settings allow. The origins of other pictures that
    the page shows are put in when it is printed.
    """
    _, style = _stylesheet(_names_of(frame, names), frame.site.accents)
    site = frame.site
    scripts, frames, pictures = (
        _sources(each) for each in (site.script_origins, site.frame_origins, site.image_origins)
    )
    return Markup(
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'self'{scripts}; connect-src 'self'{scripts}; "
        f"img-src 'self'{pictures}{_PICTURE_ORIGINS}; media-src 'self'; font-src 'self'; manifest-src 'self'"
        + (f"; frame-src{frames}" if frames else "")
    )


def _sources(origins: Sequence[str]) -> str:
    # What is no origin could end the directive; the settings refuse it, this holds whatever was kept.
    return "".join(f" {origin}" for origin in origins if is_origin(origin))


class _Phrases(Extension):
    """Puts phrases without values into a template when it is compiled, so that no page looks for them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template's text with a literal for each `frame.say("…")`."""
        language: str = self.environment.language  # type: ignore[attr-defined]
        return _SAID.sub(lambda match: json.dumps(say(language, match[1])), source)


class _Context(Context):
    """What a template knows. Ours call nothing that wants to be handed the context: the search for that is left out."""

    def call(
        self, called: Callable[..., Any], /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **values: Any
    ) -> Any:
        """Call a function or a macro."""
        return called(*args, **values)


def escaped(value: object) -> str:
    """Return a value as it stands in HTML or XML: nearly all are markup already, or have no sign to escape."""
    if value.__class__ is Markup or (value.__class__ is str and not _UNSAFE(value)):
        return value
    return escape(value)


class _Environment(Environment):
    """An environment whose templates print quicker, and print the same.

    What a template may name beside its values is in one dict: a chain of two is looked through key by key.
    """

    def _generate(self, source: nodes.Template, *names: Any, **options: Any) -> str:
        # Jinja's own hook to change what a template is compiled from.
        made: str = super()._generate(source, *names, **options)
        return made.replace(
            "\nname = ", f"\nfrom {__name__} import {escaped.__name__} as {escape.__name__}\nname = ", 1
        )

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names of a template."""
        return {**self.globals, **(d or {})}


@cache
def environment(language: str) -> Environment:
    """Return the environment of the theme's templates for sites in a language.

    Values are escaped, and a missing value raises. A template of ours that the newsroom replaced is still there, as
    `broadsheet/<name>`.
    """
    ours = FileSystemLoader(OUR_THEME_PATH / TEMPLATES)
    made = _Environment(
        loader=ChoiceLoader(
            [FileSystemLoader([path / TEMPLATES for path in theme_paths()]), PrefixLoader({"broadsheet": ours})]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        # All templates stay, without the lock and the order of use of a cache that forgets.
        cache_size=-1,
    )
    made.extend(language=language)
    made.add_extension(_Phrases)
    made.context_class = _Context
    made.globals.update(
        asset_path=asset_path,
        content_policy=content_policy,
        headline_step=headline_step,
        image_html=image_html,
        part=part,
        prose=prose,
        stylesheet=stylesheet,
    )
    return made


@lru_cache(maxsize=4096)
def part(template_name: str, frame: Frame, **values: Hashable) -> Markup:
    """Print a template that stands alike in many pages, and keep it: a card, the masthead."""
    return Markup(environment(frame.site.language).get_template(template_name).render(values, frame=frame))


def prose(text: str, language: str = ENGLISH) -> Markup:
    """Return Markdown of the settings, written in a language, as sanitised HTML.

    It stands on every page: where it cannot be printed it is left out, so that they can.
    """
    try:
        return html_of(text, BodyFormat.MARKDOWN, language=language, everywhere=True)
    except Unprintable:
        return Markup()


def render(template_name: str, *, frame: Frame, **values: Any) -> str:
    """Print a template."""
    text = legible(environment(frame.site.language).get_template(template_name).render(values, frame=frame))
    shown = sorted({*_ORIGIN.findall(text)} - {*frame.site.image_origins})
    return text.replace(_PICTURE_ORIGINS, "".join(f" {origin}" for origin in shown), 1)
