"""The description of the API, OpenAPI 3.1, made from the table of operations and the types of bodies and answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ..article.fields import FIELDS_MAX_BYTES, ArticleState, Submission
from ..editing.settings import Part
from ..errors import (
    Busy,
    Embargoed,
    Forbidden,
    FormerUrlTaken,
    ImageNotReady,
    InvalidFields,
    KeyReused,
    NotFound,
    Refusal,
    SlugTaken,
    StaleVersion,
    Unauthenticated,
    WrongState,
)
from ..site.settings import Site
from .http.body import JSON, MERGE_PATCH
from .http.forms import FORM
from .http.headers import WAIT_MAX_SECONDS
from .http.problems import (
    FAILURE,
    KINDS,
    MEDIA_TYPE,
    BodyTooLarge,
    MalformedRequest,
    PreconditionFailed,
    PreconditionRequired,
    ProblemKind,
    UnsupportedMediaType,
)
from .http.validation import adapter
from .operations import TABLE, Operation
from .routes.article_bodies import (
    READ_ONLY,
    ArticleAnswer,
    CorrectionBody,
    ListAnswer,
    MediaAnswer,
    Nothing,
    Publication,
    Replacement,
    UploadAnswer,
    UploadBody,
)
from .routes.articles import LIST_DEFAULT, LIST_MAX
from .routes.comment_bodies import CommentAnswer, CommentBody, CommentReceipt, CommentsAnswer
from .routes.moderation import LIST_DEFAULT as COMMENTS_DEFAULT
from .routes.moderation import LIST_MAX as COMMENTS_MAX
from .routes.moderation import LISTED_STATES
from .routes.rebuild_answers import RebuildAnswer

Schema = dict[str, Any]

ABOUT = """\
The newsroom's API: JSON in, JSON out. Every refusal is an RFC 9457 problem whose `type` names its kind.

