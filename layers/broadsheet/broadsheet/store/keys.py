"""Makes every key. The chart says what each table holds; nothing else in the code knows how a key looks.

ContentTable, a source                                        (TTL: expires_at_seconds)
  article#<id>      head                  the article's newest version, without its body
  article#<id>      revision#<version>    the whole article at that version; never changed
  article#<id>      audit#<version>       who changed it, when, how
  claims#<day>      <slug>                which article the URL leads to, today and for good
  command#<scope>   command               an Idempotency-Key and the answer it was given   (7 days)
  due               <time>#<id>#<action>  what the schedule must do
  token#<id>        token                 an editor's token, hashed
  site              settings              the site's settings
  site              theme                 the theme that the site wears
  site              reprint               a full re-print that was asked for and has not ended
  index `desk`: desk_state, listed_at     heads that are not published, for the editors' lists

RecentPostsTable, derived from ContentTable
  <list>            <published_at>#<id>   a card; lists are recent, section#…, tag#…, byline#…
  buckets#<list>    <day, month or year>  the list once had a card in that time; never deleted
  pending           <time>#<id>#<version> a pending print; its insertion feeds the printers
  reprint           site, <day>           a pending print of a full re-print; kept apart from the stream
"""

from datetime import datetime
from typing import Final

from ..lists.card import moment_text

Key = dict[str, str]

VERSION_DIGITS: Final = 8

DESK_INDEX: Final = "desk"
HEAD: Final = "head"
PENDING: Final = "pending"
REPRINT: Final = "reprint"
SITE_PRINT: Final = "site"
DUE: Final = "due"
CLAIM_DAYS: Final = "claims"


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


def command_key(scope: str) -> Key:
    """Key a command, by the hash of its token, route and Idempotency-Key."""
    return {"pk": f"command#{scope}", "sk": "command"}


def due_key(at: datetime, article_id: str, action: str) -> Key:
    """Key something that is due."""
    return {"pk": DUE, "sk": f"{moment_text(at)}#{article_id}#{action}"}


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


def bucket_key(list_name: str, bucket: str) -> Key:
    """Key the marker of a day, month or year in which a list once had a card."""
    return {"pk": buckets_partition(list_name), "sk": bucket}


def buckets_partition(list_name: str) -> str:
    """Name the partition of a list's markers."""
    return f"buckets#{list_name}"


def pending_key(changed_at: datetime, article_id: str, version: int) -> Key:
    """Key the pending print of one version of an article."""
    return {"pk": PENDING, "sk": f"{moment_text(changed_at)}#{article_id}#{version:0{VERSION_DIGITS}}"}


def reprint_key(what: str) -> Key:
    """Key the pending print of a day, or of the site's own pages, in a full re-print."""
    return {"pk": REPRINT, "sk": what}
