"""A newsroom's own files in place of ours, from one folder."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.article.fields import Article
from broadsheet.page import assets, templates
from broadsheet.page.article import article_page
from broadsheet.page.language import dates, phrases
from broadsheet.page.simple import not_found_page
from tests.pages.articles import FRAME, NOON, SITE, article, card, cards
from tests.pages.printing import home_of, site_of
from tests.pages.reading import Reading
from tests.pages.test_settings import policy_of, style_of

LAYER = assets.PACKAGE_PATH.parent
CACHES = (
    assets.assets,
    assets.asset_paths,
    dates._calendars,
    dates.calendar_of,
    phrases._phrases_of,
    templates.environment,
    templates.part,
    templates._styles,
    templates._stylesheet,
)

Put = Callable[[str, str], None]


def wear(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "OWN_THEME_PATH", theme)
    for kept in CACHES:
        kept.cache_clear()


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """Put a file into the newsroom's folder."""
    wear(tmp_path / "theme", monkeypatch)

    def put(name: str, text: str) -> None:
        file = tmp_path / "theme" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    yield put
    monkeypatch.undo()
    wear(assets.OWN_THEME_PATH, monkeypatch)


def article_reading(shown: Article | None = None) -> Reading:
    return Reading(article_page(FRAME, shown or article(2), cards(8)[2:], card(1)).body)


def test_a_template_stands_before_ours_of_the_same_name(put: Put) -> None:
    put("templates/foot.html", "<footer>Set in {{ frame.site.name }}'s own way</footer>")
    assert article_reading().words(".//footer") == "Set in The Marsh Gazette's own way"


def test_a_template_may_extend_the_one_that_it_replaces(put: Put) -> None:
    put(
        "templates/article.html",
        """{% extends "broadsheet/article.html" %}
        {% block main %}<p id="own">Before</p>{{ super() }}{% endblock %}""",
    )
    page = article_reading()
    assert page.one(".//main/p[@id='own']").text == "Before"
    assert page.words(".//h1") == "Heron counted twice in the marsh census"


def test_what_ours_extends_is_the_newsrooms(put: Put) -> None:
    put("templates/base.html", "<!doctype html><title>t</title>{% block main %}{% endblock %}")
    assert article_reading().words(".//title") == "t"


def test_a_file_of_styles_stands_before_ours_and_the_policy_allows_it(put: Put) -> None:
    put("templates/styles/ledger.css", ".ledger { color: #123456 }")
    style = style_of(Reading(not_found_page(FRAME).body))
    assert ".ledger{color:#123456}" in style
    assert ".of-names" not in style


def test_the_newsrooms_styles_come_last_and_may_fetch_its_fonts(put: Put) -> None:
    put("static/fonts/marsh.woff2", "font")
    put(
        "templates/styles/own.css",
        "@font-face { font-family: Marsh; src: url(asset:fonts/marsh.woff2) }\n:root { --serif: Marsh }",
    )
    for page in (article_reading(), Reading(home_of(FRAME, cards(8)).body)):
        font = assets.asset_path("fonts/marsh.woff2")
        assert style_of(page).endswith(f"@font-face{{font-family:Marsh;src:url({font})}}:root{{--serif:Marsh}}")
        assert policy_of(page)["font-src"] == "'self'"


def test_what_the_newsroom_adds_to_the_head_is_on_every_page_and_knows_the_page(put: Put) -> None:
    put(
        "templates/own-head.html",
        """<script defer src="https://stats.example.org/js"
        {% if section is defined %} data-section="{{ section }}"{% endif %}></script>""",
    )
    told = replace(FRAME, site=replace(SITE, script_origins=("https://stats.example.org",)))
    for key, page in site_of(told, [article(2)]).items():
        if page.content_type.startswith("text/html") and not key.startswith("fragments/"):
            read = Reading(page.body)
            (script,) = [each for each in read.all(".//head/script") if "stats" in each.get("src", "")]
            assert policy_of(read)["script-src"] == "'self' https://stats.example.org"
            assert (script.get("data-section") == "news") is (key.startswith(("20", "news"))), key


def test_a_static_file_is_added_or_stands_before_ours(put: Put) -> None:
    ours = {asset.name: asset.path for asset in assets.assets()}
    assets.assets.cache_clear()
    assets.asset_paths.cache_clear()
    put("static/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    put("static/brand/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    now = {asset.name: asset.path for asset in assets.assets()}
    assert set(now) - set(ours) == {"brand/logo.svg"}
    assert {name for name in ours if ours[name] != now[name]} == {"favicon.svg"}
    assert [asset.name for asset in assets.assets()] == sorted(now)
    assert article_reading().one(".//link[@rel='icon']").get("href") == assets.asset_path("favicon.svg")


def test_a_language_is_added_to_the_calendars_or_written_otherwise(put: Put) -> None:
    months = [f"Mis{number}" for number in range(1, 13)]
    entry = {
        "weekdays": ["Yow"] * 7,
        "months": months,
        "short_months": months,
        "full": "EEEE, d MMMM y",
        "medium": "d MMM y",
        "month": "MMMM y",
        "time": "HH:mm",
        "halves": ["am", "pm"],
    }
    put("calendars.json", json.dumps({"kw": entry, "de": entry}))
    for language in ("kw", "de"):
        assert replace(FRAME, site=replace(SITE, language=language)).short_day(NOON) == "23 Mis11 2026"
    assert FRAME.short_day(NOON) == "Nov 23, 2026"


def test_a_language_is_added_to_the_phrases_or_says_one_otherwise(put: Put) -> None:
    put("phrases/kw.json", json.dumps({"Comments": "Kampollow"}))
    put("phrases/de.json", json.dumps({"Comments": "Leserbriefe", "Our picnic": "Unser Picknick"}))
    cornish, german = (replace(FRAME, site=replace(SITE, language=language)) for language in ("kw", "de-CH"))
    assert [cornish.say("Comments"), cornish.say("Published:")] == ["Kampollow", "Published:"]
    assert [german.say("Comments"), german.say("Published:")] == ["Leserbriefe", "Veröffentlicht:"]
    assert [german.say("Our picnic"), FRAME.say("Our picnic")] == ["Unser Picknick", "Our picnic"]


def test_the_newsrooms_folder_prints_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = assets.OWN_THEME_PATH
    wear(LAYER / "theme", monkeypatch)
    try:
        for page in site_of(FRAME, [article(number) for number in range(1, 9)]).values():
            assert page.body
    finally:
        wear(ours, monkeypatch)


def test_the_layer_carries_the_newsrooms_folder_where_the_package_looks_for_it(tmp_path: Path) -> None:
    # No compiler: the layer goes without byte code.
    order = ["make", "build-BroadsheetLayer", f"ARTIFACTS_DIR={tmp_path}", "COMPILER=false"]
    subprocess.run(order, cwd=LAYER, check=True, capture_output=True)
    built = tmp_path / "python"
    assert sorted(file.name for file in (built / "theme").iterdir()) == sorted(
        file.name for file in (LAYER / "theme").iterdir()
    )
    said = subprocess.run(
        [sys.executable, "-c", "from broadsheet.page import assets; print(assets.OWN_THEME_PATH)"],
        env=os.environ | {"PYTHONPATH": str(built)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == str(built / "theme")
