"""What an editor sends is kept tidy, and dated by our clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from broadsheet.article import life
from broadsheet.article.checks import check
from broadsheet.article.fields import SLUG_MAX_CHARS, Article, Byline, Credit, Fields, Image
from broadsheet.article.slug import slug_of
from broadsheet.errors import InvalidFields
from broadsheet.site.settings import Section, Site, SocialLink, tidied

NOW = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)
SITE = Site()


def fields(**changes: Any) -> Fields:
    return Fields(**{"headline": "A heron", "body": "It was seen.", "section": "news"} | changes)


def draft(**changes: Any) -> Article:
    return life.created("01KAQ2Z7W00000000000000001", fields(**changes), "token", NOW)


def faults(**changes: Any) -> dict[str, str]:
    try:
        check(fields(**changes), SITE, NOW)
    except InvalidFields as refused:
        return {error.pointer: error.detail for error in refused.errors}
    return {}


def test_every_text_of_one_line_is_kept_tidy() -> None:
    raw, tidy = " A\u200b\u202e  heron\ufeff ", "A heron"
    kept = draft(
        headline=raw,
        description=raw,
        key_points=(raw,),
        bylines=(Byline(raw),),
        credits=(Credit(raw),),
        keywords=(raw,),
        image=Image("/a.jpg", alt=raw, caption=raw, credit=raw),
    ).fields
    assert (kept.headline, kept.description, kept.key_points, kept.keywords) == (tidy, tidy, (tidy,), (tidy,))
    assert (kept.bylines, kept.credits) == ((Byline(tidy),), (Credit(tidy),))
    assert kept.image == Image("/a.jpg", alt=tidy, caption=tidy, credit=tidy)


def test_an_edit_and_a_correction_are_kept_as_tidy() -> None:
    shown = life.published(draft(), SITE, NOW)
    assert life.edited(shown, fields(headline=" A stork\u202e"), SITE, NOW).fields.headline == "A stork"
    assert life.corrected(shown, " It was\u200b a stork. ", NOW).corrections[0].text == "It was a stork."


def test_what_was_kept_untidy_is_not_updated_by_being_tidied() -> None:
    shown = life.published(draft(), SITE, NOW)
    untidy = replace(shown, fields=replace(shown.fields, headline="A heron "))
    later = NOW + timedelta(days=1)
    assert life.edited(untidy, fields(headline="A heron ", keywords=("Birds",)), SITE, later).updated_at is None
    assert life.edited(untidy, fields(headline="A stork"), SITE, later).updated_at == later


def test_the_sites_own_names_are_kept_as_tidy() -> None:
    raw = " The\u00a0Marsh\u200b \u202e"
    link = SocialLink(raw, "https://forum.example/")
    kept = tidied(replace(SITE, name=raw, tagline=raw, sections=(Section("news", raw),), social_links=(link,)))
    assert (kept.name, kept.sections[0].name, kept.social_links[0].name) == ("The Marsh",) * 3
    assert kept.tagline == "The\u00a0Marsh"


def test_a_description_that_nobody_sees_is_none() -> None:
    assert not draft(description=" \u200b\u0301").fields.description


@pytest.mark.parametrize(
    "blank", ["\ufe0f", "\u034f", "\u061c", "\u180e", "\U000e0041", "\u0301", "\u0e31", "\u00ad\u2060"]
)
def test_what_nobody_sees_is_no_headline_and_no_name(blank: str) -> None:
    told = faults(
        headline=blank,
        keywords=(blank,),
        bylines=(Byline(blank),),
        image=Image("/a.jpg", alt=blank),
        key_points=(blank,),
    )
    assert told["/headline"] == "headline is blank"
    assert {"/headline", "/keywords/0", "/bylines/0/name", "/image/alt", "/key_points/0"} <= told.keys()


@pytest.mark.parametrize("sign", ["\x80", "\x92", "\x9f", "\ufdd0", "\ufdef", "\ufffe", "\U0001ffff", "\U0010fffe"])
def test_no_control_character_of_any_kind_is_taken(sign: str) -> None:
    told = faults(headline=f"A{sign} heron", body=f"It{sign} was seen.")
    assert told == {"/headline": "headline holds a control character", "/body": "body holds a control character"}


@pytest.mark.parametrize("seconds", [2, 60])
def test_a_clock_that_is_a_little_ahead_publishes_now(seconds: int) -> None:
    ahead = NOW + timedelta(seconds=seconds)
    assert faults(published_at=ahead) == {}
    assert life.published(draft(published_at=ahead), SITE, NOW).published_at == NOW
    shown = life.published(draft(), SITE, NOW)
    assert life.edited(shown, fields(published_at=ahead), SITE, NOW).published_at == NOW


def test_a_publication_further_ahead_is_refused() -> None:
    told = faults(published_at=NOW + timedelta(seconds=61))
    assert told == {"/published_at": "published_at is in the future; publish_at plans a publication"}
    shown = life.edited(life.published(draft(), SITE, NOW), fields(published_at=NOW + timedelta(days=1)), SITE, NOW)
    assert shown.published_at == NOW + timedelta(days=1), "it is refused by the check, and not taken for now"


def test_an_update_is_told_only_where_it_came_after_publication() -> None:
    shown = replace(life.published(draft(), SITE, NOW), updated_at=NOW + timedelta(hours=1))
    assert shown.revised_at == NOW + timedelta(hours=1)
    assert replace(shown, published_at=NOW + timedelta(hours=2)).revised_at is None
    assert replace(shown, updated_at=None).revised_at is None


def test_a_slug_of_a_script_without_spaces_does_not_stop_at_the_first_word() -> None:
    assert slug_of(f"速报 {'中华人民共和国' * 20}").startswith("subao-zhonghuarenmingongheguo")
    assert len(slug_of(f"A {'Donaudampfschifffahrt' * 9}")) == SLUG_MAX_CHARS
    assert slug_of("the pier keeps its lamps " * 9).endswith("-lamps-the")
