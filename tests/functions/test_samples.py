"""The sample site: the API takes every article of it and every picture, and each article shows its own."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.imaging.developing import developed
from broadsheet.token import Role
from ops.local.seed import PICTURES, with_uploads
from tests.newsroom import Newsroom

from .reader import Reader

SAMPLES = Path(__file__).parents[2] / "ops" / "samples"
SITE = json.loads((SAMPLES / "site.json").read_text())
ARTICLES = {file.stem: json.loads(file.read_text()) for file in sorted((SAMPLES / "articles").glob("*.json"))}


VARIANT = re.compile(r"media/[0-9a-f]+/\w+\.\w+")


def article_of(newsroom: Newsroom, sample: Any, media: dict[str, str]) -> Any:
    published_at = newsroom.clock() - timedelta(hours=sample["hours_ago"])
    return with_uploads(sample["article"], media) | {"published_at": published_at.isoformat()}


def test_the_api_takes_the_site_and_every_article_with_its_picture(newsroom: Newsroom) -> None:
    admin = newsroom.editor(Role.ADMIN)
    assert admin.ask("PUT", "/api/site", SITE).status == 200
    media = {
        name: newsroom.upload(file.read_bytes(), content_type="image/webp")["id"] for name, file in PICTURES.items()
    }
    for sample in ARTICLES.values():
        answer = admin.ask("POST", "/api/articles", article_of(newsroom, sample, media))
        assert answer.status == 201, answer.text
        for text in sample.get("corrections", ()):
            corrected = admin.post(f"/api/articles/{answer.json['id']}/corrections", {"text": text}, if_match='"1"')
            assert corrected.status == 200, corrected.text
        for comment in sample.get("comments", ()):
            received = Reader(newsroom).post(answer.json["id"], comment)
            assert received.status == 202, received.text
    newsroom.settle()
    assert SITE["name"] in newsroom.page("/").text
    assert SITE["footer"] in newsroom.page("/about").text
    shown = {key for page in newsroom.site().values() for key in VARIANT.findall(page.text)}
    assert shown
    assert shown <= set(newsroom.variants())


def test_the_samples_show_what_a_page_must_bear() -> None:
    articles = [sample["article"] for sample in ARTICLES.values()]
    assert len({article["section"] for article in articles}) >= 5
    assert any("image" not in article for article in articles)
    assert any("](media:" in article["body"] for article in articles)
    assert any(sample.get("corrections") for sample in ARTICLES.values())
    assert any(len(sample.get("comments", ())) > 2 for sample in ARTICLES.values())
    assert any(article.get("language") == "ar" for article in articles)
    assert any(article.get("body_format") == "html" for article in articles)
    assert any(len(article["headline"]) > 190 for article in articles)
    assert any(len(article["headline"]) < 10 for article in articles)
    assert any("\n| ---" in article["body"] and "\n> " in article["body"] for article in articles)


@pytest.mark.parametrize("name", PICTURES)
def test_a_sample_picture_is_small_and_so_are_its_variants(name: str) -> None:
    data = PICTURES[name].read_bytes()
    assert len(data) <= 40_000
    _, files = developed("01J", data)
    assert max(len(file.body) for file in files) <= 150_000


def test_every_sample_picture_is_shown_and_they_are_small_together() -> None:
    named = {sample["article"]["image"]["media"] for sample in ARTICLES.values() if "image" in sample["article"]}
    assert named == set(PICTURES)
    assert sum(file.stat().st_size for file in PICTURES.values()) <= 500_000
