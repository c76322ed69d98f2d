"""Reckons what a newsroom costs on AWS, by the calls that the code makes and AWS's list prices.

make estimate ARTICLES=200 EDITS=600 COMMENTS=3000 VIEWS=20000000

It asks nobody: neither AWS nor the network.
"""

import argparse
import json
import sys
from collections.abc import Callable

from .bill import PRICES, Newsroom, dollars_by_service
from .budgets import used_by

ACTS = {
    "publish": "articles",
    "edit": "edits",
    "takedown": "takedowns",
    "comment": "comments",
    "picture": "pictures",
}


def main(arguments: list[str] | None = None, say: Callable[[str], object] = print) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m ops.estimate", description=(__doc__ or "").splitlines()[0])
    for name, default, what in (
        ("articles", 30, "articles published in a day"),
        ("edits", 30, "edits in a day"),
        ("takedowns", 0, "takedowns in a day"),
        ("comments", 60, "comments in a day, all approved"),
        ("pictures", 30, "pictures uploaded in a day"),
        ("views", 300_000, "page views in a month"),
        ("archive", 10_000, "articles published before"),
    ):
        parser.add_argument(f"--{name}", type=_amount, default=default, metavar="N", help=f"{what}; default: {default}")
    parser.add_argument("--no-alarms", action="store_true", help="a stack deployed with Alarms=false")
    parser.add_argument("--no-free-shares", action="store_true", help="the account has used up what is free")
    asked = vars(parser.parse_args(arguments))
    with_free_share = not asked.pop("no_free_shares")
    newsroom = Newsroom(alarms=not asked.pop("no_alarms"), **asked)
    for line in (*one_of_each(), "", *a_month(newsroom, with_free_share=with_free_share), "", *notes()):
        say(line)
    return 0


def one_of_each() -> list[str]:
    """Return the table of single acts, in dollars for a thousand of them, without what is free."""
    costs = {act: dollars_by_service(used_by(act), with_free_share=False) for act in ACTS}
    services = [service for service in costs["publish"] if any(each[service] for each in costs.values())]
    rows = [[service, *(_thousand(each[service]) for each in costs.values())] for service in services]
    rows.append(["together", *(_thousand(sum(each.values())) for each in costs.values())])
    return _table(["dollars for a thousand", *ACTS.values()], rows)


def a_month(newsroom: Newsroom, *, with_free_share: bool) -> list[str]:
    """Return the table of a month, by service, and how it looks with nothing going on."""
    idle = Newsroom(alarms=newsroom.alarms)
    costs = [dollars_by_service(each.usage_in_a_month(), with_free_share=with_free_share) for each in (idle, newsroom)]
    rows = [[service, *(f"{each[service]:.2f}" for each in costs)] for service in costs[0]]
    rows.append(["together", *(f"{sum(each.values()):.2f}" for each in costs)])
    a_day = (
        f"{newsroom.articles:,.0f} articles, {newsroom.edits:,.0f} edits, {newsroom.takedowns:,.0f} takedowns, "
        f"{newsroom.comments:,.0f} comments and {newsroom.pictures:,.0f} pictures a day;"
    )
    else_ = f"{newsroom.views:,.0f} page views a month; {newsroom.archive:,.0f} articles published before."
    free = "What is free each month is taken off." if with_free_share else "Nothing is free any more."
    return [a_day, else_, free, "", *_table(["dollars a month", "idle", "so"], rows)]


def notes() -> list[str]:
    """Say where the prices are from."""
    table = json.loads(PRICES.read_text())
    return [f"List prices of {table['region']} without tax, compiled on {table['compiled_on']}."]


def _thousand(dollars: float) -> str:
    return f"{1000 * dollars:.3f}"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) if not column else cell.rjust(width)
                  for column, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in (head, *rows)
    ]  # fmt: skip


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no amount")
    return amount


if __name__ == "__main__":
    sys.exit(main())
