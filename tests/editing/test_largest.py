"""The largest of everything that the doors take fits an item, and its changes a transaction. moto counts neither."""

import json
import random
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from broadsheet.article import fields as limits
from broadsheet.article.fields import Correction
from broadsheet.article.former import PATH_MAX_BYTES
from broadsheet.article.picture import WIDTHS, Picture
from broadsheet.article.upload import Upload, UploadState
from broadsheet.comment.fields import NAME_MAX_CHARS, TEXT_MAX_CHARS
from broadsheet.editing.pictures import BODY_UPLOADS_MAX
from broadsheet.environment import EditArticlesSettings, settings_of
from broadsheet.ids import ulid_of
from broadsheet.reading import records
from broadsheet.reading.waves import run
from broadsheet.signs import visible
from broadsheet.site import settings as site_limits
from broadsheet.site.look import LOGO_URL_MAX_CHARS
from broadsheet.store.items import head_item, revision_item, upload_item
from broadsheet.store.keys import head_key
from broadsheet.store.reads import from_wire, to_wire
from broadsheet.token import Role
from broadsheet.wiring import parts
from tests.calls import intercepted
from tests.emulated import aws, names
from tests.functions.editor import Answer, Editor
from tests.functions.reader import discussion_of
from tests.metered import size_bytes
from tests.newsroom import START, Newsroom
from tests.photographs import photograph
from tests.template.roles import Call

# Source: Amazon DynamoDB, Service, account, and table quotas; TransactWriteItems.
ITEM_MAX_BYTES = 400 * 1024
TRANSACTION_MAX_BYTES = 4 * 1024 * 1024
TRANSACTION_ITEMS_MAX = 100

ASTRAL = (0x10000, 0x10FFFF)
PRINTABLE = (0x21, 0x7E)
LOWER_CASE = (0x61, 0x7A)


class Scales:
    """Weighs every item that is written, and every transaction, with what it deletes and looks at."""

    def __init__(self) -> None:
        self.heaviest: dict[str, int] = {}
        self.transactions: list[tuple[int, int]] = []

    def weigh(self, call: Call, carry_out: Callable[[], Any]) -> Any:
        match call.operation:
            case "TransactWriteItems":
                writes = [write for item in call.parameters["TransactItems"] for write in item.values()]
                weights = [self._weight(write) for write in writes]
                self.transactions.append((sum(weights), len(weights)))
            case "PutItem":
                self._weight(call.parameters)
        return carry_out()

    def _weight(self, write: Mapping[str, Any]) -> int:
        # Whether what is deleted or looked at counts is nowhere said.
        if "Item" not in write:
            return size_bytes(aws("dynamodb").get_item(TableName=write["TableName"], Key=write["Key"]).get("Item", {}))
        item, weight = write["Item"], size_bytes(write["Item"])
        word = re.search("[a-z]+", item["sk"]["S"])
        kind = item["pk"]["S"].partition("#")[0] + (f" {word[0]}" if word else "")
        self.heaviest[kind] = max(weight, self.heaviest.get(kind, 0))
        return weight


def letters(count: int, span: tuple[int, int] = ASTRAL, start: str = "") -> str:
    """Return so many letters that no compression knows, and that are kept as they are sent."""
    chance = random.Random(f"{count} {start}")
    text = start + "".join(_letter(chance, span) for _ in range(count))[len(start) :]
    # A closing bracket may not stand in an address a hundred times, and any letters may make one.
    return text.translate(str.maketrans('"\\<[>)', "'/((}}"))


def _letter(chance: random.Random, span: tuple[int, int]) -> str:
    while visible(drawn := f"x{chr(chance.randint(*span))}x") != drawn:
        pass
    return drawn[1]


def address(count: int, start: str = "") -> str:
    return letters(count, start=f"https://x.example/{start}")


def named_uploads() -> list[str]:
    """Put pictures, as many as a body may show, and return their ids."""
    ids = [ulid_of(START, number.to_bytes(10, "big")) for number in range(BODY_UPLOADS_MAX)]
    for media in ids:
        picture = Picture(media=media, digest="f" * 20, width=20_000, height=3_200, colour="#123456", widths=WIDTHS)
        upload = Upload(
            id=media, owner="somebody", size=1, content_type=None, created_at=START,
            state=UploadState.READY, picture=picture,
        )  # fmt: skip
        aws("dynamodb").put_item(TableName=names()["ContentTable"], Item=to_wire(upload_item(upload)))
    return ids


