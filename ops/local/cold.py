"""`make bench-cold`: how long each function takes to start, from its built artifact, and what the layers weigh."""

import argparse
import statistics
import zipfile
from io import BytesIO
from pathlib import Path

from .build import built
from .emulator import CREDENTIALS
from .rie import INIT_DURATION, Function, Sandbox, functions_of

# Nothing answers there: what a function does after its start is not measured.
NOWHERE = "http://127.0.0.1:9"


def init_ms(function: Function) -> float:
    """Start a function once and return what Lambda would report as its INIT duration."""
    variables = dict.fromkeys(function.variables, "unset") | CREDENTIALS
    variables |= {"AWS_ENDPOINT_URL": NOWHERE, "AWS_MAX_ATTEMPTS": "1", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
    with Sandbox(function, variables) as sandbox:
        sandbox.invoke({})
    return sandbox.durations_ms(INIT_DURATION)[0]


def sizes_mb(layer: Path) -> tuple[float, float]:
    """Return what a layer weighs unpacked and zipped."""
    files = [file for file in sorted(layer.rglob("*")) if file.is_file()]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(layer))
    return sum(file.stat().st_size for file in files) / 1e6, packed.tell() / 1e6


def main() -> None:
    """Print a line for each function and each layer."""
    parser = argparse.ArgumentParser(prog="make bench-cold", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="starts of each function (7)")
    options = parser.parse_args()
    functions = functions_of(built()).values()
    print(f"{'INIT, ms':20} {'median':>8} {'least':>8} {'most':>8}")
    for function in functions:
        starts = [init_ms(function) for _ in range(options.runs)]
        print(f"{function.name:20} {statistics.median(starts):8.0f} {min(starts):8.0f} {max(starts):8.0f}")
    print(f"\n{'Layer, MB':20} {'unpacked':>8} {'zipped':>8}")
    for layer in sorted({layer for function in functions for layer in function.layers}):
        unpacked, packed = sizes_mb(layer)
        print(f"{layer.name:20} {unpacked:8.1f} {packed:8.1f}")


if __name__ == "__main__":
    main()
