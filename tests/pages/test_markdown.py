"""The body of an article: Markdown or HTML in, safe HTML out."""

import subprocess
import sys
from dataclasses import replace

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.article.picture import Picture
from broadsheet.page.body.markdown import BODY_SIZES, BodyPicture, html_of, pictures_in
from broadsheet.page.body.pictures import picture_html
from tests.pages.reading import Reading

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML

MEDIA = "01KAQ2Z7W0ABCDEFGHJKMNPQRS"
PICTURE = Picture(
    media=MEDIA,
    digest="0123456789abcdef0123",
    width=1600,
    height=1200,
    colour="#8090a0",
    widths=(320, 640, 960, 1280, 1600),
)


def test_markdown_is_commonmark_with_tables_strikethrough_and_bare_addresses() -> None:
    html = html_of("*a* ~~b~~ https://c.example/d\n\n|e|f|\n|-|-:|\n|1|2|", MARKDOWN)
    assert "<em>a</em> <del>b</del>" in html
    assert '<a href="https://c.example/d" rel="noopener">https://c.example/d</a>' in html
    assert "<th>e</th>" in html
    assert '<td class="right">2</td>' in html


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches() -> None:
    assert html_of("|a|\n|-|\n|b|", MARKDOWN).startswith('<div class="table" role="region" tabindex="0"')


@pytest.mark.parametrize(
    ("body", "levels"),
    [("# a\n\n## b", "23"), ("## a\n\n### b", "23"), ("### a", "2"), ("# a\n\n###### b", "26"), ("a", "")],
)
def test_headings_start_below_the_headline_and_keep_their_steps(body: str, levels: str) -> None:
    html = html_of(body, MARKDOWN)
    assert "".join(html[place + 2] for place in range(len(html)) if html[place : place + 2] == "<h") == levels


@pytest.mark.parametrize("body_format", [MARKDOWN, HTML])
@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" &#106;avascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<svg onload=alert(1)><style>*{}</style></svg>",
        "<math><mtext></table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        '<iframe src="https://evil.example"></iframe>',
        '<form action="/api/comments/x"><input name=a></form>',
        '<p style="position:fixed" onclick="alert(1)" id="main" class="skip">x</p>',
        '<img alt="<table onmouseover=alert(1)>" src="https://a.example/b.png">',
        '<img alt="<h1 onmouseover=alert(1)>" src="https://a.example/b.png">',
        '<img src=\'media:"onerror=alert(1)\' alt="x">',
        '<img alt="\' onerror=alert(1) src=&quot;media:" src="media:01">',
        '<a title="<img src=&quot;media:01&quot; onerror=alert(1)>" href="/x">x</a>',
        '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
    ],
)
def test_nothing_in_a_body_runs_or_takes_over_the_page(body: str, body_format: BodyFormat) -> None:
    html = html_of(body, body_format, pictures=[PICTURE, replace(PICTURE, media="01")])
    page = Reading(f"<!doctype html><title>t</title>{html}")
    for element in page.root.iter():
        assert element.tag not in {"script", "style", "iframe", "form", "input", "svg", "math", "base", "meta", "link"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert name != "id" or value.startswith("at-")
            assert not value.strip().lower().startswith(("javascript:", "data:"))
            assert name != "class" or value in {"table", "center", "right", "external"}


@pytest.mark.parametrize("sign", ["&#1;", "&#x1b;", "&#127;", "&#xFFFE;", "\x01"])
def test_a_sign_that_printing_drops_hides_no_address_of_a_script(sign: str) -> None:
    html = html_of(f'<a href="java{sign}script:alert(1)">a{sign}b</a>', HTML)
    assert html == "<a>ab</a>"


def test_a_link_whose_address_was_refused_stays_as_words() -> None:
    assert html_of("[the source](javascript:alert)", MARKDOWN) == "<p><a>the source</a></p>\n"


def test_a_picture_without_alternative_text_has_an_empty_one_and_waits_for_the_reader() -> None:
    html = html_of('<img src="https://a.example/b.png">', HTML)
    assert 'alt=""' in html
    assert 'loading="lazy"' in html


@pytest.mark.parametrize(
    "tag",
    [
        '<img data-src="/a.png" alt="b">',
        '<img src="data:image/gif;base64,R0lGOD" data-src="/a.png" alt="b">',
        "<IMG SRC=data:image/gif;base64,R0 DATA-LAZY-SRC='/a.png' alt=b>",
        '<img src="/placeholder.gif" class="lazy" data-original="/a.png" alt="b" />',
        '<img alt="b" srcset="/a.png 320w, /c.png 640w">',
        '<img alt="b" src="data:," srcset="/a.png, /c.png 2x">',
    ],
)
def test_a_picture_that_a_script_would_load_is_shown_at_its_own_address(tag: str) -> None:
    for body_format in BodyFormat:
        image = Reading(f"<!doctype html><title>t</title>{html_of(tag, body_format)}").one(".//img")
        assert image.attrib == {"src": "/a.png", "alt": "b", "loading": "lazy"}


def test_a_part_of_a_page_stays_where_it_says_something() -> None:
    body = '<article><section lang="fr">a</section><header>b</header></article>'
    assert html_of(body, HTML) == '<div lang="fr">a</div>b'


@pytest.mark.parametrize(
    "source", ["", " ", "data:image/png;base64,AAAA", "blob:https://a.example/1", "cid:1", "&#100;ata:,"]
)
def test_a_picture_without_an_address_that_can_be_printed_leaves_its_words(source: str) -> None:
    body = f'<p>a</p><img src="{source}" data-src="data:," alt="A &lt;heron>">'
    assert html_of(body, HTML) == "<p>a</p>A &lt;heron&gt;"
    (picture,) = pictures_in(body, HTML)
    assert not picture.has_address


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        (f'![A heron &"co"](media:{MEDIA})', MARKDOWN),
        (f'![A heron &"co"][h]\n\n[h]: media:{MEDIA}', MARKDOWN),
        (f"<p><IMG ALT='A heron &amp;&quot;co&quot;' title=t src=media:{MEDIA} width=9 onload=x></p>\n", HTML),
    ],
)
def test_an_upload_is_shown_in_all_its_widths(body: str, body_format: BodyFormat) -> None:
    picture = picture_html(PICTURE, 'A heron &"co"', BODY_SIZES)
    assert html_of(body, body_format, pictures=[PICTURE]) == f"<p>{picture}</p>\n"
    assert pictures_in(body, body_format) == (BodyPicture(f"media:{MEDIA}", 'A heron &"co"'),)