def largest(version: int) -> dict[str, Any]:
    """Return an article whose every field is as long as it may be, but for its body."""
    named = str(version)
    return {
        "headline": letters(limits.HEADLINE_MAX_CHARS),
        "slug": named.zfill(limits.SLUG_MAX_CHARS),
        "section": "news",
        "description": letters(limits.DESCRIPTION_MAX_CHARS),
        "key_points": [
            letters(limits.KEY_POINT_MAX_CHARS, start=str(number)) for number in range(limits.KEY_POINTS_MAX)
        ],
        "bylines": [
            {
                "name": letters(limits.NAME_MAX_CHARS, start=f"by {named} {number}"),
                "url": address(limits.BYLINE_URL_MAX_CHARS, f"by/{number}"),
            }
            for number in range(limits.BYLINES_MAX)
        ],
        "credits": [
            {
                "name": letters(limits.NAME_MAX_CHARS, start=f"from {number}"),
                "url": address(limits.URL_MAX_CHARS, f"from/{number}"),
            }
            for number in range(limits.CREDITS_MAX)
        ],
        "keywords": [
            letters(limits.KEYWORD_MAX_CHARS, start=f"word {named} {number}") for number in range(limits.KEYWORDS_MAX)
        ],
        "image": {
            "url": address(limits.URL_MAX_CHARS),
            "alt": letters(limits.ALT_MAX_CHARS),
            "caption": letters(limits.CAPTION_MAX_CHARS),
            "credit": letters(limits.NAME_MAX_CHARS),
        },
        "language": "en",
        "translations": [
            {"language": f"x{chr(97 + number)}", "url": address(limits.URL_MAX_CHARS, f"in/{number}")}
            for number in range(limits.TRANSLATIONS_MAX)
        ],
        "former_urls": [
            letters(PATH_MAX_BYTES, LOWER_CASE, f"/{named}/{number}/") for number in range(limits.FORMER_URLS_MAX)
        ],
    }


def json_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def with_body(fields: dict[str, Any], uploads: list[str]) -> dict[str, Any]:
    """Return an article with a body of letters that fills it up to what all of it may be."""
    body = "".join(f"![a picture](media:{media})\n\n" for media in uploads)
    bare = len(json_bytes(fields | {"body": body, "body_format": "markdown"}))
    # What our own writing of it adds: the fields that it lacks, as null.
    spare = limits.FIELDS_MAX_BYTES - bare - 400
    return fields | {"body": body + letters(min(spare, 150_000), PRINTABLE)}


def sent(editor: Editor, method: str, path: str, value: Any, **headers: str) -> Answer:
    """Send JSON in UTF-8, which is a third of what it is in ASCII."""
    return editor.ask(
        method,
        path,
        raw=json_bytes(value),
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )


def grow_old(path: str) -> None:
    """Give an article all the corrections and former addresses that it may have, but for the last of each."""
    reads = parts.reads_of(settings_of(EditArticlesSettings))
    head = run(records.head(path.rpartition("/")[2]), reads)
    assert head is not None
    article = run(records.revision(head.id, head.version), reads)
    assert article is not None
    told = [letters(limits.CORRECTION_MAX_CHARS, start=str(number)) for number in range(1, limits.CORRECTIONS_MAX)]
    slugs = tuple(f"{number:0{limits.SLUG_MAX_CHARS}}" for number in range(1, limits.FORMER_SLUGS_MAX))
    article = replace(article, corrections=tuple(Correction(text, START) for text in told), former_slugs=slugs)
    for item in (head_item(article, "old"), revision_item(article)):
        aws("dynamodb").put_item(TableName=names()["ContentTable"], Item=to_wire(item))


def test_the_largest_article_is_kept_listed_edited_printed_corrected_and_taken_down(
    newsroom: Newsroom, say: Callable[[str], None]
) -> None:
    scales, editor, uploads = Scales(), newsroom.editor(), named_uploads()
    with intercepted(scales.weigh):
        made = sent(editor, "POST", "/api/articles", with_body(largest(1), uploads))
        assert made.status == 201, made.text[:1_000]
        path = made.headers["location"]
        for act, state in ((None, "draft"), ("publish", "published"), ("unpublish", "unpublished")):
            assert act is None or editor.post(f"{path}/{act}", if_match="*").status == 200
            [listed] = editor.get(f"/api/articles?state={state}").json["articles"]
            assert listed["headline"] == letters(limits.HEADLINE_MAX_CHARS)
        assert editor.post(f"{path}/restore", if_match="*").status == 200
        grow_old(path)
        told = {"text": letters(limits.CORRECTION_MAX_CHARS)}
        assert sent(editor, "POST", f"{path}/corrections", told, if_match="*").status == 200
        # Leaves each of its lists for another, its place in all, and its address.
        moved = largest(2) | {"section": "sport", "published_at": "2025-10-22T10:00:00Z", "slug": "z" * 80}
        moved = with_body(moved, uploads)
        assert sent(editor, "PUT", path, moved, if_match="*").status == 200
        newsroom.settle()
    found = editor.get(path).json
    assert found["live"]
    assert (len(found["corrections"]), len(found["credits"])) == (limits.CORRECTIONS_MAX, limits.CREDITS_MAX)
    assert found["translations"] == moved["translations"]
    assert letters(limits.HEADLINE_MAX_CHARS) in newsroom.page(found["url"]).text
    weigh_up(scales, say, ["article head", "article revision", "article audit", "byline", "pending", "due-news leave"])


