"""The search page, and the shards that its script reads: what they hold, and what they weigh."""

import gzip
import json
from collections.abc import Callable
from typing import Any

from broadsheet.article.fields import Byline
from broadsheet.lists.leaf import SHARDS
from broadsheet.page.address import Page, PageKind
from broadsheet.page.assets import asset_path
from broadsheet.page.printed import TAGS_MAX, Freshness
from broadsheet.page.search import search_index, search_page, search_shard
from tests.pages.articles import FRAME, card, cards
from tests.pages.reading import Reading


def shard(**changes: Any) -> Any:
    """Return the shard of one article."""
    return json.loads(search_shard(FRAME, [card(1, **changes)]).stamped("a1b2"))


def test_a_line_holds_what_is_searched_and_what_a_result_shows() -> None:
    assert shard() == {
        "articles": [
            [
                "2026/11/23/heron-1",
                "Heron counted twice in the marsh census",
                "One bird stood in two parishes.",
                "2026-11-23",
                "news",
                ["Ida Fenn", "Tom Reed"],
                ["Herons", "Parish life"],
            ]
        ],
        "sections": {"news": "News"},
        "_print": {"stamp": "a1b2"},
    }


def test_a_line_says_its_language_only_where_it_is_another_and_which_way_it_runs() -> None:
    assert shard(language="ar")["articles"][0][7:] == ["ar", "rtl"]
    assert shard(language="fr")["articles"][0][7:] == ["fr", "ltr"]
    assert shard(language="EN")["articles"][0][7:] == []


def test_text_of_any_script_stands_as_it_is() -> None:
    assert "مالك الحزين" in search_shard(FRAME, [card(1, headline="مالك الحزين")]).body


def test_every_leaf_of_a_month_has_an_address_of_its_own() -> None:
    keys = [Page(PageKind.SEARCH_MONTH, period="2026-10", number=number).key for number in (1, 2, 11)]
    assert keys == ["search/2026-10.json", "search/2026-10/2.json", "search/2026-10/11.json"]


def test_the_index_names_every_shard_in_its_order_and_as_its_address_does() -> None:
    leaves = [("2026-11", 2), ("2026-11", 3), ("2026-11", 1), ("2026-10", 1), ("2024-02", 1)]
    pages = [Page(PageKind.SEARCH_MONTH, period=month, number=number) for month, number in leaves]
    index = json.loads(search_index(pages).body)
    assert index == {"shards": ["2026-11/2", "2026-11/3", "2026-11", "2026-10", "2024-02"]}
    assert [page.key for page in pages] == [f"search/{name}.json" for name in index["shards"]]
    assert json.loads(search_index([]).body) == {"shards": []}


def test_an_emptied_shard_is_empty_and_not_gone() -> None:
    """An index that a reader's browser holds may lead to it: 410 would be told as a fault of the network."""
    page = search_shard(FRAME, [])
    assert not page.gone
    assert json.loads(page.stamped("a1b2")) == {"articles": [], "sections": {}, "_print": {"stamp": "a1b2"}}


def test_a_full_shard_has_no_more_cache_tags_than_the_edge_takes() -> None:
    printed = search_shard(FRAME, cards(SHARDS.most))
    assert len(json.loads(printed.body)["articles"]) == SHARDS.most
    assert len(printed.article_ids) == TAGS_MAX
    assert printed.freshness is Freshness.SHORT


def test_a_full_shard_is_small_enough_to_fetch(say: Callable[[str], None]) -> None:
    # Each with words of its own, or it would compress better than any newsroom writes.
    full = [
        card(
            number,
            headline=f"Parish {number * 7919 % 10007} counts {number * 104729 % 99991} herons in marsh {number:x}",
            description=f"The clerk of {number * 7907:x} says that {number * 15485863 % 999983} of them were {number}.",
            bylines=(Byline(f"Reporter {number % 40}"),),
            keywords=(f"Subject {number % 200}", f"Parish {number * 7919 % 10007}"),
        )
        for number in range(SHARDS.most)
    ]
    body = search_shard(FRAME, full).stamped("a1b2")
    compressed = len(gzip.compress(body, 6))
    say(f"a full shard of the search: {len(body):,} bytes, {compressed:,} compressed")
    # The edge compresses what has at most ten million bytes.
    assert len(body) < 500_000
    assert compressed < 120_000


def test_the_page_shows_no_form_that_does_nothing_and_leads_to_the_lists() -> None:
    page = Reading(search_page(FRAME).body)
    assert page.one(".//form").get("hidden") is not None
    links = page.all(".//div[@class='note']//a")
    assert {"/archive", "/news", "/culture", "/sport"} <= {link.get("href") for link in links}
    assert page.one(".//meta[@name='robots']").get("content") == "noindex"
    assert [script.get("src") for script in page.all(".//script")] == [asset_path("site.js"), asset_path("search.js")]
