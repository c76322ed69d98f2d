"""From a file to the picture on a page, on the deployed template: signed request, notification, layer, roles, edge."""

import urllib.error
import urllib.request
from typing import Any

import pytest

from ops.local.stack import LocalStack
from tests.deployed.reader import PATIENCE_SECONDS, Reader
from tests.photographs import opened, photograph

pytestmark = pytest.mark.deployed


def bytes_at(url: str) -> tuple[bytes, Any]:
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
        return answer.read(), answer.headers


def test_an_uploaded_photograph_is_on_the_page_in_every_width(deployed: LocalStack, reader: Reader) -> None:
    editor = deployed.editor()
    media = editor.upload(photograph(800, 600), "image/jpeg")
    assert (media["state"], media["width"], media["height"]) == ("ready", 600, 800)
    for variant in [*media["variants"], media["social"]]:
        data, headers = bytes_at(variant["url"])
        assert opened(data).size == (variant["width"], variant["height"])
        assert headers["Content-Type"] == variant["content_type"]
        assert "immutable" in headers["Cache-Control"]
    article = editor.must(
        "POST",
        "/api/articles",
        {
            "headline": "A field beside a field", "section": "news", "state": "published",
            "body": f"Look:\n\n![A red field](media:{media['id']})",
            "image": {"media": media["id"], "alt": "A red field beside a blue one"},
        },
        Prefer="wait=10",
    )  # fmt: skip
    page = reader.get(article["url"]).text
    paths = [variant["url"].removeprefix(deployed.site_url) for variant in media["variants"]]
    assert paths
    assert all(path in page for path in paths)


def test_what_is_no_picture_is_refused_and_says_why(deployed: LocalStack) -> None:
    with pytest.raises(RuntimeError, match="refused: the file is a text such as SVG or HTML"):
        deployed.editor().upload(b"<svg onload='alert(1)'/>", "image/png")


@pytest.mark.parametrize("headers", [{"Content-Type": "text/html"}, {"Content-Length": "5"}, {"Content-Length": "3"}])
def test_a_signed_request_sends_what_was_announced_and_nothing_else(
    deployed: LocalStack, headers: dict[str, str]
) -> None:
    upload = deployed.editor().must("POST", "/api/media", {"size": 4, "content_type": "image/png"})["upload"]
    data = bytes(int(headers.get("Content-Length", 4)))
    request = urllib.request.Request(
        upload["url"], data=data, method=upload["method"], headers=upload["headers"] | headers
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
    assert refusal.value.code == 403
