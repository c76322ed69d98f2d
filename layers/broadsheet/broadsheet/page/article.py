"""An article's page, and what stands at its address when it has moved or is gone."""

from collections.abc import Sequence
from urllib.parse import quote

from ..article.fields import Article, Fields
from ..lists.card import Card
from .body.excerpt import excerpt_of
from .body.markdown import html_of
from .frame import Frame
from .illustration import illustration_of
from .linked_data import breadcrumbs, linked_data, news_article, translations_of
from .printed import TAGS_MAX, Freshness, Printed
from .simple import gone_page, redirect_page
from .templates import render

__all__ = ["article_page", "gone_page", "redirect_page"]


def article_page(frame: Frame, article: Article, earlier: Sequence[Card], following: Card | None) -> Printed:
    """Return an article's page.

    `earlier` are the articles published before it, newest first: the first is "previous", all are its
    "Recent Posts". `following` is the next newer one; the newest article has none, and stays at the edge for a
    minute only.
    """
    fields = article.fields
    description = description_of(fields)
    section = (frame.section_name(fields.section), f"/{fields.section}")
    itself = [(fields.headline, f"/{article.path}")] if article.path else []
    # Each tag of the head has somebody who reads it. Left out: x-default (no page chooses a language), SearchAction
    # (Google retired its box in 2024), twitter:title and the like (they fall back on og:), CollectionPage.
    body = render(
        "article.html",
        frame=frame,
        article=article,
        fields=fields,
        content=html_of(
            fields.body,
            fields.body_format,
            language=fields.language or frame.site.language,
            pictures=article.pictures,
            frame_origins=frame.site.frame_origins,
        ),
        description=description,
        picture=illustration_of(frame, fields.image, article.picture),
        section=fields.section,
        earlier=earlier,
        previous=earlier[0] if earlier else None,
        following=following,
        share_links=share_links(frame, article),
        translations=translations_of(frame, article),
        linked_data=linked_data(
            news_article(frame, article, description),
            breadcrumbs(frame, section, *itself),
        ),
        **({"path": article.path} if article.path else {}),
    )
    shown = [article.id, *([following.id] if following else []), *(card.id for card in earlier)]
    return Printed(
        body=body,
        freshness=Freshness.LONG if following else Freshness.SHORT,
        article_ids=tuple(shown)[:TAGS_MAX],
    )


def description_of(fields: Fields) -> str:
    """Return what an article says of itself: its description, else its beginning, or what its own picture shows.

    Empty where it has none of these.
    """
    if fields.description:
        return fields.description
    return excerpt_of(fields.body, fields.body_format) or (fields.image.alt if fields.image else "")


def share_links(frame: Frame, article: Article) -> tuple[tuple[str, str], ...]:
    """Return where a reader may share an article: names and addresses. No script of theirs is needed."""
    url = quote(frame.url(article.path or "/"), "")
    headline = quote(article.fields.headline, "")
    return (
        (frame.say("E-mail"), f"mailto:?subject={headline}&body={url}"),
        ("WhatsApp", f"https://wa.me/?text={headline}%20{url}"),
        ("Bluesky", f"https://bsky.app/intent/compose?text={headline}%20{url}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        ("X", f"https://x.com/intent/post?text={headline}&url={url}"),
    )
