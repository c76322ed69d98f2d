"""Video and sound in a body: a page plays neither, and leads to each."""

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.page.body.excerpt import excerpt_of
from broadsheet.page.body.markdown import html_of
from tests.pages.reading import Reading

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML
CLIP = "https://a.example/clip.mp4"


def link(words: str, address: str = CLIP) -> str:
    return f'<a href="{address}" rel="noopener">{words}</a>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (f'<video controls src="{CLIP}"></video>', f"<p>{link('Video')}</p>"),
        (f'<AUDIO SRC="{CLIP}" autoplay></AUDIO>', f"<p>{link('Audio')}</p>"),
        (f'<video src="{CLIP}" title="The &lt;launch>"></video>', f"<p>{link('The &lt;launch&gt;')}</p>"),
        (f'<video src="{CLIP}" aria-label="The launch"/></video>', f"<p>{link('The launch')}</p>"),
        (
            f'<p>a <video><source src="{CLIP}" type="video/mp4"><source src="/b.webm"><track src=/c></video> b</p>',
            f"<p>a {link('Video')} b</p>",
        ),
        (
            f'<figure><video src="{CLIP}"><p>Your browser plays none.</p></video><figcaption>c</figcaption></figure>',
            f"<figure>{link('Video')}<figcaption>c</figcaption></figure>",
        ),
        (f'<a href="/b"><video src="{CLIP}"></video></a>', '<a href="/b" rel="noopener">Video</a>'),
        (f'<video src="{CLIP}"><audio src="/b"></audio></video>', f"<p>{link('Video')}</p>"),
        ("<video>Words.</video> and <audio src='data:,'>words</audio>", "Words. and words"),
        ('<video src="javascript:alert(1)">Words.</video>', "Words."),
        (f'<video src="{CLIP}"><p>One.</p><p>Two.</p>', f"<p>{link('Video')}</p><p>One.</p><p>Two.</p>"),
        (
            "<picture><source srcset='/a.avif'><img src='/a.png' alt='b'></picture>",
            '<img src="/a.png" alt="b" loading="lazy">',
        ),
        ("<source src='/a'>b", "b"),
        (f'<video src="about:blank" data-src="{CLIP}"></video>', f"<p>{link('Video')}</p>"),
    ],
)
def test_a_recording_becomes_a_link(body: str, html: str) -> None:
    assert html_of(body, HTML) == html


def test_a_recording_in_markdown_becomes_a_link_in_the_language_of_the_article() -> None:
    html = html_of(f'Vorher.\n\n<video src="{CLIP}"></video>\n\n<audio src="/b.mp3"></audio>', MARKDOWN, language="sv")
    page = Reading(f"<!doctype html><title>t</title>{html}")
    assert not page.errors
    assert [(each.text, each.get("href")) for each in page.all(".//p/a")] == [("Video", CLIP), ("Ljud", "/b.mp3")]


def test_a_feed_leads_to_a_recording_by_its_whole_address() -> None:
    html = html_of('<audio src="b.mp3"></audio>', HTML, "https://gazette.example/2026/11/28/a")
    assert html == f"<p>{link('Audio', 'https://gazette.example/2026/11/28/b.mp3')}</p>"


def test_signs_of_recordings_in_words_and_values_are_no_recordings() -> None:
    body = (
        '<p title="x">&lt;video src="a"&gt; <code>&lt;/video&gt;</code></p><img src="/a" alt="<video src=b></video>">'
    )
    assert "<a" not in html_of(body, HTML)
    assert "video" in excerpt_of(body, HTML)
