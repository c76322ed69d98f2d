"""Corrections over HTTP: what readers of a published article are told was wrong, and since when."""

from typing import Any

import pytest

from .editor import ARTICLE, Editor


def published(editor: Editor, **fields: Any) -> str:
    """Publish an article and return its path in the API."""
    return editor.create(state="published", **fields)


def correct(editor: Editor, path: str, text: object = "It opened on Tuesday.", if_match: str = "*") -> Any:
    return editor.post(f"{path}/corrections", {"text": text}, if_match=if_match)


def test_a_correction_is_dated_and_counts_as_an_update(editor: Editor) -> None:
    answer = correct(editor, published(editor), if_match='"1"')
    assert (answer.status, answer.headers["etag"]) == (200, '"2"')
    [correction] = answer.json["corrections"]
    assert correction == {"text": "It opened on Tuesday.", "at": answer.json["updated_at"]}
    assert answer.json["body"] == ARTICLE["body"], "what was wrong is put right by an edit"


def test_corrections_stay_through_edits_takedowns_and_a_put_of_an_answer(editor: Editor) -> None:
    path = published(editor)
    told = correct(editor, path).json["corrections"]
    assert editor.put(path, ARTICLE, if_match="*").json["corrections"] == told
    assert editor.post(path + "/unpublish", if_match="*").json["corrections"] == told
    assert editor.post(path + "/restore", if_match="*").json["corrections"] == told
    answer = editor.get(path)
    assert editor.put(path, answer.json | {"corrections": []}, if_match="*").json["corrections"] == told
    assert editor.patch(path, {"corrections": []}, if_match="*").faults == {"/corrections": "corrections is read-only"}


def test_only_what_readers_have_is_corrected(editor: Editor) -> None:
    draft, down = editor.create(), published(editor)
    editor.post(down + "/unpublish", if_match="*")
    for path in (draft, down):
        answer = correct(editor, path)
        assert (answer.status, answer.problem) == (409, "wrong-state")
        assert editor.get(path).json["corrections"] == []


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", "text is empty"),
        (" \u200b ", "text is blank"),
        ("One\n\nTwo", "text holds a line break"),
        ("\x07", "text holds a control character"),
        ("x" * 1_001, "text is longer than 1,000 characters"),
        (7, "text is not text"),
    ],
)
def test_a_correction_is_one_paragraph_of_text(editor: Editor, text: object, detail: str) -> None:
    assert correct(editor, published(editor), text).faults == {"/text": detail}


def test_a_correction_says_which_version_it_is_for(editor: Editor) -> None:
    path = published(editor)
    assert editor.post(f"{path}/corrections", {"text": "x"}).status == 428
    assert correct(editor, path, if_match='"2"').status == 412


def test_the_same_correction_sent_again_is_told_once(editor: Editor) -> None:
    path = published(editor)
    body = {"text": "It opened on Tuesday."}
    first, second = (
        editor.post(f"{path}/corrections", body, if_match='"1"', idempotency_key="tuesday") for _ in range(2)
    )
    assert second.headers["idempotency-replayed"] == "true"
    assert len(first.json["corrections"]) == len(second.json["corrections"]) == 1


def test_there_are_at_most_twenty(editor: Editor) -> None:
    path = published(editor)
    for number in range(20):
        assert correct(editor, path, f"Correction {number}").status == 200
    assert "20 corrections already" in correct(editor, path).faults["/text"]
    assert editor.get(path).json["corrections"][0]["text"] == "Correction 0"


def test_an_author_corrects_nothing(author: Editor) -> None:
    assert correct(author, author.create()).status == 403


@pytest.mark.parametrize(
    ("translations", "faults"),
    [
        ([{"language": "fr", "url": "/2026/11/23/le-pont"}, {"language": "pt-BR", "url": "https://x.example/"}], {}),
        ([{"language": "EN", "url": "/a"}], {"/translations/0/language": "that of the article itself"}),
        (
            [{"language": "fr", "url": "/a"}, {"language": "FR", "url": "/b"}],
            {"/translations/1/language": "another translation"},
        ),
        ([{"language": "french!", "url": "/a"}], {"/translations/0/language": "not a BCP 47 tag"}),
        ([{"language": "fr", "url": "javascript:alert(1)"}], {"/translations/0/url": "neither an http or https"}),
        ([{"language": "fr", "url": "//evil.example"}], {"/translations/0/url": "nor a path on the site"}),
        ([{"language": "fr"}], {"/translations/0/url": "missing"}),
        ([{"language": f"x{n:02}a", "url": "/a"} for n in range(21)], {"/translations": "more than 20"}),
    ],
)
def test_translations_are_one_for_each_other_language(
    editor: Editor, translations: list[dict[str, str]], faults: dict[str, str]
) -> None:
    answer = editor.post("/api/articles", ARTICLE | {"translations": translations})
    if not faults:
        assert answer.json["translations"] == translations
    else:
        assert answer.faults.keys() == faults.keys()
        assert all(part in answer.faults[pointer] for pointer, part in faults.items())
