"""What a text is made of: signs that are seen, signs that belong together, and where a text may be cut."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.signs import beginning_of, is_blank, is_one_sign, shortened, tidy_line, visible

FAMILY = "👨\u200d👩\u200d👧"
FLAG = "🇩🇪"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \u3000\u00a0",
        "\ufe0f",
        "\u034f",
        "\u061c",
        "\u180e",
        "\U000e0041",
        "\u0301",
        "\u0e31",
        "\u200b",
        "\u2060",
        "\u00ad",
        "\u115f",
        "\u3164",
        "\u2800",
        "\u202e",
        "\x85",
        "\ufdd0",
        "\U0001ffff",
        " \u0300\ufe0f",
    ],
)
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "ไ", "鷺", "🇩", "❤\ufe0f", "\u200f\u05d0", "\ue000", "\u0378"])
def test_what_shows_a_sign_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("  A headline \t of  two\u2028lines ", "A headline of two lines"),
        ("Admin\u200b", "Admin"),
        ("Ad\u200dmin\ufe0f\u200f", "Admin"),
        ("\u200b\ufeffAdmin\u2060\u00ad", "Admin"),
        ("Title \u202eturned", "Title turned"),
        ("C1 \x92 and \ufdd0 none \U0010ffff", "C1 and none"),
        ("e\u0301te\u0301", "été"),
        ("10\u00a0000\u3000鷺", "10\u00a0000\u3000鷺"),
        ("\U000e0041\U000e0042Tagged", "Tagged"),
    ],
)
def test_a_line_is_trimmed_and_holds_nothing_that_nobody_sees(text: str, tidy: str) -> None:
    assert tidy_line(text) == tidy


def test_no_text_grows_by_being_tidied() -> None:
    """Some signs are two or three where they are composed, and a field is as long as its limit allows."""
    for text in ("\u0958" * 200, "\ufb2c" * 200, "\U0001d160" * 200):
        assert len(tidy_line(text)) <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        # Persian is misspelt without its joiners, and Sinhala is another word.
        "می\u200cخواهم",
        "ශ්\u200dරී",
        # A mark that turns only what is around it, in a headline from right to left.
        "שפת C++\u200e היא",
        FAMILY,
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3",
        "©\ufe0f",
        "👩🏽\u200d🚀",
        ENGLAND,
        "葛\U000e0100",
        # Where words of Khmer end, which no space says.
        "ភាសា\u200bខ្មែរ",
        "ᠮᠣᠩᠭᠣᠯ\u180b",
    ],
)
def test_a_script_or_an_emoji_keeps_the_signs_that_it_is_wrong_without(text: str) -> None:
    assert tidy_line(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("ก" + "\u0e31" * 80, 9),
        ("क" + "\u093e" * 80, 9),
        ("א" + "\u05b8\u05b9" * 40, 9),
        ("e" + "\u0353" * 80, 5),
        ("👩" + "🏽" * 80, 9),
        ("ก" + "\u0e31\u200d" * 80, 30),
    ],
)
def test_no_letter_has_more_marks_than_a_line_holds(text: str, most: int) -> None:
    assert len(visible(text)) <= most


@pytest.mark.parametrize("text", ["👩\u200d" * 80 + "👩", "क\u094d" * 80 + "क"])
def test_no_sign_is_made_of_so_many_that_no_line_could_hold_it(text: str) -> None:
    tidy = visible(text)
    ends = [place for place in range(1, len(tidy)) if not is_one_sign(tidy, place)]
    assert max(end - start for start, end in zip([0, *ends], [*ends, len(tidy)], strict=True)) <= 21


@pytest.mark.parametrize("text", ["שָׁלוֹם עֲלֵיכֶ֖ם", "བསྒྲུབས་ཧཱུྃ", "สวัสดีที่นี่", "Tiếng Việt", "മലയാളം ക്ഷ്മ്യ", "မြန်မာဘာသာ"])
def test_a_text_as_people_write_it_stays(text: str) -> None:
    assert visible(text) == unicodedata.normalize("NFC", text)


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("a\u0301\u200d\u200b\ufe0f❤🏽ก\u0e31क\u094d\u202e")))
)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@pytest.mark.parametrize("unit", ["a\u0e31", "\u0e31", "\u200d", "\u200ea", FLAG, FAMILY, "\u0327\u0301", "क\u094d"])
def test_any_text_is_tidied_in_linear_time(unit: str) -> None:
    began = time.process_time()
    visible(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "sign",
    [
        "e\u0301",
        FAMILY,
        FLAG,
        ENGLAND,
        "1\ufe0f\u20e3",
        "👩🏽",
        "\u1112\u1161\u11ab",
        "\uac00\u11a8",
        "क्षि",
        "நி",
        "กำ",
        "เก",
        "\u0600\u0661",
        "\r\n",
        "葛\U000e0100",
    ],
)
def test_what_is_one_to_a_reader_is_never_cut(sign: str) -> None:
    assert all(is_one_sign(sign, place) for place in range(1, len(sign)))
    assert not is_one_sign(sign + sign, len(sign))
    assert not is_one_sign(f"{sign} a", len(sign))


def test_a_text_that_fits_stays_whole() -> None:
    assert shortened("x" * 200, 200) == "x" * 200


def test_a_text_ends_at_a_sentence_that_lies_late_enough() -> None:
    first = "The ferry leaves at six and comes back when the tide allows it, as it always did."
    assert shortened(f"{first} Nobody minds {'very ' * 40}much.", 120) == first
    assert shortened(f"It rains. {'Nobody minds very much, so '} {'it goes ' * 40}", 120).endswith(" it goes…")
    assert shortened(f"{'鷺が二度数えられた' * 6}。{'それだけ' * 40}", 100) == f"{'鷺が二度数えられた' * 6}。"
    assert shortened(f"“{first}” {'She said no more ' * 9}", 120) == f"“{first}”"


@pytest.mark.parametrize(
    "end",
    [
        "Prof. Jones",
        "Dr. Jones",
        "St. Pauli",
        "the U.S. Senate",
        "am 3. März",
        "J. Bright",
        "no. 5",
        "Inc. Shares",
        "Why? she",
    ],
)
def test_an_abbreviation_or_a_question_within_is_no_end(end: str) -> None:
    text = f"{'Nobody minds it very much here in the marsh and '}{end} {'of it or so ' * 20}"
    assert shortened(text, 80).endswith("…")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (f"【速報】\u3000{'東京都内で大きな地震があり' * 40}", "…"),
        (f"See https://example.org/{'a' * 400}", "a…"),
        ("ประเทศไทย" * 80, "…"),
        ("中华人民共和国" * 80, "…"),
        (f"【速報】\u3000{'東京都内で' * 38}https://example.org/{'a' * 200}", "で…"),
    ],
)
def test_a_text_is_cut_late_whatever_its_script(text: str, end: str) -> None:
    short = shortened(text, 200)
    assert 190 <= len(short) <= 200
    assert short.endswith(end)


@pytest.mark.parametrize("sign", [FAMILY, FLAG, ENGLAND, "क्षि", "e\u0301", "\u1112\u1161\u11ab"])
@pytest.mark.parametrize("most", range(40, 60))
def test_no_sign_is_cut_in_two(sign: str, most: int) -> None:
    short = shortened(sign * 100, most).removesuffix("…")
    assert short == sign * (len(short) // len(sign))
    assert most - len(short) <= len(sign)


@given(st.text(), st.integers(1, 40))
def test_what_is_cut_is_within_its_limit_and_the_beginning_of_the_text(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert text.startswith(short if short == text or text.startswith(short) else short.removesuffix("…"))
    assert len(beginning_of(text, most)) <= most


def test_the_last_word_ends_where_a_gap_says_so() -> None:
    assert beginning_of("one-two-three", 9, gap="-") == "one-two"
    assert beginning_of("a-" + "b" * 100, 20, gap="-") == "a-" + "b" * 18
