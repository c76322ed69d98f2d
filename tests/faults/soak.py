"""Plays seed after seed of the simulation, on every core, until one goes wrong.

python -m tests.faults.soak --seed 0 --seeds 10000
python -m tests.faults.soak --breakage drop_the_if_match     # how soon the seeds find what is broken
"""

import argparse
import os
import sys
import time
import traceback
import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import partial
from multiprocessing import Pool

import tests.conftest  # noqa: F401  keeps botocore from AWS, so it comes before all else

from .breakages import BREAKAGES, broken
from .machine import play
from .simulation import opened

# So many that opening a newsroom for them weighs little.
SEEDS_A_TURN = 50


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=10_000, help="how many")
    parser.add_argument("--breakage", choices=BREAKAGES, help="what to break first")
    asked = parser.parse_args(arguments)
    seeds = range(asked.seed, asked.seed + asked.seeds)
    turns = [seeds[start : start + SEEDS_A_TURN] for start in range(0, len(seeds), SEEDS_A_TURN)]
    began, done = time.monotonic(), 0
    # What a turn leaves in the emulator goes with its process.
    with Pool(maxtasksperchild=1) as processes:
        for turn, wrong in zip(turns, processes.imap(partial(_wrong_in, breakage=asked.breakage), turns), strict=True):
            if wrong:
                print(f"\n{wrong}")
                return 1
            done += len(turn)
            _progress(f"{done:,} of {len(seeds):,} seeds, {done / (time.monotonic() - began):.1f} a second")
    print(f"\nSeeds {seeds[0]} to {seeds[-1]} ended as if nothing had gone wrong.")
    return 0


def _wrong_in(seeds: Sequence[int], breakage: str | None) -> str:
    """Play seeds, and say what went wrong in the first that did; nothing where none did."""
    # Powertools warns where a function that failed has no metrics, and prints every hundredth value, disabled or not.
    warnings.simplefilter("ignore")
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), opened() as simulation, broken(breakage):
        for seed in seeds:
            try:
                play(simulation, seed)
            except Exception as wrong:
                return _told(seed, wrong, breakage)
    return ""


def _progress(line: str) -> None:
    print(line, end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


def _told(seed: int, wrong: Exception, breakage: str | None) -> str:
    """Say what went wrong, in the fewest steps, and how to see it again."""
    what = str(wrong) if isinstance(wrong, AssertionError) else "".join(traceback.format_exception(wrong))
    broken_too = f"python -m tests.faults.soak --breakage {breakage} --seed {seed} --seeds 1"
    again = broken_too if breakage else f"make soak SEED={seed} SEEDS=1"
    return "\n".join((f"Seed {seed} went wrong:", *getattr(wrong, "__notes__", ()), what, "", f"Again: {again}"))


if __name__ == "__main__":
    sys.exit(main())
