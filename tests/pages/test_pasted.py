"""What Google Docs and Word write into a body, and what it means."""

import pytest

from broadsheet.article.fields import BodyFormat
from broadsheet.page.body.markdown import html_of
from tests.pages.reading import Reading, text_of

HTML = BodyFormat.HTML

# As it comes from the clipboard of Google Docs.
DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b3c">'
    '<p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;font-family:Arial,sans-serif;'
    "color:#000000;background-color:transparent;font-weight:400;font-style:normal;font-variant:normal;"
    'text-decoration:none;vertical-align:baseline;white-space:pre-wrap;">A plain </span>'
    '<span style="font-size:11pt;font-weight:700;font-style:normal;text-decoration:none;">bold</span>'
    '<span style="font-weight:400;font-style:italic;"> italic</span><span style="font-weight:700;font-style:italic;'
    'text-decoration:underline line-through;"> all</span><span style="font-size:0.6em;vertical-align:super;">2</span>'
    '<a href="https://a.example/" style="text-decoration:none;"><span style="color:#1155cc;font-weight:400;'
    'text-decoration:underline;">link</span></a></p><br /><h2 dir="ltr" style="line-height:1.38;">'
    '<span style="font-size:16pt;font-weight:700;">Heading</span></h2><ul style="margin-top:0;"><li dir="ltr" '
    'style="list-style-type:disc;font-weight:400;" aria-level="1"><p dir="ltr" role="presentation"><span '
    'style="font-weight:700;">One</span></p></li></ul></b><br class="Apple-interchange-newline">'
)
# As it comes from the clipboard of Word.
WORD = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:a>no</o:a></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0in} --></style></head><body lang=EN-US><!--StartFragment-->
<p class=MsoNormal style='margin-bottom:0in'><b style='mso-bidi-font-weight:normal'>Bold</b> and <span
style='mso-spacerun:yes'>  </span><i>italic</i><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>One</p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-.25in;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span
style='mso-list:Ignore'>o<span style='font:7.0pt x'>&nbsp;</span></span></span><![endif]>Inner
<b>bold</b></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>Two</p>
<p class=MsoNormal>Between.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>3.<span>&nbsp;</span></span>Three</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>4.<span>&nbsp;</span></span>Four</p>
<!--EndFragment--></body></html>
"""


def test_a_paste_from_google_docs_keeps_its_own_emphasis() -> None:
    assert html_of(DOCS, HTML).replace("<span>", "").replace("</span>", "").replace("\n", "") == (
        '<p dir="ltr">A plain <strong>bold</strong><em> italic</em><strong><em><s> all</s></em></strong><sup>2</sup>'
        '<a href="https://a.example/" rel="noopener">link</a></p><h2 id="at-heading" dir="ltr">Heading</h2>'
        '<ul><li dir="ltr"><p dir="ltr"><strong>One</strong></p></li></ul><br>'
    )


def test_a_paste_from_word_keeps_its_emphasis_and_its_lists() -> None:
    page = Reading(f"<!doctype html><title>t</title>{html_of(WORD, HTML)}")
    assert not page.errors
    assert [text_of(each) for each in page.all(".//p")] == ["Bold and italic", "Between."]
    assert [text_of(each) for each in page.all("./body/ul/li")] == ["One Inner bold", "Two"]
    assert [text_of(each) for each in page.all("./body/ul/li/ul/li")] == ["Inner bold"]
    assert [text_of(each) for each in page.all("./body/ol[@start='3']/li")] == ["Three", "Four"]
    assert [each.tag for each in page.root.iter() if each.tag in ("b", "i")] == ["b", "i", "b"]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('<span style="font-weight: bold">a</span>', "<strong>a</strong>"),
        ('<b><span style="font-weight:700">a</span></b>', "<b><span>a</span></b>"),
        ('<h2><span style="font-weight:700">a</span></h2>', '<h2 id="at-a"><span>a</span></h2>'),
        ('<span lang="fr" style="font-style:italic">a</span>', '<span lang="fr"><em>a</em></span>'),
        ('<span style="font-weight:700 !important"><i>a</i></span>', "<strong><i>a</i></strong>"),
        ('<em style="font-style:normal">a</em>', "a"),
        ('<strong style="font-weight:400" lang="fr">a</strong>', '<span lang="fr">a</span>'),
        ('<b style="mso-bidi-font-weight:normal">a</b>', "<b>a</b>"),
        ('<p style="color:red;font-weight:bold">a</p>', "<p>a</p>"),
        ('<span style="color:red">a</span>', "<span>a</span>"),
        ('<span style="font-weight:99999999999999999999">a</span>', "<span>a</span>"),
        ('<span style="vertical-align:sub">2</span>', "<sub>2</sub>"),
        ("<p>&nbsp;</p><p>a</p><br><p>b</p>", "<p>&nbsp;</p><p>a</p><br><p>b</p>"),
    ],
)
def test_a_style_that_means_something_is_an_element(body: str, html: str) -> None:
    assert html_of(body, HTML) == html


def test_a_frame_beside_styles_and_recordings_stays_what_it_is() -> None:
    frame = '<iframe src="https://player.example.com/1" title="t" allowfullscreen></iframe>'
    body = f'{frame}<span style="font-weight:700">{frame}a</span><video src="/b"></video>'
    html = html_of(body, HTML, frame_origins=("https://player.example.com",))
    assert html.count("</iframe>") == 2
    assert html.endswith('</iframe>a</strong><p><a href="/b" rel="noopener">Video</a></p>')
