"""A second deploy prints nothing; a change of the theme prints the whole site without being asked."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.local.stack import LocalStack
from tests.deployed.reader import Reader
from tests.deployed.test_drills import finished

pytestmark = pytest.mark.deployed

MARK = "A line of another theme"
REST_SECONDS_MAX = 120


@pytest.fixture
def prints(deployed: LocalStack) -> "Prints":
    """The prints of the deployed site."""
    return Prints(deployed)


class Prints:
    """Counts how often each page was written: the bucket keeps every version."""

    def __init__(self, deployed: LocalStack) -> None:
        self._deployed = deployed

    def by_key(self) -> dict[str, int]:
        """Return the number of versions of every page."""
        bucket = self._deployed.facts["outputs"]["SiteBucketName"]
        pages = self._deployed.client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket)
        keys = [version["Key"] for page in pages for version in page.get("Versions", [])]
        return {key: keys.count(key) for key in set(keys)}

    def when_at_rest(self) -> dict[str, int]:
        """Wait until no page was written for five seconds: what was ordered twice is printed once more meanwhile."""
        deadline, found, earlier = time.monotonic() + REST_SECONDS_MAX, self.by_key(), None
        while found != earlier:
            assert time.monotonic() < deadline
            time.sleep(5)
            found, earlier = self.by_key(), found
        return found


@pytest.fixture
def changed_project(deployed: LocalStack, tmp_path: Path) -> Iterator[Path]:
    """A copy of the project whose newsroom gives the 404 page a line more."""
    copy, root = tmp_path / "project", deployed.root
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".*", "tests", "docs"))
    template = copy / "layers/broadsheet/theme/templates/simple.html"
    template.write_text(f'{{% extends "broadsheet/simple.html" %}}{{% block head %}}<!-- {MARK} -->{{% endblock %}}')
    take_along_the_builds(root, copy)
    yield copy
    deployed.root = root


def take_along_the_builds(root: Path, copy: Path) -> None:
    """Spare the copy the layers that are built already: SAM CLI knows them by their folder's whole path."""
    ours, theirs = root / ".local/builds", copy / ".local/builds"
    shutil.copytree(ours, theirs, symlinks=True, ignore=lambda folder, names: [
        name for name in names if folder == str(ours) and not name.startswith(("cache-", "build.toml"))
    ])  # fmt: skip
    known = theirs / "build.toml"
    known.write_text(known.read_text().replace(f'"{root}/', f'"{copy}/'))


def deploy_again(deployed: LocalStack) -> None:
    """Run `sam deploy` although nothing may have changed."""
    deployed.stop()
    (deployed.folder / "deployed.json").unlink()
    deployed.start()


def test_deploying_twice_prints_nothing(deployed: LocalStack, prints: Prints) -> None:
    # What was published a moment ago may have pages left to print.
    finished(deployed)
    before = prints.when_at_rest()
    deploy_again(deployed)
    assert prints.by_key() == before


def test_a_template_of_the_newsrooms_own_prints_the_whole_site(
    deployed: LocalStack, reader: Reader, prints: Prints, changed_project: Path
) -> None:
    editor = deployed.editor()
    written = {"headline": "Before the new theme", "body": "As it says.", "section": "news", "state": "published"}
    url = editor.must("POST", "/api/articles", written, Prefer="wait=10")["url"]
    # On a busy machine the functions take longer than that to start anew.
    reader.until(url, lambda answer: answer.status == 200)
    before = prints.by_key()
    deployed.root = changed_project
    deployed.stop()
    deployed.start()
    reader.until("/404.html", lambda answer: MARK in answer.text)
    key = url.removeprefix(deployed.site_url + "/")
    # The schedule spreads the days within a minute.
    reader.until("/", lambda answer: prints.by_key()[key] > before[key], within_seconds=90)
    assert reader.get(url).status == 200
