"""Starts, watches and ends the AWS emulator. Knows processes and ports, nothing of the site."""

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .environments import program_of, python_of

HOST = "127.0.0.1"
REGION = "us-east-1"
START_TIMEOUT_SECONDS = 60
# It writes its whole state when it ends.
STOP_TIMEOUT_SECONDS = 60

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
}


def free_port(wanted: int = 0) -> int:
    """Return a port nobody listens on: the one wanted, or else any."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")


def bare_environment() -> dict[str, str]:
    """Return the environment for children: none of the operator's AWS settings, none of Python's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHON", "SAM_", "VIRTUAL_ENV"))
        and name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")
    }
    return kept | {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                   "AWS_EC2_METADATA_DISABLED": "true", "SAM_CLI_TELEMETRY": "0"}  # fmt: skip


class Emulator:
    """One MiniStack process with its state in one folder."""

    def __init__(self, folder: Path, port: int, told: Callable[[dict[str, Any]], None]) -> None:
        """`told` is called with what each invocation of a function logged."""
        self.folder = folder
        self.port = port
        self.endpoint = f"http://{HOST}:{port}"
        self.log = folder / "emulator.log"
        self._told = told
        self._process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        """Return what a program needs in its environment to talk to this emulator."""
        return bare_environment() | CREDENTIALS | {"AWS_ENDPOINT_URL": self.endpoint}

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises `RuntimeError` with the end of its log where it does not.
        """
        scratch = self._empty_scratch()
        environment = bare_environment() | {
            "PATH": f"{program_of('local', 'node').parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "TMPDIR": str(scratch),
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(self.port),
            # Where functions find it, and where addresses that they sign lead: names do not resolve everywhere.
            "AWS_ENDPOINT_URL": self.endpoint,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "objects"),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": "",
            "AUTH": "true",
        }
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [str(python_of("local")), str(Path(__file__).with_name("emulated.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=scratch,
                env=environment,
                # Ctrl-C is for the parent, which ends this one in good order.
                start_new_session=True,
            )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not self._answers():
            if self.exit_status is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the emulator did not start:\n{self.last_words()}")
            time.sleep(0.1)

    @property
    def was_killed(self) -> bool:
        """Whether its last run ended without writing its state."""
        return (self.folder / "state" / "unwritten").exists()

    @property
    def exit_status(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll() if self._process else 0

    def stop(self) -> None:
        """End it and wait until its state is written."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None

    def last_words(self, lines: int = 20) -> str:
        """Return the end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _empty_scratch(self) -> Path:
        """Make a new folder for what lives as long as the process: unpacked functions and layers.

        Thousands of files stand in the old one; nobody need wait until they are removed.
        """
        for old in self.folder.glob("scratch-*"):
            threading.Thread(target=shutil.rmtree, args=(old,), kwargs={"ignore_errors": True}, daemon=True).start()
        return Path(tempfile.mkdtemp(prefix="scratch-", dir=self.folder))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            self._told(told)


def architecture() -> str:
    """Return this machine's kind in Lambda's words."""
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def lambda_python() -> str:
    """Return the interpreter that functions run on here: the one all environments are made with."""
    return getattr(sys, "_base_executable", sys.executable)
