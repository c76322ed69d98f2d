"""What must hold when everything has come to rest, whatever happened before."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from broadsheet.article.former import key_of
from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.lists.card import RECENT
from broadsheet.lists.leaf import Binding, cut_at
from broadsheet.lists.place import period_of
from broadsheet.moments import moment_text
from broadsheet.reading import records
from broadsheet.reading.waves import Answering, run
from broadsheet.schedule.refill import Refill
from broadsheet.store import clients, keys
from broadsheet.wiring import parts
from tests.emulated import SITE_URL, all_items, emptied
from tests.newsroom import Stored, stamp_of

from .ledger import Remark, Story
from .simulation import NEWEST_COMMENTS, Simulation
from .site import expected_site


def faults(simulation: Simulation) -> list[str]:
    """Return everything that is not as it must be, in words. Empties the index, so it comes last."""
    site = simulation.newsroom.site()
    articles = {story.id: simulation.look_up(story) for story in simulation.ledger.stories}
    return [
        *_unfinished(simulation),
        *_unprinted_verdicts(),
        *_unlike_print_from_scratch(site),
        *_in_another_theme(simulation, site),
        *(f"the edge may go on showing {key} as it was" for key in simulation.edge.stale(site)),
        *_of_stories(simulation, articles, site),
        *_of_remarks(simulation, articles, site),
        *_doubles(simulation),
        *_miscounted(simulation, site),
        *_on_no_leaf_or_two(),
        *_unlike_refill(site),
    ]


def _unfinished(simulation: Simulation) -> Iterator[str]:
    if not simulation.is_quiet():
        yield "something is left to print or to do"


def _unprinted_verdicts() -> Iterator[str]:
    yield from (f"the verdict {sk} is not printed" for pk, sk in all_items("CommentsTable") if pk == "unprinted")


def _unlike_print_from_scratch(site: dict[str, Stored]) -> Iterator[str]:
    expected = expected_site()
    for key, facts in expected.items():
        if key not in site:
            yield f"{key} is missing"
        elif facts_of(site[key]) != facts:
            yield f"{key} is not as printed from scratch"
    for key in site.keys() - expected.keys():
        if not site[key].is_gone:
            yield f"{key} would not be there"


def _in_another_theme(simulation: Simulation, site: dict[str, Stored]) -> Iterator[str]:
    """Tell which pages were printed in a theme that the site no longer wears; a tombstone may keep its own."""
    for key, body in simulation.newsroom.bodies().items():
        stamp = stamp_of(body)
        if stamp is not None and not site[key].is_gone and not stamp.startswith(f"{simulation.theme:04x}"):
            yield f"{key} wears another theme"


def _of_stories(simulation: Simulation, articles: dict[str, Any], site: dict[str, Stored]) -> Iterator[str]:
    for story in simulation.ledger.stories:
        yield from _of_story(simulation, story, articles[story.id], site)


def _of_remarks(simulation: Simulation, articles: dict[str, Any], site: dict[str, Stored]) -> Iterator[str]:
    for remark in simulation.ledger.remarks:
        yield from _of_remark(remark, articles[remark.article_id], site)


def _of_story(simulation: Simulation, story: Story, found: Any, site: dict[str, Stored]) -> Iterator[str]:
    states, changes = story.promised_at(simulation.newsroom.clock.moment)
    state = found["state"]
    if state not in states:
        yield f"{story.marker} is {state}, not {' or '.join(sorted(states))}"
    if not 0 <= found["version"] - story.version <= changes:
        yield f"{story.marker} is at version {found['version']}, not {story.version}"
    if found["headline"] != story.last["headline"]:
        yield f"{story.marker} lost its headline"
    keys = {url.removeprefix(f"{SITE_URL}/") for url in story.urls}
    former = [key_of(url) for url in found["former_urls"]]
    if state != "published":
        readable = (key for key in (*sorted(keys), *former) if key in site and not site[key].is_gone)
        yield from (f"{key} of {story.marker}, which is {state}, can be read" for key in readable)
        yield from _shown(site, story.marker, keys)
        return
    current = found["url"].removeprefix(f"{SITE_URL}/")
    for list_name in ("archive/{}/{}/{}".format(*_day_of(found)), "sitemaps/{}-{}-{}".format(*_day_of(found))):
        leaves = [key for key in site if re.fullmatch(rf"{list_name}(/\d+)?(\.xml)?", key)]
        showing = [key for key in leaves if re.search(rf"/{re.escape(current)}(?![\w-])", site[key].text)]
        if len(showing) != 1:
            yield f"{list_name} shows {story.marker} on {len(showing)} leaves"
    if current not in site or story.marker not in site[current].text:
        yield f"{current} lacks {story.marker}"
    for key in (*sorted(keys - {current}), *former):
        if key not in site or site[key].redirect != f"/{current}":
            yield f"{key} does not lead to {current}"


def _of_remark(remark: Remark, article: Any, site: dict[str, Stored]) -> Iterator[str]:
    showing = [key for key, page in site.items() if remark.text in page.text]
    if remark.state != "approved" or article["state"] != "published":
        yield from (f"{key} shows {remark.text}, which is {remark.state}" for key in showing)
    elif not _is_shown_once(remark, showing):
        yield f"{remark.text} is on {showing}, {'newest' if _is_newest(remark) else 'older'}"
    records = [item for item in all_items("CommentsTable").values() if remark.text in str(item.get("comment"))]
    if len(records) != (remark.state != "erased") and not (remark.waited and not records):
        yield f"{remark.text} was kept {len(records)} times"


def _is_shown_once(remark: Remark, showing: list[str]) -> bool:
    """Tell whether a comment is on one page of its discussion, and on its head while it is one of the newest."""
    head = f"comments/{remark.article_id}"
    pages = [key for key in showing if key.startswith(f"{head}/")]
    return len(pages) == 1 and sorted(showing) == sorted([head, *pages] if _is_newest(remark) else pages)


def _is_newest(remark: Remark) -> bool:
    """Tell whether a comment holds one of the newest seats: those come in the order in which comments were approved."""
    of_discussion = f"discussion#{remark.article_id}"
    items = all_items("ApprovedCommentsTable").items()
    seats = sorted(sk for (pk, sk), _ in items if pk == of_discussion and sk.startswith("seat#"))
    held = {sk for (pk, sk), item in items if pk == of_discussion and item.get("comment_id") in remark.ids}
    return bool(held.intersection(seats[-NEWEST_COMMENTS:]))


def _shown(site: dict[str, Stored], marker: str, keys: set[str]) -> Iterator[str]:
    """Tell which other pages show an article that readers must not see, by its words or by its address."""
    # An address may go on with another's number.
    addresses = [rf"{re.escape(key)}(?![\w-])" for key in sorted(keys)]
    address = re.compile("|".join([rf"{marker}\b", *addresses]))
    for key, page in site.items():
        if key not in keys and address.search(page.text):
            yield f"{key} shows {marker}"


def _doubles(simulation: Simulation) -> Iterator[str]:
    heads = sum(1 for _, sk in all_items("ContentTable") if sk == "head")
    if heads != len(simulation.ledger.stories):
        yield f"{heads} articles were made of {len(simulation.ledger.stories)} submissions"


def _miscounted(simulation: Simulation, site: dict[str, Stored]) -> Iterator[str]:
    counts = json.loads(site["comments/counts.json"].text)["counts"]
    for story in simulation.ledger.stories:
        approved = sum(
            remark.article_id == story.id and remark.state == "approved" for remark in simulation.ledger.remarks
        )
        if counts.get(story.id, 0) != approved:
            yield f"{approved} comments of {story.marker} are counted as {counts.get(story.id, 0)}"


def _on_no_leaf_or_two() -> Iterator[str]:
    """Tell where the leaves of a period are not its cards in order, each once, or hold too many."""
    reads, found = parts.reads_of(settings_of(RenderPagesSettings)), all_items("RecentPostsTable")
    site = run(records.site(), reads)
    lists = {pk for pk, _ in found if pk == RECENT or pk.split("#")[0] in ("section", "tag", "byline")}
    for name in sorted(lists):
        positions = sorted(sk for pk, sk in found if pk == name)
        days = [site.day_of(datetime.fromisoformat(position.partition("#")[0])) for position in positions]
        bindings = {Binding(name, period_of(name, day)) for day in days}
        bindings |= {Binding(RECENT, day[:7]) for day in days} if name == RECENT else set()
        for binding in sorted(bindings):
            start, end = map(moment_text, site.span_of(binding.period))
            yield from _unlike_leaves(binding, [each for each in positions if start < each < end], reads)


def _unlike_leaves(binding: Binding, positions: list[str], reads: Answering) -> Iterator[str]:
    site, spine = run(records.site(), reads), run(records.spine(binding), reads)
    shown: list[str] = []
    numbers: list[int] = []
    older: int | None = None
    number: int | None = 1
    while number is not None:
        leaf = run(records.leaf(binding, number), reads)
        if leaf is None or leaf.older != older:
            yield f"leaf {number} of {binding} is not after leaf {older}"
            return
        cards = [card.position for card in run(records.on_leaf(site, binding, leaf, 100), reads)]
        if cut_at(leaf, cards, binding.capacity) is not None:
            yield f"leaf {number} of {binding} holds {len(cards)} cards"
        if not cards and len(positions) > 0:
            yield f"leaf {number} of {binding} is empty"
        shown += cards
        numbers.append(number)
        older, number = number, leaf.newer
    if shown != positions:
        yield f"the leaves of {binding} hold {len(shown)} cards, not {len(positions)}"
    if spine is not None and binding.list_name == RECENT and list(spine.numbers) != numbers:
        yield f"the spine of {binding} has {spine.numbers}, its leaves are {numbers}"


def _unlike_refill(site: dict[str, Stored]) -> Iterator[str]:
    """Compare the index, and the pages, with what ops/refill makes of the articles: it knows no emptied day."""
    before = all_items("RecentPostsTable")
    # Leaves are cut where they are printed; a refill knows none.
    emptied("RecentPostsTable", but=keys.LEAVES)
    for _ in Refill(clients.dynamodb(), parts.reads_of(settings_of(RenderPagesSettings))).run():
        pass
    refilled = all_items("RecentPostsTable")
    for key in before.keys() | refilled.keys():
        if before.get(key) != refilled.get(key) and "emptied" not in before.get(key, {}):
            yield f"a refill makes something else of {key}"
    for page, facts in expected_site().items():
        if page not in site or facts_of(site[page]) != facts:
            yield f"{page} is not as printed from a refilled index"


def facts_of(stored: Stored) -> tuple[Any, ...]:
    """Return what a page and its print from scratch share."""
    return (stored.text.strip(), stored.cache_control, stored.content_type, stored.metadata)


def _day_of(found: Any) -> list[str]:
    return str(found["published_at"])[:10].split("-")
