"""Every field of an article is in each of the articles that stand for all: none is tried here and forgotten there."""

from dataclasses import fields
from typing import Any

from broadsheet.article.fields import Fields
from broadsheet.lists.card import Card, card_of
from tests.editing.test_largest import largest
from tests.functions.test_edit_articles import FULL
from tests.pages.articles import NOON, article
from tests.pages.hostile import Writing, site_articles
from tests.pages.test_whole_site import hostile_articles

ALL = {field.name for field in fields(Fields)}
# What holds nobody's words: times, and what the rules make of a few letters.
NO_WORDS = {
    "section",
    "slug",
    "language",
    "body_format",
    "former_urls",
    "published_at",
    "publish_at",
    "expire_at",
    "embargoed_until",
}
# What is not of what readers see of an article that is published.
NOT_SHOWN = {"publish_at", "expire_at", "embargoed_until"}


def of(made: Any) -> set[str]:
    """Return the fields that are not as they are where nobody says anything."""
    empty = Fields(headline="", body="", section="")
    return {name for name in ALL if getattr(made, name) != getattr(empty, name)}


def test_attacks_stand_in_every_field_that_holds_words() -> None:
    writing = Writing("<b>", "<b>", ("https://a.example",))
    for made in (site_articles([writing])[0], hostile_articles()[0]):
        assert ALL - of(made.fields) <= NO_WORDS


def test_the_article_with_every_field_has_every_one() -> None:
    assert ALL - of(article().fields) <= NO_WORDS | {"translations"}


def test_a_request_with_every_field_has_every_one() -> None:
    # The body comes by itself, as large as what is left.
    assert ALL - largest(1).keys() <= NO_WORDS | {"body"}
    # Others hold an article back from readers, or give it another address.
    assert ALL - FULL.keys() <= NO_WORDS


def test_a_card_has_what_the_article_has() -> None:
    full = article(published_at=NOON, language="fr", translations=())
    card = card_of(full)
    assert card is not None
    shared = ALL & {field.name for field in fields(Card)}
    assert len(shared) > 6
    for name in shared - {"published_at"}:
        assert getattr(card, name) == getattr(full.fields, name), name
        assert getattr(card, name) not in (None, (), ""), name
