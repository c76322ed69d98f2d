"""What the README and the page about the API tell an editor to type, typed."""

import re
from pathlib import Path

import pytest

from ops.local.environments import ROOT
from ops.local.stack import LocalStack
from tests.deployed.papers import carried_out, commands_in
from tests.deployed.reader import Reader

pytestmark = pytest.mark.deployed

STATUS = re.compile(r"^HTTP/\S+ ([2-5]\d\d)", re.MULTILINE)
README, API, RUNBOOKS = ((ROOT / name).read_text() for name in ("README.md", "docs/api.md", "docs/runbooks.md"))
# The stack's own address and token are in the environment already.
ENV = re.compile(r"^\. \.local/env.*\n", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder like the project's, for the files that the pages have an editor write."""
    (tmp_path / "ops").symlink_to(ROOT / "ops")
    return tmp_path


def statuses(said: str) -> list[int]:
    """Return the statuses that curl showed."""
    return [int(status) for status in STATUS.findall(said)]


def test_the_readmes_request_publishes_and_its_answer_is_the_apis(
    deployed: LocalStack, reader: Reader, folder: Path
) -> None:
    [request] = [ENV.sub("", block) for block in commands_in(README) if "/api/articles" in block]
    said = carried_out(deployed, request, folder=folder)
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
    again = carried_out(deployed, request, folder=folder)
    assert re.findall(r'"id":"(\w+)"', again) == re.findall(r'"id":"(\w+)"', said)


def test_every_command_of_the_page_about_the_api_does_what_it_says(
    deployed: LocalStack, reader: Reader, folder: Path
) -> None:
    admin = deployed.editor()
    settings = admin.must("GET", "/api/site")
    try:
        said = carried_out(deployed, "\n".join(commands_in(API)), folder=folder)
    finally:
        admin.must("PUT", "/api/site", settings)
    # Publish, send a picture, take it in, publish with it, change, correct, take down, restore, schedule, comment,
    # approve, set, import.
    assert statuses(said) == [201, 200, 200, 201, 200, 200, 200, 200, 201, 202, 200, 200, 201]
    assert said.count('"live":true') >= 5
    assert '"ready"' in said
    article = re.findall(r'"id":"(\w+)"', said)[0]
    reader.until(f"/comments/{article}", lambda answer: "Will there be rye?" in answer.text)
    for slug in ("fire-station-bakery", "the-clock-goes-on", "the-fire-station-closes"):
        assert re.search(rf'"url":"[^"]*/{slug}"', said), slug


def test_the_site_can_leave_aws(deployed: LocalStack, folder: Path) -> None:
    headline = "Gone to another house"
    written = {"headline": headline, "body": "As it says.", "section": "news", "state": "published"}
    url = deployed.editor().must("POST", "/api/articles", written, Prefer="wait=10")["url"]
    [export] = [block for block in commands_in(RUNBOOKS) if "ops.export" in block]
    assert "uploaded pictures are in site" in carried_out(deployed, export, folder=folder)
    path = url.removeprefix(deployed.site_url).strip("/")
    for file in ("index.html", "feed.xml", f"{path}/index.html"):
        assert headline in (folder / "site" / file).read_text(), file
