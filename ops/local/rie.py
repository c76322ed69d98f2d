"""Runs a built function under Lambda's own runtime interface emulator, which comes with SAM CLI."""

import json
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml

from .emulator import HOST, architecture, bare_environment, free_port
from .environments import ROOT, python_of

INVOCATION = "/2015-03-31/functions/function/invocations"
START_TIMEOUT_SECONDS = 10
INIT_DURATION = re.compile(r"INIT REPORT\(durationMs: ([\d.]+)\)")
CALL_DURATION = re.compile(r"INVOKE RTDONE\(.*duration: ([\d.]+)ms\)")


@dataclass(frozen=True, slots=True)
class Function:
    """One function of a build: `name` is its folder's."""

    name: str
    logical_id: str
    code: Path
    layers: tuple[Path, ...]
    handler: str
    memory_mb: int
    timeout_seconds: int
    variables: frozenset[str]


def functions_of(build: Path) -> dict[str, Function]:
    """Return the functions of a build by the names of their folders."""
    template = yaml.safe_load((build / "template.yaml").read_text())
    shared = template.get("Globals", {}).get("Function", {})
    functions = {}
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        own = resource["Properties"]
        code = build / own["CodeUri"]
        layers = [reference["Ref"] for reference in (*shared.get("Layers", []), *own.get("Layers", []))]
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", logical_id.removesuffix("Function")).lower()
        functions[name] = Function(
            name=name,
            logical_id=logical_id,
            code=code,
            layers=tuple(build / template["Resources"][layer]["Properties"]["ContentUri"] for layer in layers),
            handler=own.get("Handler", shared.get("Handler")),
            memory_mb=own.get("MemorySize", shared.get("MemorySize", 128)),
            timeout_seconds=own.get("Timeout", shared.get("Timeout", 3)),
            variables=frozenset(
                variable
                for properties in (shared, own)
                for variable in properties.get("Environment", {}).get("Variables", {})
            ),
        )
    return functions


@dataclass
class Sandbox:
    """One execution environment of a function: `with Sandbox(function, variables) as sandbox:`, then `invoke`."""

    function: Function
    variables: dict[str, str]
    log: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        site_packages = next(python_of("runtime").parents[1].glob("lib/python*/site-packages"))
        function = self.function
        self._port = free_port()
        self._process = subprocess.Popen(
            [str(emulator()), "--runtime-interface-emulator-address", f"{HOST}:{self._port}",
             "--runtime-api-address", f"{HOST}:{free_port()}",
             str(python_of("runtime")), "-m", "awslambdaric", function.handler],
            cwd=function.code,
            env=bare_environment()
            | {
                "PYTHONPATH": ":".join([*(f"{layer}/python" for layer in function.layers), str(site_packages)]),
                "LAMBDA_TASK_ROOT": str(function.code),
                "AWS_LAMBDA_FUNCTION_NAME": function.name,
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
                "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout_seconds),
                "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
            }
            | self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        self._listener.join()

    def invoke(self, event: Any) -> Any:
        """Send an event and return what the function answers; a failure is an answer too, as on Lambda."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while True:
            request = urllib.request.Request(
                f"http://{HOST}:{self._port}{INVOCATION}", data=json.dumps(event).encode(), method="POST"
            )
            try:
                with urllib.request.urlopen(request, timeout=self.function.timeout_seconds + 30) as answer:
                    text = answer.read().decode()
                    break
            except urllib.error.HTTPError as refusal:
                with refusal:
                    text = refusal.read().decode()
                    break
            except urllib.error.URLError:
                # It listens a moment after it starts.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        try:
            return json.loads(text)
        except ValueError:
            return text

    def durations_ms(self, kind: re.Pattern[str]) -> list[float]:
        """Return the durations that Lambda's own log lines state."""
        return [float(found[1]) for line in self.log if (found := kind.search(line))]

    def said(self) -> list[str]:
        """Return what the function itself has written, without the emulator's own lines."""
        return [line for line in self.log if "(rapid)" not in line]

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.log.append(line.rstrip("\n"))


def emulator() -> Path:
    """Return the runtime interface emulator of this machine's kind."""
    return next(
        (ROOT / ".venv-tools").glob(f"lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-{architecture()}")
    )
