"""What the schedule published meanwhile: it was planned when the stack had started."""

from datetime import timedelta

import pytest

from ops.local.stack import LocalStack
from tests.deployed.conftest import Planned
from tests.deployed.reader import Reader

pytestmark = pytest.mark.deployed


def test_a_planned_article_is_live_within_a_minute_of_its_time(
    deployed: LocalStack, reader: Reader, planned: Planned
) -> None:
    assert planned.status_before == 404
    reader.until(planned.url, lambda answer: answer.status == 200, within_seconds=90)
    bucket, key = deployed.facts["outputs"]["SiteBucketName"], planned.url.removeprefix(f"{deployed.site_url}/")
    versions = deployed.client("s3").list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    first = min(version["LastModified"] for version in versions)
    # A minute, and the emulator's own leisure to start the schedule. Times of objects are in whole seconds.
    assert timedelta(seconds=-1) <= first - planned.at < timedelta(seconds=90)
