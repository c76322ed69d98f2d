"""Makes every key but those of cards, which are positions (`lists/card.py`). The chart says what each table holds.

ContentTable, a source                                        (TTL: expires_at_seconds)
  article#<id>      head                  the article's newest version, without its body
  article#<id>      revision#<version>    the whole article at that version; never changed
  article#<id>      audit#<version>       who changed it, when, how
  claims#<day>      <slug>                which article the URL leads to, today and for good
  former#<page>     former                which article, or section, a former address leads to: holds once it is theirs
  command#<scope>   command               an Idempotency-Key and the answer it was given   (7 days)
  due               <time>#<id>#<action>  an article that the schedule must publish or take down
  due-news          <time>#<id>#<action>  an article that will leave the news sitemap; thousands may at once
  media#<id>        media                 an upload, and the picture it became       (a day, until it is one)
  token#<id>        token                 an editor's token, hashed
  site              settings              the site's settings
  site              theme                 the theme that the site wears
  site              reprint               a full re-print that was asked for and has not ended
  site              import                articles are printed that were committed to be printed later
  index `desk`: desk_state, listed_at     heads that are not published, for the editors' lists

RecentPostsTable, derived from ContentTable
  <list>            <published_at>#<id>   a card; lists are recent, section#…, tag#…, byline#…
  periods#<list>    <day, month or year>  the list once had a card in that time; never deleted, but marked as emptied
  leaves#<list>     <day, month or year>  how many leaves the list's cards of that time were cut into; none for one leaf
  leaves#<list>#<period>  leaf#<number>   one leaf: where it begins and ends, and its neighbours
                    first#<position>      the number of the leaf that begins there
  quiet             <day>#<id>#<version>  an article that was committed to be printed later, with its day
  owed              <page>                a page that could not be printed, or must be again: since when, and why
  pending#<n>       <time>#<id>#<version> a pending print; its insertion feeds the printers; n, 0 to 7, is the article's
  periods#claims    <day>                 an article once had a URL of that day; never deleted
  reprint           <day>                 a part of a re-print that is to be printed; kept apart from the stream
                    site, news            likewise the site's own pages, the news sitemap
                    section#…, article#…  likewise a section that went or was asked for, an article
                    quiet#<day>           likewise a day of an import
  turns             turns                 where many wait to be printed: who was ordered again last

CommentsTable, a source                                       (TTL: expires_at_seconds)
  comments#<article>#<shard>  <ulid>#event#<n>  the n-th thing that happened to a comment; never changed
  comments#<article>#<shard>  <ulid>#record     its name, text and state; erasure deletes it
  unprinted         <time>#<id>#<n>       the n-th thing that happened to a comment is not printed; deleted when it is
  sent#<scope>      sent                  which comment a key, or a sender's words, became    (days)
  index `moderation`: moderation_state, moderation_position: records by state, for the moderators' lists

ApprovedCommentsTable, a source: which seat each comment holds
  discussion#<article>  seat#<n>          the comment that stands there; never changed
  discussion#<article>  comment#<ulid>    the seat that the comment holds, and whether it is counted
  counts            <article>             how many seats were given, and how many comments stand
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zlib import crc32

from ..comment.identity import CommentId
from ..moments import moment_text

if TYPE_CHECKING:
    # Whoever keeps comments alone loads no articles for it.
    from ..lists.leaf import Binding

Key = dict[str, str]

VERSION_DIGITS: Final = 8

DESK_INDEX: Final = "desk"
HEAD: Final = "head"
# A stream's mapping reads the changes of one key in a row, those of several side by side.
PENDING_PARTITIONS: Final = tuple(f"pending#{number}" for number in range(8))
REPRINT: Final = "reprint"
SITE_PRINT: Final = "site"
NEWS_PRINT: Final = "news"
SECTION_PRINT: Final = "section"
ARTICLE_PRINT: Final = "article"
QUIET_PRINT: Final = "quiet"
DUE: Final = "due"
DUE_NEWS: Final = "due-news"
CLAIM_DAYS: Final = "claims"
LEAVES: Final = "leaves#"
LEAF_DIGITS: Final = 8
FIRST: Final = "first#"
OWED: Final = "owed"
QUIET: Final = "quiet"
MODERATION_INDEX: Final = "moderation"
UNPRINTED: Final = "unprinted"
COUNTS: Final = "counts"
EVENT_DIGITS: Final = 4
SEAT_DIGITS: Final = 8

_DUE_PARTITIONS: Final = {"publish": DUE, "expire": DUE, "leave-news": DUE_NEWS}


def head_key(article_id: str) -> Key:
    """Key an article's head."""
    return {"pk": f"article#{article_id}", "sk": HEAD}


