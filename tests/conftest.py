"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest

# Before botocore is asked for anything: nothing here may ever reach AWS.
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",  # moto's DynamoDB Streams know no address with an account
    POWERTOOLS_METRICS_NAMESPACE="Broadsheet",
    POWERTOOLS_SERVICE_NAME="tests",
)

from broadsheet.press import stores
from tests import emulated
from tests.newsroom import Clock, Newsroom


@pytest.fixture
def clock() -> Clock:
    """A clock at nine in the morning of 23 November 2026."""
    return Clock()


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[None]:
    """The stores of template.yaml, empty, and the variables of its functions."""
    with emulated.stores():
        for function in emulated.FUNCTIONS:
            for name, value in emulated.environment(function).items():
                monkeypatch.setenv(name, value)
        monkeypatch.setattr(stores, "now", clock)
        yield


@pytest.fixture
def newsroom(stack: None, clock: Clock) -> Newsroom:
    """A newsroom whose site is installed and empty."""
    room = Newsroom(clock)
    room.install()
    return room
