"""Turns an article's body into HTML that is safe to print. Knows the sanitiser and no template.

Whatever an editor wrote is rearranged before the sanitiser: what it lets through is printed as it stands, but for
pictures, frames, recordings and what styles mean, which are written anew from what it left of them.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

import nh3
from markupsafe import Markup, escape

from ...article.fields import BodyFormat
from ...article.picture import Picture, picture_named
from ...errors import Unprintable
from ...words import is_site_path, legible
from ..language.phrases import ENGLISH, say
from .anchors import FOOT_PREFIX, PREFIX, anchored
from .arranging import arranged, is_shown
from .bounds import check_html, check_markdown, check_size
from .embeds import FRAME, FRAME_ATTRIBUTES, FRAME_START, attribute_filter, written_anew
from .names import WRITTEN_ATTRIBUTE
from .parsing import parsed
from .pasted import SECTIONS, STYLED_TAGS, STYLES, is_pasted, without_styles
from .pictures import picture_html, plain_picture_html
from .recordings import RECORDING_ATTRIBUTES, RECORDING_TAGS, with_links

# How wide a body is: its measure, and on a narrow screen all but the margins.
BODY_SIZES: Final = "(min-width:45rem) 41rem,92vw"

# As the sanitiser writes them: every value in double quotes, and none of the signs here within a value.
_PICTURE = re.compile(r'<img((?: [a-z-]+="[^"]*")+)>')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_UPLOAD = re.compile(r"\s*media:(.*)", re.IGNORECASE | re.DOTALL)
_LINK_TO_UPLOAD = re.compile(r'(<a(?: [a-z-]+="[^"]*")*?) href="\s*media:[^"]*"', re.IGNORECASE)
# What is left of classes that were not let through, and of a list's numbers that are none.
_EMPTY_CLASS = re.compile(r'(<(?:div|t[dh])(?: [a-z-]+="[^"]*")*?) class=""')
_NO_NUMBER = re.compile(r'(<(?:li|ol)(?: [a-z-]+="[^"]*")*?) (?:start|value)="(?!-?[0-9]{1,9}")[^"]*"')
_LINE = re.compile(r' data-sourcepos="([0-9]+):')

_TAGS: Final = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 a em strong b i u s del ins mark small sub sup abbr cite q code pre kbd samp var time "
    "blockquote ul ol li dl dt dd table caption thead tbody tfoot tr th td figure figcaption img div span bdi bdo wbr "
    "ruby rt rp details summary".split()
)
# Their text is no part of the article.
TAGS_WITH_CONTENT: Final = frozenset("script style template title textarea select svg math noscript iframe".split())
_ATTRIBUTES: Final = {
    "*": {"dir", "id", "lang"},
    "a": {"href", "name", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
# Readers of feeds drop them, and the W3C's validator warns.
_ATTRIBUTES_OF_PAGES: Final = {"li": {"value"}, "ol": {"reversed", "start"}}
_ATTRIBUTE_VALUES: Final = {
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "ol": {"type": {"1", "A", "I", "a", "i"}},
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

    @property
    def has_address(self) -> bool:
        """Whether it has an address that can be printed; the sanitiser takes away all others, such as `data:`."""
        return is_shown(self.source)


@lru_cache(maxsize=64)
def _cleaner(
    base_url: str | None, table: str, frame_origins: tuple[str, ...] = (), *, everywhere: bool = False
) -> nh3.Cleaner:
    """Return the sanitiser, which drops frames unless some origins' are let through, to be written anew after it.

    `table` is the one name that a frame around a table may have.
    """
    relative: Any = _from_the_root if everywhere else "pass_through"
    frames = {FRAME} if frame_origins else set()
    return nh3.Cleaner(
        tags=_TAGS | SECTIONS | RECORDING_TAGS | frames,
        clean_content_tags=TAGS_WITH_CONTENT - frames,
        attributes=_ATTRIBUTES
        | ({} if base_url else _ATTRIBUTES_OF_PAGES)
        | RECORDING_ATTRIBUTES
        | {tag: {"style"} for tag in STYLED_TAGS}
        | dict.fromkeys(frames, FRAME_ATTRIBUTES),
        attribute_filter=attribute_filter(frame_origins) if frames else None,
        tag_attribute_values=_ATTRIBUTE_VALUES | {"div": _ATTRIBUTE_VALUES["div"] | {"aria-label": {table}}},
        filter_style_properties=set(STYLES),
        # One attribute only: the sanitiser adds several in an order that changes from process to process.
        set_tag_attribute_values={} if base_url else {name: {"loading": "lazy"} for name in ("img", *frames)},
        allowed_classes={"div": {"table"}, "td": {"center", "right"}, "th": {"center", "right"}},
        url_schemes={"https", "http", "mailto", "tel", "media"},
        # A browser resolves them by the page's address, alike. Source: WHATWG URL, in both.
        url_relative=("rewrite_with_base", base_url) if base_url else relative,
        # An editor's links are recommendations: search engines may follow them.
        link_rel="noopener",
    )


def html_of(
    body: str,
    body_format: BodyFormat,
    base_url: str | None = None,
    *,
    language: str = ENGLISH,
    pictures: Sequence[Picture] = (),
    frame_origins: tuple[str, ...] = (),
    everywhere: bool = False,
) -> Markup:
    """Return the body as sanitised HTML, its highest headings as h2.

    `pictures` are the uploads that it names. Addresses stay as relative as they are, unless `base_url`, the page's own,
    makes them absolute, as a feed needs them; what only a page of ours knows how to show is then left out. A text that
    stands `everywhere`, on pages of any address, has them from the site's root. Frames of `frame_origins` stay, in a
    feed as links. What has no name of its own, such as a table, gets one in the language. Takes less than a tenth of a
    second, whatever the body; raises `Unprintable` where it would not.
    """
    raw = raw_html(body, body_format)
    check_size(raw)
    clean = _clean(raw, body, body_format, base_url, frame_origins, language, everywhere=everywhere)
    prefix = FOOT_PREFIX if everywhere else PREFIX
    clean = anchored(clean, prefix, base_url or "", shown=base_url is None)
    return Markup(_PICTURE.sub(partial(_picture, pictures=pictures, base_url=base_url), clean))


def pictures_in(body: str, body_format: BodyFormat) -> tuple[BodyPicture, ...]:
    """Return the pictures that a body shows, in their order.

    Raises `Unprintable` where a page or a feed could not show the body; the door relies on this.
    """
    raw = raw_html(body, body_format)
    check_size(raw)
    # A feed has its tables as they were written, which a page has not.
    _check_arranged(arranged(raw, None), body, body_format)
    found = _PICTURE.findall(_clean(raw, body, body_format))
    return tuple(_body_picture(dict(WRITTEN_ATTRIBUTE.findall(attributes))) for attributes in found)


def _clean(
    raw: str,
    body: str,
    body_format: BodyFormat,
    base_url: str | None = None,
    frame_origins: tuple[str, ...] = (),
    language: str = ENGLISH,
    *,
    everywhere: bool = False,
) -> str:
    """Return what a body became, cleaned. The body itself only tells the line of what cannot be printed."""
    table = say(language, "Table")
    prepared = arranged(raw, table if base_url is None else None)
    # Last before the sanitiser: what was put in may have ended a value, and turned text into tags.
    _check_arranged(prepared, body, body_format)
    if frame_origins and FRAME_START.search(prepared):
        clean = written_anew(
            _legibly(_cleaner(base_url, table, frame_origins, everywhere=everywhere), prepared),
            language,
            as_links=base_url is not None,
        )
    else:
        clean = _legibly(_cleaner(base_url, table, everywhere=everywhere), prepared)
    clean = without_styles(clean, pasted=is_pasted(raw))
    clean = with_links(clean, raw, language)
    # A link whose address was refused stays as text, and so does one to an upload: only pictures are.
    clean = _LINK_TO_UPLOAD.sub(r"\1", clean).replace('<a rel="noopener">', "<a>")
    if ' class=""' in clean:
        clean = _EMPTY_CLASS.sub(r"\1", clean)
    if ' start="' in clean or ' value="' in clean:
        clean = _NO_NUMBER.sub(r"\1", clean)
    return clean


def _check_arranged(prepared: str, body: str, body_format: BodyFormat) -> None:
    """Raise `Unprintable` where the sanitiser would take long for what a body became, with the body's own line."""
    try:
        check_html(prepared)
    except Unprintable as unprintable:
        if body_format is BodyFormat.MARKDOWN:
            raise _at_its_line(unprintable, body) from None
        raise


