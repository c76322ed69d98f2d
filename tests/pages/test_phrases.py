"""The words of our own, in every language that we have."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jinja2 import Environment, nodes
from markupsafe import Markup

from broadsheet.api.routes.comments import _STOPPED, OTHER_LETTERS
from broadsheet.comment.fields import LINKS_MAX, NAME_MAX_CHARS, TEXT_MAX_CHARS, submission_of
from broadsheet.errors import InvalidFields
from broadsheet.page.assets import OUR_THEME_PATH, PACKAGE_PATH, PHRASES, TEMPLATES
from broadsheet.page.frame import Frame
from broadsheet.page.language import phrases
from broadsheet.page.language.languages import parents_of
from broadsheet.page.language.phrases import say
from broadsheet.page.language.plurals import OTHER, form_of
from broadsheet.page.printed import Printed
from tests.pages.articles import FRAME, SITE
from tests.pages.newsrooms import whole_site
from tests.pages.reading import Reading, text_of

OURS = sorted((OUR_THEME_PATH / PHRASES).glob("*.json"))
# What the newsroom's folder holds is checked too, for whoever has put something there.
TABLES = [*OURS, *sorted((PACKAGE_PATH.parent / "theme" / PHRASES).glob("*.json"))]
LANGUAGES = [file.stem for file in OURS if file.stem != phrases.ENGLISH]


def table(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text())
    return read


def frame_in(language: str) -> Frame:
    return replace(FRAME, site=replace(SITE, language=language))


def words_in(node: ast.expr) -> Iterator[str]:
    return (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def said_in_code() -> set[str]:
    """Return the phrases that the code of pages says: `frame.say(phrase)`, `say(language, phrase)`."""
    found = set[str]()
    for file in (PACKAGE_PATH / "page").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="say"), args=[phrase]):
                    found |= {*words_in(phrase)}
                case ast.Call(func=ast.Name(id="say"), args=[_, phrase]):
                    found |= {*words_in(phrase)}
    return found


def said_in_templates() -> set[str]:
    found = set[str]()
    for file in (OUR_THEME_PATH / TEMPLATES).glob("*.*ml"):
        for call in Environment().parse(file.read_text()).find_all(nodes.Call):
            if isinstance(call.node, nodes.Getattr) and call.node.attr in ("say", "phrases"):
                for phrase in call.args:
                    assert isinstance(phrase, nodes.Const), file.name
                    found.add(phrase.value)
    return found


def said_to_a_commenter() -> set[str]:
    """Return what a reader's own comment may be answered, in a form's page."""
    link = "https://example.com "
    faulty = (
        ("", ""),
        ("n" * (NAME_MAX_CHARS + 1), "t" * (TEXT_MAX_CHARS + 1)),
        (link, link * (LINKS_MAX + 1)),
    )
    details = set[str]()
    for name, text in faulty:
        with pytest.raises(InvalidFields) as refused:
            submission_of({"name": name, "text": text}, strict=False)
        details |= {error.detail for error in refused.value.errors}
    return details | {OTHER_LETTERS} | {words for answer in _STOPPED.values() for words in answer}


SAID = said_in_code() | said_in_templates() | said_to_a_commenter() | {phrases._NUMBER}


def values_of(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_every_phrase_that_our_pages_say_and_no_other(language: str) -> None:
    tags = {*parents_of(language)}
    assert {phrase for file in OURS if file.stem.lower() in tags for phrase in table(file)} == SAID


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_a_phrase_keeps_its_values_and_has_the_forms_of_its_language(file: Path) -> None:
    asked = {form_of(file.stem, number) for number in range(1, 1000)} | {OTHER}
    for phrase, said in table(file).items():
        forms = said if isinstance(said, dict) else {OTHER: said}
        assert values_of(forms[OTHER]) == values_of(phrase), phrase
        for form, text in forms.items():
            # Some languages say one or two without the number.
            assert values_of(phrase) - {"count"} <= values_of(text) <= values_of(phrase), (phrase, form)
        if "count" in values_of(phrase):
            assert asked <= set(forms), phrase
        assert set(forms) <= asked | {"zero"}, phrase


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 comment", "2 comments", "1,200 comments"]),
        ("de-AT", ["1 Kommentar", "2 Kommentare", "1.200 Kommentare"]),
        ("fr-CA", ["1 commentaire", "2 commentaires", "1\u202f200 commentaires"]),
        ("pl", ["1 komentarz", "2 komentarze", "1\u00a0200 komentarzy"]),
        ("ar-EG", ["تعليق واحد", "تعليقان", "1,200 تعليق"]),
        ("he", ["תגובה אחת", "שתי תגובות", "1,200 תגובות"]),
        ("tlh", ["1 comment", "2 comments", "1,200 comments"]),
    ],
)
def test_a_number_takes_the_form_and_the_separators_of_its_language(language: str, said: list[str]) -> None:
    assert [frame_in(language).say("{count} comments", count=number) for number in (1, 2, 1200)] == said


@pytest.mark.parametrize(
    ("language", "numbers", "form"),
    [
        ("ar", [0], "zero"),
        ("ar", [3, 10, 103], "few"),
        ("ar", [11, 99, 111], "many"),
        ("ar", [100, 101, 102], "other"),
        ("ru", [1, 21, 101], "one"),
        ("ru", [2, 22, 104], "few"),
        ("ru", [0, 5, 11, 12, 111], "many"),
        ("pl", [21, 101], "many"),
        ("pl", [2, 22], "few"),
        ("cs", [2, 4], "few"),
        ("cs", [22], "other"),
        ("fr", [0, 1], "one"),
        ("pt", [0, 1], "one"),
        ("pt-PT", [0, 2], "other"),
        ("ja", [1, 2], "other"),
        ("sl", [102], "two"),
        ("lt", [21], "one"),
        ("ro", [0, 2, 119], "few"),
        ("nn-NO", [1], "one"),
    ],
)
def test_plural_forms_are_those_of_the_cldr(language: str, numbers: list[int], form: str) -> None:
    assert {form_of(language, number) for number in numbers} == {form}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "By Ada, Bea and Tom"),
        ("de", "Von Ada, Bea und Tom"),
        ("fr", "Par Ada, Bea et Tom"),
        ("ar", "بقلم Ada، Bea وTom"),
    ],
)
def test_names_are_joined_as_the_language_joins_them(language: str, said: str) -> None:
    frame = frame_in(language)
    names = ["Ada", "Bea", "Tom"]
    joined = "".join(frame.joint(place, len(names)) + name for place, name in enumerate(names, start=1))
    assert frame.say("By {names}", names=joined) == said


def test_a_regional_language_says_what_it_says_otherwise_and_the_rest_as_its_parent() -> None:
    assert [frame_in(language).say("Share…") for language in ("pt-BR", "pt-PT")] == ["Compartilhar…", "Partilhar…"]
    assert frame_in("pt-PT").say("Comments") == "Comentários"


def test_a_value_that_is_markup_stays_and_what_stands_around_it_is_escaped() -> None:
    said = say("en", "<{a} & {b}>", a=Markup("<b>a</b>"), b="<i>")
    assert said == Markup("&lt;<b>a</b> &amp; &lt;i&gt;&gt;")
    assert isinstance(said, Markup)
    assert not isinstance(say("en", "<{b}>", b="<i>"), Markup)


def test_a_phrase_that_no_table_has_is_said_as_it_is() -> None:
    assert frame_in("de").say("Set in {town}", town="Fenwick") == "Set in Fenwick"


def test_the_tables_say_their_phrases_in_one_order() -> None:
    whole = [*max(map(table, OURS), key=len)]
    for file in OURS:
        assert [*table(file)] == [phrase for phrase in whole if phrase in table(file)], file.stem


ARABIC_PAGES = {
    key: page
    for key, page in whole_site("ar", FRAME.site_url).items()
    if (page.content_type.startswith("text/html") or key.endswith("feed.json")) and page.redirect is None
}
# What is called alike everywhere.
BRANDS = re.compile("RSS|UTC|WhatsApp|Bluesky|Facebook|LinkedIn|X")


def texts_of(key: str, page: Printed) -> Iterator[str]:
    """Yield all that people read of a page: its text, names of things in it, its metadata."""
    if "json" in page.content_type:
        yield from texts_of_json(json.loads(page.body))
        return
    read = Reading(page.body)
    for element in read.root.iter():
        if element.tag not in ("script", "style"):
            yield from (element.get(name, "") for name in ("alt", "aria-label", "title", "data-copy"))
            yield element.text or ""
        yield element.tail or ""
        if element.get("name") == "description" or element.get("property") in ("og:title", "og:description"):
            yield element.get("content", "")
    for script in read.all(".//script[@type='application/ld+json']"):
        yield from texts_of_json(json.loads(script.text or ""))


def texts_of_json(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for member, part in value.items():
            yield from texts_of_json(part, member)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of_json(part, name)
    elif isinstance(value, str) and name in ("name", "description", "title", "headline", "articleSection"):
        yield value
    elif name == "content_html":
        yield text_of(Reading(value).root)


@pytest.mark.parametrize("key", sorted(ARABIC_PAGES))
def test_a_site_in_arabic_says_nothing_in_english(key: str) -> None:
    said = [BRANDS.sub("", text).strip() for text in texts_of(key, ARABIC_PAGES[key])]
    assert not [text for text in said if re.search("[A-Za-z]", text)]
