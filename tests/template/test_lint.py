"""The template passes the checkers, and the checkers can fail."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from .translated import OFFLINE, ROOT, TEMPLATE, Translated, checkov, tool, translation_of

CHECKOV_CONFIG = ROOT / ".checkov.yaml"


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, env=OFFLINE, cwd=folder)


@pytest.fixture(scope="module")
def translated_file(template: Translated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("translated") / "template.json"
    path.write_text(json.dumps(template.template, indent=1))
    return path


def test_sam_finds_nothing() -> None:
    done = run(tool("sam"), "validate", "--lint", "--template", TEMPLATE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_cfn_lint_finds_nothing_in_the_translated_template(translated_file: Path) -> None:
    done = run(tool("cfn-lint"), "--template", translated_file)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_circle_would_be_found(tmp_path: Path) -> None:
    """SAM's own check does not see it: the keys' function would wait for the CDN, which waits for the keys."""
    circular = tmp_path / "template.yaml"
    variable = "          POWERTOOLS_SERVICE_NAME: install_site\n"
    assert variable in TEMPLATE.read_text()
    circular.write_text(TEMPLATE.read_text().replace(variable, f"{variable}          DISTRIBUTION_ID: !Ref Cdn\n"))
    translated = tmp_path / "translated.json"
    translated.write_text(json.dumps(translation_of(circular)))
    assert "E3004" in run(tool("cfn-lint"), "--template", translated).stdout


@pytest.fixture(scope="module")
def weak_points(translated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the checks that checkov fails where nothing is suppressed."""
    everything = tmp_path_factory.mktemp("checkov") / "config.yaml"
    config = yaml.safe_load(CHECKOV_CONFIG.read_text())
    everything.write_text(yaml.safe_dump({**config, "skip-check": []}))
    # In a folder of its own: it takes up a .checkov.yaml that lies where it runs.
    done = run(
        checkov(), "--config-file", everything, "--file", translated_file, "--output", "json", folder=everything.parent
    )
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["summary"]["passed"] > 100
    return {check["check_id"] for check in report["results"]["failed_checks"]}


def test_checkov_finds_nothing_but_what_we_decided_against(weak_points: set[str]) -> None:
    assert weak_points == set(yaml.safe_load(CHECKOV_CONFIG.read_text())["skip-check"])


def test_every_suppression_has_a_written_reason() -> None:
    suppressions = [line for line in CHECKOV_CONFIG.read_text().splitlines() if line.startswith("  - ")]
    assert suppressions
    for line in suppressions:
        assert len(line.partition("#")[2].split()) >= 3, line
