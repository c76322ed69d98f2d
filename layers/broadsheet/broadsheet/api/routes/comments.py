"""The readers' route: a comment, as JSON or as a plain form."""

import re
from collections.abc import Callable, Mapping

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from ...comment.event import CommentState
from ...comment.fields import TEXT_MAX_CHARS, submission_of
from ...discussion.intake import Intake, Outcome, Receipt
from ...discussion.senders import Senders
from ...errors import Busy, FieldError, InvalidFields, KeyReused, NotFound, Refusal, WrongState
from ..http.body import json_object
from ..http.forms import NotInUtf8, form_fields, is_form, page, see_other, wants_html
from ..http.problems import BodyTooLarge, MalformedRequest, kind_of
from ..http.replies import Headers, reply
from ..http.resolver import Route, about

RECEIVED = "/comments/received"

_KEY = re.compile(r"[\x21-\x7e]{1,255}")

# What a person is told where a comment cannot be taken.
_STOPPED: dict[type[Refusal], tuple[str, str]] = {
    NotFound: ("There is no such article", "It may have been withdrawn. Your comment was not sent."),
    WrongState: ("Comments are closed", "Your comment was not sent."),
    KeyReused: ("This form was sent before", "Open the article again to write another comment."),
    Busy: ("Please try again in a moment", "Your comment could not be taken just now."),
    MalformedRequest: ("Please check your comment", "Your comment was not sent."),
}

# The form that comes back is in UTF-8.
OTHER_LETTERS = "some letters may not have come as you typed them; look, and send it again"


class CommentRoutes:
    """The readers' operation. The arguments are called at a request, never at import."""

    def __init__(
        self, intake: Callable[[], Intake], senders: Callable[[], Senders], site_url: Callable[[], str]
    ) -> None:
        self._intake = intake
        self._senders = senders
        self._site_url = site_url

    def routes(self) -> Mapping[str, Route]:
        """Return the routes by the ids of their operations."""
        return {"submit_comment": self.submit}

    def submit(self, article_id: str, request: Request) -> Response[str]:
        """Take a comment in: 202, or for a form 303 to a page that says so."""
        if not wants_html(request):
            return self._submit_json(article_id, request)
        sent: Mapping[str, str] = {}
        try:
            sent = form_fields(request)
            receipt = self._receipt(article_id, request, sent, strict=False)
        except Refusal as refusal:
            return self._refused(article_id, sent, refusal)
        return see_other(f"{RECEIVED}#{receipt.comment_id}", "Your comment was received")

    def _refused(self, article_id: str, sent: Mapping[str, str], refusal: Refusal) -> Response[str]:
        """Answer a person whose comment was not taken, with all that was typed, where that could be read."""
        # Templates take long to load, and most answers need none.
        from ...page.comments import refused_text, stopped_text
        from ...page.frame import frame_of

        site, article = self._intake().surroundings(article_id)
        frame = frame_of(site, self._site_url())
        match refusal:
            case InvalidFields():
                text = refused_text(frame, article_id, article, sent, refusal.errors)
            case NotInUtf8():
                text = refused_text(frame, article_id, article, refusal.fields, [FieldError("", OTHER_LETTERS)])
            case BodyTooLarge():
                too_long = FieldError("/text", f"text is longer than {TEXT_MAX_CHARS:,} characters")
                text = refused_text(frame, article_id, article, sent, [too_long])
            case _:
                text = stopped_text(frame, *_STOPPED[type(refusal)], sent.get("text", ""))
        return page(kind_of(refusal).status, text)

    def _submit_json(self, article_id: str, request: Request) -> Response[str]:
        is_json = not is_form(request)
        sent = json_object(request) if is_json else form_fields(request)
        receipt = self._receipt(article_id, request, sent, strict=is_json)
        replayed: Headers = {"Idempotency-Replayed": "true"} if receipt.outcome is Outcome.REPEATED else {}
        return reply(202, {"id": str(receipt.comment_id), "state": CommentState.HELD}, replayed)

    def _receipt(self, article_id: str, request: Request, sent: Mapping[str, object], *, strict: bool) -> Receipt:
        submission = submission_of(sent, strict=strict)
        receipt = self._intake().submit(article_id, submission, self._sender(request), _idempotency_key(request))
        about(request, comment_id=str(receipt.comment_id), outcome=receipt.outcome)
        return receipt

    def _sender(self, request: Request) -> str | None:
        event = request.resolved_event
        assert isinstance(event, APIGatewayProxyEventV2)
        return self._senders().sender(
            event.request_context.http.source_ip,
            request.headers.get("x-viewer-address"),
            request.headers.get("x-origin-secret"),
        )


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise MalformedRequest("Idempotency-Key is not 1 to 255 visible ASCII characters without spaces")
    return key
