"""A month's bill: what a newsroom of a given size uses, at AWS's list prices."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .budgets import used_by
from .usage import Usage, times, together

# Kept with their date: asking AWS takes credentials, and gives another answer on another day.
PRICES = Path(__file__).with_name("prices.json")

DAYS_A_MONTH = 365 / 12
MINUTES_A_MONTH = DAYS_A_MONTH * 24 * 60

# Lambda keeps five long polls of twenty seconds at each queue it reads, whether anything lies there or not.
POLLED_QUEUES = 2
POLLS_A_MINUTE = 5 * 3
ALARMS = 10
# Those that keep_schedule tells every minute.
METRICS = 4

# A reader's visit to a page: the page, its script, the recent posts, a picture.
REQUESTS_A_VIEW = 4
GB_A_VIEW = 60e-6
# The page's: asked for, and answered. Its script, the recent posts and the picture are served without a function.
FUNCTION_RUNS_A_VIEW = 2
# Of all requests; the edge keeps lists for half a minute, articles until they change.
SHARE_OF_THE_BUCKET = 0.1

# One article's pages, places in lists, revision and cards; one picture's file and variants; one print of a page.
ARTICLE_GB_IN_THE_BUCKET = 60e-6
ARTICLE_GB_IN_THE_TABLES = 30e-6
PICTURE_GB = 4e-3
PRINT_GB = 15e-6
# The bucket keeps what was printed over for a week.
OLD_VERSIONS_DAYS = 7


@dataclass(frozen=True, slots=True)
class Price:
    """What one kind of use costs: `dollars` for `count` of them beyond what is free each month."""

    service: str
    what: str
    dollars: float
    count: float
    free_a_month: float

    def of(self, amount: float, *, with_free_share: bool) -> float:
        """Return the dollars for an amount in a month."""
        billed = max(0.0, amount - self.free_a_month) if with_free_share else amount
        return billed * self.dollars / self.count


@cache
def prices() -> Mapping[str, Price]:
    """Return AWS's list prices, by the names that usages have."""
    return {
        name: Price(each["service"], each["what"], each["dollars"], each["for"], each["free_a_month"])
        for name, each in json.loads(PRICES.read_text())["prices"].items()
    }


def dollars_by_service(usage: Usage, *, with_free_share: bool = True) -> dict[str, float]:
    """Return what a usage costs, by service, in the order of the price table; what costs nothing is there too."""
    by_service: defaultdict[str, float] = defaultdict(float)
    for name, price in prices().items():
        by_service[price.service] += price.of(usage.get(name, 0), with_free_share=with_free_share)
    return dict(by_service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """How much happens: acts a day, page views a month, articles published before."""

    articles: float = 0
    edits: float = 0
    takedowns: float = 0
    comments: float = 0
    pictures: float = 0
    views: float = 0
    archive: float = 0
    alarms: bool = True

    def usage_in_a_month(self) -> Usage:
        """Return everything that is billed for a month."""
        acts = {"publish": self.articles, "edit": self.edits, "takedown": self.takedowns,
                "comment": self.comments, "picture": self.pictures}  # fmt: skip
        done = together(*(times(count * DAYS_A_MONTH, used_by(act)) for act, count in acts.items()))
        return together(self._idle(), done, self._read(), self._kept(done))

    def _idle(self) -> Usage:
        told = {"metric_month": METRICS, "alarm_month": ALARMS * self.alarms}
        polls = {"sqs_request": POLLED_QUEUES * POLLS_A_MINUTE * MINUTES_A_MONTH}
        return together(told, polls, times(MINUTES_A_MONTH, {**used_by("minute"), "scheduler_call": 1}))

    def _read(self) -> Usage:
        requests = self.views * REQUESTS_A_VIEW
        comments = self.comments * DAYS_A_MONTH
        return {
            "cloudfront_request": requests + comments,
            "cloudfront_gb": self.views * GB_A_VIEW,
            "cloudfront_function_run": self.views * FUNCTION_RUNS_A_VIEW + comments,
            "s3_get": requests * SHARE_OF_THE_BUCKET,
        }

    def _kept(self, done: Usage) -> Usage:
        tables = self.archive * ARTICLE_GB_IN_THE_TABLES
        old_versions = done.get("s3_put", 0) / DAYS_A_MONTH * OLD_VERSIONS_DAYS * PRINT_GB
        pictures = self.archive * (self.pictures / self.articles if self.articles else 0) * PICTURE_GB
        return {
            "s3_gb_month": self.archive * ARTICLE_GB_IN_THE_BUCKET + pictures + old_versions,
            "dynamodb_gb_month": tables,
            "dynamodb_backup_gb_month": tables,
        }
