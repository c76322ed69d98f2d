"""The theme's files: those that readers fetch, named after their content, and the digest of the whole."""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGE_PATH: Final = Path(__file__).resolve().parent.parent
THEME_PATH: Final = PACKAGE_PATH / "theme"
STATIC_PATH: Final = THEME_PATH / "static"
TEMPLATES_PATH: Final = THEME_PATH / "templates"

# Whatever decides how a page looks: a change in any of it re-prints the site.
_SOURCES: Final = (
    PACKAGE_PATH / "page",
    PACKAGE_PATH / "lists",
    PACKAGE_PATH / "article" / "picture.py",
    PACKAGE_PATH / "press" / "compositions.py",
)
_LIBRARIES: Final = ("jinja2", "comrak", "nh3")

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
    """A static file. `name` is its path in theme/static; `path` its key in the site bucket, content-hashed."""

    name: str
    path: str
    body: bytes
    content_type: str


def _asset_of(file: Path) -> Asset:
    body = file.read_bytes()
    name = file.relative_to(STATIC_PATH)
    digest = hashlib.sha256(body).hexdigest()[:8]
    guessed = mimetypes.guess_type(name.name)[0] or "application/octet-stream"
    return Asset(
        name=name.as_posix(),
        path=f"assets/{name.with_suffix('').as_posix()}.{digest}{name.suffix}",
        body=body,
        content_type=_CONTENT_TYPES.get(name.suffix, guessed),
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
    return tuple(_asset_of(file) for file in _files(STATIC_PATH))


@cache
def asset_path(name: str) -> str:
    """Return the path under which readers fetch a static file, `/assets/site.1a2b3c4d.js`.

    Raises `KeyError` for a file that the theme does not have.
    """
    return "/" + {asset.name: asset.path for asset in assets()}[name]


@cache
def theme_hash() -> str:
    """Return the digest of all that decides how a page looks: the same for the same package, wherever it runs.

    Of contents and names, never of times: every file of the theme, the source text that prints pages,
    and the versions of the libraries behind it.
    """
    digest = hashlib.sha256()
    sources = (file for source in _SOURCES for file in (_files(source, "*.py") if source.is_dir() else [source]))
    files = [*_files(THEME_PATH), *sources]
    for file in files:
        body = file.read_bytes()
        digest.update(f"{file.relative_to(PACKAGE_PATH).as_posix()} {len(body)}\n".encode())
        digest.update(body)
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()[:32]
