"""Frames of other sites in a body: only those of the site's frame origins are printed, and as we write them."""

import subprocess
import sys

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.page.body.markdown import html_of
from tests.pages.reading import Reading

ORIGINS = ("https://player.example.com", "https://*.maps.example.org")
PLAYER = "https://player.example.com/embed/1?a=1&b=2"

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML


def embedded(body: str, body_format: BodyFormat = HTML) -> Reading:
    return Reading(f"<!doctype html><title>t</title>{html_of(body, body_format, frame_origins=ORIGINS)}")


@pytest.mark.parametrize("body_format", [MARKDOWN, HTML])
def test_a_frame_of_an_allowed_origin_is_printed_and_waits_for_the_reader(body_format: BodyFormat) -> None:
    sent = (
        f'<iframe width="560" height="315" src="{PLAYER}" title="The launch" allow="camera" allowfullscreen></iframe>'
    )
    page = embedded(f"<p>Before</p>\n\n{sent}\n\n<p>After</p>", body_format)
    assert not page.errors
    assert page.one(".//iframe").attrib == {
        "src": PLAYER,
        "title": "The launch",
        "referrerpolicy": "strict-origin-when-cross-origin",
        "width": "560",
        "height": "315",
        "class": "video",
        "allowfullscreen": "",
        "loading": "lazy",
    }
    assert [paragraph.text for paragraph in page.all(".//p")] == ["Before", "After"]


def test_a_frame_of_another_shape_keeps_its_size() -> None:
    frame = embedded(f'<iframe src="{PLAYER}" width="100%" height="152"></iframe>').one(".//iframe")
    assert (frame.get("width"), frame.get("height"), frame.get("class")) == ("100%", "152", None)


@pytest.mark.parametrize("title", ["", ' title=" "'])
def test_a_frame_without_a_title_is_named_after_its_host(title: str) -> None:
    page = embedded(f'<iframe src="{PLAYER}"{title}></iframe>')
    assert page.one(".//iframe").get("title") == "Embedded from player.example.com"


@pytest.mark.parametrize(
    "source",
    [
        "https://other.example.com/",
        "https://maps.example.org/",
        "http://player.example.com/",
        "//player.example.com/",
        "/comments/received",
        "javascript:alert(1)",
        "&#106;avascript:alert(1)//https://player.example.com/",
        "data:text/html,<script>alert(1)</script>",
        "",
    ],
)
def test_a_frame_of_any_other_origin_is_dropped_with_what_it_holds(source: str) -> None:
    html = html_of(f'<p>a</p><iframe src="{source}"><b>inside</b></iframe><p>b</p>', HTML, frame_origins=ORIGINS)
    assert html == "<p>a</p><p>b</p>"


def test_a_site_without_frame_origins_prints_none() -> None:
    assert html_of(f'a<iframe src="{PLAYER}"></iframe>b', HTML) == "ab"


@pytest.mark.parametrize(
    "body",
    [
        f'<iframe src="{PLAYER}" srcdoc="<script>alert(1)</script>" onload="alert(1)" style="x" name="top"></iframe>',
        f'<iframe src="{PLAYER}"><img src=x onerror=alert(1)></iframe>',
        f'<iframe src="{PLAYER}"><!-- </iframe><img src=x onerror=alert(1)> -->',
        f'<iframe src="{PLAYER}" title="&quot;><script>alert(1)</script>"></iframe>',
        f'<iframe src="{PLAYER}&quot; onload=&quot;alert(1)"></iframe>',
        f'<iframe src="{PLAYER}" width="1&quot; onload=&quot;alert(1)" height="9999999"></iframe>',
        f'<img src=/a alt="<iframe src=\'{PLAYER}\'>"><p title="x">y</p><iframe src="{PLAYER}"></iframe>',
        f"<img src=/a alt=\"</iframe><iframe src='{PLAYER}' onload='alert(1)'></iframe>\">",
        f'<svg><iframe src="{PLAYER}" onload="alert(1)"></iframe></svg>',
        f'<noscript><iframe src="{PLAYER}" onload="alert(1)"></noscript>',
        f'<iframe src="{PLAYER}" onload="alert(1)">',
        "&lt;iframe loading=&quot;lazy&quot;&gt;<iframe onload=alert(1)></iframe>",
    ],
)
@pytest.mark.parametrize("body_format", [MARKDOWN, HTML])
def test_nothing_rides_on_a_frame(body: str, body_format: BodyFormat) -> None:
    page = embedded(f"{body}\n\n<p>end</p>", body_format)
    for element in page.root.iter():
        assert element.tag not in {"script", "svg", "noscript"}
        assert not {name for name in element.attrib if name.startswith("on") or name in {"srcdoc", "style", "name"}}
        if element.tag == "iframe":
            assert (element.get("src") or "").startswith("https://player.example.com/embed/1?")
            assert len(element) == 0
            assert not element.text


def test_a_frame_that_a_script_would_load_is_printed_at_its_own_address() -> None:
    for tag in (f'<iframe data-src="{PLAYER}">', f"<IFRAME SRC=about:blank DATA-LAZY-SRC='{PLAYER}'>"):
        assert embedded(f"{tag}</iframe>").one(".//iframe").get("src") == PLAYER


def test_a_feed_gets_a_link_instead() -> None:
    body = f'<iframe src="{PLAYER}" title="The launch"></iframe>'
    html = html_of(body, HTML, "https://gazette.example/", frame_origins=ORIGINS)
    assert html == '<a href="https://player.example.com/embed/1?a=1&amp;b=2">The launch</a>'


@pytest.mark.parametrize("opening", ["<iframe>", "<iframe onload=alert(1)>", "<iframe src='javascript:alert(1)'>"])
def test_nothing_within_a_frame_reaches_a_page_or_a_feed(opening: str) -> None:
    body = f"Before {opening}<img src=x onerror=alert(1)></iframe>after."
    for base_url in (None, "https://gazette.example/"):
        assert html_of(body, HTML, base_url, frame_origins=ORIGINS) == "Before after."


def test_the_same_frame_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "from broadsheet.page.body.markdown import html_of; from broadsheet.article.fields import BodyFormat;"
        f"print(html_of('<iframe title=a height=2 allowfullscreen src={PLAYER} width=3></iframe>', BodyFormat.HTML,"
        f" frame_origins={ORIGINS!r}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=True
        ).stdout
        for _ in range(3)
    }
    assert len(outputs) == 1