def test_a_feed_shows_an_upload_as_one_file() -> None:
    html = html_of(f"![A heron](media:{MEDIA})", MARKDOWN, "https://gazette.example/", pictures=[PICTURE])
    source = "https://gazette.example/media/0123456789abcdef0123/1600.jpg"
    assert html == f'<p><img src="{source}" alt="A heron" width="1600" height="1200"></p>\n'


def test_an_upload_is_a_picture_and_never_a_link_nor_anything_unknown() -> None:
    body = f"[a](media:{MEDIA}) ![b](media:unknown) <a title=c href='MEDIA:{MEDIA}'>d</a>"
    assert html_of(body, MARKDOWN, pictures=[PICTURE]) == '<p><a>a</a>  <a title="c" rel="noopener">d</a></p>\n'


@pytest.mark.parametrize("source", ["https://a.example/b.png", "HTTP://a.example/b.png", "//a.example/b.png"])
def test_whoever_keeps_a_picture_elsewhere_does_not_hear_who_reads_what(source: str) -> None:
    tag = f'src="{source}" alt="c" loading="lazy">'
    assert html_of(f"![c]({source})", MARKDOWN) == f'<p><img class="external" referrerpolicy="no-referrer" {tag}</p>\n'
    assert "external" not in html_of("![c](/assets/d.png) ![e](f.png) ![g](../h.png)", MARKDOWN)


def test_feeds_get_absolute_addresses() -> None:
    html = html_of("[a](/b) ![c](/d.png)", MARKDOWN, "https://gazette.example/")
    assert 'href="https://gazette.example/b"' in html
    assert 'src="https://gazette.example/d.png"' in html


def test_unclosed_markup_cannot_reach_beyond_the_body() -> None:
    assert html_of("<div><table><tr><td><b>a", HTML).endswith("</table></div></div>")


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('<div class="">a</div><div class="wide box">b</div>', "<div>a</div><div>b</div>"),
        ('<div lang="fr" class="wide">a class=""</div>', '<div lang="fr">a class=""</div>'),
        ('<ol reversed start="3"><li value="7">a</li></ol>', '<ol reversed="" start="3"><li value="7">a</li></ol>'),
        ('<ol start="-1" type="a"><li>a</li></ol>', '<ol start="-1" type="a"><li>a</li></ol>'),
        ('<ol start="x" type="disc"><li value="1.5">a</li></ol>', "<ol><li>a</li></ol>"),
    ],
)
def test_a_list_keeps_its_numbers_and_no_class_is_left_empty(body: str, html: str) -> None:
    assert html_of(body, HTML) == html


def test_the_same_body_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "from broadsheet.page.body.markdown import html_of; from broadsheet.article.fields import BodyFormat;"
        "print(html_of('|a|\\n|-:|\\n|![b](c.png)|\\n\\n[d](/e \"f\")', BodyFormat.MARKDOWN))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=True
        ).stdout
        for _ in range(4)
    }
    assert len(outputs) == 1
