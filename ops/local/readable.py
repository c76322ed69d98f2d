"""Turns what functions log into lines that a person reads."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

# What every line of Powertools' logger holds, and a reader at a terminal does not need.
KNOWN = frozenset(
    "level location message timestamp service cold_start function_name function_memory_size function_arn "
    "function_request_id request_id token_id correlation_id sampling_rate xray_trace_id exception exception_name "
    "stack_trace".split()
)


# Where the emulator unpacks a function and its layers; on Lambda they lie in /var/task and /opt.
UNPACKED = re.compile(r"[^\s\"]*/ministack-lambda-[^/]+/(code|layer_\d+)/")


def lines_of(told: dict[str, Any], verbose: bool = False) -> Iterator[str]:
    """Write what one invocation logged as lines, with its failure and without its metrics."""
    name = short_name(told["function"])
    log = UNPACKED.sub(lambda found: "/var/task/" if found[1] == "code" else "/opt/", told["log"])
    for line in log.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            entry = line
        if not isinstance(entry, dict):
            yield f"{name:18} {line}"
        elif "_aws" not in entry or verbose:
            yield f"{name:18} {said(entry)}"
            if entry.get("exception"):
                yield from (f"{name:18}   {line}" for line in entry["exception"].splitlines())
    if told["failed"]:
        yield f"{name:18} FAILED after {told['duration_ms']} ms"


def said(entry: dict[str, Any]) -> str:
    """Write one log entry: its level where it is more than information, its message, its values."""
    level = entry.get("level", "INFO")
    values = (f"{name}={value}" for name, value in entry.items() if name not in KNOWN)
    return " ".join(["" if level == "INFO" else f"{level}:", str(entry.get("message", "")), *values]).strip()


def short_name(function: str) -> str:
    """Return a function's name without the stack's and CloudFormation's additions, `RenderPagesFunction`."""
    return next((part for part in function.split("-") if part.endswith("Function")), function).removesuffix("Function")


def now_text() -> str:
    """Return the time as a log line begins with it."""
    return datetime.now().strftime("%H:%M:%S")
