"""The darkroom: develops uploads into the pictures that pages show. The only room that loads the imaging."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .article.upload import SIZE_MAX_BYTES, Upload, UploadState, fault_of_size
from .errors import UnfitPicture
from .imaging.apart import developed_apart, remade_apart
from .imaging.developing import File
from .reading import records
from .reading.waves import run
from .store.bucket import SiteBucket
from .store.reads import Reads
from .store.uploads import Uploads, UploadsBucket
from .words import ULID_PATTERN


@dataclass(frozen=True, slots=True)
class Darkroom:
    """Makes an upload's variants and says so in its record, in that order. Safe to repeat, and to break off anywhere.

    Variants are named after the file they are made of, so a second run writes the same ones. Until the record says
    that the picture is ready, nobody names them.
    """

    uploads: Uploads
    bucket: SiteBucket
    reads: Reads
    pool: ThreadPoolExecutor

    def develop(self, media: str, originals: UploadsBucket) -> Upload | None:
        """Return an upload once its file was looked at: ready or refused; None where nobody announced it.

        Costs two GetItems at most, a GetObject, a PutObject for each variant and a PutItem.
        """
        upload = self._upload(media)
        if upload is None or upload.state is UploadState.READY:
            return upload
        try:
            settled, files = self._developed(upload, originals.beginning(media, SIZE_MAX_BYTES + 1))
        except UnfitPicture as unfit:
            settled, files = upload.refused_for(str(unfit)), ()
        list(self.pool.map(self._print, files))
        return settled if self.uploads.settle(settled) else self._upload(media)

    def remake(self, media: str, originals: UploadsBucket) -> int:
        """Make a picture's variants once more, where they were lost, and return how many; its record stays as it is.

        0 where the upload is no picture. Costs a GetItem, a GetObject and a PutObject for each variant. Raises
        `RuntimeError` where its file is not the one that it was made of.
        """
        upload = self._upload(media)
        if upload is None or upload.picture is None:
            return 0
        files = remade_apart(upload.picture, originals.beginning(media, SIZE_MAX_BYTES + 1))
        list(self.pool.map(self._print, files))
        return len(files)

    def _upload(self, media: str) -> Upload | None:
        return run(records.upload(media), self.reads) if re.fullmatch(ULID_PATTERN, media) else None

    def _developed(self, upload: Upload, data: bytes) -> tuple[Upload, tuple[File, ...]]:
        if fault := fault_of_size(len(data)):
            raise UnfitPicture(fault)
        picture, files = developed_apart(upload.id, data)
        return upload.made_into(picture), files

    def _print(self, file: File) -> None:
        self.bucket.put_asset(file.path.lstrip("/"), file.body, file.content_type)
