"""The uploads that an article names: looked up when it is committed, so that printing need not ask.

Asking in print would be a read for each picture of each card of each list. An article goes out with its pictures or not
at all: one that is added later would change a page by itself, and print it twice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..article.fields import Article, ArticleState, Fields
from ..article.picture import Picture
from ..article.upload import Upload, UploadState
from ..errors import FieldError, ImageNotReady, Unprintable
from ..reading import records
from ..reading.waves import run, together
from ..signs import is_blank
from ..store.reads import Reads
from ..words import ULID_PATTERN
from .bodies import ECHO_MAX_CHARS, fault_of, shown_in, without_address

if TYPE_CHECKING:
    from ..page.body.markdown import BodyPicture

BODY_UPLOADS_MAX = 30
# Each time that one is shown, it is a kilobyte of HTML.
BODY_SHOWINGS_MAX = 100


@dataclass(frozen=True, slots=True)
class Named:
    """What an article's fields name: uploads that are pictures, uploads that are not, and what is wrong with either,
    or with the body.
    """

    pictures: tuple[Picture, ...]
    waiting: tuple[Upload, ...]
    faults: tuple[FieldError, ...]

    def given_to(self, article: Article) -> Article:
        """Return the article with its pictures. Raises `ImageNotReady` where readers would get it without one."""
        if self.waiting and article.state in (ArticleState.PUBLISHED, ArticleState.SCHEDULED):
            raise ImageNotReady("; ".join(map(_why_not_ready, self.waiting)))
        return replace(article, pictures=self.pictures)


def named_in(fields: Fields, known: Iterable[Picture], reads: Reads) -> Named:
    """Render the body, and look up the uploads that fields name: those that are `known` never change.

    Costs one BatchGetItem, or nothing where there is none to ask for.
    """
    try:
        shown = shown_in(fields)
    except Unprintable as unprintable:
        return Named((), (), (fault_of("/body", unprintable),))
    uploads_shown = [picture.media for picture in shown if picture.media is not None]
    pointers = dict.fromkeys(uploads_shown, "/body")
    faults = [*without_address("/body", shown), *_without_alt(shown), *_too_many(uploads_shown)]
    if fields.image is not None and fields.image.media is not None:
        pointers[fields.image.media] = "/image/media"
    pictures = {picture.media: picture for picture in known}
    wanted = [media for media in pointers if media not in pictures and re.fullmatch(ULID_PATTERN, media)]
    if len(pointers) > BODY_UPLOADS_MAX + 1:
        return Named((), (), tuple(faults))
    found = run(together([records.upload(media) for media in wanted]), reads) if wanted else []
    uploads = {upload.id: upload for upload in found if upload is not None}
    pictures |= {upload.id: upload.picture for upload in uploads.values() if upload.picture is not None}
    faults += [
        FieldError(pointer, f"{pointer[1:]} names {media[:ECHO_MAX_CHARS]!r}, which is no upload that is known here")
        for media, pointer in pointers.items()
        if media not in pictures and media not in uploads
    ]
    return Named(
        pictures=tuple(pictures[media] for media in pointers if media in pictures),
        waiting=tuple(upload for upload in uploads.values() if upload.state is not UploadState.READY),
        faults=tuple(faults),
    )


def _without_alt(shown: Iterable["BodyPicture"]) -> Iterator[FieldError]:
    # Nobody adds it after publication; and in a newspaper's article no picture only decorates.
    for picture in shown:
        if is_blank(picture.alt):
            source = picture.source[:ECHO_MAX_CHARS] or "without an address"
            yield FieldError("/body", f"body shows a picture, {source}, without alt text: say what it shows")


def _too_many(shown: Sequence[str]) -> Iterator[FieldError]:
    count = len(set(shown))
    if count > BODY_UPLOADS_MAX:
        yield FieldError("/body", f"body shows {count} uploads, more than {BODY_UPLOADS_MAX}")
    elif len(shown) > BODY_SHOWINGS_MAX:
        yield FieldError("/body", f"body shows uploads {len(shown):,} times, more than {BODY_SHOWINGS_MAX}")


def _why_not_ready(upload: Upload) -> str:
    if upload.state is UploadState.REFUSED:
        return f"the upload {upload.id} was refused: {upload.reason}"
    return f"the upload {upload.id} is not a picture yet: its file has not arrived, or is being worked on"
