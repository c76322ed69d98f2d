"""Markdown as people write it in all scripts: what is markup, and what is a sign."""

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.page.body.excerpt import excerpt_of
from broadsheet.page.body.markdown import html_of
from broadsheet.page.templates import prose

MARKDOWN = BodyFormat.MARKDOWN


def printed(body: str) -> str:
    return html_of(body, MARKDOWN).strip()


@pytest.mark.parametrize(
    "text",
    [
        "Ferries take 1~2 hours, buses 3~4 hours.",
        "오전 9~12시, 오후 1~6시",
        "~5 km or ~6 km, -3~-1 °C, 5~, 6~",
        "a~b~c and “~d” ~ (e~f) ~",
        "~a, b~",
        "10~20% ~ 20~30%",
    ],
)
def test_a_lone_tilde_is_a_sign(text: str) -> None:
    assert printed(text) == f"<p>{text}</p>"
    assert prose(text) == f"<p>{text}</p>\n"
    assert excerpt_of(text, MARKDOWN) == text


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("~~gone~~ and 1~2, 3~4", "<p><del>gone</del> and 1~2, 3~4</p>"),
        ("~~9~12시~~, 1~6시", "<p><del>9~12시</del>, 1~6시</p>"),
        ("**1~2** *3~4*", "<p><strong>1~2</strong> <em>3~4</em></p>"),
        (r"\~a~ \~~b~~ \\~c~", r"<p>~a~ ~~b~~ \~c~</p>"),
        ("`1~2 3~4` `~`", "<p><code>1~2 3~4</code> <code>~</code></p>"),
        ("~~~\n1~2 3~4\n~~~", "<pre><code>1~2 3~4\n</code></pre>"),
        ("    1~2 3~4", "<pre><code>1~2 3~4\n</code></pre>"),
        (
            '[1~2](https://a.example/~b "3~4") 5~6',
            '<p><a href="https://a.example/~b" title="3~4" rel="noopener">1~2</a> 5~6</p>',
        ),
        (
            "https://a.example/~b 1~2",
            '<p><a href="https://a.example/~b" rel="noopener">https://a.example/~b</a> 1~2</p>',
        ),
        ("<a~b@c.example> 1~2", '<p><a href="mailto:a~b@c.example" rel="noopener">a~b@c.example</a> 1~2</p>'),
        ('<span title="~" lang="en">1~2</span> 3~4', '<p><span lang="en">1~2</span> 3~4</p>'),
    ],
)
def test_two_tildes_strike_and_code_and_addresses_keep_theirs(body: str, html: str) -> None:
    assert printed(body) == html


def test_a_lone_tilde_in_a_table_is_a_sign() -> None:
    assert "<td>1~2</td>\n<td>3~4</td>" in printed("|a|b|\n|-|-|\n|1~2|3~4|")


@pytest.mark.parametrize("symbol", ["\u2336", "&#9014;", "&#x2336;", "%E2%8C%B6", "%e2%8c%b6"])
def test_no_symbol_becomes_a_tilde(symbol: str) -> None:
    html = printed(f"[a](/{symbol}) {symbol} 1~2 3~4")
    assert "1~2 3~4" in html
    assert html.count("~") == 2


def test_a_text_with_every_symbol_there_is_is_printed_all_the_same() -> None:
    assert printed("1~2 " + "".join(map(chr, range(0x2300, 0x2400)))).startswith("<p>1~2 ")


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("これは**「重要」**です。", "これは<strong>「重要」</strong>です。"),
        ("**스크립트(script)**라고", "<strong>스크립트(script)</strong>라고"),
        (
            "これは**強調（重要）**です。**「引用」**と言った。",
            "これは<strong>強調（重要）</strong>です。<strong>「引用」</strong>と言った。",
        ),
        ("这是*“引文”*。", "这是<em>“引文”</em>。"),
        ("价格**约~10元（含税）**起", "价格<strong>约~10元（含税）</strong>起"),
        ("旧~~（废止）~~的", "旧<del>（废止）</del>的"),
        ("a**(b)**c", "a**(b)**c"),
    ],
)
def test_emphasis_needs_no_space_in_scripts_that_have_none(body: str, html: str) -> None:
    assert printed(body) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "text",
    ["Follow @desk@news.example, or (@a.b@c.example).", "@desk@news.example", "作者@desk@news.example。"],
)
def test_a_handle_of_the_fediverse_is_no_mail_address(text: str) -> None:
    assert printed(text) == f"<p>{text}</p>"


def test_a_mail_address_is_still_one() -> None:
    assert printed("desk@news.example") == (
        '<p><a href="mailto:desk@news.example" rel="noopener">desk@news.example</a></p>'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("请看", "，谢谢"),
        ("请看", "。**重要**"),
        ("「", "」と"),
        ("انظر ", "، شكرا"),
        ("“", "”, he said"),
        ("See ", "… and"),
        ("देखें ", "। फिर"),
    ],
)
def test_a_bare_address_ends_before_the_sentence_does(before: str, after: str) -> None:
    link = '<a href="https://a.example/foo" rel="noopener">https://a.example/foo</a>'
    rest = after.replace("**重要**", "<strong>重要</strong>")
    assert printed(f"{before}https://a.example/foo{after}") == f"<p>{before}{link}{rest}</p>"


@pytest.mark.parametrize(
    ("body", "href"),
    [
        ("https://zh.example/wiki/中国", "https://zh.example/wiki/%E4%B8%AD%E5%9B%BD"),
        ("<https://zh.example/，a>", "https://zh.example/%EF%BC%8Ca"),
        ("[a](https://zh.example/，a)", "https://zh.example/%EF%BC%8Ca"),
        ("[a]\n\n[a]: https://zh.example/，a", "https://zh.example/%EF%BC%8Ca"),
        ('<a href="https://zh.example/，a">b</a>', "https://zh.example/，a"),
    ],
)
def test_an_address_whose_end_is_written_keeps_all_its_signs(body: str, href: str) -> None:
    assert f'href="{href}"' in printed(body)


def test_code_keeps_addresses_as_they_are() -> None:
    assert printed("`https://a.example/，b`") == "<p><code>https://a.example/，b</code></p>"
