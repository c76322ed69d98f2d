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
        ("javascript:alert(1)", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
    ],
)
def test_an_address_is_printed_valid_or_not_at_all(written: str, printed: str | None) -> None:
    assert FRAME.href(written) == printed
