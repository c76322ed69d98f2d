"""An editor at the API: makes the events that the HTTP API sends, and reads the answers."""

import base64
import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

EVENT = json.loads((Path(__file__).parents[2] / "events/edit_articles/create-article.json").read_text())

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

ARTICLE = {"headline": "The harbour bridge opens", "body": "It opened on *Monday*.", "section": "news"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function answered; header names are in lower case."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body's value."""
        return json.loads(self.text)

    @property
    def problem(self) -> str:
        """The last segment of the problem's type, after a look at the rest of it."""
        assert self.headers["content-type"] == "application/problem+json"
        problem = self.json
        assert problem["status"] == self.status
        assert problem["title"]
        assert problem["detail"]
        return str(problem["type"]).removeprefix("/problems/")

    @property
    def faults(self) -> dict[str, str]:
        """The details of bad fields by their pointers."""
        assert self.problem == "invalid-fields"
        return {error["pointer"]: error["detail"] for error in self.json["errors"]}


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody with a token, or without."""

    handler: Handler
    token: str | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: str | bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request; `body` as JSON, or `raw` as it is."""
        if body is not None:
            raw = json.dumps(body)
        return self._answer(event_of(method, path, raw, self._headers(raw) | (headers or {})))

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Post, with headers such as `if_match`."""
        return self.ask("POST", path, body, headers=_names(headers))

    def get(self, path: str, **headers: str) -> Answer:
        """Get."""
        return self.ask("GET", path, headers=_names(headers))

    def put(self, path: str, body: Any, **headers: str) -> Answer:
        """Put."""
        return self.ask("PUT", path, body, headers=_names(headers))

    def patch(self, path: str, body: Any, **headers: str) -> Answer:
        """Patch."""
        return self.ask("PATCH", path, body, headers=_names(headers))

    def delete(self, path: str, **headers: str) -> Answer:
        """Delete."""
        return self.ask("DELETE", path, headers=_names(headers))

    def create(self, **fields: Any) -> str:
        """Create an article and return its path in the API."""
        answer = self.post("/api/articles", ARTICLE | fields)
        assert answer.status == 201, answer.text
        return answer.headers["location"]

    def _headers(self, raw: str | bytes | None) -> dict[str, str]:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return headers | ({"content-type": "application/json"} if raw is not None else {})

    def _answer(self, event: dict[str, Any]) -> Answer:
        answer = self.handler(event, None)
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        return Answer(answer["statusCode"], headers, answer["body"] or "")


def event_of(method: str, path: str, raw: str | bytes | None, headers: dict[str, str]) -> dict[str, Any]:
    """Return the HTTP API's event for a request; bytes come in base64."""
    event: dict[str, Any] = copy.deepcopy(EVENT)
    path, _, query = path.partition("?")
    event |= {"rawPath": path, "rawQueryString": query}
    event["requestContext"]["http"] |= {"method": method, "path": path}
    if query:
        event["queryStringParameters"] = dict(parse_qsl(query, keep_blank_values=True))
    event["headers"] = {
        name: value for name, value in event["headers"].items() if name not in ("authorization", "content-type")
    } | headers
    event.pop("body")
    if isinstance(raw, bytes):
        event |= {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
    elif raw is not None:
        event["body"] = raw
    return event


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
