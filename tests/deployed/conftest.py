"""A stack of its own: template.yaml, built and deployed by SAM CLI into the emulator, once for the whole run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from ops.local.stack import LocalStack
from tests.deployed.reader import Reader

# What waits for the schedule's minute, which begins anew with each start; and what deploys another project: the next
# start after it would deploy ours anew.
LAST = ("test_papers.py", "test_schedule.py", "test_redeploy.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the end what is cheaper there."""
    items.sort(key=lambda item: LAST.index(item.path.name) + 1 if item.path.name in LAST else 0)


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A deployed stack with an empty site, on free ports, which ends with the run.

    What its functions log is in the failed test's output, and whole in run.log in its folder.
    """
    folder = tmp_path_factory.mktemp("deployed")
    with (folder / "run.log").open("w", buffering=1) as log:

        def say(line: str) -> None:
            print(line)
            log.write(line + "\n")

        with LocalStack(folder, say=say) as stack:
            start_functions(stack)
            yield stack


def start_functions(stack: LocalStack) -> None:
    """Have the emulator unpack and start what publishing needs: on a busy machine that takes longer than any answer."""
    Reader(stack.site_url).until("/", lambda answer: answer.status == 200)
    stack.editor().must("GET", "/api/articles")


@dataclass(frozen=True, slots=True)
class Planned:
    """An article that is to be published while others are tested, and what its address answered before."""

    at: datetime
    url: str
    status_before: int


@pytest.fixture(scope="session", autouse=True)
def planned(deployed: LocalStack) -> Planned:
    """Plan an article when the stack has started: the schedule's minute passes while other tests run."""
    editor, written = deployed.editor(), {"headline": "Planned for later", "body": "As it says.", "section": "news"}
    draft = editor.must("POST", "/api/articles", written)
    at = datetime.now(UTC) + timedelta(seconds=5)
    path = f"/api/articles/{draft['id']}/publish"
    made = editor.must("POST", path, {"at": at.isoformat()}, **{"If-Match": '"1"'})
    assert made["state"] == "scheduled"
    return Planned(at, made["url"], Reader(deployed.site_url).get(made["url"]).status)


@pytest.fixture
def reader(deployed: LocalStack) -> Reader:
    """A reader at the edge."""
    return Reader(deployed.site_url)
