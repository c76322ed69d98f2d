"""Texts that are printed as pages: each is rendered once before it is committed, so that none is accepted in vain."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..article.fields import BODY_MAX_BYTES, BodyFormat, Fields
from ..errors import FieldError, InvalidFields, Unprintable

if TYPE_CHECKING:
    from ..page.body.markdown import BodyPicture

ECHO_MAX_CHARS = 100


def shown_in(fields: Fields) -> Sequence["BodyPicture"]:
    """Render an article's body as a page does, and return the pictures that it shows. Raises `Unprintable`."""
    if len(fields.body.encode("utf-8", "surrogatepass")) > BODY_MAX_BYTES:
        # The fields are refused for its length; how long it would take is not known.
        return ()
    return _rendered(fields.body, fields.body_format)


def refuse_unprintable(fields: Fields) -> None:
    """Raise `InvalidFields` for a body that cannot be printed: one that was accepted before the limits were."""
    try:
        shown_in(fields)
    except Unprintable as unprintable:
        raise InvalidFields([fault_of("/body", unprintable)]) from None


def faults_of_setting(pointer: str, text: str) -> Iterator[FieldError]:
    """Yield why a text of the settings, which is Markdown, cannot be printed."""
    try:
        yield from without_address(pointer, _rendered(text, BodyFormat.MARKDOWN))
    except Unprintable as unprintable:
        yield fault_of(pointer, unprintable)


def without_address(pointer: str, shown: Iterable["BodyPicture"]) -> Iterator[FieldError]:
    """Yield which pictures of a field, of all that it shows, have no address that can be printed."""
    for number, picture in enumerate(shown, start=1):
        if not picture.has_address:
            which = f"picture {number}, {picture.alt[:ECHO_MAX_CHARS]!r}" if picture.alt else f"picture {number}"
            detail = f"{pointer[1:]} shows {which}, without an address that can be printed: https, http or a path"
            yield FieldError(pointer, f"{detail}; upload it, and name it by media:<id>")


def fault_of(pointer: str, unprintable: Unprintable) -> FieldError:
    """Return the fault of a field that cannot be printed."""
    return FieldError(pointer, f"{pointer[1:]} {unprintable}")


def _rendered(text: str, text_format: BodyFormat) -> Sequence["BodyPicture"]:
    # Loaded with the first text, not when the function starts.
    from ..page.body.markdown import pictures_in

    return pictures_in(text, text_format)
