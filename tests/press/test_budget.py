"""What one publish costs in AWS calls: the same for any size of archive."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests import archive
from tests.calls import chained, recorded
from tests.functions.editor import ARTICLE
from tests.newsroom import START, Newsroom

# The calls of one publish, with two keywords and one byline, on a day that has articles. A higher number is a
# decision, to be written in DECISIONS.md; a lower one is to be written here.
SUBMIT = {"GetItem": 3, "BatchGetItem": 1, "TransactWriteItems": 1}
PRINT = {"BatchGetItem": 3, "GetItem": 3, "Query": 31, "HeadObject": 23, "PutObject": 23, "DeleteItem": 1}

# Of these, the ones that wait for one another: what the way from request to live page cannot be shorter than.
SUBMIT_CHAIN = 5
PRINT_CHAIN = 9

# The 301st article of a day opens a fourth page of that day; the third is printed too, for its link onward.
OPENS_PAGES = 1

PUBLISHED = ARTICLE | {
    "state": "published",
    "keywords": ["Subject 1", "Subject 2"],
    "bylines": [{"name": "Reporter 1"}],
}


def calls_of_a_publish(newsroom: Newsroom, **fields: Any) -> tuple[Counter[str], Counter[str]]:
    """Return the calls of submitting and of printing, by operation."""
    editor = newsroom.editor()
    with recorded() as submitted:
        editor.create(**PUBLISHED | fields)
    with recorded() as printed:
        newsroom.settle()
    return Counter(call.operation for call in submitted), Counter(
        call.operation for call in printed if call.service != "sqs"
    )


@pytest.mark.parametrize("articles", [10, 100, 1_000])
def test_a_publish_costs_the_same_for_any_archive(
    newsroom: Newsroom, articles: int, say: Callable[[str], None]
) -> None:
    archive.fill(archive.articles(articles, a_day=5, until=START))
    submitted, printed = calls_of_a_publish(newsroom)
    say(f"a publish into {articles:>5} articles: {submitted.total()} calls to submit, {printed.total()} to print")
    assert dict(submitted) == SUBMIT
    assert dict(printed) == PRINT


@pytest.mark.parametrize("articles", [10, 100])
def test_a_publish_waits_for_few_calls_in_a_row(newsroom: Newsroom, articles: int, say: Callable[[str], None]) -> None:
    archive.fill(archive.articles(articles, a_day=5, until=START))
    editor = newsroom.editor()
    with chained() as submitted:
        editor.create(**PUBLISHED)
    with chained() as printed:
        newsroom.settle()
    say(f"of these, in a row: {submitted()} calls to submit, {printed()} to print")
    assert (submitted(), printed()) == (SUBMIT_CHAIN, PRINT_CHAIN)


def test_the_three_hundredth_article_of_a_day_costs_no_more(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    archive.fill(archive.articles(299, a_day=299, until=START))
    submitted, printed = calls_of_a_publish(newsroom)
    say(f"as the 300th article of a day: {submitted.total()} calls to submit, {printed.total()} to print")
    assert dict(submitted) == SUBMIT
    # The day's query reads 300 cards instead of 5, still in one call: a call for each megabyte, about a thousand cards.
    assert dict(printed) == PRINT


def test_the_article_that_opens_a_page_prints_the_one_before(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(300, a_day=300, until=START))
    _, printed = calls_of_a_publish(newsroom)
    assert printed["PutObject"] == PRINT["PutObject"] + OPENS_PAGES
    assert printed["HeadObject"] == PRINT["HeadObject"] + OPENS_PAGES


def test_twenty_articles_of_one_batch_cost_far_less_than_twenty_publishes(newsroom: Newsroom) -> None:
    archive.fill(archive.articles(20, a_day=5, until=START))
    editor = newsroom.editor()
    for number in range(20):
        newsroom.clock.advance(seconds=1)
        editor.create(**PUBLISHED | {"headline": f"Burst {number}"})
    with recorded() as printed:
        newsroom.settle()
    puts = Counter(call.parameters["Key"] for call in printed if call.operation == "PutObject")
    assert set(puts.values()) == {1}
    # Twenty articles, their discussions, the one before them, and the twenty lists they share.
    assert puts.total() == 20 + 20 + 1 + 20
