"""The origins that pages may fetch from: how they are written, and which addresses are of one."""

import pytest

from broadsheet.words import is_of_origins, is_origin

ORIGINS = ("https://player.example.com", "https://*.maps.example.org", "https://charts.example.net:8443")


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.com",
        "https://www.player.example.com",
        "https://*.example.com",
        "https://example.com:8443",
        "https://xn--bcher-kva.example",
    ],
)
def test_an_origin_is_a_host_or_all_beneath_one_with_or_without_a_port(origin: str) -> None:
    assert is_origin(origin)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "example.com",
        "http://example.com",
        "https:",
        "https://*",
        "https://*.com",
        "https://a.*.example.com",
        "https://localhost",
        "https://10.0.0.1",
        "https://Example.com",
        "https://example.com/",
        "https://example.com/player",
        "https://example.com:0",
        "https://example.com:*",
        "https://user@example.com",
        "https://example.com; script-src *",
        "https://example.com 'unsafe-inline'",
        "https://example.com,https://example.org",
        'https://example.com"><script>',
        "https://example.com\n",
        " https://example.com",
        "data:",
        "'self'",
    ],
)
def test_nothing_else_is_one(text: str) -> None:
    assert not is_origin(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://player.example.com/embed/1?a=b#c",
        "HTTPS://PLAYER.EXAMPLE.COM/embed/1",
        "https://player.example.com:443/",
        "https://player.example.com",
        "https://a.maps.example.org/x",
        "https://b.a.maps.example.org/x",
        "https://charts.example.net:8443/x",
    ],
)
def test_an_address_is_of_its_host_and_port(url: str) -> None:
    assert is_of_origins(url, ORIGINS)


@pytest.mark.parametrize(
    "url",
    [
        "http://player.example.com/",
        "https://player.example.com:8443/",
        "https://other.example.com/",
        "https://evilplayer.example.com/",
        "https://player.example.com.evil.example/",
        "https://player.example.com@evil.example/",
        "https://evil.example/https://player.example.com/",
        "https://evil.example\\@player.example.com/",
        "https://evil.example#.maps.example.org",
        "https://evil.example%2f.maps.example.org/",
        "https://maps.example.org/",
        "https://evilmaps.example.org/",
        "https://charts.example.net/",
        "https://player.example.com:99999/",
        "https://[::1]/",
        "//player.example.com/",
        "/player.example.com",
        "javascript:alert(1)//player.example.com",
        "data:text/html,https://player.example.com",
        "https://player.example.com\n.evil.example/",
        "",
    ],
)
def test_an_address_that_only_looks_like_it_is_not(url: str) -> None:
    assert not is_of_origins(url, ORIGINS)
