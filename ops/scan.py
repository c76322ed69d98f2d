"""Goes through a whole table, in segments side by side, a page at a time, and goes on where it stopped."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# As many as botocore has connections for, by default.
SEGMENTS: Final = 8
TELL_SECONDS = 10.0
FOLDER: Final = Path(__file__).resolve().parents[1] / ".local"

Item = dict[str, Any]


class Progress:
    """How far a command came through a table, and what it needs to go on; in a file, if it has a `path`.

    A segment is reached up to a page when everything on that page is done. What was done of a page that was not
    finished is done again, so that must be safe. `seen` are the items that were looked at, `done` those of them that
    there was something to do for.
    """

    def __init__(self, path: Path | None = None, **facts: Any) -> None:
        self._path = path
        self._lock = Lock()
        self.facts = facts
        self.segments = SEGMENTS
        self.seen = self.done = 0
        self.reached: dict[int, Item | None] = {}

    @classmethod
    def taken_up(cls, path: Path) -> Self:
        """Read how far the last run came. Raises `FileNotFoundError` where none was stopped."""
        kept = json.loads(path.read_text())
        progress = cls(path, **kept["facts"])
        progress.segments, progress.seen, progress.done = kept["segments"], kept["seen"], kept["done"]
        progress.reached = {int(segment): key for segment, key in kept["reached"].items()}
        return progress

    def keep(self) -> None:
        """Write it down."""
        if self._path is None:
            return
        kept = {name: getattr(self, name) for name in ("facts", "segments", "seen", "done", "reached")}
        half = self._path.with_suffix(".half")
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(json.dumps(kept))
        half.replace(self._path)

    def reach(self, segment: int, last: Item | None, seen: int, done: int) -> None:
        """Note that a page of a segment is done, up to its `last` key; None at the segment's end."""
        with self._lock:
            self.reached[segment] = last
            self.seen += seen
            self.done += done
            self.keep()

    def end(self) -> None:
        """Forget it: all is done."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def progress_path(command: str, *names: str) -> Path:
    """Name the file in which a command keeps how far it came."""
    return FOLDER / f"{'-'.join((command, *names))}.json"


def go_through(
    client: "DynamoDBClient",
    table: str,
    act: Callable[[Sequence[Item]], int],
    progress: Progress,
    say: Callable[[Progress], None] = lambda progress: None,
    **scan: Any,
) -> int:
    """Hand every item of a table to `act`, a page at a time, and return how many it says were done, in all runs.

    Goes on from where `progress` is, and holds one page of each segment at a time. `act` runs in several threads, on
    items in DynamoDB's own form; the first that fails stops the others at their next page, and is raised. `say` is
    called every ten seconds and at the end.
    """
    stopped = Event()

    def segment(number: int) -> None:
        # One that was not reached yet begins; one that is at its end has no key, and is not here.
        start: Any = {"ExclusiveStartKey": progress.reached[number]} if number in progress.reached else {}
        while not stopped.is_set():
            page = client.scan(
                TableName=table, ConsistentRead=True, Segment=number, TotalSegments=progress.segments, **start, **scan
            )
            done = act(page["Items"])
            last = page.get("LastEvaluatedKey")
            progress.reach(number, last, len(page["Items"]), done)
            if last is None:
                return
            start = {"ExclusiveStartKey": last}

    left = [number for number in range(progress.segments) if progress.reached.get(number, {}) is not None]
    with ThreadPoolExecutor(progress.segments) as pool:
        futures = [pool.submit(segment, number) for number in left]
        try:
            while wait(futures, TELL_SECONDS, FIRST_EXCEPTION).not_done:
                if any(future.done() and future.exception() for future in futures):
                    break
                say(progress)
            say(progress)
        finally:
            stopped.set()
    for future in futures:
        future.result()
    return progress.done
