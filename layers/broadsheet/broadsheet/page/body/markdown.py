"""Turns an article's body into HTML that is safe to print. Knows two libraries and no template.

Whatever an editor wrote is rearranged before the sanitiser: what it lets through is printed as it stands, but for
pictures and frames, which are written anew from what it left of them.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import comrak
import nh3
from markupsafe import Markup, escape

from ...article.fields import BodyFormat
from ...article.picture import Picture, picture_named
from ...errors import Unprintable
from ...words import is_site_path, legible
from ..language.phrases import ENGLISH, say
from .bounds import ATTRIBUTES, attribute_names, check_html, check_markdown, check_size
from .embeds import FRAME, FRAME_ATTRIBUTES, FRAME_START, attribute_filter, written_anew
from .pictures import picture_html, plain_picture_html

# The article's own headline is the page's only h1.
FIRST_HEADING_LEVEL: Final = 2
LAST_HEADING_LEVEL: Final = 6

# How wide a body is: its measure, and on a narrow screen all but the margins.
BODY_SIZES: Final = "(min-width:45rem) 41rem,92vw"

_HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])", re.IGNORECASE)
_HEADING_START = re.compile(r"<h([1-6])(?=[\s>])", re.IGNORECASE)
_TABLE = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_ALIGNED_CELL = re.compile(r'<(t[dh]) align="(center|right)"')
_PICTURE_START = re.compile(rf"<img(?=[\t\n\f\r\x20/>])({ATTRIBUTES})", re.IGNORECASE | re.VERBOSE)
# As the sanitiser writes them: every value in double quotes, and none of the signs here within a value.
_PICTURE = re.compile(r'<img((?: [a-z-]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_UPLOAD = re.compile(r"\s*media:(.*)", re.IGNORECASE | re.DOTALL)
_LINK_TO_UPLOAD = re.compile(r'(<a(?: [a-z-]+="[^"]*")*?) href="\s*media:[^"]*"', re.IGNORECASE)
_LINE = re.compile(r' data-sourcepos="([0-9]+):')

_TAGS: Final = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 a em strong b i u s del ins mark small sub sup abbr cite q code pre kbd samp var time "
    "blockquote ul ol li dl dt dd table caption thead tbody tfoot tr th td figure figcaption img div span bdi bdo wbr "
    "ruby rt rp details summary".split()
)
# Their text is no part of the article.
TAGS_WITH_CONTENT: Final = frozenset("script style template title textarea select svg math noscript iframe".split())
_ATTRIBUTES: Final = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_ATTRIBUTE_VALUES: Final = {
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "th": {"scope": {"col", "row", "colgroup", "rowgroup"}},
}


@dataclass(frozen=True, slots=True)
class BodyPicture:
    """A picture in a body: the address it was written with, and what it shows."""

    source: str
    alt: str

    @property
    def media(self) -> str | None:
        """The id of the upload that it is, `![…](media:<id>)`; None for a picture by another address."""
        match = _UPLOAD.fullmatch(self.source)
        return match[1] if match else None


@cache
def _cleaner(base_url: str | None, table: str, frame_origins: tuple[str, ...] = ()) -> nh3.Cleaner:
    """Return the sanitiser, which drops frames unless some origins' are let through, to be written anew after it.

    `table` is the one name that a frame around a table may have.
    """
    frames = {FRAME} if frame_origins else set()
    return nh3.Cleaner(
        tags=_TAGS | frames,
        clean_content_tags=TAGS_WITH_CONTENT - frames,
        attributes=_ATTRIBUTES | dict.fromkeys(frames, FRAME_ATTRIBUTES),
        attribute_filter=attribute_filter(frame_origins) if frames else None,
        tag_attribute_values=_ATTRIBUTE_VALUES | {"div": _ATTRIBUTE_VALUES["div"] | {"aria-label": {table}}},
        # One attribute only: the sanitiser adds several in an order that changes from process to process.
        set_tag_attribute_values={} if base_url else {name: {"loading": "lazy"} for name in ("img", *frames)},
        allowed_classes={"div": {"table"}, "td": {"center", "right"}, "th": {"center", "right"}},
        url_schemes={"https", "http", "mailto", "tel", "media"},
        url_relative=("rewrite_with_base", base_url) if base_url else "pass_through",
        # An editor's links are recommendations: search engines may follow them.
        link_rel="noopener",
    )


@cache
def _options(*, with_lines: bool = False) -> tuple[comrak.ExtensionOptions, comrak.RenderOptions]:
    extensions = comrak.ExtensionOptions()
    extensions.table = True
    extensions.strikethrough = True
    extensions.autolink = True
    rendering = comrak.RenderOptions()
    # Raw HTML passes here, because the sanitiser stands behind.
    rendering.unsafe_ = True
    rendering.sourcepos = with_lines
    return extensions, rendering


def html_of(
    body: str,
    body_format: BodyFormat,
    base_url: str | None = None,
    *,
    language: str = ENGLISH,
    pictures: Sequence[Picture] = (),
    frame_origins: tuple[str, ...] = (),
) -> Markup:
    """Return the body as sanitised HTML, its highest headings as h2.

    `pictures` are the uploads that it names. Addresses relative to the site stay so, unless `base_url`, with a trailing
    slash, makes them absolute, as a feed needs them; what only a page of ours knows how to show is then left out.
    Frames of `frame_origins` stay, in a feed as links. What has no name of its own, such as a table, gets one in the
    language. Takes less than a tenth of a second, whatever the body; raises `Unprintable` where it would not.
    """
    raw = raw_html(body, body_format)
    check_size(raw)
    clean = _clean(raw, body, body_format, base_url, frame_origins, language)
    return Markup(_PICTURE.sub(partial(_picture, pictures=pictures, base_url=base_url), clean))


def pictures_in(body: str, body_format: BodyFormat) -> tuple[BodyPicture, ...]:
    """Return the pictures that a body shows, in their order.

    Raises `Unprintable` where a page or a feed could not show the body; the door relies on this.
    """
    raw = raw_html(body, body_format)
    check_size(raw)
    # A feed has its tables as they were written, which a page has not.
    _check_arranged(_arranged(raw, None), body, body_format)
    found = _PICTURE.findall(_clean(raw, body, body_format))
    return tuple(_body_picture(dict(_ATTRIBUTE.findall(attributes))) for attributes in found)


def _clean(
    raw: str,
    body: str,
    body_format: BodyFormat,
    base_url: str | None = None,
    frame_origins: tuple[str, ...] = (),
    language: str = ENGLISH,
) -> str:
    """Return what a body became, cleaned. The body itself only tells the line of what cannot be printed."""
    table = say(language, "Table")
    arranged = _arranged(raw, table if base_url is None else None)
    # Last before the sanitiser: what was put in may have ended a value, and turned text into tags.
    _check_arranged(arranged, body, body_format)
    if frame_origins and FRAME_START.search(arranged):
        clean = written_anew(
            _legibly(_cleaner(base_url, table, frame_origins), arranged), language, as_links=base_url is not None
        )
    else:
        clean = _legibly(_cleaner(base_url, table), arranged)
    # A link whose address was refused stays as text, and so does one to an upload: only pictures are.
    return _LINK_TO_UPLOAD.sub(r"\1", clean).replace('<a rel="noopener">', "<a>")


def _check_arranged(arranged: str, body: str, body_format: BodyFormat) -> None:
    """Raise `Unprintable` where the sanitiser would take long for what a body became, with the body's own line."""
    try:
        check_html(arranged)
    except Unprintable as unprintable:
        if body_format is BodyFormat.MARKDOWN:
            raise _at_its_line(unprintable, body) from None
        raise


