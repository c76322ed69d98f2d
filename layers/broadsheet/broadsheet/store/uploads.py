"""Uploads: their records in ContentTable, and the bucket of the files as editors sent them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ..article.upload import Upload
from .items import upload_item
from .reads import to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Uploads:
    """Writes the records of uploads."""

    client: "DynamoDBClient"
    table: str

    def announce(self, upload: Upload) -> None:
        """Keep a new upload. Costs one PutItem."""
        self.client.put_item(TableName=self.table, Item=to_wire(upload_item(upload)))

    def settle(self, upload: Upload) -> bool:
        """Keep what became of an upload, unless it is a picture already or forgotten; return whether it was kept.

        Costs one PutItem.
        """
        try:
            self.client.put_item(
                TableName=self.table,
                Item=to_wire(upload_item(upload)),
                # A picture has no end.
                ConditionExpression="attribute_exists(expires_at_seconds)",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignedPut:
    """A PUT that whoever has it may send: to this address, with exactly these headers."""

    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class UploadsBucket:
    """Where the files come to rest. A file's key is its upload's id."""

    client: "S3Client"
    name: str

    def signed_put(self, upload: Upload, open_for_seconds: int) -> SignedPut:
        """Return the PUT of an upload's file. The bucket itself refuses another length or type. Costs no call."""
        content_type = upload.content_type or "application/octet-stream"
        url = self.client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self.name,
                "Key": upload.id,
                "ContentLength": upload.size,
                "ContentType": content_type,
            },
            ExpiresIn=open_for_seconds,
        )
        return SignedPut(url, {"Content-Length": str(upload.size), "Content-Type": content_type})

    def beginning(self, media: str, bytes_max: int) -> bytes:
        """Return a file, and of one that is longer the beginning. Costs one GetObject."""
        with self.client.get_object(Bucket=self.name, Key=media)["Body"] as body:
            return body.read(bytes_max)
