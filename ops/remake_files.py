"""Makes again the files of a stack's site bucket that no print makes: assets and pictures, with your own credentials.

python -m ops.remake_files --stack broadsheet

For a bucket that was lost or damaged. Assets come from the deployed package, pictures from UploadsBucket, under the
names that pages know. What stands already is written again and stays the same. Pages are printed by POST /api/rebuild.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.stack import invoked, outputs, physical_name

PICTURES_AT_ONCE = 4


def theme_event(site_url: str) -> dict[str, Any]:
    """Ask install_site for the assets; it prints nothing, because the theme stays the same."""
    return {
        "RequestType": "Update",
        "ResourceType": "Custom::SiteTheme",
        "LogicalResourceId": "SiteTheme",
        "ResourceProperties": {"SiteUrl": site_url},
    }


def picture_event(bucket: str, media: str) -> dict[str, Any]:
    """Ask process_images for a picture's variants."""
    return {"Records": [{"eventName": "Remake", "s3": {"bucket": {"name": bucket}, "object": {"key": media}}}]}


def uploads_in(s3: Any, bucket: str) -> Iterator[str]:
    """Yield the id of every upload whose file is there."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (found["Key"] for found in page.get("Contents", []))


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.remake_files", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    parser.add_argument("--region", help="default: that of the AWS configuration")
    asked = parser.parse_args(arguments)
    failed = 0
    try:
        install, develop, uploads = (
            physical_name(asked.stack, name, asked.region)
            for name in ("InstallSiteFunction", "ProcessImagesFunction", "UploadsBucket")
        )
        client = boto3.client("lambda", region_name=asked.region)
        invoked(client, install, theme_event(outputs(asked.stack, asked.region)["SiteUrl"]))
        print("The assets are there.")

        def remake(media: str) -> bool:
            try:
                invoked(client, develop, picture_event(uploads, media))
            except RuntimeError as error:
                print(f"{media} failed: {error}", file=sys.stderr)
                return False
            return True

        with ThreadPoolExecutor(PICTURES_AT_ONCE) as pool:
            made = list(pool.map(remake, uploads_in(boto3.client("s3", region_name=asked.region), uploads)))
        failed = made.count(False)
        print(f"{made.count(True)} uploads are there. Ask for a full re-print: POST /api/rebuild")
    except (BotoCoreError, ClientError, RuntimeError) as error:
        print(f"Stopped; it is safe to run again: {error}", file=sys.stderr)
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