def _legibly(cleaner: nh3.Cleaner, arranged: str) -> str:
    """Return what the sanitiser lets through, without the signs that printing drops.

    They are dropped before its last word: `java&#1;script:` is no address of a script until they are.
    """
    clean = cleaner.clean(arranged)
    dropped = legible(clean)
    return clean if dropped == clean else cleaner.clean(dropped)


def _body_picture(attributes: dict[str, str]) -> BodyPicture:
    return BodyPicture(html.unescape(attributes.get("src", "")), html.unescape(attributes.get("alt", "")))


def _picture(match: re.Match[str], pictures: Sequence[Picture], base_url: str | None) -> str:
    shown = _body_picture(dict(_ATTRIBUTE.findall(match[1])))
    if shown.media is not None:
        picture = picture_named(pictures, shown.media)
        if picture is None:
            return ""
        if base_url is not None:
            return plain_picture_html(picture, shown.alt, base_url)
        return picture_html(picture, shown.alt, BODY_SIZES)
    if base_url is None and shown.source and not is_site_path(shown.source):
        # Whoever keeps the picture need not hear who reads what.
        return f'<img class="external" referrerpolicy="no-referrer"{match[1]}>'
    return match[0]


def raw_html(body: str, body_format: BodyFormat) -> str:
    """Return the body as HTML that nothing was taken from yet. Raises `Unprintable`."""
    if body_format is BodyFormat.HTML:
        return body
    check_markdown(body)
    extensions, rendering = _options()
    return comrak.render_markdown(body, extension_options=extensions, render_options=rendering)


def _at_its_line(unprintable: Unprintable, body: str) -> Unprintable:
    """Return what is wrong with the HTML of Markdown with the line of the Markdown, as near as the parser says."""
    extensions, rendering = _options(with_lines=True)
    marked = comrak.render_markdown(body, extension_options=extensions, render_options=rendering)
    try:
        check_html(marked)
    except Unprintable as found:
        if found.limit == unprintable.limit and found.line is not None:
            before = marked.split("\n")[: found.line]
            for lines_on, line in enumerate(reversed(before)):
                if begun := _LINE.findall(line):
                    return Unprintable(found.limit, int(begun[-1]) + lines_on)
            return Unprintable(found.limit, found.line)
    return Unprintable(unprintable.limit)


def _arranged(raw: str, table: str | None) -> str:
    """Return the body with what we change in it; `table` names the frames around tables, None leaves them out."""
    if levels := [int(level) for level in _HEADING_START.findall(raw)]:
        down = FIRST_HEADING_LEVEL - min(levels)
        raw = _HEADING.sub(
            lambda match: f"<{match[1]}h{min(int(match[2]) + down, LAST_HEADING_LEVEL)}",
            raw,
        )
    if _TABLE.search(raw):
        if table is not None:
            # Wide tables scroll inside a frame of their own, which the keyboard reaches. Not in feeds: their readers
            # drop it, and the W3C's validator warns.
            frame = f'<div class="table" role="region" tabindex="0" aria-label="{escape(table)}"><table'
            raw = _TABLE.sub(lambda _: frame, raw)
            raw = _TABLE_END.sub("</table></div>", raw)
        # The attribute that the Markdown library writes is obsolete.
        raw = _ALIGNED_CELL.sub(r'<\1 class="\2"', raw)
    return _PICTURE_START.sub(_with_alt, raw)


def _with_alt(match: re.Match[str]) -> str:
    names = map(str.lower, attribute_names(match[1]))
    return match[0] if "alt" in names else f'<img alt=""{match[1]}'
