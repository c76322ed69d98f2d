"""Addresses as pages may print them, whatever an editor wrote."""

import pytest

from tests.pages.articles import FRAME


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("https://x.example/a%20b?c=%C3%A9", "https://x.example/a%20b?c=%C3%A9"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ("https://x.example/a[1]?b[]=2", "https://x.example/a%5B1%5D?b%5B%5D=2"),
        ("https://[2001:db8::1]:8080/a[1]", "https://[2001:db8::1]:8080/a%5B1%5D"),
        ("/2026/11/23/é", "/2026/11/23/%C3%A9"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
        ("https://例え.jp/日本", "https://xn--r8jz45g.jp/%E6%97%A5%E6%9C%AC"),
        ("https://例え。jp", "https://xn--r8jz45g.jp"),
        ("HTTPS://user@BÜCHER.example:8080?a=ü", "HTTPS://user@xn--bcher-kva.example:8080?a=%C3%BC"),
        # As browsers read it, not as ss; decomposed or encoded it is the same host.
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("https://bu\u0308cher.example", "https://xn--bcher-kva.example"),
        ("https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/"),
        # No host at all: a sign that would become a slash stays percent-encoded.
        ("https://a\u2100.example/", "https://a%E2%84%80.example/"),
        ("javascript:alert(1)", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
    ],
)
def test_an_address_is_printed_valid_or_not_at_all(written: str, printed: str | None) -> None:
    assert FRAME.href(written) == printed
