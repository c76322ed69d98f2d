"""The theme's files, and those among them that readers fetch, named after their content.

The theme is the newsroom's own files and ours: one of the newsroom's stands before ours of the same name.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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

# What of a theme's folder is on pages; the rest explains it.
_THEME_PARTS: Final = (STATIC, TEMPLATES, CALENDARS, LANGUAGES, PHRASES)

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


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))


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


def theme_files() -> list[Path]:
    """Return every file of the theme that is on pages, the newsroom's own before ours."""
    parts = [theme / part for theme in theme_paths() for part in _THEME_PARTS]
    return [file for part in parts for file in ([part] if part.is_file() else _files(part))]
