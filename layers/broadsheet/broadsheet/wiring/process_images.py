"""The darkroom, put together once per container from what template.yaml says."""

from ..darkroom import Darkroom
from ..environment import ProcessImagesSettings
from ..store import clients
from ..store.bucket import SiteBucket
from ..store.uploads import Uploads, UploadsBucket
from . import parts


def darkroom(settings: ProcessImagesSettings) -> Darkroom:
    """Return the darkroom."""
    return Darkroom(
        Uploads(clients.dynamodb(), settings.content_table),
        SiteBucket(clients.s3(), settings.site_bucket),
        parts.reads_of(settings),
        clients.pool(),
    )


def originals(bucket: str) -> UploadsBucket:
    """Return the bucket that an event names; the function's role reads that of the stack alone."""
    return UploadsBucket(clients.s3(), bucket)