def _legibly(cleaner: nh3.Cleaner, prepared: str) -> str:
    """Return what the sanitiser lets through, without the signs that printing drops.

    They are dropped before its last word: `java&#1;script:` is no address of a script until they are.
    """
    clean = cleaner.clean(prepared)
    dropped = legible(clean)
    return clean if dropped == clean else cleaner.clean(dropped)


def _from_the_root(address: str) -> str:
    """Return a relative address as on the site's front page; one that leads to a place of its page stays."""
    address = address.strip()
    return address if address.startswith(("/", "\\", "#")) else f"/{address}"


def _body_picture(attributes: dict[str, str]) -> BodyPicture:
    return BodyPicture(html.unescape(attributes.get("src", "")), html.unescape(attributes.get("alt", "")))


def _is_of_the_site(source: str) -> bool:
    """Tell whether an address that the sanitiser let through leads to the site: a path, or what is relative to one."""
    return is_site_path(source if source.startswith("/") else f"/{source}") and not _SCHEME.match(source)


def _picture(match: re.Match[str], pictures: Sequence[Picture], base_url: str | None) -> str:
    shown = _body_picture(dict(WRITTEN_ATTRIBUTE.findall(match[1])))
    if shown.media is not None:
        picture = picture_named(pictures, shown.media)
        if picture is None:
            return ""
        if base_url is not None:
            return plain_picture_html(picture, shown.alt, base_url)
        return picture_html(picture, shown.alt, BODY_SIZES)
    if not shown.has_address:
        # The door refuses it now; of what was accepted before, its words stay.
        return str(escape(shown.alt))
    if base_url is None and not _is_of_the_site(shown.source):
        # Whoever keeps the picture need not hear who reads what.
        return f'<img class="external" referrerpolicy="no-referrer"{match[1]}>'
    return match[0]


def raw_html(body: str, body_format: BodyFormat) -> str:
    """Return the body as HTML that nothing was taken from yet. Raises `Unprintable`."""
    if body_format is BodyFormat.HTML:
        return body
    check_markdown(body)
    return parsed(body)


def _at_its_line(unprintable: Unprintable, body: str) -> Unprintable:
    """Return what is wrong with the HTML of Markdown with the line of the Markdown, as near as the parser says."""
    marked = parsed(body, with_lines=True)
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
