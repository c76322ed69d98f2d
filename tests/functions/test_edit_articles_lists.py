"""The editors' lists: by state, section and byline, newest first, page by page."""

import re
from urllib.parse import quote

import pytest

from .editor import ARTICLE, Editor


def _headlines(editor: Editor, query: str) -> list[str]:
    """Follow the Link headers to the end and return every headline."""
    found: list[str] = []
    path: str | None = f"/api/articles?{query}"
    while path is not None:
        answer = editor.get(path)
        assert answer.status == 200, answer.text
        found += [article["headline"] for article in answer.json["articles"]]
        link = re.fullmatch(r'<(/api/articles\?[^>]+)>; rel="next"', answer.headers.get("link", ""))
        path = link[1] if link else None
    return found


@pytest.fixture(scope="module")
def written(staff: dict[str, Editor]) -> list[str]:
    """Seven articles, three of them published; newest first."""
    editor = staff["editor"]
    for number in range(7):
        editor.post(
            "/api/articles",
            ARTICLE
            | {
                "headline": f"Number {number}",
                "section": "culture" if number % 2 else "sport",
                "bylines": [{"name": "Zoë Ångström"}] if number == 4 else [],
                "state": "published" if number < 3 else "draft",
            },
        )
    return [f"Number {number}" for number in reversed(range(7))]


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_a_list_is_newest_first_and_whole_whatever_the_pages(editor: Editor, written: list[str], limit: int) -> None:
    assert _headlines(editor, f"limit={limit}") == written


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("state=published", [2, 1, 0]),
        ("state=draft", [6, 5, 4, 3]),
        ("state=deleted", []),
        ("section=culture", [5, 3, 1]),
        ("section=culture&state=draft&limit=1", [5, 3]),
        (f"byline={quote('Zoë Ångström')}", [4]),
        ("byline=nobody", []),
    ],
)
def test_a_list_may_be_narrowed(editor: Editor, written: list[str], query: str, numbers: list[int]) -> None:
    assert _headlines(editor, query) == [f"Number {number}" for number in numbers]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=ten", "limit=-1", "limit=1.5", "limit=", "state=live", "state=", "cursor=zzz",
     "cursor=", "stat=draft", "page=2", "section=" + "x" * 101],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_told(editor: Editor, query: str) -> None:
    answer = editor.get(f"/api/articles?{query}")
    assert (answer.status, answer.problem) == (400, "malformed-request")
    assert query.partition("=")[0] in answer.json["detail"]
