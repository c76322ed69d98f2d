"""What the local stack keeps when it ends and starts again."""

import pytest

from ops.local.stack import LocalStack
from tests.deployed.reader import Reader

pytestmark = pytest.mark.deployed


def test_restarted_stack_keeps_its_site_and_prints_what_comes_next(deployed: LocalStack, reader: Reader) -> None:
    """Addresses, token and pages stay; the streams go on, although the emulator forgets their records."""
    before = publish(deployed, "Written before the night")
    facts = dict(deployed.facts)

    deployed.stop()
    deployed.start()

    assert deployed.facts == facts
    # A print that the stop cut off is done again by the schedule.
    reader.until(before["url"], lambda answer: answer.status == 200)
    after = publish(deployed, "Written after the night")
    page = reader.until(after["url"], lambda answer: answer.status == 200)
    assert "Written before the night" in page.text


def publish(deployed: LocalStack, headline: str) -> dict[str, str]:
    """Publish an article and wait for its pages."""
    return dict(
        deployed.editor().must(
            "POST",
            "/api/articles",
            {"headline": headline, "body": "As it says.", "section": "news", "state": "published"},
            Prefer="wait=10",
        )
    )
