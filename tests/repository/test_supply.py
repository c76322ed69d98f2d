"""What the project is made of: locked packages, code without known weak points, nobody's key; what is said of it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.local.environments import program_of
from tests.conftest import LONGEST_FIRST

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(path for path in ROOT.glob("**/*.txt") if path.with_suffix(".in").exists() and ".venv" not in str(path))
BANDIT_CONFIG = ROOT / ".bandit.yaml"

# Source: the vendors' own descriptions of their keys. Of ours, one may stand in events, which opens nothing anywhere.
KEYS = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[0-9A-Za-z]{36}\b"
    r"|\bxox[abpr]-[0-9A-Za-z-]{10,}|\bsk_live_[0-9A-Za-z]{20,}|\bAIza[0-9A-Za-z_-]{35}\b|\bbs_[a-z2-7]{26}_(?!(?:62){32})[0-9a-f]{64}\b"
)


def files() -> list[Path]:
    """Return every file of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_every_package_is_pinned_to_its_files(lock: Path) -> None:
    packages = lock.read_text().replace("\\\n", " ").splitlines()
    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", package), package
        assert "://" not in package


def test_every_requirement_has_its_lock() -> None:
    wanted = [path for path in files() if path.suffix == ".in" and "requirements" in str(path)]
    assert sorted(path.with_suffix(".txt") for path in wanted) == LOCKS


def test_what_comes_from_npm_is_pinned_to_its_files() -> None:
    locks = [path for path in files() if path.name == "package-lock.json"]
    assert locks
    for lock in locks:
        packages = {name: each for name, each in json.loads(lock.read_text())["packages"].items() if name}
        assert packages
        assert all(re.match("sha512-", each["integrity"]) for each in packages.values() if not each.get("link"))


@pytest.fixture(scope="module")
def weak_points(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the rules that our code breaks where none is left out."""
    report = tmp_path_factory.mktemp("bandit") / "report.json"
    subprocess.run(
        [program_of("checks", "bandit"), "--quiet", "--recursive", "--exit-zero", "--format", "json",
         "--output", report, "layers/broadsheet", "functions", "ops"],
        cwd=ROOT, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(report.read_text())
    assert found["errors"] == []
    assert found["metrics"]["_totals"]["loc"] > 10_000
    return {each["test_id"] for each in found["results"]}


def test_bandit_finds_nothing_but_what_we_decided_to_leave(weak_points: set[str]) -> None:
    assert weak_points == set(yaml.safe_load(BANDIT_CONFIG.read_text())["skips"])


def test_every_rule_left_out_has_a_written_reason() -> None:
    for line in (line for line in BANDIT_CONFIG.read_text().splitlines() if line.startswith("  - ")):
        assert len(line.partition("#")[2].split()) >= 3, line


def test_nobodys_key_lies_in_the_repository() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0][:12]}…"
        for path in files()
        if path.is_file()
        for match in KEYS.finditer(path.read_bytes().decode(errors="ignore"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "key", ["AKIA" + "Z" * 16, "-----BEGIN RSA " + "PRIVATE KEY-----", "bs_" + "a" * 26 + "_" + "0" * 64]
)
def test_a_key_would_be_found(key: str) -> None:
    assert KEYS.search(f'token = "{key}"')


def test_every_test_that_security_md_names_is_there() -> None:
    named = set(re.findall(r"`(?:tests/\w+/)?(test_\w+\.py)`", (ROOT / "SECURITY.md").read_text()))
    assert len(named) > 15
    assert named <= {path.name for path in files()}


def test_every_file_of_tests_that_comes_first_is_there() -> None:
    assert [named for named in LONGEST_FIRST if not (ROOT / named).exists()] == []
