"""The life of an article over HTTP: created, read, changed, published, taken down, deleted, brought back."""

from typing import Any

import pytest

from tests.emulated import SITE_URL

from .editor import ARTICLE, Editor

FULL: dict[str, Any] = ARTICLE | {
    "description": "Walkers first, trams in spring.",
    "key_points": ["It is 300 metres long."],
    "bylines": [{"name": "Ada Lovelace", "url": "https://ada.example/"}],
    "credits": [{"name": "Harbour News"}],
    "keywords": ["bridges", "harbour"],
    "image": {"url": "https://pictures.example/bridge.jpg", "alt": "The bridge", "width": 1600, "height": 900},
    "language": "en-GB",
    "body_format": "markdown",
    "translations": [{"language": "fr", "url": "https://fr.example/pont"}],
    "published_at": "2026-11-01T08:00:00Z",
    "expire_at": "2999-01-01T00:00:00Z",
}


def test_a_new_article_is_a_draft_at_version_1(editor: Editor) -> None:
    answer = editor.post("/api/articles", ARTICLE)
    article = answer.json
    assert answer.status == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/api/articles/{article['id']}"
    assert ARTICLE.items() <= article.items()
    assert (article["version"], article["state"], article["live"], article["url"]) == (1, "draft", False, None)


def test_an_article_reads_back_as_it_was_written(editor: Editor) -> None:
    article = editor.get(editor.create(**FULL)).json
    expected = FULL | {"published_at": "2026-11-01T08:00:00.000Z", "expire_at": "2999-01-01T00:00:00.000Z"}
    expected["bylines"] = [{"name": "Ada Lovelace", "url": "https://ada.example/"}]
    expected["credits"] = [{"name": "Harbour News", "url": None}]
    expected["image"] = {"media": None, "caption": None, "credit": None, **FULL["image"]}
    assert expected.items() <= article.items()


def test_an_article_may_be_published_as_it_is_created(editor: Editor) -> None:
    answer = editor.post("/api/articles", ARTICLE | {"state": "published", "headline": "Published at once"})
    assert (answer.status, answer.headers["etag"]) == (201, '"1"')
    assert answer.json["state"] == "published"
    day = answer.json["published_at"][:10].replace("-", "/")
    assert answer.json["url"] == f"{SITE_URL}/{day}/published-at-once"


def test_a_headline_that_is_taken_gets_a_number_and_a_slug_that_is_asked_for_does_not(editor: Editor) -> None:
    twice = [editor.post("/api/articles", ARTICLE | {"state": "published", "headline": "Twin"}) for _ in range(2)]
    assert [answer.json["slug"] for answer in twice] == ["twin", "twin-2"]
    answer = editor.post("/api/articles", ARTICLE | {"state": "published", "slug": "twin"})
    assert (answer.status, answer.problem) == (409, "slug-taken")


def test_the_life_of_an_article(editor: Editor) -> None:
    path = editor.create(headline="A long life")
    steps: list[tuple[str, str, Any, str]] = [
        ("POST", "/publish", None, "published"),
        ("PATCH", "", {"description": "It goes on."}, "published"),
        ("POST", "/unpublish", None, "unpublished"),
        ("POST", "/publish", None, "published"),
        ("DELETE", "", None, "deleted"),
        ("POST", "/restore", None, "published"),
        ("POST", "/unpublish", None, "unpublished"),
        ("POST", "/restore", None, "published"),
    ]
    for version, (method, action, body, state) in enumerate(steps, start=1):
        answer = editor.ask(method, path + action, body, headers={"if-match": f'"{version}"'})
        assert answer.status == (204 if method == "DELETE" else 200), answer.text
        assert answer.headers["etag"] == f'"{version + 1}"'
        assert editor.get(path).json["state"] == state


def test_publishing_may_be_planned_and_called_off(editor: Editor) -> None:
    path = editor.create(headline="Planned")
    answer = editor.post(path + "/publish", {"at": "2998-12-31T23:00:00-02:00"}, if_match='"1"')
    assert (answer.status, answer.json["state"]) == (200, "scheduled")
    assert answer.json["publish_at"] == "2999-01-01T01:00:00.000Z"
    answer = editor.post(path + "/unpublish", if_match='"2"')
    assert (answer.json["state"], answer.json["url"]) == ("draft", None)


def test_a_time_to_publish_at_follows_the_rules_of_times(editor: Editor) -> None:
    path = editor.create()
    for at, pointer in (("2998-12-31T23:00:00", "/at"), (7, "/at"), ("9999-12-31T23:59:59-05:00", "/at")):
        assert pointer in editor.post(path + "/publish", {"at": at}, if_match='"1"').faults


def test_an_article_under_embargo_is_not_published(editor: Editor) -> None:
    path = editor.create(embargoed_until="2999-01-01T00:00:00Z")
    answer = editor.post(path + "/publish", if_match='"1"')
    assert (answer.status, answer.problem) == (409, "embargoed")


@pytest.mark.parametrize(("action", "problem"), [("/unpublish", "wrong-state"), ("/restore", "wrong-state")])
def test_a_state_that_does_not_allow_a_change_is_told(editor: Editor, action: str, problem: str) -> None:
    answer = editor.post(editor.create() + action, if_match='"1"')
    assert (answer.status, answer.problem) == (409, problem)


def test_a_change_of_state_takes_no_fields(editor: Editor) -> None:
    path = editor.create()
    answer = editor.post(path + "/publish", {"att": "2999-01-01T00:00:00Z"}, if_match='"1"')
    assert answer.faults == {"/att": "att is not a field; did you mean at?"}
    assert "/at" in editor.post(path + "/unpublish", {"at": "2999-01-01T00:00:00Z"}, if_match='"1"').faults
    assert editor.post(path + "/publish", {}, if_match='"1"').status == 200


