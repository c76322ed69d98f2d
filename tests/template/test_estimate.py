"""What `make estimate` reckons with is what the template deploys, and its arithmetic is a bill's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ops.estimate import __main__ as command
from ops.estimate import bill
from ops.estimate.bill import Newsroom, Price, dollars_by_service, prices
from ops.estimate.budgets import BILLED_AS, budgets, used_by

from .test_functions import FUNCTIONS
from .translated import Translated

ROOT = Path(__file__).parents[2]
COSTS, README, TEMPLATE = ((ROOT / name).read_text() for name in ("docs/costs.md", "README.md", "template.yaml"))
IDLE = Newsroom()


def dollars(newsroom: Newsroom, *, with_free_share: bool = True) -> float:
    return sum(dollars_by_service(newsroom.usage_in_a_month(), with_free_share=with_free_share).values())


def test_memory_alarms_and_polled_queues_are_those_of_the_template(template: Translated) -> None:
    logical_ids = {folder: function for function, folder in FUNCTIONS.items()}
    for act in budgets().values():
        for name, function in act.items():
            assert function.memory_mb == template.properties(logical_ids[name])["MemorySize"], name
    assert len(template.of_type("AWS::CloudWatch::Alarm")) == bill.ALARMS
    mappings = map(template.properties, template.of_type("AWS::Lambda::EventSourceMapping"))
    assert sum("Queue" in str(mapping["EventSourceArn"]) for mapping in mappings) == bill.POLLED_QUEUES


def test_every_use_has_a_price_and_every_price_a_use() -> None:
    newsroom = Newsroom(articles=1, edits=1, takedowns=1, comments=1, pictures=1, views=1, archive=1)
    assert newsroom.usage_in_a_month().keys() == prices().keys()
    assert set(BILLED_AS.values()) <= prices().keys()


def test_a_call_without_a_price_stops_the_estimate() -> None:
    function = replace(budgets()["publish"]["render_pages"], calls={"Scan": 1})
    with pytest.raises(KeyError, match="Scan"):
        function.usage()


def test_another_budget_is_another_bill() -> None:
    function = budgets()["publish"]["render_pages"]
    dearer = replace(function, calls={**function.calls, "PutObject": function.calls["PutObject"] + 1000})
    put = prices()["s3_put"]
    more, less = (dollars_by_service(each.usage(), with_free_share=False)["S3"] for each in (dearer, function))
    assert more - less == pytest.approx(1000 * put.dollars / put.count)


def test_only_what_lies_beyond_the_free_share_is_billed() -> None:
    price = Price("S3", "thing", dollars=2, count=10, free_a_month=100)
    assert [price.of(amount, with_free_share=True) for amount in (0, 100, 110)] == [0, 0, 2]
    assert price.of(110, with_free_share=False) == 22


def test_an_idle_site_costs_what_its_queues_and_its_schedule_do() -> None:
    idle = dollars_by_service(IDLE.usage_in_a_month())
    assert sum(idle.values()) == pytest.approx(idle["SQS"] + idle["DynamoDB"])
    assert 0.1 < sum(idle.values()) < 0.25


def test_views_beyond_the_free_share_cost_the_same_each() -> None:
    million = [dollars(Newsroom(views=views * 1e6)) for views in (30, 40, 50)]
    assert million[2] - million[1] == pytest.approx(million[1] - million[0])
    assert million[1] > million[0]


def test_clearing_tags_is_dear_only_beyond_a_thousand_a_month() -> None:
    few, many = (dollars_by_service(Newsroom(edits=edits).usage_in_a_month())["CloudFront"] for edits in (30, 600))
    assert few == 0
    assert many == pytest.approx((600 * bill.DAYS_A_MONTH - 1000) * prices()["cloudfront_path"].dollars)
    assert used_by("publish").get("cloudfront_path", 0) == 0


def test_alarms_cost_where_ten_others_stand() -> None:
    with_alarms, without = (dollars(Newsroom(alarms=alarms), with_free_share=False) for alarms in (True, False))
    assert with_alarms - without == pytest.approx(1.00)


@pytest.mark.parametrize("asked", re.findall(r"^\$ make estimate(.*)\n", COSTS, re.MULTILINE))
def test_the_figures_of_the_page_about_costs_are_the_commands(asked: str) -> None:
    said: list[str] = []
    flags = [part for pair in asked.split() for part in (f"--{pair.split('=')[0].lower()}", pair.split("=")[1])]
    assert command.main(flags, said.append) == 0
    # What a thousand of each cost is shown once.
    shown = said if not flags else said[len(command.one_of_each()) + 1 :]
    assert f"$ make estimate{asked}\n" + "\n".join(shown) in COSTS


def test_the_page_about_costs_shows_a_small_newsroom_and_a_large_one() -> None:
    assert COSTS.count("$ make estimate") == 2


def test_the_readme_and_the_template_say_what_the_command_says() -> None:
    small = Newsroom(articles=30, edits=30, comments=60, pictures=30, views=300_000, archive=10_000)
    large = Newsroom(articles=200, edits=600, comments=3_000, pictures=200, views=20_000_000, archive=200_000)
    idle = f"{dollars(IDLE):.2f}"
    assert f"{idle} dollars a month at rest; {dollars(small):.2f} for" in README
    assert f"{dollars(large):.0f} for 200 articles" in README
    further = dollars(replace(IDLE, alarms=False), with_free_share=False)
    assert f"first stack idles at {idle} dollars. A further one with Alarms=false takes {further:.2f}," in TEMPLATE
