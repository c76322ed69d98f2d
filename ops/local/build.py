"""Builds the template's functions and layers with SAM CLI for this machine, once for each state of the sources."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .emulator import architecture, bare_environment, lambda_python
from .environments import ROOT, program_of

SOURCES = ("template.yaml", "functions", "layers")
BUILDS_KEPT = 3


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """Name every file that a build follows from, in order."""
    for source in SOURCES:
        found = [root / source] if (root / source).is_file() else sorted((root / source).rglob("*"))
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def source_digest(root: Path = ROOT) -> str:
    """Return a short text that changes when the sources, the Python or the machine do."""
    digest = hashlib.sha256(f"{sys.version} {architecture()}".encode())
    for file in source_files(root):
        digest.update(f"{file.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def built(root: Path = ROOT) -> Path:
    """Return the folder of the build of the present sources, building it where it is not there yet.

    Builds are kept under its .local/builds, a folder for each state of the sources, so a running stack keeps its own.
    Raises `RuntimeError` with SAM's words where it fails.
    """
    builds = root / ".local" / "builds"
    folder = builds / source_digest(root)
    builds.mkdir(parents=True, exist_ok=True)
    with locked(builds / "lock"):
        if (folder / "template.yaml").exists():
            folder.touch()
            return folder
        half = folder.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        run_sam(
            ["build", "--template", str(root / "template.yaml"), "--build-dir", str(half), "--cached",
             "--cache-dir", str(builds / f"cache-{sys.version_info.major}.{sys.version_info.minor}-{architecture()}")],
            bare_environment() | {"LOCAL_PYTHON": lambda_python()},
            root,
        )  # fmt: skip
        half.rename(folder)
        kept = sorted((made for made in builds.glob("*/template.yaml")), key=lambda made: made.parent.stat().st_mtime)
        for old in kept[:-BUILDS_KEPT]:
            shutil.rmtree(old.parent)
    return folder


def run_sam(arguments: list[str], environment: dict[str, str], folder: Path) -> str:
    """Run SAM CLI and return what it said.

    Raises `RuntimeError` with it where it fails.
    """
    done = subprocess.run(
        [str(program_of("tools", "sam")), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=environment,
        cwd=folder,
    )
    if done.returncode:
        raise RuntimeError(f"sam {arguments[0]} ended with status {done.returncode}:\n{done.stdout}")
    return done.stdout


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep other processes out meanwhile."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
