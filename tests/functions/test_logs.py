"""What functions log of requests of every kind, failed ones too: never a token, a text or a reader's address."""

import io
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

import pytest
from botocore.exceptions import ClientError

from broadsheet.api.operations import TABLE
from broadsheet.token import Role
from tests.calls import intercepted
from tests.emulated import Queue, template
from tests.newsroom import Newsroom
from tests.photographs import photograph
from tests.template.roles import Call

from .editor import Editor
from .reader import BROWSER, opened_newsroom

TEXT, COMMENT, NAME, KEY = "zsays-the-article", "zsays-a-reader", "zname-of-a-reader", "zkey-of-a-reader"
ADDRESS, VIEWER, ORIGIN_SECRET, AGENT = "198.51.100.77", "2001:db8::77", "zsecret-of-the-edge", "zbrowser-of-a-reader"
SECRETS = (TEXT, COMMENT, NAME, KEY, ADDRESS, VIEWER, ORIGIN_SECRET, AGENT)

ARTICLE = {"headline": TEXT, "body": TEXT, "section": "news", "description": TEXT, "state": "published"}
HEADERS = {"x-viewer-address": VIEWER, "x-origin-secret": ORIGIN_SECRET, "user-agent": AGENT, "idempotency-key": KEY}


class Everybody:
    """Editors of every role, and a reader: whatever becomes of their requests, they send the next."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self.tokens = [str(newsroom.editor(role).token) for role in Role]

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Invoke a function; what it raises is written to the log, as Lambda does."""
        try:
            return self._newsroom.call(function, event)
        except Exception:
            print(traceback.format_exc())
            return {"statusCode": 500, "headers": {}, "body": "{}"}

    def ask(self, function: str, method: str, path: str, token: str | None, **more: Any) -> Any:
        """Send a request from the reader's address; return the JSON of the answer, or nothing."""

        def call(event: dict[str, Any], _: Any) -> Any:
            event["requestContext"]["http"] |= {"sourceIp": ADDRESS, "userAgent": AGENT}
            return self.invoke(function, event)

        more["headers"] = HEADERS | more.get("headers", {})
        answer = Editor(call, token).ask(method, path, **more)
        return answer.json if answer.headers.get("content-type", "").endswith("json") else {}

    def edit(self) -> str:
        """Send editors' requests, good and bad; return the id of an article, where there is one."""
        article_id = ""
        for token in (*self.tokens, f"{self.tokens[0][:-1]}x", None):
            for body in (ARTICLE, ARTICLE | {"body": 7}, ARTICLE | {"section": TEXT}, [TEXT], ARTICLE | {TEXT: TEXT}):
                article_id = self.ask("edit_articles", "POST", "/api/articles", token, body=body).get("id", article_id)
            for raw in (f'{{"headline": "{TEXT}', b"\xff" + TEXT.encode(), TEXT, "[" * 9000, f'{{"{TEXT}": NaN}}'):
                self.ask("edit_articles", "POST", "/api/articles", token, raw=raw)
            for operation in TABLE:
                function = "moderate_comments" if "moderation" in operation.path else "edit_articles"
                path = operation.path.format(article_id=article_id or "x", media_id="x", comment_id="x")
                self.ask(function, operation.method, path, token, body=ARTICLE, headers={"if-match": '"1"'})
                self.ask(function, operation.method, f"{path}?token={self.tokens[0]}", token)
        return article_id

    def discuss(self, article_id: str) -> None:
        """Send readers' comments, good and bad, and judge them."""
        path = f"/api/comments/{article_id or 'x'}"
        for name, text in (
            (NAME, COMMENT),
            ("", COMMENT),
            (NAME, COMMENT * 400),
            (f"{NAME}\x00", f"http://{COMMENT} " * 9),
        ):
            comment = {"name": name, "text": text}
            sent = self.ask(
                "record_comments", "POST", path, None, body=comment, headers={"idempotency-key": f"{KEY}{text[:9]}"}
            )
            self.ask("record_comments", "POST", path, None, raw=f"name={name}&text={text}".encode(), headers=BROWSER)
            self.ask("record_comments", "POST", path, None, raw=f'{{"name": "{name}", "text": {text}')
            for verdict in ("approve", "remove", "restore", "erase"):
                comment_path = f"/api/moderation/comments/{sent.get('id', 'x')}/{verdict}"
                self.ask("moderate_comments", "POST", comment_path, self.tokens[-1])

    def publish(self) -> None:
        """Deliver what streams, queues and buckets hold, to functions that may fail."""
        room = self._newsroom
        self.invoke("render_pages", {"Records": room.pending_prints.records()})
        self.invoke("render_comments", {"Records": room.comment_events.records()})
        self.invoke("record_comments", {"Records": Queue("CommentsFallbackQueue").messages()})
        self.invoke("keep_schedule", {})


@contextmanager
def heard(level: str) -> Iterator[io.StringIO]:
    """Hear all that is logged from a level on, and all that is given to each line."""

    class Whole(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            given = {name: value for name, value in vars(record).items() if name not in ("args", "exc_info", "msg")}
            return f"{super().format(record)} {given}"

    text = io.StringIO()
    handler, root = logging.StreamHandler(text), logging.getLogger()
    handler.setFormatter(Whole())
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    with redirect_stdout(text):
        yield text
    root.setLevel(before)
    root.removeHandler(handler)


def refused(_: Call, carry_out: Callable[[], Any]) -> Any:
    raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "You may not"}}, "Anything")


def lost(_: Call, carry_out: Callable[[], Any]) -> Any:
    carry_out()
    raise ConnectionResetError("the answer was lost")


def well(_: Call, carry_out: Callable[[], Any]) -> Any:
    return carry_out()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    # botocore logs too.
    with opened_newsroom(over_the_wire=True) as opened:
        yield opened


def told(newsroom: Newsroom, level: str, calls: Callable[[Call, Callable[[], Any]], Any]) -> list[str]:
    """Let everybody do everything while the calls of AWS go so, and return which secrets the log tells."""
    everybody = Everybody(newsroom)
    article_id = everybody.edit()
    with heard(level) as log, intercepted(calls):
        everybody.discuss(everybody.edit() or article_id)
        everybody.publish()
    assert "answered" in log.getvalue()
    return [secret for secret in (*SECRETS, *(token[-64:] for token in everybody.tokens)) if secret in log.getvalue()]


@pytest.mark.parametrize("calls", [well, refused, lost])
def test_no_token_text_or_address_is_logged(
    newsroom: Newsroom, calls: Callable[[Call, Callable[[], Any]], Any]
) -> None:
    level = template().properties("RecordCommentsFunction")["LoggingConfig"]["ApplicationLogLevel"]
    assert told(newsroom, level, calls) == []


def test_one_level_below_botocore_would_tell_what_readers_say(newsroom: Newsroom) -> None:
    assert COMMENT in told(newsroom, "DEBUG", well)


def test_a_file_that_cannot_be_used_is_told_by_its_id(newsroom: Newsroom) -> None:
    with heard("INFO") as log:
        for data in (photograph(80, 60), TEXT.encode(), photograph(80, 60)[:999]):
            newsroom.upload(data)
    assert TEXT not in log.getvalue()
    assert "Marsh & Sons" not in log.getvalue()
