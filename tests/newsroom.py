"""A newsroom in this process: the real functions on emulated stores, editors at the API, events pumped by hand."""

import copy
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from broadsheet.environment import InstallSiteSettings, settings_of
from broadsheet.store import keys
from broadsheet.token import Presented, Role, Token
from broadsheet.wiring import install_site, parts

from .emulated import (
    SITE_URL,
    Context,
    Invocations,
    Queue,
    Snapshot,
    Streams,
    all_items,
    all_objects,
    aws,
    loaded,
    names,
)
from .functions.editor import Editor

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

ARRIVAL = json.loads((Path(__file__).parents[1] / "events/process_images/uploaded-picture.json").read_text())

# What stands in the site bucket and was not printed.
NOT_PRINTED = ("assets/", "media/")

_INSTALLED: list[Snapshot] = []

_STAMP = re.compile(rb'<!-- print ([0-9a-f]+) -->|# print ([0-9a-f]+)|,?"_print":\{"stamp":"([0-9a-f]+)"\}')
# It ends a page; to look for it in all of one took a third of a test's time.
_STAMP_BYTES_MAX = 100


def unstamped(body: bytes) -> str:
    """Return a printed page's text without its print stamp."""
    return (body[:-_STAMP_BYTES_MAX] + _STAMP.sub(b"", body[-_STAMP_BYTES_MAX:])).decode()


def stamp_of(body: bytes) -> str | None:
    """Return a printed page's print stamp."""
    found = _STAMP.search(body[-_STAMP_BYTES_MAX:])
    return next(filter(None, found.groups())).decode() if found else None


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        """Return the time."""
        return self.moment

    def advance(self, **parts: float) -> None:
        """Move on by days, hours, minutes or seconds."""
        self.moment += timedelta(**parts)


@dataclass(frozen=True, slots=True)
class Stored:
    """An object of the site bucket. `text` is without its print stamp."""

    key: str
    text: str
    etag: str
    cache_control: str
    content_type: str
    metadata: tuple[tuple[str, str], ...]

    @property
    def tags(self) -> frozenset[str]:
        """Its cache tags."""
        return frozenset(filter(None, dict(self.metadata).get("cache-tag", "").split(",")))

    @property
    def is_gone(self) -> bool:
        """Whether readers get 410."""
        return dict(self.metadata).get("gone") == "1"

    @property
    def redirect(self) -> str | None:
        """Where readers are sent."""
        return dict(self.metadata).get("redirect")


