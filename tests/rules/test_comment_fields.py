"""What a reader sends: tidied, within limits, every fault named."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comment.fields import NAME_MAX_CHARS, TEXT_MAX_CHARS, submission_of, tidy_text
from broadsheet.errors import InvalidFields
from broadsheet.signs import tidy_name


def faults(sent: dict[str, object], *, strict: bool = True) -> dict[str, str]:
    with pytest.raises(InvalidFields) as refused:
        submission_of(sent, strict=strict)
    return {error.pointer: error.detail for error in refused.value.errors}


def test_a_comment_within_the_limits_is_taken_as_it_was_meant() -> None:
    submission = submission_of({"name": "  Ada \t Lovelace ", "text": "One.\r\n\r\n\r\n\r\nTwo.  \r\n"}, strict=True)
    assert (submission.name, submission.text, submission.trapped) == ("Ada Lovelace", "One.\n\nTwo.", False)


def test_every_fault_is_told_at_once() -> None:
    assert faults({"name": " ", "text": "x" * (TEXT_MAX_CHARS + 1), "titel": "x"}) == {
        "/titel": "titel is not a field of a comment",
        "/name": "name is blank",
        "/text": "text is longer than 5,000 characters",
    }


def test_a_missing_field_is_blank() -> None:
    assert faults({}) == {"/name": "name is blank", "/text": "text is blank"}


@pytest.mark.parametrize("value", [None, 7, ["x"], {"x": "y"}, True])
def test_a_field_that_is_no_text_is_refused(value: object) -> None:
    assert faults({"name": value, "text": "x"}) == {"/name": "name is not a text"}


def test_a_form_may_hold_fields_that_are_not_ours() -> None:
    assert submission_of({"name": "Ada", "text": "Yes.", "submit": "Send"}, strict=False).text == "Yes."


def test_the_limits_count_characters() -> None:
    name, text = "é" * NAME_MAX_CHARS, "🗞" * TEXT_MAX_CHARS
    assert submission_of({"name": name, "text": text}, strict=True).text == text
    assert faults({"name": name + "é", "text": text}) == {"/name": "name is longer than 60 characters"}


_UNSEEN = (
    "\u200b\u200d \u2060 \ufeff \u3164 \u2800\u2800 \x00\x07 \u202e \ufe0f \u034f \u061c \u180e \U000e0041 \u0301\u0e31"
)


@pytest.mark.parametrize("blank", _UNSEEN.split())
def test_what_nobody_sees_is_blank(blank: str) -> None:
    assert "/text" in faults({"name": "Ada", "text": blank})


def test_nothing_turns_the_direction_of_the_page() -> None:
    assert tidy_name("Ada\u202eecalevoL\u2066") == "AdaecalevoL"


@pytest.mark.parametrize("marks", ["\u0327\u0301", "\u05b0\u05b1", "\u0f73", "\u0f71\u0f72"])
def test_marks_without_end_are_tidied_at_once(marks: str) -> None:
    """Composing sorts the marks of a sign in the square of their number: these would take a second."""
    began = time.process_time()
    assert len(tidy_text("a" + marks * 20_000)) < 100
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "name", ["Admin\u200b", "Ad\u00admin", "\u2060Admin", "Admin\ufe0f", "Admin\u200f", "Admin\u200d"]
)
def test_no_name_is_another_by_a_sign_that_nobody_sees(name: str) -> None:
    assert submission_of({"name": name, "text": "Yes."}, strict=True).name == "Admin"


def test_a_name_is_no_other_by_its_spaces() -> None:
    assert tidy_name("Ada\u00a0\u2003Lovelace") == tidy_name("Ada Lovelace")


def test_eighty_marks_on_a_letter_of_any_script_become_few() -> None:
    assert len(tidy_text("ก" + "\u0e31" * 80)) <= 9
    assert len(tidy_text("क" + "\u093e" * 80)) <= 9


def test_marks_are_not_stacked_into_the_lines_around() -> None:
    assert unicodedata.combining(tidy_name("Z" + "\u0336\u0351" * 40)[-1])
    assert len(tidy_text("Z" + "\u0336\u0351" * 40)) == 5


def test_too_many_links_are_refused() -> None:
    assert faults({"name": "Ada", "text": "https://example.org/ " * 6}) == {"/text": "text holds more than 5 links"}


@pytest.mark.parametrize("name", ["https://example.org", "www.example.org", "[url=x]", "<a href=x>"])
def test_a_name_is_no_link(name: str) -> None:
    assert faults({"name": name, "text": "Yes."}) == {"/name": "name holds a link"}


@pytest.mark.parametrize(("value", "trapped"), [("", False), ("https://spam.example", True)])
def test_whoever_fills_in_what_people_do_not_see_is_trapped(value: str, trapped: bool) -> None:
    assert submission_of({"name": "Ada", "text": "Yes.", "website": value}, strict=True).trapped is trapped


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy_text(tidy_text(text)) == tidy_text(text)
    assert tidy_name(tidy_name(text)) == tidy_name(text)


@given(st.text())
def test_a_tidied_name_is_one_line(text: str) -> None:
    assert len(tidy_name(text).splitlines()) <= 1
