"""A stack of its own: template.yaml, built and deployed by SAM CLI into the emulator, once for the whole run."""

from collections.abc import Iterator

import pytest

from ops.local.stack import LocalStack
from tests.deployed.reader import Reader


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


@pytest.fixture
def reader(deployed: LocalStack) -> Reader:
    """A reader at the edge."""
    return Reader(deployed.site_url)
