"""What a body may ask for: whatever is sent is printed soon, or refused soon, and what people write is printed."""

import re
from collections.abc import Callable
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nh3 import Cleaner

from broadsheet.article.fields import BODY_MAX_BYTES, BodyFormat
from broadsheet.errors import Unprintable
from broadsheet.page.body import bounds
from broadsheet.page.body.excerpt import excerpt_of
from broadsheet.page.body.markdown import html_of, pictures_in
from broadsheet.page.body.names import FORMATTING, RAW, VOID

from .heavy import CONSTRUCTS, HTML, MARKDOWN, SECONDS_MAX, outcome, seconds

# A sixteenth of this would be lost in the noise; what is quadratic and takes less is soon done all the same.
WORTH_MEASURING = 0.004
RATIO_MAX = 9


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: f"{construct[0]}-{construct[1]!r}")
def test_a_body_full_of_one_construct_is_done_with_at_once(construct: tuple[BodyFormat, str]) -> None:
    """And a quarter of it in no sixteenth of the time, as where it is quadratic. Half would tell too little apart."""
    make, body_format = CONSTRUCTS[construct], construct[0]
    quarter = seconds(make(BODY_MAX_BYTES // 4), body_format)
    whole = seconds(make(BODY_MAX_BYTES), body_format)
    assert max(quarter, whole) < SECONDS_MAX
    if quarter > WORTH_MEASURING and whole > RATIO_MAX * quarter:
        quarter = seconds(make(BODY_MAX_BYTES // 4), body_format, enough=0, tries=5)
        whole = seconds(make(BODY_MAX_BYTES), body_format, enough=RATIO_MAX * quarter, tries=10)
        assert whole < RATIO_MAX * quarter
    if body_format is HTML:
        # Markdown may hold it too.
        assert seconds(make(BODY_MAX_BYTES), MARKDOWN) < SECONDS_MAX


FRAGMENTS = st.sampled_from([fragment for _, fragment in CONSTRUCTS if not re.match(r"[a-z]+ [a-z]", fragment)])
REPEATED = st.tuples(FRAGMENTS | st.text(max_size=3), st.integers(1, 40_000)).map(lambda each: each[0] * each[1])
NESTED = st.tuples(FRAGMENTS, FRAGMENTS, FRAGMENTS, st.integers(1, 20_000)).map(
    lambda each: each[0] * each[3] + each[1] + each[2] * each[3]
)
HOSTILE = st.lists(REPEATED | NESTED | FRAGMENTS, min_size=1, max_size=8).map(
    lambda parts: "".join(parts).encode(errors="ignore")[:BODY_MAX_BYTES].decode(errors="ignore")
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, st.sampled_from(BodyFormat))
def test_whatever_constructs_are_put_together_are_done_with_at_once(body: str, body_format: BodyFormat) -> None:
    assert seconds(body, body_format) < SECONDS_MAX


@settings(max_examples=100, deadline=None)
@given(
    HOSTILE.filter(lambda body: len(body) < 20_000), st.sampled_from(BodyFormat), st.sampled_from(["en", "ar", "de"])
)
def test_what_the_door_lets_through_every_page_can_print(body: str, body_format: BodyFormat, language: str) -> None:
    """The door renders without frames and in English; pages and feeds have their own."""
    try:
        pictures_in(body, body_format)
    except Unprintable:
        return
    origins = ("https://player.example.com",)
    html_of(body, body_format, language=language, frame_origins=origins)
    html_of(body, body_format, "https://gazette.example/", language=language, frame_origins=origins)
    excerpt_of(body, body_format)


@pytest.mark.parametrize("body_format", BodyFormat)
def test_the_door_refuses_what_only_a_feed_cannot_print(body_format: BodyFormat) -> None:
    """A page puts each table into a box, and so ends a tag that a feed leaves open."""
    with pytest.raises(Unprintable, match="more than 200 attributes, at line 1"):
        pictures_in("<table " * 300, body_format)


DEEP = "nests elements more than 100 deep, at line"
ENTITIES = "holds 25,001 ampersands and no-break spaces, more than 25,000"
# For each limit: a body by a number, the most that is let through, and why one more is not.
LIMITS: dict[str, tuple[BodyFormat, Callable[[int], str], int, str]] = {
    "quotes": (MARKDOWN, lambda count: "one\n\n" + ">" * count + "a", 99, f"{DEEP} 3"),
    "lists": (MARKDOWN, lambda count: "\n" * 4 + "- " * count + "a", 50, f"{DEEP} 5"),
    "emphasis": (MARKDOWN, lambda count: "\n\n" + "*a **b " * count + "c** d*" * count, 49, f"{DEEP} 3"),
    "tags in Markdown": (MARKDOWN, lambda count: "a\nb\n\n" + "<div>" * count, 100, f"{DEEP} 3"),
    "tags in tags": (HTML, lambda count: "a\n" + "<div>" * count + "</div>" * count, 100, f"{DEEP} 2"),
    "lines": (
        MARKDOWN,
        lambda count: "\n" * (count - 1),
        20_000,
        "has 20,001 lines, more than 20,000, at line 20,001",
    ),
    "cells": (
        MARKDOWN,
        lambda count: "|a" * 10 + "\n" + "|-" * 10 + "\n" + "|1|\n" * count,
        499,
        "has tables of more than 5,000 cells, as wide as their headers, at line 502",
    ),
    "addresses": (
        MARKDOWN,
        lambda count: "Write us:\n\n" + "\n".join(["a@example.org"] * count) + "\n" + "x" * 50_000,
        814,
        "has a paragraph of 61,410 characters with 815 e-mail addresses, more than 814, at line 3",
    ),
    "brackets": (
        MARKDOWN,
        lambda count: "a\nhttps://a.example/" + ")" * count,
        100,
        "has an address with more than 100 closing brackets, at line 2",
    ),
    "Markdown": (MARKDOWN, lambda count: "*a*\n" * count, 5_999, "holds more than 12,000 tags, at line 6,000"),
    "tags": (HTML, lambda count: "<br>\n" * count, 12_000, "holds more than 12,000 tags, at line 12,001"),
    "attributes": (
        HTML,
        lambda count: f"\n\n<a {' '.join(f'b{number}' for number in range(count))}>" + "x" * 30_000,
        200,
        "has a tag <a> with more than 200 attributes, at line 3",
    ),
    "ampersands": (HTML, lambda count: "&amp;" * count, 25_000, ENTITIES),
    "no-break spaces": (HTML, lambda count: "\u00a0" * count, 25_000, ENTITIES),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_told_with_its_place(limit: str) -> None:
    body_format, make, most, reason = LIMITS[limit]
    html_of(make(most), body_format)
    with pytest.raises(Unprintable) as refused:
        html_of(make(most + 1), body_format)
    assert str(refused.value) == reason


def test_more_html_than_a_page_should_carry_is_refused() -> None:
    with pytest.raises(Unprintable, match="becomes 1,080,008 bytes of HTML, more than 1,000,000"):
        html_of('"' * 180_000, MARKDOWN)


@pytest.mark.parametrize(
    "piece",
    [
        # End tags that HTML lets people leave out, or that they leave out all the same.
        "<p>One<p>Two <b>bold</b>",
        "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
        "<dl><dt>a<dd>b<dt>c<dd><p>d</dl>",
        "<table border=1><tr><td><p>a<td>b<tr><th>c</table>",
        "<table><caption>a<colgroup><col><thead><tr><td>b<tbody><tr><td><b>c</b></table>",
        "<ruby>漢<rp>(<rt>kan<rp>)</ruby>",
        "<p><b>bold</p>",
        "<b><i>both</b></i>",
        "<p><a href=/a>link</p></a>",
        "<h2>One<h3>Two</h3>",
        "<div><p>a<div>b</div></p></div>",
        "<p>a<hr>b<blockquote>c</blockquote>",
        # What comes with what is copied from elsewhere.
        "<p class=MsoNormal>a<o:p></o:p></p>",
        '<svg viewBox="0 0 1 1"><title>a</title><g><path d="M0"/><circle r=1 /></g></svg> b',
        "<svg><style>.a{}</style><path d=M0></svg>",
        "<script>if (a<b && c>d) e('<p>')</script><style><!-- p{} --></style><!-- <p> -->",
        "<noscript><img src=a></noscript>",
        "<form><input><button>a</button></form>",
        "<object><param><embed></object><video><source></video>",
        "<figure><img src=a alt='a > b'><figcaption>c</figure>",
    ],
)
def test_html_as_people_write_it_is_not_found_deeper_than_it_is(piece: str) -> None:
    """Three hundred times over, as in a long article: what one leaves open would add up."""
    assert html_of(f"<div>{piece * 300}</div>", HTML)


@pytest.mark.parametrize(
    "body",
    [
        "* * *\n\n" * 50 + "- - - - - - - - " * 20 + "\n" + "*" * 300 + "\n\n" + "-" * 300 + "\n",
        "```\n" + " " * 300 + "x\n```\n",
        "Poem\n\n" + " " * 200 + "far to the right\n",
        "- a\n  - b\n    - c\n\n" * 200,
        "|a|b|c|\n|:-|-:|:-:|\n" + "|1|2|3|\n" * 1_000,
        "www.example.org/a_(b) (see www.example.org)" + ")" * 90,
        "Write to <a@example.org> or b@example.org.\n\n" * 500,
        "> quoted\n>\n> > again\n" * 300,
    ],
)
def test_markdown_as_people_write_it_is_printed(body: str) -> None:
    assert html_of(body, MARKDOWN)


TAGS = (
    "p div b i a span li ul ol table tr td th tbody caption h1 h2 dd dt dl button select option svg math desc title mi "
    "object form section ruby rt template style script noscript em br hr img x pre nobr path foreignobject textarea "
    "iframe col colgroup thead center marquee html plaintext search audio"
).split()
SOUP = st.lists(
    st.sampled_from(TAGS).map("<{}>".format)
    | st.sampled_from(TAGS).map("</{}>".format)
    | st.sampled_from(
        [
            "x",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<path/>",
            "<a href=1>",
            "<b c=1>",
            '"',
            "<a b='",
            '<a b="',
            ">",
            "<p/>",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)
LETS_ALL_THROUGH = Cleaner(tags={*TAGS, "foreignObject", *FORMATTING}, clean_content_tags=set())


@settings(max_examples=500, deadline=None)
@example("<plaintext>", "<p><p><p></plaintext>", 40)
@given(SOUP, SOUP, st.sampled_from([1, 40]))
def test_no_soup_of_tags_nests_deeper_than_is_reckoned(before: str, piece: str, count: int) -> None:
    """A part and what the parser adds of its own aside: rows to tables, and formatting that it opens again."""
    body = before + piece * count
    with mock.patch.multiple(bounds, DEPTH_MAX=20, _SMALL_CHARS=0):
        try:
            bounds.check_html(body)
        except Unprintable:
            return
    assert depth_of(LETS_ALL_THROUGH.clean(body)) < 3 * 20


def depth_of(clean: str) -> int:
    """Return how deep elements stand in what the sanitiser wrote: every one has its end."""
    depth = deepest = position = 0
    while found := re.compile(r"<(/?)([a-zA-Z0-9-]+)[^>]*>").search(clean, position):
        position = found.end()
        name = found[2].lower()
        if name in VOID:
            continue
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
        if name in RAW and not found[1]:
            # Its text may look like tags; plain text has no end of its own, so that the last one is the sanitiser's.
            end = clean.rfind if name == "plaintext" else clean.find
            position = max(position, end(f"</{name}", position))
    return deepest


@pytest.mark.parametrize(
    "hidden",
    [
        # A comment in a script hides the end of the script, and what seems to end after it.
        "<div><script><!--<script></script></div></script>" * 1_000,
        # Python takes these signs for other spellings of s and k, HTML does not.
        '<\u017f a="' + "<div>" * 1_000 + '">',
        "<lin\u212a>" * 1_000,
        "<div><script></\u017fcript ></div></script>" * 1_000,
        # What we put into a value ends it.
        '<a title="<table ' + "><div" * 1_000 + '">',
        # A slash that belongs to a value closes nothing.
        "<svg>" + "<g a=b/>" * 1_000,
        "<svg>" + "<g a= />" * 1_000,
        # Elements without content have one in SVG.
        "<svg>" + "<input>" * 1_000,
        # What ends SVG by no name of its own makes text of no section.
        "<ul><svg></br><![CDATA[<b>" * 1_000,
        # A line that is opened by its end brings formatting back.
        "</br><div><li><b></div></summary>" * 1_000,
        # A quotation mark in a name begins no value.
        '<i "a><div>' * 1_000,
        "<p a='b' \"c=d><div>" * 1_000,
    ],
)
def test_no_depth_is_hidden(hidden: str) -> None:
    with pytest.raises(Unprintable, match=r"nests elements more than 100 deep|cannot be told from markup"):
        html_of(hidden, HTML)


@pytest.mark.parametrize("body_format", BodyFormat)
def test_the_beginning_of_what_cannot_be_printed_has_no_excerpt(body_format: BodyFormat) -> None:
    body = "<div>" * 200 + ">" * 300 + "a"
    assert isinstance(outcome(body, body_format), Unprintable)
    assert excerpt_of(body, body_format) == ""
    assert excerpt_of("Words. " * 600 + body, body_format).startswith("Words.")
