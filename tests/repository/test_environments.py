"""The project's environments are made in its own folders, and nobody else's are emptied."""

import sys
from pathlib import Path

import pytest

from ops.local import environments


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with lock files and no environment."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/dev.txt").write_text("")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    return tmp_path


def test_what_a_link_leads_to_is_not_emptied(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    another = tmp_path_factory.mktemp("another")
    (another / "kept").touch()
    (project / ".venv").symlink_to(another)
    with pytest.raises(SystemExit, match=f".venv is a link to {another}: nothing was changed; remove the link"):
        environments.make("dev")
    assert [path.name for path in another.iterdir()] == ["kept"]


@pytest.mark.parametrize("asked", [[], ["--help"], ["dev", "devv"]])
def test_what_is_no_environment_is_told(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["environments", *asked])
    with pytest.raises(SystemExit, match="with some of: dev, tools, local"):
        environments.main()
