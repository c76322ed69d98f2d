"""`make run`: the local stack in the foreground, until Ctrl-C."""

import argparse
import signal
import sys
import time
from pathlib import Path

from .environments import ROOT
from .stack import LocalStack

SITE_PORT = 8000
API_PORT = 8001
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_AFTER_SECONDS = 0.5


def main() -> str | None:
    """Run the local stack until a signal, or until something of it ends; return what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m ops.local", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".local", help="where its state lies (.local)")
    parser.add_argument("--site-port", type=int, default=SITE_PORT, help="first port to try for the site (8000)")
    parser.add_argument("--api-port", type=int, default=API_PORT, help="first port to try for the API (8001)")
    parser.add_argument("--empty", action="store_true", help="post no sample articles")
    options = parser.parse_args()
    stack = LocalStack(
        options.folder,
        site_port=options.site_port,
        api_port=options.api_port,
        samples=not options.empty,
        say=lambda line: print(line, flush=True),
    )
    for number in STOPPING_SIGNALS:
        signal.signal(number, signal.default_int_handler)
    try:
        began_at = time.monotonic()
        stack.start()
        print(welcome(stack, time.monotonic() - began_at), flush=True)
        while not stack.failure():
            time.sleep(LOOK_AFTER_SECONDS)
        return stack.failure()
    except KeyboardInterrupt:
        return None
    except (RuntimeError, OSError) as failure:
        return f"\n{failure}"
    finally:
        # Its state is being written: an impatient second Ctrl-C must not cut that short.
        for number in STOPPING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if stack.started:
            print("\nEnding, keeping its state …", flush=True)
        stack.stop()


def welcome(stack: LocalStack, seconds: float) -> str:
    """Say where everything is."""
    shell = stack.folder / "env"
    return f"""
Ready after {seconds:.0f} s.

  Site   {stack.site_url}
  API    {stack.api_url}/api
  Token  {stack.admin_token}

In another shell, `. {shell.relative_to(ROOT) if shell.is_relative_to(ROOT) else shell}` sets $SITE_URL, $API_URL
and $TOKEN. Ctrl-C ends it and keeps what you did.
"""


if __name__ == "__main__":
    sys.exit(main())
