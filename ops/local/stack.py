"""One local stack: the emulator, the deployed template, the edge, a first token. `with LocalStack(folder) as stack:`"""

import fcntl
import json
import os
import shlex
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO, TypeVar

import boto3
from botocore.config import Config

from .build import built
from .deploy import ARTIFACTS_BUCKET, deploy, outputs_of, resources_of
from .edge import Edge
from .emulator import CREDENTIALS, REGION, Emulator, free_port
from .environments import ROOT
from .readable import lines_of, now_text
from .seed import Editor, first_token, seed

STACK_NAME = "broadsheet"

Made = TypeVar("Made")


class LocalStack:
    """The production template on this machine, with its state in one folder.

    Ports are the first free ones from those given, or any; a stack keeps its ports from run to run where it can.
    `say` is called with each line of progress and of the functions' logs, `told` with each run of a function as the
    emulator tells of it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        root: Path = ROOT,
        site_port: int = 0,
        api_port: int = 0,
        samples: bool = False,
        say: Callable[[str], None] = lambda line: None,
        told: Callable[[dict[str, Any]], None] = lambda told: None,
    ) -> None:
        self.folder = folder.resolve()
        self.root = root
        self.samples = samples
        self.say = say
        self.told = told
        self.facts: dict[str, Any] = {}
        self.resources: dict[str, str] = {}
        self._first_ports = {"site": site_port, "api": api_port}
        self._stopping = False
        self._held: TextIO | None = None
        self._edges: list[Edge] = []
        self._emulator: Emulator | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def site_url(self) -> str:
        """Where readers find the site, without a trailing slash."""
        return str(self.facts["site_url"])

    @property
    def api_url(self) -> str:
        """Where editors find the API; its paths begin with `/api`."""
        return str(self.facts["api_url"])

    @property
    def admin_token(self) -> str:
        """A token with the role of an admin."""
        return str(self.facts["admin_token"])

    def client(self, service: str) -> Any:
        """Return a boto3 client of a service of the emulator."""
        assert self._emulator
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=REGION,
            endpoint_url=self._emulator.endpoint,
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )

    def editor(self, token: str | None = None) -> Editor:
        """Return an editor at the API, an admin unless another token is given."""
        return Editor(self.api_url, token or self.admin_token)

    def environment(self) -> dict[str, str]:
        """Return the environment for an operator's command that is to reach this stack."""
        assert self._emulator
        return self._emulator.environment()

    def start(self) -> None:
        """Bring everything up; on failure take down what stood already.

        Raises `RuntimeError` where a build, a deployment or a start fails, or where a stack runs in the folder.
        """
        self._stopping = False
        self.folder.mkdir(parents=True, exist_ok=True)
        # Tokens lie in it, and the emulator's whole state; an earlier run's folder may be open to others.
        self.folder.chmod(0o700)
        try:
            self._hold_folder()
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every process of this stack, keeping its state."""
        self._stopping = True
        for edge in self._edges:
            edge.stop()
        self._edges = []
        if self._emulator:
            self._emulator.stop()
            self._emulator = None
        if self._held:
            self._held.close()
            self._held = None

    @property
    def started(self) -> bool:
        """Whether there is anything to end."""
        return self._emulator is not None

    def failure(self) -> str | None:
        """Say what has ended that should run; None while all is well."""
        if self._emulator and self._emulator.exit_status is not None:
            return f"the emulator ended with status {self._emulator.exit_status}:\n{self._emulator.last_words()}"
        return None

    def _start(self) -> None:
        before = self._read("stack.json")
        for name, first in self._first_ports.items():
            self._edges.append(Edge(before.get(name) or first))
        site, api = self._edges
        build = self._timed("Building the functions and layers", lambda: built(self.root))

        emulator = self._emulator = Emulator(self.folder, free_port(before.get("gateway", 0)), self._tell)
        if emulator.was_killed:
            self.say("The last run was killed: what was written in it is lost, and pages may be out of step.")
            self.say(f"Should anything look odd, remove {self.folder} and start afresh.")
        self._timed("Starting the emulator", emulator.start)

        cloudformation = self.client("cloudformation")
        deployed = {"build": build.name, "site_url": site.url}
        outputs = outputs_of(STACK_NAME, cloudformation)
        if not outputs or self._read("deployed.json") != deployed:
            self.client("s3").create_bucket(Bucket=ARTIFACTS_BUCKET)
            self._timed(
                "Deploying template.yaml",
                lambda: deploy(build, STACK_NAME, site.url, emulator.environment(), cloudformation),
            )
            self._write("deployed.json", deployed)
            outputs = outputs_of(STACK_NAME, cloudformation)
        self.resources = resources_of(STACK_NAME, cloudformation)

        site.start(emulator.port, outputs["DistributionDomainName"], {"X-Forwarded-Proto": "https"})
        api.start(emulator.port, f"{self.resources['Api']}.execute-api.localhost")
        self.facts = {
            "site_url": site.url,
            "api_url": api.url,
            "admin_token": before.get("admin_token", ""),
            "stack": STACK_NAME,
            "endpoint_url": emulator.endpoint,
            "outputs": outputs,
            "site": site.port,
            "api": api.port,
            "gateway": emulator.port,
        }
        if not before.get("admin_token") or self.editor().send("GET", "/api/articles")[0] == HTTPStatus.UNAUTHORIZED:
            self.facts["admin_token"] = first_token(STACK_NAME, emulator.environment())
        self._write("stack.json", self.facts)
        self._write_shell()
        if self.samples and not (self.folder / "seeded").exists():
            self.say("Posting the sample articles …")
            seed(self.editor(), self.site_url, self.say)
            (self.folder / "seeded").touch()

    def _hold_folder(self) -> None:
        self._held = (self.folder / "held").open("w")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = self._read("stack.json").get("site_url", "its address follows")
            raise RuntimeError(f"A stack runs in {self.folder} already: {where}") from None

    def _timed(self, what: str, make: Callable[[], Made]) -> Made:
        self.say(f"{what} …")
        began_at = time.monotonic()
        made = make()
        seconds = time.monotonic() - began_at
        if seconds >= 1:
            self.say(f"  done after {seconds:.0f} s")
        return made

    def _tell(self, told: dict[str, Any]) -> None:
        self.told(told)
        # What is cut off while all ends is done again at the next start.
        for line in () if self._stopping else lines_of(told):
            self.say(f"{now_text()} {line}")

    def _read(self, name: str) -> dict[str, Any]:
        try:
            read = json.loads((self.folder / name).read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}

    def _write(self, name: str, value: dict[str, Any]) -> None:
        self._write_text(name, json.dumps(value, indent=2) + "\n")

    def _write_shell(self) -> None:
        values = {
            "SITE_URL": self.site_url,
            "API_URL": self.api_url,
            "TOKEN": self.admin_token,
            "AWS_ENDPOINT_URL": self.facts["endpoint_url"],
            **CREDENTIALS,
        }
        self._write_text("env", "".join(f"export {name}={shlex.quote(value)}\n" for name, value in values.items()))

    def _write_text(self, name: str, text: str) -> None:
        # It holds a token: nobody else may read it, not even between two calls.
        with open(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
