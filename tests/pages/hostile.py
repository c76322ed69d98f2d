"""A site in which every field of everything says what attackers write; with other words, the same site unharmed."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from broadsheet.article.fields import Article, BodyFormat, Byline, Correction, Credit, Image, Translation
from broadsheet.comment.event import CommentState
from broadsheet.comment.fields import Record
from broadsheet.comment.identity import CommentId
from broadsheet.comment.seat import Counter
from broadsheet.errors import FieldError, Unprintable
from broadsheet.page import comments
from broadsheet.page.body.markdown import pictures_in
from broadsheet.page.comments import Seated
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Printed
from broadsheet.site.look import Logo
from broadsheet.site.settings import Section, Site, SocialLink
from tests.pages.articles import FRAME, NOON, SITE, article
from tests.pages.printing import site_of

PLAYER_HOST: Final = "player.example.com"
PLAYERS: Final = (f"https://{PLAYER_HOST}",)


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody writes: into each text, into the body or comment, and into each field for an address."""

    words: str
    body: str
    addresses: tuple[str, ...] = ()


HARMLESS: Final = Writing("Words of no harm", "A body of no harm.")


def writings_of(strings: Sequence[str]) -> list[Writing]:
    """Deal the strings out, in their order; all of each share in every field. The door lets every body in."""
    writings = []
    while strings:
        shares = range(1, len(strings) + 1)
        taken = bisect_left(shares, True, key=lambda count: not _is_let_in(writing_of(strings[:count]).body)) or 1
        writings.append(writing_of(strings[:taken]))
        strings = strings[taken:]
    return writings


def _is_let_in(body: str) -> bool:
    try:
        for body_format in BodyFormat:
            pictures_in(body, body_format)
    except Unprintable:
        return False
    return True


def writing_of(strings: Sequence[str]) -> Writing:
    """Return all the strings in every field."""
    return Writing(" ".join(strings), "\n\n".join(strings), tuple(strings))


def site_saying(writings: Sequence[Writing], settings: Writing, site_url: str = FRAME.site_url) -> dict[str, Printed]:
    """Return every page of a site with these settings that has an article, and a comment, for each of the writings.

    Whatever the rules refuse stands in it all the same: printing relies on nothing that was checked before.
    """
    frame = Frame(_site(settings), site_url)
    articles = site_articles(writings)
    return site_of(frame, articles) | _discussion(frame, articles[0], writings)


def site_articles(writings: Sequence[Writing]) -> list[Article]:
    """Return an article for each of the writings, which stands in every field of it that holds words."""
    return [_article(number, writing) for number, writing in enumerate(writings, start=1)]


def _site(said: Writing) -> Site:
    site = replace(
        SITE,
        name=said.words,
        tagline=said.words,
        sections=(Section("news", said.words), *SITE.sections[1:]),
        about=said.body,
        footer=said.body,
        social_links=tuple(SocialLink(said.words[:60], address) for address in said.addresses),
        script_origins=said.addresses,
        frame_origins=(*PLAYERS, *said.addresses),
        image_origins=said.addresses,
    )
    if not said.addresses:
        return site
    logo = Logo(said.addresses[0], 240, 48, said.addresses[-1])
    return replace(site, accent_colour=said.words, accent_colour_dark=said.words, logo=logo)


def _article(number: int, writing: Writing) -> Article:
    words = writing.words
    made = article(
        number,
        headline=words,
        description=words,
        key_points=(words, words),
        body=writing.body,
        body_format=list(BodyFormat)[number % 2],
        bylines=(Byline(words), Byline(f"A {words}")),
        credits=(Credit(words), *(Credit(words[:60], address) for address in writing.addresses)),
        keywords=(words,),
        image=Image("/assets/heron.webp", alt=words, caption=words, credit=words, width=16, height=9),
        translations=tuple(Translation("fr", address) for address in writing.addresses),
    )
    return replace(made, corrections=(Correction(words, NOON),))


def _discussion(frame: Frame, shown: Article, writings: Sequence[Writing]) -> dict[str, Printed]:
    seated = [
        Seated(
            seat,
            Record(
                id=CommentId.new("01KAQ2Z7W00000000000000003", "01KAQ2Z7W00000000000000077", shards=1),
                name=writing.words,
                text=writing.body,
                submitted_at=NOON,
                state=CommentState.APPROVED,
            ),
        )
        for seat, writing in enumerate(writings, start=1)
    ]
    counter = Counter(seats=len(seated), standing=len(seated))
    words, body = writings[0].words, writings[0].body
    faults = [FieldError("/name", words), FieldError("/text", words), FieldError("", words)]
    refused = comments.refused_text(frame, shown.id, shown, {"name": words, "text": words}, faults)
    return {
        f"comments/{shown.id}": comments.newest_page(frame, shown, counter, seated),
        f"comments/{shown.id}/1": comments.numbered_page(frame, shown, counter, 1, seated),
        "refused": Printed(body=refused),
        "stopped": Printed(body=comments.stopped_text(frame, words, words, body)),
    }
