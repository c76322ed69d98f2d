"""Fills an empty site with sample articles, through the API as any editor would."""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from .environments import ROOT

SAMPLES = ROOT / "ops" / "samples"
PICTURES = {file.stem: file for file in sorted((SAMPLES / "pictures").glob("*.webp"))}
ANSWER_TIMEOUT_SECONDS = 60
TOKEN = re.compile(r"\bbs_[A-Za-z0-9]+_[A-Za-z0-9_-]+")
# Each further one would wait for a function of its own to start.
UPLOADS_AT_ONCE = 2
READY_TIMEOUT_SECONDS = 120
IN_A_BODY = re.compile(r"(?<=\(media:)[a-z-]+(?=\))")


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
    """An editor at the API, who sends JSON with a token; without one, a reader at the site."""

    def __init__(self, api_url: str, token: str | None = None) -> None:
        self.api_url = api_url
        self.token = token

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
        """Send a request and return the status, the JSON and the headers of its answer, whatever they are."""
        request = urllib.request.Request(
            self.api_url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
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

    def upload(self, data: bytes, content_type: str) -> Any:
        """Upload a picture and return what the API says of it once it was looked at.

        Raises `RuntimeError` where it is refused, or not ready in two minutes.
        """
        opened = self.must("POST", "/api/media", {"size": len(data), "content_type": content_type})
        signed = opened["upload"]
        file = urllib.request.Request(signed["url"], data=data, method=signed["method"], headers=signed["headers"])
        with urllib.request.urlopen(file, timeout=ANSWER_TIMEOUT_SECONDS):
            pass
        deadline = time.monotonic() + READY_TIMEOUT_SECONDS
        while (media := self.must("GET", f"/api/media/{opened['id']}"))["state"] != "ready":
            if media["state"] == "refused" or time.monotonic() > deadline:
                raise RuntimeError(
                    f"the upload {media['id']} is {media['state']}: {media['reason'] or 'it takes long'}"
                )
            time.sleep(0.2)
        return media


def seed(editor: Editor, site_url: str, say: Callable[[str], None]) -> int:
    """Set the site up, upload the samples' pictures, post the sample articles and what readers say; return how many.

    Each sample says how many hours old it is. The newest is answered when its pages are there. A run that was broken
    off may be repeated: each sample has an Idempotency-Key of its own, and a picture sent twice makes the same files.
    """
    editor.must("PUT", "/api/site", json.loads((SAMPLES / "site.json").read_text()))
    samples = {file.stem: json.loads(file.read_text()) for file in (SAMPLES / "articles").glob("*.json")}
    oldest_first = sorted(samples, key=lambda name: -samples[name]["hours_ago"])
    with ThreadPoolExecutor(UPLOADS_AT_ONCE) as pool:
        sent = pool.map(lambda file: editor.upload(file.read_bytes(), "image/webp")["id"], PICTURES.values())
        media = dict(zip(PICTURES, sent, strict=True))
    now = datetime.now(UTC)
    for number, name in enumerate(oldest_first, 1):
        published_at = now - timedelta(hours=samples[name]["hours_ago"])
        article = with_uploads(samples[name]["article"], media) | {"published_at": published_at.isoformat()}
        wait_seconds = 10 if number == len(samples) else 0
        status, answer, _ = editor.send(
            "POST", "/api/articles", article, Idempotency_Key=f"sample-{name}", Prefer=f"wait={wait_seconds}"
        )
        if status >= 400 and not _was_posted(answer):
            raise RuntimeError(f"the sample {name} was answered with {status}: {json.dumps(answer, indent=2)}")
        if status < 400:
            correct(editor, answer, samples[name].get("corrections", ()))
            discuss(editor, site_url, answer["id"], samples[name].get("comments", ()))
        say(f"  {number:2} of {len(samples)}  {article['headline']}")
    return len(samples)


def correct(editor: Editor, article: Any, corrections: Iterable[str]) -> None:
    """Add corrections to an article, once each; they are answered before they are printed."""
    for number, text in enumerate(corrections):
        key = f"{article['id']}-{number}"
        version = article["version"] + number
        path = f"/api/articles/{article['id']}/corrections"
        editor.send("POST", path, {"text": text}, If_Match=f'"{version}"', Idempotency_Key=key)


def discuss(moderator: Editor, site_url: str, article_id: str, comments: Iterable[Any]) -> None:
    """Comment on an article as readers do, at the site, and approve it."""
    for number, comment in enumerate(comments):
        reader = Editor(site_url)
        key = f"{article_id}-{number}"
        sent = reader.must("POST", f"/api/comments/{article_id}", comment, Idempotency_Key=key)
        moderator.send("POST", f"/api/moderation/comments/{sent['id']}/approve")


def _was_posted(answer: Any) -> bool:
    """Tell whether an earlier run posted the sample: its key came with another time of publication."""
    return isinstance(answer, dict) and str(answer.get("type")).endswith("key-reused")


def with_uploads(article: dict[str, Any], media: Mapping[str, str]) -> dict[str, Any]:
    """Return a sample with each picture's name replaced by the id of its upload."""
    shown = dict(article)
    if image := article.get("image"):
        shown["image"] = image | {"media": media[image["media"]]}
    shown["body"] = IN_A_BODY.sub(lambda name: media[name[0]], article["body"])
    return shown
