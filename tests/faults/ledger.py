"""What was promised: every answer that editors, readers and moderators were given. Knows no table and no page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

KEPT = ("version", "state", "url", "headline", "section", "published_at", "publish_at", "expire_at", "former_urls")


@dataclass
class Story:
    """An article as its editors know it. `marker` stands in its description and body, `seen` is what the API said of
    each version, `urls` are those that readers may have."""

    id: str
    marker: str
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    urls: set[str] = field(default_factory=set)

    @property
    def api_path(self) -> str:
        """Its path in the API."""
        return f"/api/articles/{self.id}"

    @property
    def version(self) -> int:
        """The newest version that was answered with."""
        return max(self.seen)

    @property
    def last(self) -> dict[str, Any]:
        """What the API said last of it."""
        return self.seen[self.version]

    def keep(self, said: dict[str, Any]) -> None:
        """Note what the API said; of one version it never says two things."""
        kept = {name: said[name] for name in KEPT}
        assert self.seen.setdefault(said["version"], kept) == kept, "two changes made one version"
        if said["state"] == "published":
            self.urls.add(said["url"])

    def promised_at(self, now: datetime) -> tuple[set[str], int]:
        """Return the states that it may be in by then, and how often the schedule may have changed it for that."""
        state = str(self.last["state"])
        is_out = state == "published" or (state == "scheduled" and _is_past(self.last["publish_at"], now))
        if is_out and _is_past(self.last["expire_at"], now):
            # A schedule that came too late for both has only taken it off.
            return ({"unpublished", "draft"}, 2) if state == "scheduled" else ({"unpublished"}, 1)
        return ({"published"}, 1) if is_out else ({state}, 0)


@dataclass
class Remark:
    """A reader's comment. `waited` says that its table refused it, so that its article's state is looked at later."""

    article_id: str
    text: str
    sent_at: datetime
    ids: set[str] = field(default_factory=set)
    state: str = "held"
    waited: bool = False

    @property
    def id(self) -> str:
        """The id that was answered with first."""
        return min(self.ids)


@dataclass
class Ledger:
    """All that was promised."""

    stories: list[Story] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def story(self, article_id: str) -> Story | None:
        """Return a story by its article's id."""
        return next((story for story in self.stories if story.id == article_id), None)


def moment(now: datetime, **parts: float) -> str:
    """Return a time before or after another as a request says it."""
    return (now + timedelta(**parts)).isoformat().replace("+00:00", "Z")


def _is_past(moment: str | None, now: datetime) -> bool:
    return moment is not None and datetime.fromisoformat(moment) <= now