@pytest.mark.parametrize("steps", [[], ["publish"], ["publish", "unpublish"], ["publish-later"]])
def test_what_was_read_can_be_sent_back_and_changes_nothing(editor: Editor, steps: list[str]) -> None:
    path = editor.create(headline="There and back")
    for step in steps:
        later = {"at": "2999-01-01T00:00:00Z"} if step == "publish-later" else None
        assert editor.post(f"{path}/{step.removesuffix('-later')}", later, if_match="*").status == 200
    before = editor.get(path)
    answer = editor.put(path, before.json, if_match=before.headers["etag"])
    assert answer.status == 200, answer.text
    moving = {name: answer.json[name] for name in ("version", "changed_at", "live")}
    assert answer.json == before.json | moving


def test_a_put_replaces_every_field(editor: Editor) -> None:
    path = editor.create(**FULL)
    article = editor.put(path, ARTICLE, if_match='"1"').json
    assert (article["description"], article["keywords"], article["image"]) == (None, [], None)


def test_a_put_does_not_change_the_state_unseen(editor: Editor) -> None:
    path = editor.create()
    answer = editor.put(path, ARTICLE | {"state": "published"}, if_match='"1"')
    assert answer.status == 422
    assert "/publish" in answer.faults["/state"]
    assert editor.get(path).json["version"] == 1


def test_a_patch_changes_what_it_names(editor: Editor) -> None:
    path = editor.create(**FULL)
    patch = {"description": None, "image": {"alt": "The bridge at dawn", "width": None}, "keywords": ["dawn"]}
    answer = editor.ask(
        "PATCH", path, patch, headers={"if-match": '"1"', "content-type": "application/merge-patch+json"}
    )
    article = answer.json
    assert answer.status == 200
    assert (article["headline"], article["description"]) == (FULL["headline"], None)
    assert (article["image"]["alt"], article["image"]["width"], article["image"]["height"]) == (
        "The bridge at dawn",
        None,
        900,
    )
    assert article["keywords"] == ["dawn"]


@pytest.mark.parametrize(
    ("patch", "faults"),
    [
        ({"headline": None}, {"/headline": "headline is missing"}),
        ({"descripton": None}, {"/descripton": "descripton is not a field; did you mean description?"}),
        ({"id": "x"}, {"/id": "id is read-only"}),
        (
            {"image": {"alt": "x"}},
            {"/image": "image has neither url nor media, or both; one says where the picture is"},
        ),
        ({"image": {"url": "/a.png"}}, {"/image/alt": "image/alt is missing"}),
        ({"keywords": ["a", 1]}, {"/keywords/1": "keywords/1 is not text"}),
    ],
)
def test_a_patch_is_validated_as_the_whole_it_makes(editor: Editor, patch: Any, faults: dict[str, str]) -> None:
    path = editor.create()
    assert editor.patch(path, patch, if_match='"1"').faults == faults
    assert editor.get(path).json["version"] == 1


def test_a_patch_is_refused_under_another_type(editor: Editor) -> None:
    answer = editor.ask("PATCH", editor.create(), {}, headers={"if-match": '"1"', "content-type": "application/x-yaml"})
    assert (answer.status, answer.headers["accept"]) == (415, "application/merge-patch+json, application/json")


def test_a_minor_edit_does_not_count_as_an_update(editor: Editor) -> None:
    path = editor.create(headline="Minor and major")
    editor.post(path + "/publish", if_match='"1"')
    assert editor.patch(path, {"headline": "Minor", "minor_edit": True}, if_match='"2"').json["updated_at"] is None
    assert editor.patch(path, {"headline": "Major"}, if_match='"3"').json["updated_at"] is not None


@pytest.mark.parametrize("action", ["", "/publish"])
@pytest.mark.parametrize(
    "article_id", ["01JD000000000000000000000Z", "x", "x" * 3000, "a b", "..", "%41", "é", "\x1d", "\\"]
)
def test_an_id_that_is_nobodys_is_not_found(editor: Editor, article_id: str, action: str) -> None:
    method = "POST" if action else "GET"
    answer = editor.ask(method, f"/api/articles/{article_id}{action}", headers={"if-match": '"1"'})
    assert (answer.status, answer.problem) == (404, "not-found")


def test_an_author_keeps_to_own_drafts(author: Editor, editor: Editor) -> None:
    own, other = author.create(), editor.create()
    assert author.patch(own, {"headline": "Mine"}, if_match='"1"').status == 200
    for answer in (
        author.get(other),
        author.patch(other, {"headline": "Mine"}, if_match='"1"'),
        author.delete(other, if_match='"1"'),
        author.post(own + "/publish", if_match='"2"'),
        author.post("/api/articles", ARTICLE | {"state": "published"}),
    ):
        assert (answer.status, answer.problem) == (403, "forbidden")
    assert [article["id"] for article in author.get("/api/articles").json["articles"]] == [own.rpartition("/")[2]]


def test_the_log_knows_the_article_and_neither_body_nor_token(editor: Editor, caplog: pytest.LogCaptureFixture) -> None:
    path = editor.create(headline="Not for the log")
    [record] = caplog.records
    line = vars(record)
    assert (line["article_id"], line["message"]) == (path.rpartition("/")[2], "answered 201")
    assert {"request_id", "token_id", "route", "state"} <= line.keys()
    assert editor.token is not None
    for secret in ("Not for the log", editor.token[-64:], "203.0.113.7"):
        assert secret not in str(line)
