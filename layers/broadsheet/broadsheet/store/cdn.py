"""The CDN's copies of pages, and how to have them cleared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient


@dataclass(frozen=True, slots=True)
class Cdn:
    """A CloudFront distribution."""

    client: "CloudFrontClient"
    distribution_id: str

    def clear(self, items: Sequence[str], reference: str) -> None:
        """Have copies cleared: `#a-<id>` every page tagged with an article, `/*` all.

        `reference` must be new for each clearing: one that was used before clears nothing with the same items, and
        is refused with others. Costs one CreateInvalidation.
        """
        self.client.create_invalidation(
            DistributionId=self.distribution_id,
            InvalidationBatch={
                "Paths": {"Quantity": len(items), "Items": list(items)},
                "CallerReference": reference,
            },
        )
