"""Makes the project's environments from their lock files. Runs on a bare Python: standard library only."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)

# Each environment's folder and lock file, and what it is for.
ENVIRONMENTS = {
    "dev": (".venv", "dev.txt", "the workbench"),
    "tools": (".venv-tools", "tools.txt", "SAM CLI"),
    "local": (".venv-local", "local.txt", "the AWS emulator"),
    "runtime": (".venv-runtime", "runtime.txt", "Lambda's runtime interface"),
    "bench": (".venv-bench", "bench.txt", "site generators to be measured beside"),
    "bench-web": (".web-bench", "bench-web/package-lock.json", "another site generator, and Lighthouse"),
    "checks": (".venv-checks", "checks.txt", "what needs other versions, or Java"),
    "web": (".web", "web/package-lock.json", "the HTML checker, and CommonMark's cases"),
}

# The environment whose Node installs what npm locks.
NODE = "local"


def python_of(name: str) -> Path:
    """Return the interpreter of an environment."""
    return ROOT / ENVIRONMENTS[name][0] / "bin" / "python"


def program_of(name: str, program: str) -> Path:
    """Return a program that an environment brings."""
    return ROOT / ENVIRONMENTS[name][0] / "bin" / program


def made_from(name: str) -> str:
    """Return what an environment follows from: its lock file and the Python it is made with."""
    lock = (ROOT / "requirements" / ENVIRONMENTS[name][1]).read_bytes()
    return hashlib.sha256(lock + f"{sys.version} {sys.base_prefix} {ROOT}".encode()).hexdigest()


def make(name: str) -> None:
    """Make an environment from its lock file, unless it stands already.

    Raises `SystemExit` with pip's or npm's own words where it cannot be made.
    """
    folder, lock, purpose = ENVIRONMENTS[name]
    if lock.endswith(".json"):
        make(NODE)
    stamp = ROOT / folder / "made-from"
    wanted = made_from(name)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local" / f"{folder[1:]}.lock").open("w") as held:
        # Another make may be at it.
        fcntl.flock(held, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(folder, lock, purpose)
            stamp.write_text(wanted)


def _install(folder: str, lock: str, purpose: str) -> None:
    if (ROOT / folder).is_symlink():
        # What it leads to is somebody else's, and making an environment begins with emptying its folder.
        raise SystemExit(f"{folder} is a link to {(ROOT / folder).readlink()}: nothing was changed; remove the link")
    print(f"  {folder}: installing {purpose} from requirements/{lock} …", flush=True)
    began_at = time.monotonic()
    (_install_with_npm if lock.endswith(".json") else _install_with_pip)(ROOT / folder, ROOT / "requirements" / lock)
    print(f"  {folder}: ready after {time.monotonic() - began_at:.0f} s", flush=True)


def _install_with_pip(folder: Path, lock: Path) -> None:
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    _run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
          "--no-deps", "--require-hashes", "-r", str(lock)])  # fmt: skip


def _install_with_npm(folder: Path, lock: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(lock.parent, folder)
    programs = program_of(NODE, "npm").parent
    # npm finds its own Node by name. No package may run anything.
    _run([str(programs / "npm"), "ci", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund",
          "--loglevel=error"], PATH=f"{programs}{os.pathsep}{os.environ['PATH']}")  # fmt: skip


def _run(command: list[str], **variables: str) -> None:
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{' '.join(command)} ended with status {done.returncode}")


def main() -> None:
    """Make the environments named on the command line, side by side."""
    if sys.version_info < OLDEST_PYTHON:
        raise SystemExit(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed, this is {sys.version}")
    unknown = [name for name in sys.argv[1:] if name not in ENVIRONMENTS]
    if unknown or not sys.argv[1:]:
        raise SystemExit(f"python -m ops.local.environments, with some of: {', '.join(ENVIRONMENTS)}")
    with ThreadPoolExecutor() as pool:
        for made in [pool.submit(make, name) for name in sys.argv[1:]]:
            made.result()


if __name__ == "__main__":
    main()
