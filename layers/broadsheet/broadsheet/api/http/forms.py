"""Plain HTML forms: their fields, and answers in HTML for readers without scripts."""

import base64
import binascii
from html import escape
from urllib.parse import parse_qsl

from aws_lambda_powertools.event_handler import Request, Response

from .problems import BodyTooLarge, MalformedRequest

FORM = "application/x-www-form-urlencoded"
HTML = "text/html"

FORM_MAX_BYTES = 100_000
FORM_FIELDS_MAX = 20


class NotInUtf8(MalformedRequest):
    """A form in another encoding; `fields` are its fields, as they would be in the most usual one."""

    def __init__(self, detail: str, fields: dict[str, str]) -> None:
        super().__init__(detail)
        self.fields = fields


def is_form(request: Request) -> bool:
    """Tell whether the body is a plain form's."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM


def wants_html(request: Request) -> bool:
    """Tell whether a person waits for the answer, rather than a script that sent a form and asks for JSON."""
    accepted = request.headers.get("accept", "")
    return is_form(request) and (HTML in accepted or "json" not in accepted)


def form_fields(request: Request) -> dict[str, str]:
    """Return a form's fields; of a name that stands twice the first. Source: WHATWG URL, section 5.1.

    Raises `BodyTooLarge`, `NotInUtf8` and `MalformedRequest`.
    """
    event = request.resolved_event
    raw = event.body or ""
    if len(raw) > FORM_MAX_BYTES * 2:
        raise BodyTooLarge(f"the body is longer than {FORM_MAX_BYTES:,} bytes")
    try:
        data = base64.b64decode(raw) if event.is_base64_encoded else raw.encode()
        if len(data) > FORM_MAX_BYTES:
            raise BodyTooLarge(f"the body is longer than {FORM_MAX_BYTES:,} bytes")
        try:
            return _fields(data, "utf-8", "strict")
        except UnicodeDecodeError as error:
            # Browsers mean it by ISO-8859-1 too. Source: WHATWG Encoding, section 4.2.
            fields = _fields(data, "windows-1252", "replace")
            raise NotInUtf8("the body is not a form in UTF-8", fields) from error
    except (binascii.Error, ValueError) as error:
        raise MalformedRequest("the body is not a form in UTF-8") from error


def _fields(data: bytes, encoding: str, errors: str) -> dict[str, str]:
    pairs = parse_qsl(
        data.decode(encoding, errors),
        keep_blank_values=True,
        encoding=encoding,
        errors=errors,
        max_num_fields=FORM_FIELDS_MAX,
        separator="&",
    )
    return dict(reversed(pairs))


def page(status: int, body: str) -> Response[str]:
    """Return an answer in HTML. Nobody but the reader may keep it."""
    return Response(
        status_code=status, content_type=f"{HTML}; charset=utf-8", body=body, headers={"Cache-Control": "no-store"}
    )


def see_other(path: str, words: str) -> Response[str]:
    """Return an answer that leads a browser on; a reload sends nothing again. Source: RFC 9110, section 15.4.4."""
    answer = page(
        303, f'<!doctype html>\n<title>{escape(words)}</title>\n<a href="{escape(path)}">{escape(words)}</a>\n'
    )
    answer.headers["Location"] = path
    return answer
