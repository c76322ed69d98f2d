"""What becomes of a published article at the edge: moved, taken down, brought back, planned."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from ops.local.stack import LocalStack
from tests.conftest import CHECK_LONG
from tests.deployed.reader import Reader

pytestmark = pytest.mark.deployed

BURST = 200 if CHECK_LONG else 40


def published(deployed: LocalStack, headline: str, **fields: Any) -> dict[str, Any]:
    """Publish an article, wait for its pages and return it."""
    written = {"headline": headline, "body": "As it says.", "section": "news", "state": "published", **fields}
    article: dict[str, Any] = deployed.editor().must("POST", "/api/articles", written, Prefer="wait=10")
    assert article["live"] is True
    return article


def test_a_moved_article_is_one_hop_from_each_of_its_old_addresses(deployed: LocalStack, reader: Reader) -> None:
    article = published(deployed, "Ferry on the move")
    addresses = [article["url"]]
    for version, slug in ((1, "ferry-moved"), (2, "ferry-moved-again")):
        changed = deployed.editor().must(
            "PATCH",
            f"/api/articles/{article['id']}",
            {"slug": slug},
            **{"If-Match": f'"{version}"', "Prefer": "wait=10"},
        )
        addresses.append(changed["url"])
    *old, current = addresses
    assert reader.get(current).status == 200
    for address in old:
        moved = reader.get(address)
        assert moved.status == 301
        assert moved.headers["Location"].removeprefix(deployed.site_url) == current.removeprefix(deployed.site_url)


def test_a_takedown_answers_410_and_a_restore_200(deployed: LocalStack, reader: Reader) -> None:
    article = published(deployed, "Here today", keywords=["Gone tomorrow"])
    path = f"/api/articles/{article['id']}"
    shown_on = ("/", "/news", "/tags/gone-tomorrow", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap-news.xml")
    address = article["url"].removeprefix(deployed.site_url)
    assert all(address in reader.get(page).text for page in shown_on)
    deployed.editor().must("POST", f"{path}/unpublish", **{"If-Match": '"1"', "Prefer": "wait=10"})
    assert reader.get(article["url"]).status == 410
    assert not any(address in reader.get(page).text for page in shown_on)
    deployed.editor().must("POST", f"{path}/restore", **{"If-Match": '"2"', "Prefer": "wait=10"})
    assert reader.get(article["url"]).status == 200
    assert all(address in reader.get(page).text for page in shown_on)


def test_a_burst_is_live_whole_and_leaves_no_failure(deployed: LocalStack, reader: Reader) -> None:
    editor = deployed.editor()
    written = {"body": "As it says.", "section": "sport", "state": "published"}
    addresses = [
        editor.must("POST", "/api/articles", {"headline": f"Burst {number}", **written})["url"]
        for number in range(BURST)
    ]
    for address in addresses:
        reader.until(address, lambda answer: answer.status == 200)
    newest = addresses[-1].removeprefix(deployed.site_url)
    page = reader.until("/sport", lambda answer: newest in answer.text).text
    places = [page.find(address.removeprefix(deployed.site_url) + '"') for address in addresses[-20:]]
    assert places == sorted(places, reverse=True)
    queues = deployed.client("sqs")
    for name in ("RenderFailures", "ScheduleFailures", "CommentsFailures"):
        failures = queues.receive_message(QueueUrl=deployed.resources[name]).get("Messages", [])
        assert failures == []


def test_the_time_from_request_to_live_page(deployed: LocalStack, reader: Reader, say: Callable[[str], None]) -> None:
    published(deployed, "Warm the functions")
    began_at = time.monotonic()
    article = published(deployed, "Measure the press")
    seconds = time.monotonic() - began_at
    assert reader.get(article["url"]).status == 200
    say(f"from request to live page: {seconds:.2f} s on this machine's emulator")
