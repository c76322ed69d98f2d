"""Plays seed after seed of the simulation, until one goes wrong.

python -m tests.faults.soak --seed 0 --seeds 10000
python -m tests.faults.soak --breakage drop_the_if_match     # how soon the seeds find what is broken
"""

import argparse
import os
import sys
import time
import traceback
import warnings
from contextlib import redirect_stdout

import tests.conftest  # noqa: F401  keeps botocore from AWS, so it comes before all else

from .breakages import BREAKAGES, broken
from .machine import play
from .simulation import opened

PROGRESS_SEEDS = 100


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=10_000, help="how many")
    parser.add_argument("--breakage", choices=BREAKAGES, help="what to break first")
    asked = parser.parse_args(arguments)
    # Powertools warns where a function that failed has no metrics.
    warnings.simplefilter("ignore")
    began = time.monotonic()
    with opened() as simulation, broken(asked.breakage):
        for done, seed in enumerate(range(asked.seed, asked.seed + asked.seeds), start=1):
            try:
                # Powertools prints every hundredth value of a metric, disabled or not.
                with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
                    play(simulation, seed)
            except Exception as wrong:
                _tell(seed, wrong, asked.breakage)
                return 1
            if sys.stderr.isatty() or done % PROGRESS_SEEDS == 0 or done == asked.seeds:
                rate = done / (time.monotonic() - began)
                _progress(f"{done:,} of {asked.seeds:,} seeds, {rate:.1f} a second")
    print(f"\nSeeds {asked.seed} to {asked.seed + asked.seeds - 1} ended as if nothing had gone wrong.")
    return 0


def _progress(line: str) -> None:
    print(line, end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


def _tell(seed: int, wrong: Exception, breakage: str | None) -> None:
    """Say what went wrong, in the fewest steps, and how to see it again."""
    print(f"\nSeed {seed} went wrong:", *getattr(wrong, "__notes__", ()), sep="\n")
    if isinstance(wrong, AssertionError):
        print(wrong)
    else:
        traceback.print_exception(wrong)
    broken_too = f"python -m tests.faults.soak --breakage {breakage} --seed {seed} --seeds 1"
    print(f"\nAgain: {broken_too if breakage else f'make soak SEED={seed} SEEDS=1'}")


if __name__ == "__main__":
    sys.exit(main())
