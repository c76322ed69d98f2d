"""An article's life: each function returns the article as it is after one change, at the next version."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ..errors import Embargoed, FieldError, InvalidFields, WrongState
from ..moments import to_milliseconds
from ..signs import tidy_line, tidy_name
from ..site.settings import Site
from ..words import text_faults
from .fields import CLOCK_TOLERANCE, CORRECTIONS_MAX, FORMER_SLUGS_MAX, Article, ArticleState, Correction, Fields, Image
from .former import normalised
from .slug import slug_of

NEWS_HOURS = 48

_VISIBLE_FIELDS = ("headline", "description", "key_points", "body", "body_format", "image")


def created(article_id: str, fields: Fields, owner: str, now: datetime) -> Article:
    """Return a new draft, at version 1."""
    return Article(
        id=article_id,
        version=1,
        state=ArticleState.DRAFT,
        fields=_tidied(fields, now),
        owner=owner,
        created_at=now,
        changed_at=now,
    )


def edited(article: Article, fields: Fields, site: Site, now: datetime, *, minor: bool = False) -> Article:
    """Return the article with other fields.

    `slug`, `published_at` and `publish_at` stay as they are where the new fields leave them out. `updated_at` moves
    where readers of a published article would see a difference, unless the edit is minor.
    Raises `WrongState` for a deleted article and `InvalidFields` when its slug has changed too often.
    """
    if article.state is ArticleState.DELETED:
        raise WrongState("the article is deleted; restore it before editing it")
    fields = _tidied(fields, now)
    # Readers hold the URL and the place: an article does not move because a form left them out.
    after = replace(article, version=article.version + 1, changed_at=now, fields=fields)
    if article.published_at is not None and fields.published_at is not None:
        after = replace(after, published_at=fields.published_at)
    if article.slug is not None and fields.slug is not None and fields.slug != article.slug:
        after = _moved(after, fields.slug)
    if article.state is ArticleState.SCHEDULED:
        publish_at = fields.publish_at or article.fields.publish_at
        after = _scheduled(replace(after, fields=replace(fields, publish_at=publish_at)), site, now)
    if article.state is ArticleState.PUBLISHED:
        _refuse_past_expiry(after, now)
        # What was kept before texts were tidied is no other text for that.
        before = _tidied(article.fields, now)
        visible = any(getattr(fields, name) != getattr(before, name) for name in _VISIBLE_FIELDS)
        if visible and not minor:
            after = replace(after, updated_at=now)
    return after


def published(article: Article, site: Site, now: datetime, at: datetime | None = None) -> Article:
    """Return the article published now, or scheduled where `at` is in the future.

    The time of publication is `published_at`, else that of an earlier publication, else the time it was
    scheduled for, else now. Raises `WrongState`, `Embargoed` and `InvalidFields`.
    """
    if article.state is ArticleState.DELETED:
        raise WrongState("the article is deleted; restore it before publishing it")
    if article.state is ArticleState.PUBLISHED:
        raise WrongState("the article is published already")
    after = replace(article, version=article.version + 1, changed_at=now)
    if at is not None and at > now:
        planned = replace(after, fields=replace(article.fields, publish_at=to_milliseconds(at)))
        return _scheduled(planned, site, now)
    embargo = article.fields.embargoed_until
    if embargo is not None and embargo > now:
        raise Embargoed(f"the article is embargoed until {embargo.isoformat()}")
    _refuse_past_expiry(after, now)
    planned_at = article.fields.publish_at if article.state is ArticleState.SCHEDULED else None
    first = article.fields.published_at or article.published_at or _past(planned_at, now) or now
    return replace(
        _with_url(after, site.day_of(first) if article.state is not ArticleState.SCHEDULED else article.day),
        state=ArticleState.PUBLISHED,
        published_at=first,
        fields=replace(article.fields, publish_at=None),
    )


def corrected(article: Article, text: str, now: datetime) -> Article:
    """Return the article with one more correction, of this moment.

    Raises `WrongState` where readers have nothing to be corrected, and `InvalidFields`.
    """
    if article.state is not ArticleState.PUBLISHED:
        raise WrongState(f"the article is {article.state.value}; only what is published is corrected")
    faults = list(text_faults("/text", text, required=True))
    # No field that edits carry: an old form sent back would delete it. What was admitted is taken back by another one.
    if len(article.corrections) >= CORRECTIONS_MAX:
        faults.append(
            FieldError("/text", f"the article has {CORRECTIONS_MAX} corrections already, the most there can be")
        )
    if faults:
        raise InvalidFields(faults)
    return replace(
        article,
        version=article.version + 1,
        changed_at=now,
        updated_at=now,
        corrections=(*article.corrections, Correction(tidy_line(text), now)),
    )


def unpublished(article: Article, now: datetime) -> Article:
    """Return the article taken down; a scheduled one becomes a draft again and gives its URL back."""
    after = replace(article, version=article.version + 1, changed_at=now)
    match article.state:
        case ArticleState.PUBLISHED:
            return replace(after, state=ArticleState.UNPUBLISHED)
        case ArticleState.SCHEDULED:
            return _unscheduled(after)
        case _:
            raise WrongState(f"the article is {article.state.value}, not published")


def deleted(article: Article, now: datetime) -> Article:
    """Return the article deleted; it can be restored."""
    if article.state is ArticleState.DELETED:
        raise WrongState("the article is deleted already")
    after = replace(article, version=article.version + 1, changed_at=now)
    if article.state is ArticleState.SCHEDULED:
        after = _unscheduled(after)
    return replace(after, state=ArticleState.DELETED, before_deletion=after.state)


def restored(article: Article, now: datetime) -> Article:
    """Return the article as it was before it was deleted or taken down.

    Raises `WrongState` where it was neither.
    """
    match article.state:
        case ArticleState.DELETED:
            state = article.before_deletion or ArticleState.DRAFT
        case ArticleState.UNPUBLISHED:
            state = ArticleState.PUBLISHED
        case _:
            raise WrongState(f"the article is {article.state.value}; only what was deleted or unpublished is restored")
    after = replace(article, version=article.version + 1, changed_at=now, state=state, before_deletion=None)
    if state is ArticleState.PUBLISHED:
        _refuse_past_expiry(after, now)
    return after


def slug_for(article: Article) -> str:
    """Return the slug that the article asks for: its own, or its headline's, or `article` where that has none."""
    return article.fields.slug or slug_of(article.fields.headline) or "article"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Something that the schedule must do at a time: `publish`, `expire` or `leave-news`."""

    at: datetime
    action: str


def due_of(article: Article) -> frozenset[Due]:
    """Return all that the article will be due for, as it is now."""
    # The end of an embargo is nothing to do: publishing or planning before it is refused.
    due = set()
    if article.state is ArticleState.SCHEDULED and article.fields.publish_at is not None:
        due.add(Due(article.fields.publish_at, "publish"))
    # One that could not be published in its time comes off the schedule then. Published and taken down at once,
    # it would be fetched by feeds and search engines all the same.
    if article.state in (ArticleState.SCHEDULED, ArticleState.PUBLISHED) and article.fields.expire_at is not None:
        due.add(Due(article.fields.expire_at, "expire"))
    if article.state is ArticleState.PUBLISHED and article.published_at is not None:
        leaves_news_at = article.published_at + timedelta(hours=NEWS_HOURS)
        if leaves_news_at > article.changed_at:
            due.add(Due(leaves_news_at, "leave-news"))
    return frozenset(due)


def _tidied(fields: Fields, now: datetime) -> Fields:
    """Return the fields as they are kept: each text of one line tidied, and times to the millisecond.

    A time of publication that a sender's clock put a little ahead of ours is now.
    """
    times: dict[str, Any] = {
        name: to_milliseconds(value)
        for name in ("published_at", "publish_at", "expire_at", "embargoed_until")
        if (value := getattr(fields, name)) is not None
    }
    published_at = times.get("published_at")
    if published_at is not None and now < published_at <= now + CLOCK_TOLERANCE:
        times["published_at"] = now
    return replace(
        fields,
        headline=tidy_line(fields.headline),
        description=_tidied_or_none(fields.description),
        key_points=tuple(map(tidy_line, fields.key_points)),
        bylines=tuple(replace(byline, name=tidy_name(byline.name)) for byline in fields.bylines),
        credits=tuple(replace(credit, name=tidy_name(credit.name)) for credit in fields.credits),
        keywords=tuple(map(tidy_name, fields.keywords)),
        image=_tidied_image(fields.image),
        former_urls=tuple(normalised(url) or url for url in fields.former_urls),
        **times,
    )


def _tidied_image(image: Image | None) -> Image | None:
    if image is None:
        return None
    caption, credit = _tidied_or_none(image.caption), _tidied_or_none(image.credit)
    return replace(image, alt=tidy_line(image.alt), caption=caption, credit=credit)


def _tidied_or_none(text: str | None) -> str | None:
    return None if text is None else tidy_line(text)


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment <= now else None


def _refuse_past_expiry(article: Article, now: datetime) -> None:
    expire_at = article.fields.expire_at
    if expire_at is not None and expire_at <= now:
        raise InvalidFields([FieldError("/expire_at", "expire_at is in the past; change it before publishing")])


def _with_url(article: Article, day: str | None) -> Article:
    """Fix the URL where the article has none yet."""
    if article.slug is not None:
        return article
    return replace(article, day=day, slug=slug_for(article))


def _scheduled(article: Article, site: Site, now: datetime) -> Article:
    publish_at, fields = article.fields.publish_at, article.fields
    assert publish_at is not None
    if publish_at <= now:
        raise InvalidFields([FieldError("/publish_at", "publish_at is not in the future")])
    if fields.embargoed_until is not None and publish_at < fields.embargoed_until:
        raise Embargoed(f"the article is embargoed until {fields.embargoed_until.isoformat()}")
    if fields.expire_at is not None and fields.expire_at <= publish_at:
        raise InvalidFields([FieldError("/expire_at", "expire_at is not after publish_at")])
    after = replace(article, state=ArticleState.SCHEDULED)
    if article.published_at is not None:
        return after
    # Nobody has seen the URL yet, so its day may still follow the plan.
    day = site.day_of(fields.published_at or publish_at)
    if after.slug is not None and after.day == day:
        return after
    return replace(after, day=day, slug=slug_for(after), former_slugs=())


def _unscheduled(article: Article) -> Article:
    if article.published_at is not None:
        return replace(article, state=ArticleState.UNPUBLISHED)
    return replace(article, state=ArticleState.DRAFT, day=None, slug=None, former_slugs=())


def _moved(article: Article, slug: str) -> Article:
    assert article.slug is not None
    former = (*(old for old in article.former_slugs if old != slug), article.slug)
    if article.published_at is None:
        former = ()
    if len(former) > FORMER_SLUGS_MAX:
        raise InvalidFields(
            [FieldError("/slug", f"slug has changed {FORMER_SLUGS_MAX} times already, the most there can be")]
        )
    return replace(article, slug=slug, former_slugs=former)
