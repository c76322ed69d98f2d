"""The site bucket: heads and conditional writes of printed pages."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

IMMUTABLE = "public, max-age=31536000, immutable"

# Somebody else wrote first, or is writing, or the object that was to be replaced is not there.
_LOST_RACES = {"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "412", "409", "404"}


class Put(StrEnum):
    """What became of a conditional write."""

    DONE = "done"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a key: its ETag, for how long it may be cached, and its cache tags, an article's own first."""

    etag: str
    cache_control: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteBucket:
    """The bucket that the CDN serves. A page that must go is overwritten with a tombstone, never deleted."""

    client: "S3Client"
    name: str

    def head(self, key: str) -> Standing | None:
        """Return what stands at a key, or None where nothing does. Costs one HeadObject."""
        try:
            found = self.client.head_object(Bucket=self.name, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise
        tags = found["Metadata"].get("cache-tag", "")
        return Standing(found["ETag"], found.get("CacheControl", ""), tuple(filter(None, tags.split(","))))

    def put(
        self,
        key: str,
        body: bytes,
        etag: str | None,
        *,
        content_type: str,
        cache_control: str,
        metadata: dict[str, str],
    ) -> Put:
        """Write a page if the object is still the one with that ETag, or still absent where it is None.

        Costs one PutObject.
        """
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}
        try:
            self.client.put_object(
                Bucket=self.name,
                Key=key,
                Body=body,
                ContentType=content_type,
                CacheControl=cache_control,
                Metadata=metadata,
                **condition,  # type: ignore[arg-type]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _LOST_RACES:
                return Put.LOST
            raise
        return Put.DONE

    def put_asset(self, key: str, body: bytes, content_type: str) -> None:
        """Write a file whose key holds its hash, to be cached for a year. Costs one PutObject."""
        self.client.put_object(Bucket=self.name, Key=key, Body=body, ContentType=content_type, CacheControl=IMMUTABLE)
