"""The table of the API: every operation, its path, and who may call it. Without a line here there is no route."""

import re
from dataclasses import dataclass

from ..token import ADMINS, ALL, EDITORS, MODERATORS, WRITERS, Role


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. Where `public`, no token is asked for; else it is open to the roles in `may`, by default none."""

    id: str
    method: str
    path: str
    summary: str
    may: frozenset[Role] = frozenset()
    public: bool = False

    @property
    def rule(self) -> str:
        """The path as a router writes it, `/api/articles/<article_id>`."""
        return self.path.replace("{", "<").replace("}", ">")

    def is_at(self, path: str) -> bool:
        """Tell whether a request's path is this operation's."""
        return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", self.path), path) is not None


TABLE = (
    Operation("create_article", "POST", "/api/articles", "Create an article", WRITERS),
    Operation("list_articles", "GET", "/api/articles", "List articles, newest first", WRITERS),
    Operation("get_article", "GET", "/api/articles/{article_id}", "Read an article", WRITERS),
    Operation("replace_article", "PUT", "/api/articles/{article_id}", "Replace an article's fields", WRITERS),
    Operation("patch_article", "PATCH", "/api/articles/{article_id}", "Change some of an article's fields", WRITERS),
    Operation("delete_article", "DELETE", "/api/articles/{article_id}", "Delete an article", WRITERS),
    Operation("publish_article", "POST", "/api/articles/{article_id}/publish", "Publish, now or at a time", EDITORS),
    Operation("unpublish_article", "POST", "/api/articles/{article_id}/unpublish", "Take an article down", EDITORS),
    Operation(
        "restore_article",
        "POST",
        "/api/articles/{article_id}/restore",
        "Bring back what was taken down or deleted",
        WRITERS,
    ),
    Operation(
        "correct_article",
        "POST",
        "/api/articles/{article_id}/corrections",
        "Tell readers what was wrong",
        EDITORS,
    ),
    Operation("create_media", "POST", "/api/media", "Open an upload for a picture", WRITERS),
    Operation("get_media", "GET", "/api/media/{media_id}", "Read what became of an upload", WRITERS),
    Operation("get_site", "GET", "/api/site", "Read the site's settings", ALL),
    Operation("replace_site", "PUT", "/api/site", "Replace the site's settings", ADMINS),
    Operation("rebuild_site", "POST", "/api/rebuild", "Print the whole site or a part of it again", ADMINS),
    Operation("get_rebuild", "GET", "/api/rebuild", "Read how far a re-print has come", ADMINS),
    Operation("submit_comment", "POST", "/api/comments/{article_id}", "Submit a comment", public=True),
    Operation("list_comments", "GET", "/api/moderation/comments", "List comments by state", MODERATORS),
    Operation(
        "approve_comment", "POST", "/api/moderation/comments/{comment_id}/approve", "Approve a comment", MODERATORS
    ),
    Operation("reject_comment", "POST", "/api/moderation/comments/{comment_id}/reject", "Reject a comment", MODERATORS),
    Operation(
        "remove_comment",
        "POST",
        "/api/moderation/comments/{comment_id}/remove",
        "Remove an approved comment",
        MODERATORS,
    ),
    Operation(
        "restore_comment",
        "POST",
        "/api/moderation/comments/{comment_id}/restore",
        "Restore a rejected or removed comment",
        MODERATORS,
    ),
    Operation(
        "erase_comment",
        "POST",
        "/api/moderation/comments/{comment_id}/erase",
        "Erase a comment's name and text",
        MODERATORS,
    ),
    Operation("get_description", "GET", "/api/openapi.json", "Read this description", public=True),
)

OPERATIONS = {operation.id: operation for operation in TABLE}

_BY_ROUTE = {(operation.method, operation.path): operation for operation in TABLE}


def operation_at(method: str, route: str) -> Operation | None:
    """Return the operation of a method and a route's path, `/api/articles/{article_id}`, or None."""
    return _BY_ROUTE.get((method, route))


def methods_at(path: str) -> list[str]:
    """Return the methods that a request's path has; none where there is no such path."""
    return sorted({operation.method for operation in TABLE if operation.is_at(path)})
