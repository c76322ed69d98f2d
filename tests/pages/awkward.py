"""A site of awkward articles, for checkers: every kind of body, picture, script and length that editors have."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from broadsheet.article.fields import Article, BodyFormat, Byline, Correction, Credit, Image, Translation
from broadsheet.article.picture import Picture
from broadsheet.comment.event import CommentState
from broadsheet.comment.fields import Record
from broadsheet.comment.identity import CommentId
from broadsheet.comment.seat import Counter
from broadsheet.errors import FieldError
from broadsheet.page import comments
from broadsheet.page.article import gone_page, redirect_page
from broadsheet.page.comments import Seated
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Printed
from broadsheet.site.settings import SocialLink
from tests.pages.articles import FRAME, NOON, SITE, article
from tests.pages.printing import home_of, site_of

UPLOAD: Final = Picture(
    media="01KAQ2Z7W00000000000000099",
    digest="0123456789abcdef0123456789abcdef",
    width=2400,
    height=1600,
    colour="#8a7f6b",
    widths=(320, 640, 960, 1280, 1920),
)

MARKDOWN: Final = """\
A *first* paragraph with a [link](https://census.example/a?b=1&c=2), a [path](/news), `code`, ~~struck~~ and
https://auto.example/link_here.

# A heading that is too high

| Parish | Herons | Note |
|:-------|-------:|:----:|
| Fen | 2 | a \\| b |
| Marsh | 1,200 | |

> A quotation
>
> - with a list
>   1. and one in it

```
<b>not markup</b> & so on
```

![](/assets/heron.webp)
![A heron.](https://pictures.example/a%20heron.jpg "On Tuesday")

[Jump](#a-heading-that-is-too-high), [on](../23/other), 5~6 or 7~8, @desk@news.example, これは**「重要」**です。

***

Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller&nbsp;&copy;&#8212;&bogus;
"""

HTML: Final = """\
<h1>Too high</h1><p>An <abbr title="Heron">H.</abbr> &amp; <time datetime="2026-11-23">Monday</time><p>unclosed
<figure><img src="/assets/heron.webp" alt="A heron" width="1600" height="900"><figcaption>A caption</figcaption>
</figure>
<table><caption>Counts</caption><tr><th>Parish<td>Herons<tr><th>Fen<td>2</table>
<dl><dt>Heron<dd>A bird</dl>
<details><summary>More</summary><p lang="fr">Un héron</p></details>
<p style="color:red" onclick="alert(1)" align="right"><font color="red">Red</font> <center>Centre</center>
<ol start="3"><li>Three</ol><ruby>鷺<rp>(</rp><rt>さぎ</rt><rp>)</rp></ruby><script>alert(1)</script>
<h2 id="a b">Place</h2><a name="old"></a><a href="#old">old</a> <a href="#a b">place</a> <p id="old">twice
<ol reversed start="9"><li value="7">Seven</ol><div class="wide">Div</div>
<video src="/clip.mp4"><p>Fallback</p></video><p>In words <audio><source src="/b.mp3"></audio></p>
<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700;font-style:italic">Bold</span>
<p style="mso-list:l0 level2"><span style="mso-list:Ignore">·</span>One<p style="mso-list:l0 level1">Two</b>
<img data-src="/assets/heron.webp" src="data:," alt="A heron">
<a href="javascript:alert(1)">refused</a> <a href="mailto:desk@gazette.example">the desk</a> <bdo dir="rtl">abc</bdo>
"""


def awkward_articles() -> list[Article]:
    """Return the articles, each awkward in its own way."""
    made = [
        article(1, body=MARKDOWN, image=None, key_points=(), credits=(), description=None),
        article(2, body=HTML, body_format=BodyFormat.HTML),
        article(
            3,
            headline="مالك الحزين في المستنقع",
            description="عُدّ مرتين.",
            body="نص قصير.\n\n## عنوان\n\nوآخر.",
            key_points=("عُدّ مرتين.",),
            bylines=(Byline("ليلى فهمي"),),
            keywords=("طيور",),
            language="ar",
        ),
        article(4, headline="W" * 200, description="w" * 500, keywords=("x" * 60,), bylines=(Byline("N" * 100),)),
        article(5, headline="?", body="x", description=None, bylines=(), keywords=(), credits=(), key_points=()),
        article(
            6,
            image=Image("https://pictures.example/x y?size=big&c=ü", alt='"Quoted" <alt> & more'),
            credits=tuple(
                Credit(f"Outlet {number}", f"https://x.example/{number}%?a[]=1&b=<2>") for number in range(20)
            ),
        ),
        article(7, image=Image(media=UPLOAD.media, alt="A heron", caption="On Tuesday", credit="Photo: Ida Fenn")),
        article(
            8,
            language="en-GB",
            translations=(
                Translation("fr", "/2026/11/23/le-heron"),
                Translation("ar", "https://x.example/ar?a=1&b=2"),
                Translation("zh-Hant", "https://x.example/ü"),
            ),
            updated_at=NOON,
        ),
        article(9, published_at=NOON - timedelta(days=40), section="culture", headline="<b>&amp; “so on”</b>"),
    ]
    made[6] = replace(made[6], pictures=(UPLOAD,))
    made[7] = replace(
        made[7], corrections=(Correction("It was a <stork>.", NOON), Correction("It was a heron & a stork.", NOON))
    )
    return made


def awkward_site() -> dict[str, Printed]:
    """Return every page of the site, with discussions, and what stands where nothing is; then as an Arabic site."""
    links = (SocialLink("Marsh Forum", "https://forum.example/@marsh?a=1&b=2"),)
    frame = Frame(replace(SITE, social_links=links), FRAME.site_url)
    arabic = Frame(replace(SITE, name="جريدة المستنقع", language="ar", comments_open=False), FRAME.site_url)
    site = site_of(frame, awkward_articles()) | _discussion(frame) | _stopped(frame)
    return site | {f"ar/{key}": page for key, page in site_of(arabic, awkward_articles()).items()}


def _discussion(frame: Frame) -> dict[str, Printed]:
    shown = awkward_articles()[2]
    seated = [
        Seated(seat, replace(_comment(text), state=state) if text else None)
        for seat, (text, state) in enumerate(
            (
                ("First.\n\nSecond, with\na line and https://x.example/?a=1&b=2 in it.", CommentState.APPROVED),
                ("تعليق", CommentState.APPROVED),
                ("Removed.", CommentState.REMOVED),
                ("", CommentState.APPROVED),
            ),
            start=1,
        )
    ]
    counter = Counter(seats=104, standing=2)
    return {
        f"comments/{shown.id}": comments.newest_page(frame, shown, counter, seated),
        f"comments/{shown.id}/2": comments.numbered_page(frame, shown, counter, 2, seated),
        "comments/none": comments.newest_page(frame, shown, Counter(), []),
        "comments/received": comments.received_page(frame),
    }


def _comment(text: str) -> Record:
    comment_id = CommentId.new("01KAQ2Z7W00000000000000003", "01KAQ2Z7W00000000000000077", shards=1)
    return Record(id=comment_id, name="Bea <b>", text=text, submitted_at=NOON, state=CommentState.APPROVED)


def _stopped(frame: Frame) -> dict[str, Printed]:
    shown = awkward_articles()[1]
    faults = [FieldError("/name", "name is blank"), FieldError("/text", "text is blank"), FieldError("", "so it is")]
    refused = comments.refused_text(frame, shown.id, shown, {"name": '"', "text": "</textarea>"}, faults)
    stopped = comments.stopped_text(frame, "Comments are closed", "They are.", "What I\nmeant")
    return {
        "refused": Printed(body=refused),
        "stopped": Printed(body=stopped),
        "gone": gone_page(frame, [shown.id]),
        "moved": redirect_page(frame, shown.id, shown.path or ""),
        "empty": home_of(frame, []),
    }
