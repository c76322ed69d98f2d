"""A body as plain text: what stands apart on the page stands apart in a line, and it is cut as a reader would."""

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.page.body.excerpt import EXCERPT_MAX_CHARS, excerpt_of

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML


def test_plain_text_keeps_words_apart_and_reads_entities() -> None:
    assert excerpt_of("# A & B\n\n- one\n- two\n\n<script>no</script>", MARKDOWN) == "A & B one two"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>First line<br />Second line</p><P>Third</P>", "First line Second line Third"),
        ("First<br/>Second<BR>Third", "First Second Third"),
        ("<ul><li>one<li>two</ul>", "one two"),
        ("<table><tr><td>one<td>two<tr><th>three", "one two three"),
        ("<section>one</section><section>two</section><article>three</article>four", "one two three four"),
        ("<pre>one\ntwo</pre><address>three</address>", "one two three"),
        ("<dl><dt>one<dd>two</dl><figure>three<figcaption>four</figure>", "one two three four"),
        ("<details><summary>one</summary>two</details>", "one two"),
        ("one<!-- no --><hr>two<textarea>no</textarea>", "one two"),
        ("a <b>wo</b>rd of <i>two</i>, <span>th</span>ree", "a word of two, three"),
        ("1 &lt; 2 &amp;lt; <img alt='>' src=/a> &#x202e;turned&#x200b;", "1 < 2 &lt; turned"),
        ("<ruby>鷺<rp>(</rp><rt>さぎ</rt><rp>)</rp></ruby>が", "鷺が"),
    ],
)
def test_what_stands_apart_on_a_page_stands_apart_in_the_text(body: str, text: str) -> None:
    assert excerpt_of(body, HTML) == text


def test_an_excerpt_ends_at_a_sentence_within_its_limit() -> None:
    excerpt = excerpt_of("A sentence of several words. " * 40, MARKDOWN)
    assert EXCERPT_MAX_CHARS / 2 <= len(excerpt) <= EXCERPT_MAX_CHARS
    assert excerpt.endswith("words.")


def test_an_excerpt_of_a_long_sentence_ends_at_a_word() -> None:
    excerpt = excerpt_of("a sentence of several words " * 40, MARKDOWN)
    assert len(excerpt) <= EXCERPT_MAX_CHARS
    assert excerpt.removesuffix("…").split()[-1] in {"a", "sentence", "of", "several", "words"}


def test_a_text_of_one_endless_word_is_cut_all_the_same() -> None:
    assert len(excerpt_of("x" * 5_000, MARKDOWN)) == EXCERPT_MAX_CHARS


@pytest.mark.parametrize(
    "body",
    [
        f"【速報】\u3000{'東京都内で地震' * 60}",
        f"See https://example.org/{'a' * 400}",
        "ไทย" * 200,
        "👨\u200d👩\u200d👧" * 99,
    ],
)
def test_an_excerpt_does_not_stop_at_the_first_space(body: str) -> None:
    assert len(excerpt_of(body, MARKDOWN)) > EXCERPT_MAX_CHARS - 10


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        ("![](/a.jpg)\n\n![A heron & a stork.](/b.jpg)", MARKDOWN),
        ("<img src=/a><p><img src=/b alt='A heron &amp; a stork.'>", HTML),
        ("![A heron & a stork.](/assets/heron.webp)\n\n" * 200, MARKDOWN),
        ("<p><img src=/b alt='A heron &amp; a stork.'></p>" * 200, HTML),
    ],
)
def test_of_pictures_alone_the_first_that_is_described_is_told(body: str, body_format: BodyFormat) -> None:
    assert excerpt_of(body, body_format) == "A heron & a stork."


def test_of_pictures_without_words_nothing_is_told() -> None:
    assert excerpt_of("![](/a.jpg)", MARKDOWN) == ""
