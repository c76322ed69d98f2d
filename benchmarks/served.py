"""How many readers does a web server serve? Printed sites behind nginx as the CDN's stand-in, asked by wrk.

Both come from Debian; where one is missing there is no answer. Nothing here knows how a site is printed.
"""

import gzip
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Final, Self

from benchmarks.measured import interleaved, seconds_until
from ops.local.emulator import HOST, free_port

# Varnish would say the same of the same files. Neither is installed for this: a benchmark is no reason for a server.
START_SECONDS: Final = 10
RUN_SECONDS: Final = 2
CONNECTIONS: Final = 16
GZIP_LEVEL: Final = 6

# One process, which is its one worker. Compressed pages lie beside the others, as a CDN keeps them.
CONFIGURATION: Final = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
    access_log off;
    types {{ text/html html; application/xml xml; }}
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=1000;
    gzip_static on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen {host}:{port}; root {root}; }}
}}
"""
RATE: Final = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
# wrk counts a redirection or a 304 as an answer.
FAILED: Final = re.compile(r"^\s*(Non-2xx or 3xx responses|Socket errors):.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Served:
    """One page: its bytes, and how many requests a second for it were answered whole, compressed and by a 304."""

    size: int
    gzip_size: int
    whole: float
    compressed: float
    unchanged: float


def program(name: str) -> str | None:
    """Return where a program is; Debian keeps servers where not everybody looks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")


def missing() -> list[str]:
    """Return the names of programs that are not installed."""
    return [name for name in ("nginx", "wrk") if program(name) is None]


def version_of(name: str) -> str:
    """Return a program's version, `1.22.1`."""
    said = subprocess.run([str(program(name)), "-v"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+[.\d]*", said.stderr + said.stdout)
    return found[0] if found else "of unknown version"


class Nginx:
    """nginx over a folder, on this machine alone. `with Nginx(root, folder) as nginx:`"""

    def __init__(self, root: Path, folder: Path) -> None:
        self._port = free_port()
        self._configuration = folder / "nginx.conf"
        folder.mkdir()
        self._configuration.write_text(CONFIGURATION.format(root=root, folder=folder, host=HOST, port=self._port))

    def __enter__(self) -> Self:
        folder = self._configuration.parent
        with (folder / "nginx.log").open("w") as log:
            self._process = subprocess.Popen(
                [str(program("nginx")), "-p", str(folder), "-e", "stderr", "-c", str(self._configuration)], stderr=log
            )
        try:
            seconds_until(self._answers, time.monotonic(), START_SECONDS)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def address(self, path: str) -> str:
        """Return the address of a file."""
        return f"http://{HOST}:{self._port}/{path}"

    def entity_tag(self, path: str) -> str:
        """Return what it says of a file, by which it knows that it has not changed."""
        with urllib.request.urlopen(self.address(path), timeout=10) as answer:
            return str(answer.headers["ETag"])

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"nginx did not start:\n{(self._configuration.parent / 'nginx.log').read_text()}")
        try:
            self.entity_tag("")
        except urllib.error.HTTPError as refusal:
            refusal.close()
        except OSError:
            return False
        return True

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait()


def rate_of(url: str, headers: Mapping[str, str]) -> float:
    """Ask for a page for a while, and return the answers a second.

    Raises `RuntimeError` where any request was refused.
    """
    said = subprocess.run(
        [str(program("wrk")), "--threads=1", f"--connections={CONNECTIONS}", f"--duration={RUN_SECONDS}",
         *(f"--header={name}: {value}" for name, value in headers.items()), url],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    rate = RATE.search(said)
    if rate is None or FAILED.search(said):
        raise RuntimeError(f"{url} was not served:\n{said}")
    return float(rate[1])


def served(root: Path, pages: Mapping[str, str], runs: int, folder: Path, say: Callable[[str], None]) -> list[Served]:
    """Serve pages, files below a root by what they are called here, by turns in each of three ways."""
    bodies = {name: (root / file).read_bytes() for name, file in pages.items()}
    packed = {name: gzip.compress(body, GZIP_LEVEL) for name, body in bodies.items()}
    for name, file in pages.items():
        (root / f"{file}.gz").write_bytes(packed[name])
    with Nginx(root, folder) as nginx:
        ways: dict[str, Callable[[str], dict[str, str]]] = {
            "whole": lambda file: {},
            "compressed": lambda file: {"Accept-Encoding": "gzip"},
            "unchanged": lambda file: {"If-None-Match": nginx.entity_tag(file)},
        }
        contenders = {
            f"{name}, {way}": partial(rate_of, nginx.address(file), headers(file))
            for name, file in pages.items()
            for way, headers in ways.items()
        }
        rates = {name: median(found) for name, found in interleaved(runs, contenders, say).items()}
    return [Served(len(bodies[name]), len(packed[name]), *(rates[f"{name}, {way}"] for way in ways)) for name in pages]
