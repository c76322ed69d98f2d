"""The theme's files: those that readers fetch, named after their content, and the digest of the whole.

The theme is the newsroom's own files and ours: one of the newsroom's stands before ours of the same name.
"""

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGE_PATH: Final = Path(__file__).resolve().parent.parent
OUR_THEME_PATH: Final = PACKAGE_PATH / "theme"
OWN_THEME_PATH = PACKAGE_PATH.parent / "theme"
STATIC: Final = "static"
TEMPLATES: Final = "templates"
CALENDARS: Final = "calendars.json"
LANGUAGES: Final = "languages.json"
PHRASES: Final = "phrases"

# Whatever decides how a page looks: a change in any of it re-prints the site.
_THEME_PARTS: Final = (STATIC, TEMPLATES, CALENDARS, LANGUAGES, PHRASES)
_SOURCES: Final = tuple(
    PACKAGE_PATH / source
    for source in (
        "page",
        "lists",
        "article/picture.py",
        "printing/pages/compositions.py",
        "site",
        "words.py",
        "moments.py",
        "codec.py",
    )
)
_LIBRARIES: Final = ("jinja2", "markupsafe", "comrak", "nh3", "msgspec")

# Hosts differ in what they know of newer types.
_CONTENT_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file. `name` is its path in the theme's static folder; `path` its key in the site bucket, hashed."""

    name: str
    path: str
    body: bytes
    content_type: str


def theme_paths() -> tuple[Path, ...]:
    """Return the folders of the theme: the newsroom's own before ours."""
    return OWN_THEME_PATH, OUR_THEME_PATH


def _asset_of(name: str, file: Path) -> Asset:
    body = file.read_bytes()
    stem, suffix = name.removesuffix(file.suffix), file.suffix
    digest = hashlib.sha256(body).hexdigest()[:8]
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(
        name=name,
        path=f"assets/{stem}.{digest}{suffix}",
        body=body,
        content_type=_CONTENT_TYPES.get(suffix, guessed),
    )


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(
        file
        for file in folder.rglob(pattern)
        if file.is_file() and file.suffix != ".pyc" and not file.name.startswith(".")
    )


@cache
def assets() -> tuple[Asset, ...]:
    """Return the theme's static files, in order of their names."""
    folders = [theme / STATIC for theme in reversed(theme_paths())]
    files = {file.relative_to(folder).as_posix(): file for folder in folders for file in _files(folder)}
    return tuple(_asset_of(name, file) for name, file in sorted(files.items()))


@cache
def asset_paths() -> Mapping[str, str]:
    """Return the path under which readers fetch each static file, by its name: `/assets/site.1a2b3c4d.js`."""
    return {asset.name: f"/{asset.path}" for asset in assets()}


def asset_path(name: str) -> str:
    """Return the path under which readers fetch a static file.

    Raises `KeyError` for a file that the theme does not have.
    """
    return asset_paths()[name]


@cache
def theme_hash() -> str:
    """Return the digest of all that decides how a page looks: the same for the same package, wherever it runs.

    Of contents and names, never of times: every file of the theme, the newsroom's and ours, the source text that
    prints pages, and the versions of the libraries behind it.
    """
    digest = hashlib.sha256()
    for file in _files_that_print():
        body = file.read_bytes()
        digest.update(f"{file.relative_to(PACKAGE_PATH.parent).as_posix()} {len(body)}\n".encode())
        digest.update(body)
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()[:32]


def _files_that_print() -> Iterator[Path]:
    parts = [theme / part for theme in theme_paths() for part in _THEME_PARTS]
    for source, pattern in [*((part, "*") for part in parts), *((source, "*.py") for source in _SOURCES)]:
        yield from [source] if source.is_file() else _files(source, pattern)