def test_an_article_that_no_item_holds_is_refused_at_the_door(newsroom: Newsroom) -> None:
    article = with_body(largest(1), [])
    answer = sent(newsroom.editor(), "POST", "/api/articles", article | {"body": article["body"] + "x" * 400})
    assert answer.faults == {"": "the article is longer than 400,000 bytes, all fields together"}


def test_a_head_of_before_they_were_compressed_is_read(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(headline="Kept as text", state="published")
    key = head_key(path.rpartition("/")[2])
    item = from_wire(aws("dynamodb").get_item(TableName=names()["ContentTable"], Key=to_wire(key))["Item"])
    item["article"] = zlib.decompress(bytes(item["article"])).decode()
    aws("dynamodb").put_item(TableName=names()["ContentTable"], Item=to_wire(item))
    assert editor.get(path).json["headline"] == "Kept as text"
    assert editor.post(f"{path}/unpublish", if_match="*").status == 200
    assert [listed["headline"] for listed in editor.get("/api/articles").json["articles"]] == ["Kept as text"]


def test_the_largest_settings_are_kept(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    scales, admin = Scales(), newsroom.editor(Role.ADMIN)
    host = ".".join("h" * 60 for _ in range(4))
    origins = [f"https://{number:02}{host[2:]}.au" for number in range(site_limits.ORIGINS_MAX)]
    settings = {
        "name": letters(80),
        "tagline": letters(200),
        "sections": [
            {"slug": f"{number:040}a"[1:], "name": letters(60, start=str(number))}
            for number in range(site_limits.SECTIONS_MAX)
        ],
        "social_links": [
            {"name": letters(60, start=str(number)), "url": address(2_000)}
            for number in range(site_limits.SOCIAL_LINKS_MAX)
        ],
        # A sign that takes two in JSON.
        "about": "\\" * site_limits.ABOUT_MAX_BYTES,
        "footer": letters(site_limits.FOOTER_MAX_CHARS),
        "logo": {
            "url": letters(LOGO_URL_MAX_CHARS, start="/"),
            "url_dark": letters(LOGO_URL_MAX_CHARS, start="/dark"),
            "width": 1,
            "height": 1,
        },
        "script_origins": origins,
        "frame_origins": origins,
        "image_origins": origins,
    }
    with intercepted(scales.weigh):
        assert sent(admin, "PUT", "/api/site", settings).status == 200
        # Each of the sections that went gets a tombstone.
        other = settings | {"sections": [{"slug": "z", "name": "Z"}]}
        assert sent(admin, "PUT", "/api/site", other).status == 200
    weigh_up(scales, say, ["site settings"])


def test_the_largest_comment_is_kept_and_decided_on(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    scales = Scales()
    discussion = discussion_of(newsroom)
    with intercepted(scales.weigh):
        comment = discussion.write(letters(TEXT_MAX_CHARS), letters(NAME_MAX_CHARS))
        for verdict in ("approve", "remove", "restore"):
            assert discussion.judge(comment, verdict).status == 200
        newsroom.settle()
    weigh_up(scales, say, ["comments record"])


def test_the_largest_upload_is_kept(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    scales = Scales()
    with intercepted(scales.weigh):
        assert newsroom.upload(photograph(200, 2_000))["state"] == "ready"
    weigh_up(scales, say, ["media media"])


def weigh_up(scales: Scales, say: Callable[[str], None], kinds: list[str]) -> None:
    """Say what the heaviest items and transaction weighed, and hold them to DynamoDB's limits."""
    for kind in kinds:
        say(f"the largest {kind}: {scales.heaviest[kind]:,} bytes")
    if scales.transactions:
        say("its largest transaction: {:,} bytes in {} items".format(*max(scales.transactions)))
    assert max(scales.heaviest.values()) < ITEM_MAX_BYTES
    assert all(weight < TRANSACTION_MAX_BYTES for weight, _ in scales.transactions)
    assert all(count <= TRANSACTION_ITEMS_MAX for _, count in scales.transactions)
