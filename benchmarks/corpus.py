"""A newsroom's archive that was never written: the same articles for the same number, for every site generator."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from broadsheet.article import life
from broadsheet.article.fields import Article, Byline, Credit, Fields, Image
from broadsheet.ids import ulid_of
from broadsheet.site.settings import Section, Site

SITE: Final = Site(
    name="The Bench Courier",
    tagline="All the news that is fit to measure",
    sections=tuple(
        Section(name.lower(), name)
        for name in ("City", "World", "Business", "Science", "Culture", "Sport", "Opinion", "Travel")
    ),
)
SITE_URL: Final = "https://courier.example"
NOW: Final = datetime(2026, 11, 23, 18, tzinfo=UTC)
A_DAY: Final = 8
PARAGRAPHS: Final = 9
TAGS: Final = 200
REPORTERS: Final = 40

WORDS: Final = (
    "about after again against all almost along also although among another answer around asked away back barely "
    "because before began behind below better between both bridge brought building built calls came cannot carried "
    "change children city clear close coast council could country county course court crossed daily decided despite "
    "differ district doubt down during each early east eight either election enough even every expected family far "
    "farmers felt few field figures fire first five flood followed for forecast former found four from front funds "
    "garden gave given going government great ground group grow half hall hand harbour hard have heard held help "
    "here high hill history home hospital hour house however hundred ice idea income indeed inquiry inside island "
    "itself judge just keep kept kilometre kind knew known lake land large last later law least leave left length "
    "less letter level library light line little local long made main major make many market mayor meant measure "
    "meeting member method might mile minister minute money month more morning most mountain moved much museum must "
    "near nearly need neighbour never next night nine none north nothing now number October office often once only "
    "open order other out over owner paid paper parish park part passed past people perhaps place plan plant played "
    "point police poor port power present price problem promised public quarter question quiet railway rain raised "
    "rather reached ready reason record region remain report rest result return rich right rise river road roof room "
    "round rule said same save school science sea season second seemed seen sent seven several shall ship short "
    "should showed side since six slow small snow social some soon south space spent spring square stage stand state "
    "station stayed still stone stood stop storm story street strong such summer sure table taken talk ten than that "
    "their them then there these they third this those though thousand three through time today together told took "
    "toward tower town track trade train tree trust turn two under until upon used valley very village visit voice "
    "vote wait walk wall wanted war watched water week well went west what when where which while white whole why "
    "wide will wind winter with within without woman wood words worked world would year yesterday yet young"
).split()


def articles(count: int) -> Iterator[Article]:
    """Yield published articles of about 350 words, eight a day, the newest first.

    Each has a section, three tags, one or two bylines, a credit, three key points, a description and the address of a
    picture. The n-th newest is the same whatever the count.
    """
    for number in range(count):
        yield article(number)


def article(number: int) -> Article:
    """Return the n-th newest article; a negative number is newer than all of an archive."""
    name = f"{number}" if number >= 0 else f"newer-{-number}"
    chance = random.Random(name)
    at = NOW - timedelta(days=number // A_DAY, minutes=7 + number % A_DAY * 91)
    headline = _sentence(chance, 7).rstrip(".")
    fields = Fields(
        headline=headline,
        body=_body(chance),
        section=chance.choice(SITE.sections).slug,
        description=_sentence(chance, 18),
        key_points=tuple(_sentence(chance, 9) for _ in range(3)),
        bylines=tuple(Byline(f"Reporter {n}") for n in chance.sample(range(REPORTERS), 1 + number % 2)),
        credits=(Credit("Harbour Wire", f"https://harbourwire.example/{abs(number)}"),),
        keywords=tuple(f"Subject {n}" for n in chance.sample(range(TAGS), 3)),
        image=Image(
            f"/assets/pictures/{abs(number) % 50}.webp",
            alt=_sentence(chance, 8),
            caption=_sentence(chance, 10),
            credit="Harbour Wire",
            width=1280,
            height=720,
        ),
        slug=f"{'-'.join(headline.lower().split()[:5])}-{name}",
        published_at=at,
    )
    draft = life.created(ulid_of(at, abs(number).to_bytes(10, "big")), fields, "bench", at)
    return life.published(draft, SITE, at)


def _body(chance: random.Random) -> str:
    parts = []
    for paragraph in range(PARAGRAPHS):
        sentences = [_sentence(chance, chance.randint(8, 16)) for _ in range(3)]
        if paragraph % 3 == 0:
            sentences[1] = f"[{sentences[1]}](https://source{paragraph}.example/{chance.randrange(10_000)})"
        if paragraph % 3 == 1:
            sentences[0] = f"**{sentences[0]}**"
        parts.append(" ".join(sentences))
    parts.insert(3, f"## {_sentence(chance, 4)}")
    parts.insert(6, "\n".join(f"- {_sentence(chance, 6)}" for _ in range(3)))
    parts.insert(8, f"## {_sentence(chance, 4)}")
    parts.insert(10, f"> {_sentence(chance, 12)}")
    return "\n\n".join(parts)


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."
