"""Makes the variants of a picture when its file arrives in the bucket of uploads."""

from functools import cache
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger

from broadsheet.article.upload import UploadState
from broadsheet.darkroom import Darkroom
from broadsheet.environment import ProcessImagesSettings, settings_of
from broadsheet.wiring import process_images

logger = Logger()

# What ops.remake_files sends in the place of S3, for variants that were lost.
REMAKE = "Remake"


@cache
def darkroom() -> Darkroom:
    """Return this container's darkroom."""
    return process_images.darkroom(settings_of(ProcessImagesSettings))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: object) -> None:
    """Develop what arrived. What fails is raised, for Lambda to try again; what is unfit is refused, for good."""
    for record in event["Records"]:
        # Source: Amazon S3 User Guide, event message structure: the key is URL-encoded.
        media = unquote_plus(record["s3"]["object"]["key"])
        originals = process_images.originals(record["s3"]["bucket"]["name"])
        if record["eventName"] == REMAKE:
            logger.info("remade", media=media, files=darkroom().remake(media, originals))
            continue
        upload = darkroom().develop(media, originals)
        if upload is None:
            logger.warning("no upload was announced by this id", media=media[:100])
        elif upload.state is UploadState.REFUSED:
            logger.info("refused", media=media, reason=upload.reason)
        else:
            logger.info("developed", media=media)
