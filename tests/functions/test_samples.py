"""The sample site: the API takes every article of it, and each has its picture."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.page.assets import asset_path, assets
from broadsheet.token import Role
from ops.local.seed import with_assets
from tests.newsroom import Newsroom

SAMPLES = Path(__file__).parents[2] / "ops" / "samples"
SITE = json.loads((SAMPLES / "site.json").read_text())
ARTICLES = {file.stem: json.loads(file.read_text()) for file in sorted((SAMPLES / "articles").glob("*.json"))}


def article_of(newsroom: Newsroom, sample: Any) -> Any:
    published_at = newsroom.clock() - timedelta(hours=sample["hours_ago"])
    return with_assets(sample["article"], asset_path) | {"published_at": published_at.isoformat()}


def test_the_api_takes_the_site_and_every_article(newsroom: Newsroom) -> None:
    admin = newsroom.editor(Role.ADMIN)
    assert admin.ask("PUT", "/api/site", SITE).status == 200
    for sample in ARTICLES.values():
        answer = admin.ask("POST", "/api/articles", article_of(newsroom, sample))
        assert answer.status == 201, answer.text
    newsroom.settle()
    keys = set(newsroom.keys())
    for sample in ARTICLES.values():
        image = article_of(newsroom, sample).get("image")
        assert image is None or image["url"].lstrip("/") in keys
    assert SITE["name"] in newsroom.page("/").text
    assert SITE["footer"] in newsroom.page("/about").text


def test_the_samples_show_what_a_page_must_bear() -> None:
    articles = [sample["article"] for sample in ARTICLES.values()]
    assert len({article["section"] for article in articles}) >= 5
    assert any("image" not in article for article in articles)
    assert any(article.get("language") == "ar" for article in articles)
    assert any(article.get("body_format") == "html" for article in articles)
    assert any(len(article["headline"]) > 190 for article in articles)
    assert any(len(article["headline"]) < 10 for article in articles)
    assert any("\n| ---" in article["body"] and "\n> " in article["body"] for article in articles)


@pytest.mark.parametrize(
    "asset", [asset for asset in assets() if asset.name.startswith("samples/")], ids=lambda a: a.name
)
def test_a_sample_picture_is_small(asset: Any) -> None:
    assert len(asset.body) <= 40_000


def test_the_sample_pictures_are_small_together() -> None:
    assert sum(len(asset.body) for asset in assets() if asset.name.startswith("samples/")) <= 500_000
