"""Newsrooms that do not write English: their settings, their articles, and every page of their sites."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from broadsheet.article.fields import Article, Byline, Correction, Credit, Image, Translation
from broadsheet.comment.event import CommentState
from broadsheet.comment.fields import Record
from broadsheet.comment.identity import CommentId
from broadsheet.comment.seat import Counter
from broadsheet.errors import FieldError
from broadsheet.page import comments
from broadsheet.page.comments import Seated
from broadsheet.page.frame import Frame
from broadsheet.page.printed import Printed
from broadsheet.page.simple import gone_page
from broadsheet.site.settings import Section, Site, SocialLink
from tests.pages.articles import NOON, article
from tests.pages.printing import home_of, site_of

SITES: Final = {
    "ar": Site(
        name="جريدة المستنقع",
        tagline="أخبار هادئة من السهول",
        language="ar",
        time_zone="Asia/Riyadh",
        sections=(Section("news", "أخبار"), Section("culture", "ثقافة"), Section("sport", "رياضة")),
        social_links=(SocialLink("المنتدى", "https://forum.example/"),),
        about="## من نحن\n\nأربعة أشخاص وقارب.\n\n| القرية | الطيور |\n|-|-|\n| السهل | 2 |",
        footer="تطبعها المياه.",
        frame_origins=("https://player.example.com",),
    ),
    "de": Site(
        name="Marschländische Allgemeine",
        tagline="Langsame Nachrichten aus flachem Land",
        language="de",
        time_zone="Europe/Berlin",
        sections=(
            Section("news", "Nachrichten"),
            Section("culture", "Kulturveranstaltungen"),
            Section("sport", "Leibesübungen"),
        ),
        about="## Wer wir sind\n\nVier Leute und ein Boot.",
    ),
}
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "ar": {
        "headline": "مالك الحزين عُدّ مرتين في إحصاء المستنقع",
        "description": "وقف طائر واحد في قريتين.",
        "body": (
            "أخطأ الإحصاء، كما قال الكاتب.\n\n## وماذا الآن؟\n\nيعدّون من جديد.\n\n"
            "| القرية | الطيور |\n|-|-|\n| السهل | 2 |"
        ),
        "key_points": ("عُدّ الطائر مرتين.", "لا أحد يهتم."),
        "bylines": (Byline("ليلى فهمي"), Byline("سمير حداد"), Byline("نورة العلي")),
        "credits": (Credit("إذاعة المستنقع", "https://radio.example/heron"), Credit("كاتب القرية")),
        "keywords": ("طيور", "حياة القرى"),
        "translations": (Translation("he", "https://x.example/he"), Translation("fa", "https://x.example/fa")),
    },
    "de": {
        "headline": "Fischreiherbestandsaufnahme der Marschlandgemeindeverwaltung zählt einen Vogel zweimal",
        "description": "Ein Vogel stand in zwei Kirchspielen.",
        "body": "Die Zählung ging schief, sagt die Schreiberin.\n\n## Und nun\n\nMan zählt noch einmal.",
        "key_points": ("Der Vogel wurde zweimal gezählt.", "Niemanden stört es."),
        "bylines": (Byline("Ida Fenn"), Byline("Tom Rieth")),
        "credits": (Credit("Marschlandrundfunkanstalt", "https://radio.example/heron"),),
        "keywords": ("Fischreiherbestandsaufnahme", "Dorfleben"),
    },
}
PICTURES: Final = {
    "ar": Image("/assets/heron.webp", alt="مالك الحزين عند الفجر", caption="يوم الثلاثاء.", width=1600, height=900),
    "de": Image("/assets/heron.webp", alt="Ein Fischreiher", caption="Am Dienstag.", width=1600, height=900),
}

# As the rules and the door name them.
FAULTS: Final = (FieldError("/name", "name is blank"), FieldError("/text", "text holds more than 5 links"))
STOPPED: Final = ("Comments are closed", "Your comment was not sent.")


def articles_in(language: str, newest: datetime, picture: str) -> list[Article]:
    """Return 24 articles of a newsroom, two hours apart; the first was corrected, and `picture` is that of most."""
    image = replace(PICTURES[language], url=picture)
    made = [
        article(
            number,
            **FIELDS[language],
            image=image if number % 4 else None,
            section=("news", "culture", "sport")[number % 3],
            published_at=newest - timedelta(hours=2 * number),
        )
        for number in range(1, 25)
    ]
    correction = Correction(FIELDS[language]["key_points"][0], newest)
    return [replace(made[0], updated_at=newest, corrections=(correction,)), *made[1:]]


def whole_site(
    language: str, address: str, newest: datetime = NOON, picture: str = "/assets/x.webp"
) -> dict[str, Printed]:
    """Return every page of a newsroom's site, with a discussion, and what stands where nothing is."""
    frame = Frame(SITES[language], address)
    articles = articles_in(language, newest, picture)
    discussed = articles[0]
    seated = [Seated(seat, _comment(language, state, newest)) for seat, state in enumerate(CommentState, start=1)]
    pages = {
        f"comments/{discussed.id}": comments.newest_page(frame, discussed, Counter(104, 1_203), seated),
        f"comments/{discussed.id}/2": comments.numbered_page(frame, discussed, Counter(104, 3), 2, seated),
        "comments/none": comments.newest_page(frame, discussed, Counter(), []),
        "comments/received": comments.received_page(frame),
        "refused": Printed(body=comments.refused_text(frame, discussed.id, discussed, {}, FAULTS)),
        "stopped": Printed(body=comments.stopped_text(frame, *STOPPED, FIELDS[language]["description"])),
        "gone": gone_page(frame, [discussed.id]),
        "empty": home_of(frame, []),
    }
    return site_of(frame, articles) | pages


def _comment(language: str, state: CommentState, submitted_at: datetime) -> Record:
    fields = FIELDS[language]
    return Record(
        id=CommentId.new("01KAQ2Z7W00000000000000003", "01KAQ2Z7W00000000000000077", shards=1),
        name=fields["bylines"][0].name,
        text=fields["description"],
        submitted_at=submitted_at,
        state=state,
    )
