"""No word of any body is lost, whatever it is made of, and none takes long."""

import re
from collections import Counter
from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.article.fields import BodyFormat
from broadsheet.errors import Unprintable
from broadsheet.page.body.markdown import html_of
from tests.pages.heavy import SECONDS_MAX, seconds
from tests.pages.reading import Reading

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML

WORD: Final = re.compile("q[0-9]+z")


def words_of(body: str, body_format: BodyFormat, base_url: str | None = None) -> list[str]:
    html = html_of(body, body_format, base_url)
    return WORD.findall("".join(Reading(f"<!doctype html><title>t</title><body>{html}").root.itertext()))


def numbered(parts: list[str]) -> str:
    """Put a word of its own wherever one is asked for."""
    return "".join(f"q{number}z" if part == "word" else part for number, part in enumerate(parts))


MARKS: Final = [
    *"* ** _ ~ ~~ ` # \\ ! ( ) [ ] + = ^ , . & &amp; < > “ ” 「 」 、 漢 한 @ @a@b.c www. https://a.b/ ~5 1~2".split(),
    *(" ", " ", "\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n    ", "\n# ", "\n---\n", "\n===\n", "\n```\n", "  \n"),
    *("<b>", "</b>", "<i id=a>", "</i>", "\n<div>\n", "\n</div>\n", "[a](#b)", "**「", "」**"),
]
# Where Markdown itself hides a word: in an address, after a fence, in a tag.
HIDES: Final = re.compile(r"\]\(|\]:|(?:```|~~~)[^\n]*q[0-9]|<[a-z/!?][^>]*[0-9]z")
ANY_MARKDOWN: Final = (
    st.lists(st.just("word") | st.sampled_from(MARKS), min_size=1, max_size=30)
    .map(numbered)
    .filter(lambda body: not HIDES.search(body.replace("[a](#b)", "")))
)


@settings(max_examples=400, deadline=None)
@example("q1z 1~2 ~q2z~ **「q3z」**q4z @q5z@a.b https://a.b/「q6z」")
@given(ANY_MARKDOWN)
def test_no_word_of_any_markdown_is_lost(body: str) -> None:
    assert seconds(body, MARKDOWN) < SECONDS_MAX
    words = WORD.findall(body)
    assert words_of(body, MARKDOWN) == words
    assert words_of(body, MARKDOWN, "https://gazette.example/2026/11/28/a") == words


# Elements whose words are an article's; what is in others, such as scripts and recordings that end, is not printed.
TAGS: Final = (
    "p div b i em strong a span font ul ol li dl dt dd table caption thead tbody tr td th h1 h2 h3 blockquote pre code "
    "figure figcaption section article center o:p ruby rt br hr wbr details summary form button label nobr sub sup"
).split()
ATTRIBUTES: Final = (
    "",
    " id=a",
    " name=a",
    " href=#a",
    " class=MsoNormal",
    " style='font-weight:700;font-style:italic'",
    " style='font-weight:normal'",
    " style='mso-list:l0 level1'",
    " style='mso-list:l0 level3'",
    " style='vertical-align:super;text-decoration:line-through'",
    " id=docs-internal-guid-1",
    " align=center",
)
ANY_HTML: Final = st.lists(
    st.just("word")
    | st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
    | st.sampled_from(TAGS).map("</{}>".format)
    | st.sampled_from([" ", "&nbsp;", "<video src=a>", "<audio><source src=b>", "<img alt=a>", "<img src=a alt=b>"]),
    min_size=1,
    max_size=30,
).map(numbered)


@settings(max_examples=400, deadline=None)
@example("<p style='mso-list:l0 level2'>q1z<p style='mso-list:l0 level1'>q2z</p><video src=a>q3z<h2 id=a>q4z")
@given(ANY_HTML)
def test_no_word_of_any_html_is_lost(body: str) -> None:
    """Their order may change: the parser moves what cannot stand in a table before it."""
    assert seconds(body, HTML) < SECONDS_MAX
    words = Counter(WORD.findall(body))
    assert Counter(words_of(body, HTML)) == words
    assert Counter(words_of(body, HTML, "https://gazette.example/2026/11/28/a")) == words


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.sampled_from(BodyFormat))
def test_any_text_at_all_is_printed_or_refused_at_once(body: str, body_format: BodyFormat) -> None:
    body = body.encode(errors="ignore").decode()
    assert seconds(body, body_format) < SECONDS_MAX
    try:
        html = html_of(body, body_format)
    except Unprintable:
        return
    assert not set(html) & {*map(chr, range(9)), "\x0b", "\x0c"}
