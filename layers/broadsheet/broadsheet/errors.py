"""The refusals a caller can act on, in the newsroom's words. Knows no status code and no store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One bad field: an RFC 6901 pointer into the request, and what is wrong with it."""

    pointer: str
    detail: str


class Refusal(Exception):
    """A request that was understood and not carried out. Nothing was changed."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidFields(Refusal):
    """Fields that break a rule; each is named with its limit."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(error.detail for error in errors))
        self.errors = errors


class NotFound(Refusal):
    """There is no such article, comment, upload or token."""


class StaleVersion(Refusal):
    """Somebody else changed the article first; read it again."""

    def __init__(self, sent: int, current: int) -> None:
        super().__init__(f"the article is at version {current}, the request was made for version {sent}")
        self.current = current


class SlugTaken(Refusal):
    """Another article of the same day has the slug that was asked for."""


class FormerUrlTaken(Refusal):
    """A former address leads to another article, or to a section."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(error.detail for error in errors))
        self.errors = errors


class WrongState(Refusal):
    """The state of the article or comment does not allow this, or comments are closed."""


class Embargoed(Refusal):
    """Publishing before the end of the embargo."""


class ImageNotReady(Refusal):
    """An article that readers get names an upload that is not a picture yet, or was refused."""


class KeyReused(Refusal):
    """An Idempotency-Key came again with another request."""


class Unauthenticated(Refusal):
    """No token, or one that is malformed, unknown, expired or revoked."""


class Forbidden(Refusal):
    """The token's role does not allow this."""


class Busy(Refusal):
    """Others change the same items, or a table or queue refuses for now; try later."""


class Unprintable(Exception):
    """A text that would take too long to print, or become too much: the limit, and the line where it is passed.

    Whoever knows what the text is of puts that before it: "body nests elements more than 100 deep, at line 3".
    """

    def __init__(self, limit: str, line: int | None = None) -> None:
        super().__init__(f"{limit}, at line {line:,}" if line is not None else limit)
        self.limit = limit
        self.line = line


class UnfitPicture(Exception):
    """An upload that cannot be made into a picture; the text says why, in words for an editor."""


class PrintFailed(Exception):
    """A page could not be printed this time; whoever asked must ask again."""


class ThemeMismatch(PrintFailed):
    """The running package is not the one whose theme the site wears."""
