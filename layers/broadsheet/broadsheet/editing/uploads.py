"""The desk of uploads: opens one for an editor, and tells what became of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..article.upload import OPEN_FOR, Upload, content_type_of, faults_of
from ..errors import InvalidFields, NotFound
from ..moments import to_milliseconds
from ..reading import records
from ..reading.waves import run
from ..store.reads import Reads
from ..store.uploads import SignedPut, Uploads, UploadsBucket
from ..token import Editor
from ..words import ULID_PATTERN


@dataclass(frozen=True, slots=True)
class Opening:
    """A new upload, and how its file may be sent until `expires_at`."""

    upload: Upload
    put: SignedPut
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UploadDesk:
    """Announces and finds uploads."""

    uploads: Uploads
    bucket: UploadsBucket
    reads: Reads
    clock: Callable[[], datetime]
    new_id: Callable[[datetime], str]

    def announce(self, size: int, content_type: str | None, editor: Editor) -> Opening:
        """Open an upload for a file of that many bytes; its type is signed by the name that we know it by.

        Raises `InvalidFields`. Costs one PutItem.
        """
        content_type = content_type_of(content_type)
        if errors := list(faults_of(size, content_type)):
            raise InvalidFields(errors)
        now = to_milliseconds(self.clock())
        upload = Upload(
            id=self.new_id(now), owner=editor.token_id, size=size, content_type=content_type, created_at=now
        )
        self.uploads.announce(upload)
        return Opening(upload, self.bucket.signed_put(upload, int(OPEN_FOR.total_seconds())), now + OPEN_FOR)

    def upload(self, media: str) -> Upload:
        """Return an upload as it is now. Raises `NotFound`. Costs one GetItem."""
        found = run(records.upload(media), self.reads) if re.fullmatch(ULID_PATTERN, media) else None
        if found is None:
            raise NotFound("there is no such upload; one that comes to nothing is forgotten after a day")
        return found
