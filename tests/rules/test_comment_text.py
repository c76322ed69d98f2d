"""A comment's text becomes paragraphs, lines and links, and never markup."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comment.text import Piece, links_in, paragraphs_of


def test_blank_lines_part_paragraphs_and_line_ends_stay() -> None:
    assert paragraphs_of("One\ntwo.\n\nThree.") == (
        ((Piece("One"),), (Piece("two."),)),
        ((Piece("Three."),),),
    )


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://example.org/a", "https://example.org/a"),
        ("see https://example.org/a.", "https://example.org/a"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("“https://example.org/?q=1&r=2”", "https://example.org/?q=1&r=2"),
        ("HTTPS://EXAMPLE.ORG/A!", "HTTPS://EXAMPLE.ORG/A"),
        ("https://例え.jp/日本", "https://例え.jp/日本"),
        ("<https://example.org>", "https://example.org"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("请看https://example.com/foo，谢谢", "https://example.com/foo"),
        ("詳細は「https://example.com/foo」をご覧ください。", "https://example.com/foo"),
        ("（https://example.com/foo）です", "https://example.com/foo"),
        ("https://example.com/foo。次", "https://example.com/foo"),
        ("انظر https://example.com/foo، وشكرا", "https://example.com/foo"),
        ("کیا https://example.com/foo؟ ہاں", "https://example.com/foo"),
        ("देखें https://example.com/foo। धन्यवाद", "https://example.com/foo"),
        ("see “https://example.com/foo”—now", "https://example.com/foo"),
        ("https://example.com/?q=مرحبا", "https://example.com/?q=مرحبا"),
    ],
)
def test_an_address_becomes_a_link_without_the_signs_around_it(text: str, url: str) -> None:
    [[line]] = paragraphs_of(text)
    assert [piece.url for piece in line if piece.url] == [url]


def test_an_address_without_end_is_read_at_once() -> None:
    """Its brackets would be counted anew for each that ends it."""
    began = time.process_time()
    [[line]] = paragraphs_of("https://example.org/(a" + ")" * 100_000)
    assert line[0].url == "https://example.org/(a)"
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "https://", "https:///x", "http://?x", "ftp://example.org", "www.example.org", "data:x"],
)
def test_only_addresses_of_the_web_become_links(text: str) -> None:
    [[line]] = paragraphs_of(text)
    assert line == (Piece(text),)


def test_a_long_address_is_shown_short_and_leads_on_whole() -> None:
    url = "https://example.org/" + "a" * 100
    [[[piece]]] = paragraphs_of(url)
    assert (len(piece.text), piece.url) == (60, url)


@given(st.text(min_size=1).filter(lambda text: "\n" not in text))
def test_no_sign_of_a_line_is_lost(text: str) -> None:
    whole = f"x{text}x"
    [[line]] = paragraphs_of(whole)
    assert "".join(piece.url or piece.text for piece in line) == whole


@given(st.text())
def test_no_link_holds_what_would_end_an_attribute(text: str) -> None:
    pieces = [piece for paragraph in paragraphs_of(f"https://{text}") for line in paragraph for piece in line]
    assert not any(set(piece.url) & set("\"<>' \t\n") - {"'"} for piece in pieces if piece.url)


@pytest.mark.parametrize(("text", "links"), [("none", 0), ("https://a.example www.b.example [url=c] <a href=d>", 4)])
def test_whatever_means_to_be_a_link_counts(text: str, links: int) -> None:
    assert links_in(text) == links
