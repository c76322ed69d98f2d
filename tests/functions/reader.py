"""A reader before the site, with a browser or a script, and a moderator at the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from broadsheet.token import Role
from broadsheet.wiring import parts
from tests import emulated
from tests.newsroom import Clock, Newsroom

from .editor import ARTICLE, Answer, Editor

COMMENT = {"name": "Ada Lovelace", "text": "A fine bridge."}
BROWSER = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html,application/xhtml+xml"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody without a token."""

    newsroom: Newsroom
    address: str = "203.0.113.7"

    def post(self, article_id: str, comment: Any = COMMENT, **headers: str) -> Answer:
        """Send a comment as JSON."""
        return self._editor().ask("POST", f"/api/comments/{article_id}", comment, headers=_names(headers))

    def send_form(self, article_id: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a comment as a browser without scripts does."""
        return self.send_raw_form(article_id, urlencode(fields).encode(), **headers)

    def send_raw_form(self, article_id: str, raw: bytes, **headers: str) -> Answer:
        """Send the bytes of a form as a browser does."""
        return self._editor().ask("POST", f"/api/comments/{article_id}", raw=raw, headers=BROWSER | _names(headers))

    def _editor(self) -> Editor:
        return Editor(self._call)

    def _call(self, event: dict[str, Any], _: Any) -> dict[str, Any]:
        event["requestContext"]["http"]["sourceIp"] = self.address
        answer: dict[str, Any] = self.newsroom.call("record_comments", event)
        return answer


@dataclass(frozen=True, slots=True)
class Discussion:
    """One article's comments: its readers write, its moderator decides, its pages are read."""

    newsroom: Newsroom
    article_id: str
    moderator: Editor

    def write(self, text: str = COMMENT["text"], name: str = COMMENT["name"]) -> str:
        """Send a comment and return its id."""
        answer = Reader(self.newsroom).post(self.article_id, {"name": name, "text": text})
        assert answer.status == 202, answer.text
        # Comments of one millisecond have no order of their own.
        self.newsroom.clock.advance(seconds=1)
        return str(answer.json["id"])

    def judge(self, comment_id: str, verdict: str) -> Answer:
        """Carry out a verdict."""
        return self.moderator.post(f"/api/moderation/comments/{comment_id}/{verdict}")

    def publish(self, text: str = COMMENT["text"], name: str = COMMENT["name"]) -> str:
        """Send a comment, approve it, and return its id; nothing is printed yet."""
        comment_id = self.write(text, name)
        answer = self.judge(comment_id, "approve")
        assert answer.status == 200, answer.text
        return comment_id

    def listed(self, state: str = "held") -> list[Any]:
        """Return the comments in a state on the moderators' list."""
        answer = self.moderator.get(f"/api/moderation/comments?state={state}&limit=100")
        assert answer.status == 200, answer.text
        return [comment for comment in answer.json["comments"] if comment["article_id"] == self.article_id]

    def page(self, number: int | None = None) -> str:
        """Return a page of comments, the newest by default."""
        return self.newsroom.page(f"comments/{self.article_id}" + (f"/{number}" if number else "")).text


@contextmanager
def opened_newsroom(*, over_the_wire: bool = False) -> Iterator[Newsroom]:
    """Open a newsroom whose site is installed, as long as the block lasts: tests that print nothing can share it."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch, emulated.stores(over_the_wire=over_the_wire):
        for function in emulated.FUNCTIONS:
            for name, value in emulated.environment(function).items():
                patch.setenv(name, value)
        patch.setattr(parts, "now", clock)
        newsroom = Newsroom(clock)
        newsroom.open()
        yield newsroom


def discussion_of(newsroom: Newsroom, **fields: Any) -> Discussion:
    """Publish an article and return its discussion; nothing is printed yet."""
    answer = newsroom.editor().post("/api/articles", ARTICLE | {"state": "published"} | fields)
    assert answer.status == 201, answer.text
    return Discussion(newsroom, answer.json["id"], moderator(newsroom))


def moderator(newsroom: Newsroom, role: Role = Role.MODERATOR) -> Editor:
    """Return somebody new at the moderators' desk."""
    return Editor(lambda event, _: newsroom.call("moderate_comments", event), newsroom.editor(role).token)


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
