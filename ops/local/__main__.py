"""`make run`: the local stack in the foreground, until Ctrl-C."""

import argparse
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from .environments import ROOT
from .stack import LocalStack

SITE_PORT = 8000
API_PORT = 8001
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run the local stack until a signal or the end of the emulator."""
    parser = argparse.ArgumentParser(prog="python -m ops.local", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".local", help="where its state lies (.local)")
    parser.add_argument("--site-port", type=int, default=SITE_PORT, help="first port to try for the site (8000)")
    parser.add_argument("--api-port", type=int, default=API_PORT, help="first port to try for the API (8001)")
    parser.add_argument("--empty", action="store_true", help="post no sample articles")
    options = parser.parse_args()

    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        # The first asks; a second, while starting, interrupts.
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()
        if starting:
            raise KeyboardInterrupt

    for number in STOPPING_SIGNALS:
        signal.signal(number, stop)

    starting = True
    began_at = time.monotonic()
    stack = LocalStack(
        options.folder,
        site_port=options.site_port,
        api_port=options.api_port,
        samples=not options.empty,
        say=lambda line: print(line, flush=True),
    )
    try:
        stack.start()
    except KeyboardInterrupt:
        sys.exit(130)
    except RuntimeError as failure:
        sys.exit(f"\n{failure}")
    starting = False

    print(
        f"""
Ready after {time.monotonic() - began_at:.0f} s.

  Site   {stack.site_url}
  API    {stack.api_url}/api
  Token  {stack.admin_token}

In another shell, `. {relative(stack.folder / "env")}` sets $SITE_URL, $API_URL and $TOKEN. Ctrl-C ends it; what you did is kept.
""",
        flush=True,
    )
    failure = None
    while not stopping.wait(0.5) and not failure:
        failure = stack.failure()
    print("\nEnding, keeping its state …", flush=True)
    stack.stop()
    sys.exit(failure)


def relative(path: Path) -> Path:
    """Return a path as one types it from the project's folder, where it lies in there."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    main()
