"""A reader: asks the edge for pages, follows nothing, and waits for what must come."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the edge answered."""

    status: int
    headers: Message
    text: str


class _FollowNothing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


class Reader:
    """Asks one site."""

    def __init__(self, site_url: str) -> None:
        self.site_url = site_url
        self._opener = urllib.request.build_opener(_FollowNothing)

    def get(self, path: str) -> Answer:
        """Ask for a path, or an address of the site, and return the answer whatever its status."""
        return self._send(urllib.request.Request(self._address(path)))

    def post(self, path: str, body: str, content_type: str) -> Answer:
        """Send a body and return the answer whatever its status."""
        return self._send(
            urllib.request.Request(self._address(path), data=body.encode(), headers={"Content-Type": content_type})
        )

    def until(self, path: str, holds: Callable[[Answer], bool], within_seconds: float = PATIENCE_SECONDS) -> Answer:
        """Ask again and again until the answer is as it must be.

        Raises `AssertionError` with the last answer where it never is.
        """
        deadline = time.monotonic() + within_seconds
        while not holds(answer := self.get(path)):
            if time.monotonic() > deadline:
                raise AssertionError(f"{path} was not as it must be within {within_seconds} s, but {answer}")
            time.sleep(0.1)
        return answer

    def _address(self, path: str) -> str:
        return self.site_url + path.removeprefix(self.site_url)

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.headers, refusal.read().decode())