class Newsroom:
    """The functions of template.yaml, each loaded when first used, and what stands between them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.context = Context("test")
        self.loaded: dict[str, Any] = {}
        self.pending_prints = Streams("RecentPostsTable", "PendingPrintsToRenderPages")
        self.comment_events = Streams("CommentsTable", "CommentEventsToRenderComments")
        self.render_queue = Queue("RenderQueue")
        self.late_verdicts = Invocations("RenderCommentsFunction")

    def function(self, name: str) -> Any:
        """Return a function's door, loaded when first asked for."""
        if name not in self.loaded:
            self.loaded[name] = loaded(name)
        return self.loaded[name]

    def restart(self) -> None:
        """Let every function start anew at its next call, as after a deploy."""
        self.loaded.clear()

    def call(self, name: str, event: dict[str, Any]) -> Any:
        """Invoke a function."""
        return self.function(name).handler(event, self.context)

    def open(self) -> None:
        """Install the site on empty stores; but for the first time in a process, from what it left there."""
        if _INSTALLED:
            _INSTALLED[0].restore()
        else:
            self.install()
            _INSTALLED.append(Snapshot())

    def install(self) -> None:
        """Make the keys and put the site in its theme, as a deploy does, and print what it asks for."""
        installation = install_site.installation(settings_of(InstallSiteSettings))
        installation.make_keys()
        installation.wear_theme(SITE_URL)
        self.settle()

    def editor(self, role: Role = Role.EDITOR) -> Editor:
        """Return somebody new with a token of that role."""
        presented = Presented.from_bytes(secrets.token_bytes(16), secrets.token_bytes(32))
        parts.tokens(names()["ContentTable"]).keep(
            Token(
                id=presented.id,
                secret_sha256=presented.secret_sha256,
                role=role,
                name=role.value,
                created_at=START - timedelta(days=1),
            )
        )
        return Editor(lambda event, _: self.call("edit_articles", event), str(presented))

    def upload(self, data: bytes, **declared: Any) -> Any:
        """Send a picture's file as an editor does, develop it, and return what the API says of it then."""
        editor = self.editor()
        opened = editor.post("/api/media", {"size": len(data)} | declared)
        assert opened.status == 201, opened.text
        self.send(opened.json["id"], data)
        self.arrived(opened.json["id"])
        return editor.get(opened.headers["location"]).json

    def send(self, media: str, data: bytes) -> None:
        """Put an upload's file where the signed request puts it."""
        aws("s3").put_object(Bucket=names()["UploadsBucket"], Key=media, Body=data)

    def arrived(self, media: str) -> None:
        """Deliver the notification that a file has arrived. moto has none."""
        event = copy.deepcopy(ARRIVAL)
        event["Records"][0]["s3"]["bucket"]["name"] = names()["UploadsBucket"]
        event["Records"][0]["s3"]["object"]["key"] = media
        self.call("process_images", event)

    def pump(self) -> int:
        """Deliver what the streams, the render queue and the schedule's calls hold, once; return how many it was."""
        delivered = 0
        for streams, function in ((self.pending_prints, "render_pages"), (self.comment_events, "render_comments")):
            records = streams.records()
            if records:
                self.call(function, {"Records": records})
                delivered += len(records)
        messages = self.render_queue.messages()
        for message in messages:
            self.call("render_pages", {"Records": [message]})
        events = self.late_verdicts.events()
        for event in events:
            self.call("render_comments", event)
        return delivered + len(messages) + len(events)

    def settle(self) -> None:
        """Pump until nothing is left to deliver, with a minute of the schedule for a full re-print."""
        while self.pump():
            pass

    def keep_schedule(self) -> None:
        """Run a minute of the schedule, and deliver what it asks for."""
        self.call("keep_schedule", {})
        self.settle()

    def rebuild(self) -> None:
        """Print the whole site, as the editors' rebuild does."""
        assert self.editor(Role.ADMIN).post("/api/rebuild").status == 202
        self.settle()
        self.keep_schedule()

    def site(self) -> dict[str, Stored]:
        """Return every object of the site bucket that the press printed, by key."""
        return {key: _stored(key, found) for key, found in all_objects().items() if not key.startswith(NOT_PRINTED)}

    def variants(self) -> dict[str, bytes]:
        """Return the files of all pictures, by key."""
        return {key: found.value for key, found in all_objects().items() if key.startswith("media/")}

    def bodies(self) -> dict[str, bytes]:
        """Return every printed page's body, stamp and all, by key."""
        return {key: found.value for key, found in all_objects().items() if not key.startswith(NOT_PRINTED)}

    def keys(self) -> list[str]:
        """Return the keys of the site bucket."""
        pages = aws("s3").get_paginator("list_objects_v2").paginate(Bucket=names()["SiteBucket"])
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def stored(self, key: str) -> Stored:
        """Return one object of the site bucket. Raises `KeyError`."""
        return _stored(key, all_objects()[key])

    def versions(self, key: str) -> int:
        """Return how often an object was written. The bucket keeps every version."""
        pages = aws("s3").list_object_versions(Bucket=names()["SiteBucket"], Prefix=key)
        return len(pages.get("Versions", []))

    def page(self, path: str) -> Stored:
        """Return the page at a path or a URL of the site."""
        return self.stored(path.removeprefix(SITE_URL).lstrip("/") or "index.html")

    def items(self, table: str, pk: str) -> list[dict[str, Any]]:
        """Return the items of a partition, in DynamoDB's own form."""
        answer: dict[str, Any] = aws("dynamodb").query(
            TableName=names()[table],
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
        )
        return list(answer["Items"])

    def forget_leaves(self) -> None:
        """Delete all that is kept of leaves, as a lost index does."""
        for pk, sk in all_items("RecentPostsTable"):
            if pk.startswith(keys.LEAVES):
                key = {"pk": {"S": pk}, "sk": {"S": sk}}
                aws("dynamodb").delete_item(TableName=names()["RecentPostsTable"], Key=key)

    def unprinted(self) -> list[dict[str, Any]]:
        """Return the pending prints, in DynamoDB's own form."""
        return [item for partition in keys.PENDING_PARTITIONS for item in self.items("RecentPostsTable", partition)]

    def printed_from_scratch(self) -> dict[str, Stored]:
        """Empty the site bucket, print the whole site, and return it."""
        s3 = aws("s3")
        for key in self.keys():
            if not key.startswith(NOT_PRINTED):
                s3.delete_object(Bucket=names()["SiteBucket"], Key=key)
        self.rebuild()
        return self.site()


def _stored(key: str, found: Any) -> Stored:
    metadata = {name.removeprefix("x-amz-meta-"): value for name, value in found.metadata.items()}
    return Stored(
        key=key,
        text=unstamped(found.value),
        etag=found.etag,
        cache_control=metadata.get("cache-control", ""),
        content_type=metadata.get("content-type", ""),
        metadata=tuple(
            sorted((name, metadata[name]) for name in ("cache-tag", "gone", "redirect") if name in metadata)
        ),
    )


def without_etags(site: dict[str, Stored]) -> dict[str, tuple[Any, ...]]:
    """Return what two printings of the same site share: all but ETags, which hold the print stamps."""
    return {key: (each.text, each.cache_control, each.content_type, each.metadata) for key, each in site.items()}
