"""What each act of a newsroom costs in AWS calls and units: a publish the same for any size of archive.

The budgets stand in ops/estimate/budgets.json, from which `make estimate` reckons. A higher number is a decision, whose
reason goes into docs/decisions; a lower one is written down too.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ops.estimate.budgets import budgets
from tests import archive
from tests.calls import chained, recorded
from tests.functions.editor import ARTICLE
from tests.functions.reader import Discussion, moderator
from tests.metered import MeteredNewsroom
from tests.newsroom import START, Clock
from tests.photographs import photograph

Used = dict[str, dict[str, Any]]

# What the budgets' units were metered in. Calls are the same for any archive; a whole year's cards are some thirty read
# units more, four millionths of a dollar.
ARCHIVE = 1_000

# Of these, the ones that wait for one another: what the way from request to live page cannot be shorter than.
SUBMIT_CHAIN = 5
PRINT_CHAIN = 8

# The 301st article of a day opens a fourth leaf of that day: it is printed, as a page and as a sitemap, the third once
# more, without it and with a link onward, and the index of sitemaps.
OPENS_PAGES = 5

# An article of ordinary length, with two keywords and one byline, on a day that has articles.
SAMPLE = json.loads((Path(__file__).parents[2] / "ops/samples/articles/battery-ferries.json").read_text())["article"]
PUBLISHED = ARTICLE | {
    "state": "published",
    "body": SAMPLE["body"],
    "description": SAMPLE["description"],
    "keywords": ["Subject 1", "Subject 2"],
    "bylines": [{"name": "Reporter 1"}],
}


@pytest.fixture
def newsroom(stack: None, clock: Clock) -> MeteredNewsroom:
    """A newsroom whose meters run, once a deploy's full re-print is over."""
    room = MeteredNewsroom(clock)
    room.install()
    for _ in range(2):
        room.keep_schedule()
    return room


def budget(act: str) -> Used:
    """Return an act's budget as a newsroom meters it."""
    return {name: function.metered for name, function in budgets()[act].items()}


def illustrated(newsroom: MeteredNewsroom) -> dict[str, Any]:
    """Return the article with a picture of its own, in every width."""
    media = newsroom.upload(photograph(1200, 1920))["id"]
    return PUBLISHED | {"image": {"media": media, "alt": "A field beside a field", "credit": "Ada Marsh"}}


def used_by_a_publish(newsroom: MeteredNewsroom) -> Used:
    """Return what submitting and printing used."""
    editor, article = newsroom.editor(), illustrated(newsroom)
    return newsroom.used_by(lambda: editor.create(**article))


def told(used: Used) -> str:
    """Say how many calls were made."""
    submitted, printed = (sum(used[name]["calls"].values()) for name in ("edit_articles", "render_pages"))
    return f"{submitted} calls to submit, {printed} to print"


def calls_of(used: Used) -> dict[str, dict[str, int]]:
    """Return the calls alone, by function and operation."""
    return {name: figures["calls"] for name, figures in used.items()}


@pytest.mark.parametrize("articles", [10, 100, ARCHIVE])
def test_a_publish_costs_the_same_for_any_archive(
    newsroom: MeteredNewsroom, articles: int, say: Callable[[str], None]
) -> None:
    archive.fill(archive.articles(articles, a_day=5, until=START))
    used = used_by_a_publish(newsroom)
    say(f"a publish into {articles:>5} articles: {told(used)}")
    assert calls_of(used) == calls_of(budget("publish"))
    # The lists of a young archive are shorter.
    read, may_read = (total["render_pages"]["read_units"] for total in (used, budget("publish")))
    assert read <= may_read
    assert articles < ARCHIVE or used == budget("publish")


@pytest.mark.parametrize("articles", [10, 100])
def test_a_publish_waits_for_few_calls_in_a_row(
    newsroom: MeteredNewsroom, articles: int, say: Callable[[str], None]
) -> None:
    archive.fill(archive.articles(articles, a_day=5, until=START))
    editor = newsroom.editor()
    with chained() as submitted:
        editor.create(**PUBLISHED)
    with chained() as printed:
        newsroom.settle()
    say(f"of these, in a row: {submitted()} calls to submit, {printed()} to print")
    assert (submitted(), printed()) == (SUBMIT_CHAIN, PRINT_CHAIN)


def test_the_three_hundredth_article_of_a_day_costs_no_more(
    newsroom: MeteredNewsroom, say: Callable[[str], None]
) -> None:
    archive.fill(archive.articles(299, a_day=299, until=START))
    used = used_by_a_publish(newsroom)
    say(f"as the 300th article of a day: {told(used)}")
    # The day's query reads 300 cards instead of 5, still in one call: a call for each megabyte, about a thousand cards.
    assert calls_of(used) == calls_of(budget("publish"))


def test_the_article_that_opens_a_leaf_prints_both_and_the_index(newsroom: MeteredNewsroom) -> None:
    archive.fill(archive.articles(300, a_day=300, until=START))
    printed, expected = (calls_of(used)["render_pages"] for used in (used_by_a_publish(newsroom), budget("publish")))
    assert printed["PutObject"] == expected["PutObject"] + OPENS_PAGES
    assert printed["HeadObject"] == expected["HeadObject"] + OPENS_PAGES


def test_every_other_act_costs_what_its_budget_says(newsroom: MeteredNewsroom) -> None:
    """What is edited and taken down lies below the newest, and has been discussed already."""
    archive.fill(archive.articles(ARCHIVE, a_day=5, until=START))
    editor = newsroom.editor()
    path = editor.create(**illustrated(newsroom))
    newsroom.clock.advance(minutes=1)
    editor.create(**PUBLISHED | {"headline": "The next one"})
    discussion = Discussion(newsroom, path.rpartition("/")[2], moderator(newsroom))
    discussion.publish()
    acts: dict[str, Callable[[], object]] = {
        "edit": lambda: editor.patch(path, {"body": f"{SAMPLE['body']}\n\nMore follows."}, if_match='"1"'),
        "comment": lambda: discussion.publish("Another one."),
        "takedown": lambda: editor.post(f"{path}/unpublish", if_match='"2"'),
        "picture": lambda: newsroom.upload(photograph(1200, 1920)),
        "minute": newsroom.keep_schedule,
    }
    used = {act: newsroom.used_by(carry_out) for act, carry_out in acts.items()}
    assert used == {act: budget(act) for act in acts}
    assert {*acts, "publish"} == budgets().keys()


def test_twenty_articles_of_one_batch_cost_far_less_than_twenty_publishes(newsroom: MeteredNewsroom) -> None:
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
