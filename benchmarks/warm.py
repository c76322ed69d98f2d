"""What does our own code cost a warm function? Processor time without AWS and its client, and each stage of a page."""

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

import comrak
import nh3

from benchmarks import corpus
from benchmarks.answers import Answer, table
from benchmarks.kept import KeptTables
from benchmarks.peers import Broadsheet
from benchmarks.rooms import counted, newsroom
from broadsheet.lists.card import card_of
from broadsheet.page import linked_data
from broadsheet.page.address import PageKind
from broadsheet.page.article import article_page
from broadsheet.page.body import markdown
from broadsheet.page.frame import Frame
from broadsheet.printing.pages.composing import compose
from broadsheet.printing.pages.edition import Edition
from broadsheet.printing.reprint_pages import of_part
from broadsheet.reading import records
from broadsheet.reading.waves import Answering, run
from broadsheet.store import keys
from broadsheet.store.reads import Answer as Found
from broadsheet.store.reads import Request
from broadsheet.token import Role
from tests.functions.editor import ARTICLE
from tests.functions.reader import Reader

QUESTION: Final = "A warm function"

ROUNDS: Final = 12
ARCHIVE: Final = 50
DAYS: Final = 30
ARTICLES: Final = 250


class Remembered:
    """Answers from memory what was asked once: what reading costs is left out."""

    def __init__(self, tables: Answering) -> None:
        self._tables = tables
        self._known: dict[Request, Found] = {}

    def answer(self, requests: Any) -> dict[Request, Found]:
        """Return the answer to each request."""
        asked = list(requests)
        missing = [request for request in asked if request not in self._known]
        self._known.update(self._tables.answer(missing))
        return {request: self._known[request] for request in asked}


def functions_ms() -> dict[str, float]:
    """Call each function with what it is for, and return the median milliseconds of our own."""
    spent: dict[str, list[float]] = defaultdict(list)
    with newsroom(ARCHIVE) as room:
        editor, moderator = room.editor(), room.editor(Role.MODERATOR)
        for number in range(ROUNDS):
            room.clock.advance(minutes=1)
            published = {"headline": f"Warm {number}", "state": "published", "keywords": ["One", "Two"]}
            with counted(spent["edit_articles"]):
                article = editor.create(**ARTICLE | published).rpartition("/")[2]
            with counted(spent["render_pages"]):
                room.call("render_pages", {"Records": room.pending_prints.records()})
            with counted(spent["record_comments"]):
                comment = Reader(room, f"203.0.113.{number}").post(article, {"name": "Bea", "text": f"No. {number}"})
            with counted(spent["moderate_comments"]):
                moderator.post(f"/api/moderation/comments/{comment.json['id']}/approve")
            with counted(spent["render_comments"]):
                room.call("render_comments", {"Records": room.comment_events.records()})
            with counted(spent["keep_schedule"]):
                room.call("keep_schedule", {})
    return {name: median(times[ROUNDS // 4 :]) for name, times in spent.items()}


def stages_us() -> dict[str, float]:
    """Return the microseconds of an article's page, and of what it is made of."""
    frame = Frame(corpus.SITE, corpus.SITE_URL)
    articles = list(corpus.articles(ARTICLES))
    cards = [card for article in articles if (card := card_of(article))]
    bodies = [(article.fields.body, article.fields.body_format) for article in articles]
    raw = [comrak.render_markdown(body) for body, _ in bodies]
    cleaner = nh3.Cleaner()
    stages: dict[str, Callable[[int], object]] = {
        "Markdown": lambda number: comrak.render_markdown(bodies[number][0]),
        "sanitising": lambda number: cleaner.clean(raw[number]),
        "body, whole": lambda number: markdown.html_of(*bodies[number]),
        "linked data": lambda number: linked_data.linked_data(linked_data.news_article(frame, articles[number], "")),
        "page, whole": lambda number: article_page(
            frame, articles[number], cards[number + 1 : number + 7], cards[number - 1]
        ),
    }
    return {name: _microseconds(stage, range(1, ARTICLES - 7)) for name, stage in stages.items()}


def kinds_us(folder: Path) -> dict[PageKind, tuple[float, int]]:
    """Return for each kind of page the mean microseconds to compose one from remembered items, and how many were."""
    own = Broadsheet()
    own.prepare(folder, corpus.articles(DAYS * corpus.A_DAY))
    tables = Remembered(KeptTables(folder / own.tables))
    edition = Edition(corpus.SITE_URL, corpus.NOW)
    parts = [keys.SITE_PRINT, *run(records.days(), tables)]
    pages = sorted({job.page for what in parts for job in of_part(what, tables) if not job.may_stand})
    by_kind = {kind: [page for page in pages if page.kind is kind] for kind in PageKind}
    return {
        kind: (_microseconds(lambda page: run(compose(page, edition), tables), of_kind), len(of_kind))
        for kind, of_kind in by_kind.items()
        if of_kind
    }


def _microseconds(act: Callable[[Any], object], values: Any, rounds: int = 5) -> float:
    """Return the least mean of several rounds, which is what others on the machine disturbed least."""
    means = []
    for _ in range(rounds):
        began = time.process_time()
        for value in values:
            act(value)
        means.append((time.process_time() - began) / len(values) * 1e6)
    return min(means)


def answer(folder: Path, say: Callable[[str], None]) -> Answer:
    """Measure functions, stages and kinds of page."""
    functions = functions_ms()
    say(f"  functions: {', '.join(f'{name} {ms:.1f} ms' for name, ms in functions.items())}")
    stages = stages_us()
    kinds = kinds_us(folder / "kinds")
    say(f"  an article's page: {stages['page, whole']:.0f} µs")
    parts = (
        table(("function", "our own processor ms a call"), ((f"`{n}`", f"{ms:.1f}") for n, ms in functions.items())),
        table(("stage of an article's page", "µs"), ((name, f"{us:.0f}") for name, us in stages.items())),
        table(("kind of page", "µs each", "pages"), ((k.value, f"{us:.0f}", n) for k, (us, n) in kinds.items())),
    )
    return Answer(QUESTION, "\n".join(parts))
