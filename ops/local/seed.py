"""Fills an empty site with sample articles, through the API as any editor would."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from .environments import ROOT

SAMPLES = ROOT / "ops" / "samples"
ANSWER_TIMEOUT_SECONDS = 60
TOKEN = re.compile(r"\bbs_[A-Za-z0-9]+_[A-Za-z0-9_-]+")
ASSET = "asset:"


def first_token(stack: str, environment: dict[str, str]) -> str:
    """Make an admin token with the operator's command and return it.

    Raises `RuntimeError` with the command's words where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "ops.first_token", "--stack", stack],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT / "layers" / "broadsheet")},
    )
    token = TOKEN.search(done.stdout)
    if done.returncode or token is None:
        raise RuntimeError(f"no first token was made:\n{done.stdout}")
    return token[0]


class Editor:
    """An editor at the API: sends JSON with a token."""

    def __init__(self, api_url: str, token: str) -> None:
        self.api_url = api_url
        self.token = token

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
        """Send a request and return the status, the JSON and the headers of its answer, whatever they are."""
        request = urllib.request.Request(
            self.api_url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_TIMEOUT_SECONDS) as answer:
                return answer.status, json.loads(answer.read() or b"null"), dict(answer.headers)
        except urllib.error.HTTPError as refusal:
            with refusal:
                text = refusal.read()
            try:
                return refusal.code, json.loads(text), dict(refusal.headers)
            except ValueError:
                return refusal.code, text.decode(errors="replace"), dict(refusal.headers)

    def must(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return the JSON of its answer.

        Raises `RuntimeError` where it is refused.
        """
        status, answer, _ = self.send(method, path, body, **headers)
        if status >= 400:
            raise RuntimeError(f"{method} {path} was answered with {status}: {json.dumps(answer, indent=2)}")
        return answer


def seed(editor: Editor, asset_path: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Set the site's name and sections and post the sample articles; return how many.

    Each sample says how many hours old it is. The newest is answered when its pages are there. A run that was broken
    off may be repeated: each sample has an Idempotency-Key of its own.
    """
    editor.must("PUT", "/api/site", json.loads((SAMPLES / "site.json").read_text()))
    samples = {file.stem: json.loads(file.read_text()) for file in (SAMPLES / "articles").glob("*.json")}
    oldest_first = sorted(samples, key=lambda name: -samples[name]["hours_ago"])
    now = datetime.now(UTC)
    for number, name in enumerate(oldest_first, 1):
        published_at = now - timedelta(hours=samples[name]["hours_ago"])
        article = with_assets(samples[name]["article"], asset_path) | {"published_at": published_at.isoformat()}
        wait_seconds = 10 if number == len(samples) else 0
        status, answer, _ = editor.send(
            "POST", "/api/articles", article, Idempotency_Key=f"sample-{name}", Prefer=f"wait={wait_seconds}"
        )
        if status >= 400 and not _was_posted(answer):
            raise RuntimeError(f"the sample {name} was answered with {status}: {json.dumps(answer, indent=2)}")
        say(f"  {number:2} of {len(samples)}  {article['headline']}")
    return len(samples)


def _was_posted(answer: Any) -> bool:
    """Tell whether an earlier run posted the sample: its key came with another time of publication."""
    return isinstance(answer, dict) and str(answer.get("type")).endswith("key-reused")


def with_assets(value: Any, asset_path: Callable[[str], str]) -> Any:
    """Return a sample with each `asset:<name>` replaced by the path of that theme asset on the site."""
    if isinstance(value, dict):
        return {name: with_assets(inner, asset_path) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_assets(inner, asset_path) for inner in value]
    if isinstance(value, str) and value.startswith(ASSET):
        return asset_path(value.removeprefix(ASSET))
    return value
