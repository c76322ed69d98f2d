"""What the README and the page about the API tell an editor to type, typed."""

import re

import pytest

from ops.local.environments import ROOT
from ops.local.stack import LocalStack
from tests.deployed.papers import carried_out, commands_in
from tests.deployed.reader import Reader

pytestmark = pytest.mark.deployed

STATUS = re.compile(r"^HTTP/\S+ ([2-5]\d\d)", re.MULTILINE)
README, API = ((ROOT / name).read_text() for name in ("README.md", "docs/api.md"))
# The stack's own address and token are in the environment already.
ENV = re.compile(r"^\. \.local/env.*\n", re.MULTILINE)


def statuses(said: str) -> list[int]:
    """Return the statuses that curl showed."""
    return [int(status) for status in STATUS.findall(said)]


def test_the_readmes_request_publishes_and_its_answer_is_the_apis(deployed: LocalStack, reader: Reader) -> None:
    [request] = [ENV.sub("", block) for block in commands_in(README) if "/api/articles" in block]
    said = carried_out(deployed, request)
    assert statuses(said) == [201]
    assert reader.get("/" + said.split('"url":"')[1].split('"')[0].split("/", 3)[3]).status == 200
    shown = README[README.index("HTTP/1.1 201 Created") :].partition("```")[0]
    members = re.findall(r'"(\w+)":', shown)
    assert len(members) > 4
    for member in members:
        assert f'"{member}":' in said, member
    for header in re.findall(r"^([a-z-]+): ", shown, re.MULTILINE):
        assert re.search(rf"^{header}: ", said, re.MULTILINE | re.IGNORECASE), header
    # As it says, the same request again is the same article.
    again = carried_out(deployed, request)
    assert re.findall(r'"id":"(\w+)"', again) == re.findall(r'"id":"(\w+)"', said)


def test_every_command_of_the_page_about_the_api_does_what_it_says(deployed: LocalStack, reader: Reader) -> None:
    admin = deployed.editor()
    settings = admin.must("GET", "/api/site")
    try:
        said = carried_out(deployed, "\n".join(commands_in(API)))
    finally:
        admin.must("PUT", "/api/site", settings)
    # Publish, change, take down, restore, correct, send a picture, publish with it, schedule, comment, approve, set,
    # import.
    assert statuses(said) == [201, 200, 200, 200, 200, 200, 201, 201, 202, 200, 200, 201]
    assert said.count('"live":true') >= 5
    assert '"ready"' in said
    article = re.findall(r'"id":"(\w+)"', said)[0]
    reader.until(f"/comments/{article}", lambda answer: "Will there be rye?" in answer.text)
    for slug in ("fire-station-bakery", "the-clock-goes-on", "the-fire-station-closes"):
        assert re.search(rf'"url":"[^"]*/{slug}"', said), slug
