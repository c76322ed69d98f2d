"""What every test may ask for."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Before botocore is asked for anything: nothing here may ever reach AWS.
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",  # moto's DynamoDB Streams know no address with an account
    POWERTOOLS_METRICS_NAMESPACE="Broadsheet",
    POWERTOOLS_SERVICE_NAME="tests",
)

from broadsheet.page import assets
from broadsheet.wiring import parts
from tests import emulated
from tests.newsroom import Clock, Newsroom

# Whatever a newsroom's folder holds, these tests are of our theme; tests/pages/test_own_theme.py is of theirs.
assets.OWN_THEME_PATH = assets.OUR_THEME_PATH / "none"

FIGURE = "figure"
DEPLOYED = "tests/deployed/"
# The longest come first, so that two processes end together; the others follow as they are found.
LONGEST_FIRST = (
    DEPLOYED,
    "tests/schedule/test_tall_archive_import.py",
    "tests/printing/test_tall_day.py",
    "tests/browser/test_languages.py",
    "tests/browser/test_reading.py",
    "tests/template/test_lint.py",
    "tests/browser/test_attacks.py",
    "tests/printing/test_budget.py",
    "tests/faults/test_simulation.py",
    "tests/pages/test_html_checker.py",
    "tests/faults/test_every_call.py",
    "tests/pages/test_attacks.py",
    "tests/browser/test_search.py",
    "tests/functions/test_logs.py",
    "tests/template/test_calls.py",
    "tests/functions/test_samples.py",
    "tests/schedule/test_late_prints.py",
    "tests/printing/test_publishing.py",
)

# `make check-long` asks for every case of what `make test` only samples.
CHECK_LONG = bool(os.environ.get("BROADSHEET_CHECK_LONG"))
long = pytest.mark.skipif(not CHECK_LONG, reason="takes minutes; make check-long runs it")


class FileByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Deals out whole files to the processes, and the deployed stack's tests as one: they share it."""

    def _split_scope(self, nodeid: str) -> str:
        return _dealt_as(nodeid)


def _dealt_as(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    return DEPLOYED if file.startswith(DEPLOYED) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile:
    """Deal out the tests of `make test`."""
    return FileByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    places = {dealt_as: place for place, dealt_as in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(_dealt_as(item.nodeid), len(places)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have measured."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, figure in report.user_properties:
            if name == FIGURE:
                terminalreporter.write_line(str(figure))


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tell a figure that is printed when all tests are done."""
    return lambda figure: record_property(FIGURE, figure)


@pytest.fixture
def clock() -> Clock:
    """A clock at nine in the morning of 23 November 2026."""
    return Clock()


@pytest.fixture
def over_the_wire() -> bool:
    """Whether calls go through all of botocore to moto; a file whose tests are of that says so by its own."""
    return False


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch, clock: Clock, over_the_wire: bool) -> Iterator[None]:
    """The stores of template.yaml, empty, and the variables of its functions."""
    with emulated.stores(over_the_wire=over_the_wire):
        for function in emulated.FUNCTIONS:
            for name, value in emulated.environment(function).items():
                monkeypatch.setenv(name, value)
        monkeypatch.setattr(parts, "now", clock)
        yield


@pytest.fixture
def newsroom(stack: None, clock: Clock) -> Newsroom:
    """A newsroom whose site is installed and empty."""
    room = Newsroom(clock)
    room.open()
    return room