def revision_key(article_id: str, version: int) -> Key:
    """Key one revision of an article."""
    return {"pk": f"article#{article_id}", "sk": f"revision#{version:0{VERSION_DIGITS}}"}


def audit_key(article_id: str, version: int) -> Key:
    """Key the audit line of one change."""
    return {"pk": f"article#{article_id}", "sk": f"audit#{version:0{VERSION_DIGITS}}"}


def claims_partition(day: str) -> str:
    """Name the partition of the URLs of one day."""
    return f"claims#{day}"


def claim_key(day: str, slug: str) -> Key:
    """Key the claim on an article's URL."""
    return {"pk": claims_partition(day), "sk": slug}


def former_key(page_key: str) -> Key:
    """Key the claim on a former address, by the key of its page."""
    return {"pk": f"former#{page_key}", "sk": "former"}


def command_key(scope: str) -> Key:
    """Key a command, by the hash of its token, route and Idempotency-Key."""
    return {"pk": f"command#{scope}", "sk": "command"}


def due_key(at: datetime, article_id: str, action: str) -> Key:
    """Key something that is due."""
    return {"pk": _DUE_PARTITIONS[action], "sk": f"{moment_text(at)}#{article_id}#{action}"}


def media_key(media: str) -> Key:
    """Key an upload, by its id."""
    return {"pk": f"media#{media}", "sk": "media"}


def token_key(token_id: str) -> Key:
    """Key an editor's token."""
    return {"pk": f"token#{token_id}", "sk": "token"}


def settings_key() -> Key:
    """Key the site's settings."""
    return {"pk": "site", "sk": "settings"}


def theme_key() -> Key:
    """Key the hash of the theme that the site wears."""
    return {"pk": "site", "sk": "theme"}


def reprint_request_key() -> Key:
    """Key the full re-print that was asked for."""
    return {"pk": "site", "sk": "reprint"}


def card_key(list_name: str, position: str) -> Key:
    """Key a card in one list."""
    return {"pk": list_name, "sk": position}


def period_key(list_name: str, period: str) -> Key:
    """Key the marker of a period in which a list once had a card."""
    return {"pk": periods_partition(list_name), "sk": period}


def periods_partition(list_name: str) -> str:
    """Name the partition of a list's markers."""
    return f"periods#{list_name}"


def spine_key(binding: "Binding") -> Key:
    """Key what holds a period's leaves together."""
    return {"pk": spines_partition(binding.list_name), "sk": binding.period}


def spines_partition(list_name: str) -> str:
    """Name the partition of a list's spines."""
    return f"{LEAVES}{list_name}"


def leaves_partition(binding: "Binding") -> str:
    """Name the partition of a period's leaves."""
    return f"{LEAVES}{binding.list_name}#{binding.period}"


def leaf_key(binding: "Binding", number: int) -> Key:
    """Key a leaf by its number."""
    return {"pk": leaves_partition(binding), "sk": f"leaf#{number:0{LEAF_DIGITS}}"}


def first_key(binding: "Binding", position: str) -> Key:
    """Key a leaf by the position where it begins; the first one has none."""
    return {"pk": leaves_partition(binding), "sk": f"{FIRST}{position}"}


def quiet_key(day: str, article_id: str, version: int) -> Key:
    """Key an article that is printed with its day, later."""
    return {"pk": QUIET, "sk": f"{day}#{article_id}#{version:0{VERSION_DIGITS}}"}


def import_key() -> Key:
    """Key what says that an import is being printed."""
    return {"pk": "site", "sk": "import"}