A change of an article needs `If-Match` with the `ETag` of the version it is for, so that nobody overwrites what they
have not seen. With an `Idempotency-Key` a request can be sent again after a time-out: it is carried out once, and
the same answer comes with `Idempotency-Replayed: true`. `Prefer: wait=10` answers when readers get the change.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What the table of operations leaves out: bodies, answers, parameters and the refusals that are its own."""

    about: str = ""
    body: type | None = None
    body_required: bool = True
    media_types: tuple[str, ...] = (JSON,)
    status: int = 200
    answer: type | None = None
    answer_headers: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    refusals: tuple[type[Refusal], ...] = ()


CHANGE_HEADERS = ("If-Match", "Idempotency-Key", "Prefer")
OUTCOME_HEADERS = ("ETag", "Idempotency-Replayed", "Preference-Applied")
CHANGE_REFUSALS = (
    StaleVersion,
    PreconditionFailed,
    PreconditionRequired,
    WrongState,
    KeyReused,
    Busy,
)


def _change(**more: Any) -> Detail:
    values: dict[str, Any] = {
        "body": Nothing,
        "body_required": False,
        "answer": ArticleAnswer,
        "answer_headers": OUTCOME_HEADERS,
        "parameters": CHANGE_HEADERS,
        "refusals": CHANGE_REFUSALS,
    }
    return Detail(**{**values, **more})


def _verdict(about: str) -> Detail:
    return Detail(about=about, body=Nothing, body_required=False, answer=CommentAnswer, refusals=(WrongState, Busy))


_EDIT = (*CHANGE_REFUSALS, SlugTaken, FormerUrlTaken, Embargoed, ImageNotReady)

DETAILS: dict[str, Detail] = {
    "create_article": Detail(
        about="`state: published` publishes it at once, or at `publish_at` where that is in the future. A slug that is "
        "left out is made from the headline, with a number where it is taken. All fields together take at most "
        f"{FIELDS_MAX_BYTES:,} bytes of JSON.",
        body=Submission,
        status=201,
        answer=ArticleAnswer,
        answer_headers=(*OUTCOME_HEADERS, "Location"),
        parameters=("Idempotency-Key", "Prefer"),
        refusals=(SlugTaken, FormerUrlTaken, Embargoed, ImageNotReady, KeyReused, Busy),
    ),
    "list_articles": Detail(
        about="Every state but deleted, or one. An author gets own articles only. Link leads to the next page.",
        answer=ListAnswer,
        answer_headers=("Link",),
        parameters=("state", "section", "byline", "limit", "cursor"),
        refusals=(MalformedRequest,),
    ),
    "get_article": Detail(answer=ArticleAnswer, answer_headers=("ETag",), parameters=("If-None-Match",)),
    "replace_article": _change(
        about="Fields that are left out take their defaults; `slug`, `published_at` and a planned `publish_at` stay. "
        "An answer of GET can be edited and sent back: its read-only members are passed over, but `state` must be what "
        "it is.",
        body=Replacement,
        body_required=True,
        refusals=_EDIT,
    ),
    "patch_article": _change(
        about="A JSON Merge Patch (RFC 7396): null removes a field, lists are replaced whole.",
        body=Replacement,
        body_required=True,
        media_types=(MERGE_PATCH, JSON),
        refusals=_EDIT,
    ),
    "delete_article": _change(about="Its page answers 410. It can be restored.", status=204, answer=None),
    "publish_article": _change(body=Publication, refusals=_EDIT),
    "unpublish_article": _change(about="Its page answers 410; off the schedule, where it was scheduled."),
    "restore_article": _change(refusals=_EDIT),
    "correct_article": _change(
        about="A dated line under a published article, in feeds and in metadata; at most 20. It moves `updated_at`, "
        "and no edit removes it.",
        body=CorrectionBody,
        body_required=True,
    ),
    "create_media": Detail(
        about="The answer holds the request that sends the file, straight to where it is kept, within 15 minutes. A "
        "JPEG, PNG, WebP, GIF or AVIF is made into variants of several widths, upright and without its metadata. An "
        "article names the upload by its id, in `image.media` and in its body: `![what it shows](media:<id>)`.",
        body=UploadBody,
        status=201,
        answer=UploadAnswer,
        answer_headers=("Location",),
    ),
    "get_media": Detail(
        about="Ask until it is `ready` or `refused`, some seconds after the file was sent. One that comes to nothing "
        "is forgotten after a day.",
        answer=MediaAnswer,
    ),
    "get_site": Detail(answer=Site),
    "replace_site": Detail(
        about="What shows the change is printed again: the fronts at once, the archive when the settings have rested "
        "for ten minutes.",
        body=Site,
        answer=Site,
        refusals=(Busy,),
    ),
    "rebuild_site": Detail(
        about="Everything, or what one member names. A section is its front, feeds and lists, not its articles.",
        body=Part,
        body_required=False,
        status=202,
        answer=dict[str, str],
        refusals=(Busy,),
    ),
    "get_rebuild": Detail(
        about="`resting` while settings may still change, `printing`, `owing` when all but the owed pages are printed.",
        answer=RebuildAnswer,
    ),
    "submit_comment": Detail(
        about="For readers, through the site's own address. A plain HTML form is taken too, and answered with 303 to a "
        "page that says what happens next.",
        body=CommentBody,
        media_types=(JSON, FORM),
        status=202,
        answer=CommentReceipt,
        parameters=("Idempotency-Key",),
        refusals=(WrongState, KeyReused, Busy),
    ),
    "list_comments": Detail(
        about="Those that wait, or those in another state; oldest first. The Link header leads to the next page.",
        answer=CommentsAnswer,
        answer_headers=("Link",),
        parameters=("comment_state", "comments_limit", "comments_cursor"),
        refusals=(MalformedRequest,),
    ),
    "approve_comment": _verdict("It gets its seat under the article and is printed."),
    "reject_comment": _verdict("It is not printed."),
    "remove_comment": _verdict("A line says so where it stood."),
    "restore_comment": _verdict("A removed one returns to its seat, a rejected one to those that wait."),
    "erase_comment": _verdict("Its name and text are deleted for good."),
    "get_description": Detail(answer=dict[str, Any]),
}


@cache
def description() -> Schema:
    """Return the OpenAPI document of every operation in the table."""
    schemas, references = _schemas()
    paths: Schema = {}
    for operation in TABLE:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Broadsheet", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": {kind.name: _problem(kind) for kind in (*KINDS.values(), FAILURE)},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "bs_<id>_<secret>"},
            },
        },
    }


def _operation(operation: Operation, references: Mapping[tuple[object, str], Schema]) -> Schema:
    detail = DETAILS[operation.id]
    described: Schema = {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": _parameters(operation, detail),
        "responses": _responses(operation, detail, references),
    }
    about = detail.about
    if operation.public:
        described["security"] = []
    else:
        about = f"{about}\n\nOpen to: {', '.join(sorted(operation.may))}.".strip()
    if about:
        described["description"] = about
    if detail.body is not None:
        patch = MERGE_PATCH in detail.media_types
        schema = {"$ref": "#/components/schemas/ArticlePatch"} if patch else references[detail.body, "validation"]
        described["requestBody"] = {
            "required": detail.body_required,
            "content": {media_type: {"schema": schema} for media_type in detail.media_types},
        }
    return described


def _parameters(operation: Operation, detail: Detail) -> list[Schema]:
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in detail.parameters]
    for name in re.findall(r"\{(\w+)\}", operation.path):
        parameters.insert(0, {"$ref": f"#/components/parameters/{name}"})
    return parameters


def _responses(operation: Operation, detail: Detail, references: Mapping[tuple[object, str], Schema]) -> Schema:
    answer: Schema = {"description": operation.summary}
    if detail.answer is not None:
        answer["content"] = {JSON: {"schema": references[detail.answer, "serialization"]}}
    if detail.answer_headers:
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in detail.answer_headers}
    responses: Schema = {str(detail.status): answer}
    if "If-None-Match" in detail.parameters:
        responses["304"] = {"description": "The caller has this version"}
    kinds: dict[str, list[ProblemKind]] = {}
    for kind in (*(KINDS[refusal] for refusal in _refusals(operation, detail)), FAILURE):
        kinds.setdefault(str(kind.status), []).append(kind)
    for status, of_status in sorted(kinds.items()):
        responses[status] = (
            {"$ref": f"#/components/responses/{of_status[0].name}"} if len(of_status) == 1 else _problem(*of_status)
        )
    return responses


def _refusals(operation: Operation, detail: Detail) -> list[type[Refusal]]:
    refusals = list(detail.refusals)
    if not operation.public:
        refusals += [Unauthenticated, Forbidden]
    if "{" in operation.path:
        refusals.append(NotFound)
    if detail.body is not None:
        refusals += [MalformedRequest, BodyTooLarge, UnsupportedMediaType, InvalidFields]
    if "If-None-Match" in detail.parameters:
        refusals.append(MalformedRequest)
    return list(dict.fromkeys(refusals))


def _problem(*kinds: ProblemKind) -> Schema:
    """Describe the problems of one status."""
    return {
        "description": "; ".join(f"`{kind.type}`: {kind.title}" for kind in kinds),
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "allOf": [{"$ref": "#/components/schemas/Problem"}],
                    "properties": {"type": {"enum": [kind.type for kind in kinds]}},
                }
            }
        },
    }


def _schemas() -> tuple[Schema, dict[tuple[object, str], Schema]]:
    """Return the schemas of all bodies and answers, and what refers to each."""
    asked: dict[tuple[object, str], TypeAdapter[Any]] = {}
    for detail in DETAILS.values():
        if detail.body is not None:
            asked[detail.body, "validation"] = adapter(detail.body)
        if detail.answer is not None:
            asked[detail.answer, "serialization"] = adapter(detail.answer)
    references, definitions = TypeAdapter.json_schemas(
        [(kind, mode, each) for (kind, mode), each in asked.items()],  # type: ignore[misc]
        ref_template="#/components/schemas/{model}",
    )
    references, definitions = _renamed(references), _renamed(definitions)
    schemas: Schema = definitions["$defs"]
    answer, replacement = schemas["ArticleAnswer"], schemas["Replacement"]
    schemas["ArticlePatch"] = _patch_schema(replacement, schemas)
    for name in sorted(READ_ONLY):
        replacement["properties"][name] = {**answer["properties"][name], "readOnly": True}
    answer["required"] = sorted(answer["properties"])
    schemas["Problem"] = PROBLEM
    return schemas, references


def _renamed(schema: Any) -> Any:
    """Return a schema with plain names for the two types that share one."""
    if isinstance(schema, dict):
        return {(_renamed(key) if isinstance(key, str) else key): _renamed(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_renamed(value) for value in schema]
    if isinstance(schema, str):
        return schema.replace("broadsheet__article__fields__State", "ArticleState").replace(
            "broadsheet__comment__event__State", "CommentState"
        )
    return schema


def _patch_schema(whole: Schema, schemas: Schema) -> Schema:
    """Return the schema of a merge patch: every member may be left out, or be null where that removes it."""
    image = {**schemas["Image"], "title": "ImagePatch"}
    image.pop("required")
    schemas["ImagePatch"] = image
    properties = {}
    for name, schema in whole["properties"].items():
        bare = {key: value for key, value in schema.items() if key not in ("default", "title")}
        if name == "image":
            bare = {"$ref": "#/components/schemas/ImagePatch"}
        options = bare.get("anyOf", [bare])
        if name not in whole["required"] and {"type": "null"} not in options:
            options = [*options, {"type": "null"}]
        properties[name] = bare if options == [bare] else {"anyOf": options}
    return {"type": "object", "title": "ArticlePatch", "properties": properties, "additionalProperties": False}


PROBLEM: Schema = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong. Source: RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Each bad field, by its JSON Pointer (RFC 6901) into the body.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "request_id": {"type": "string", "description": "What to quote when asking for help with a failure."},
    },
}


def _parameter(name: str, place: str, about: str, schema: Schema, *, required: bool = False) -> Schema:
    return {"name": name, "in": place, "description": about, "required": required, "schema": schema}


PARAMETERS = {
    "article_id": _parameter("article_id", "path", "The article's id", {"type": "string"}, required=True),
    "media_id": _parameter("media_id", "path", "The upload's id", {"type": "string"}, required=True),
    "If-Match": _parameter(
        "If-Match",
        "header",
        'The ETag of the version that the change is for, such as "3". `*` means whatever version there is.',
        {"type": "string", "pattern": r'^(\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*)$'},
        required=True,
    ),
    "If-None-Match": _parameter(
        "If-None-Match", "header", "The ETag of the version the caller has", {"type": "string"}
    ),
    "Idempotency-Key": _parameter(
        "Idempotency-Key",
        "header",
        "Makes it safe to send the request again; kept for seven days, for this token and path.",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    ),
    "Prefer": _parameter(
        "Prefer",
        "header",
        f"`wait=n` (RFC 7240) answers when the pages are printed, or after n seconds, at most {WAIT_MAX_SECONDS}.",
        {"type": "string", "examples": ["wait=10"]},
    ),
    "state": _parameter(
        "state", "query", "Articles in this state", {"type": "string", "enum": [str(s) for s in ArticleState]}
    ),
    "section": _parameter(
        "section", "query", "Articles of the section with this slug", {"type": "string", "minLength": 1}
    ),
    "byline": _parameter("byline", "query", "Articles by the person of this name", {"type": "string", "minLength": 1}),
    "limit": _parameter(
        "limit", "query", "How many", {"type": "integer", "minimum": 1, "maximum": LIST_MAX, "default": LIST_DEFAULT}
    ),
    "cursor": _parameter("cursor", "query", "Where a page starts, from a Link header", {"type": "string"}),
    "comment_id": _parameter("comment_id", "path", "The comment's id", {"type": "string"}, required=True),
    "comment_state": _parameter(
        "state", "query", "Comments in this state", {"enum": [str(s) for s in LISTED_STATES], "default": "held"}
    ),
    "comments_limit": _parameter(
        "limit",
        "query",
        "How many",
        {"type": "integer", "minimum": 1, "maximum": COMMENTS_MAX, "default": COMMENTS_DEFAULT},
    ),
    "comments_cursor": _parameter("cursor", "query", "Where a page starts, from a Link header", {"type": "string"}),
}


def _header(about: str, schema: Schema) -> Schema:
    return {"description": about, "schema": schema}


HEADERS = {
    "ETag": _header("The version, in double quotes", {"type": "string"}),
    "Location": _header("The path in the API of what was made", {"type": "string"}),
    "Link": _header('The next page: rel="next"', {"type": "string"}),
    "Idempotency-Replayed": _header("The answer of an earlier request with the same key", {"const": "true"}),
    "Preference-Applied": _header("The preference that was honoured", {"type": "string"}),
}