def owed_key(page_key: str) -> Key:
    """Key an owed page by its key in the site bucket."""
    return {"pk": OWED, "sk": page_key}


def pending_partition(article_id: str) -> str:
    """Name the partition of an article's pending prints: always the same, so that its changes keep their order."""
    return PENDING_PARTITIONS[crc32(article_id.encode()) % len(PENDING_PARTITIONS)]


def pending_key(changed_at: datetime, article_id: str, version: int) -> Key:
    """Key the pending print of one version of an article."""
    return pending_sort_key(f"{moment_text(changed_at)}#{article_id}#{version:0{VERSION_DIGITS}}")


def pending_sort_key(name: str) -> Key:
    """Key a pending print by its sort key."""
    _, article_id, _ = name.split("#")
    return {"pk": pending_partition(article_id), "sk": name}


def reprint_key(what: str) -> Key:
    """Key the pending print of a day, or of the site's own pages, in a full re-print."""
    return {"pk": REPRINT, "sk": what}


def turns_key() -> Key:
    """Key how far the schedule has come where many wait to be printed."""
    return {"pk": "turns", "sk": "turns"}


def comment_partition(comment: CommentId) -> str:
    """Name the partition that holds a comment: one shard of its article's."""
    return f"comments#{comment.article_id}#{comment.shard}"


def comment_event_key(comment: CommentId, number: int) -> Key:
    """Key the n-th thing that happened to a comment, counted from 1."""
    return {"pk": comment_partition(comment), "sk": f"{comment.ulid}#event#{number:0{EVENT_DIGITS}}"}


def comment_record_key(comment: CommentId) -> Key:
    """Key what is kept of a comment beside its events."""
    return {"pk": comment_partition(comment), "sk": f"{comment.ulid}#record"}


def comment_span(comment: CommentId) -> tuple[str, str]:
    """Return sort keys before and after all that is kept of a comment."""
    return f"{comment.ulid}#", f"{comment.ulid}$"


def event_number(sort_key: str) -> int | None:
    """Return which event of its comment a sort key is of; None for a record."""
    _, _, number = sort_key.partition("#event#")
    return int(number) if number else None


def unprinted_key(at: datetime, comment_id: str, number: int) -> Key:
    """Key what says that the n-th thing that happened to a comment is not printed: sorts by its time."""
    return {"pk": UNPRINTED, "sk": f"{moment_text(at)}#{comment_id}#{number:0{EVENT_DIGITS}}"}


def unprinted_comment(sort_key: str) -> str:
    """Return the id of the comment that a sort key of `unprinted` names."""
    return sort_key.split("#")[1]


def moderation_position(comment: CommentId, submitted_at: datetime) -> str:
    """Return where a comment stands in the moderators' lists: sorts by time, then id."""
    return f"{moment_text(submitted_at)}#{comment.ulid}"


def sent_key(scope: str) -> Key:
    """Key the guard against a submission that comes twice."""
    return {"pk": f"sent#{scope}", "sk": "sent"}


def discussion_partition(article_id: str) -> str:
    """Name the partition of the seats of an article's comments."""
    return f"discussion#{article_id}"


def seat_key(article_id: str, seat: int) -> Key:
    """Key a seat in an article's discussion, counted from 1."""
    return {"pk": discussion_partition(article_id), "sk": f"seat#{seat:0{SEAT_DIGITS}}"}


def seat_number(sort_key: str) -> int:
    """Return which seat a sort key is of."""
    return int(sort_key.removeprefix("seat#"))


def seats_span(first: int, last: int) -> tuple[str, str]:
    """Return sort keys just before the first and just after the last of a stretch of seats."""
    return f"seat#{first - 1:0{SEAT_DIGITS}}$", f"seat#{last:0{SEAT_DIGITS}}$"


def seated_comment_key(comment: CommentId) -> Key:
    """Key the seat that a comment holds."""
    return {"pk": discussion_partition(comment.article_id), "sk": f"comment#{comment.ulid}"}


def count_key(article_id: str) -> Key:
    """Key the counter of an article's comments."""
    return {"pk": COUNTS, "sk": article_id}
