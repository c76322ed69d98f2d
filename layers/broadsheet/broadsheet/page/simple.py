"""The pages that say one thing: nothing here, not any more, moved."""

from collections.abc import Sequence

from .frame import Frame
from .printed import TAGS_MAX, Printed
from .templates import render


def not_found_page(frame: Frame) -> Printed:
    """Return the page for an address that leads nowhere."""
    return Printed(
        body=render(
            "simple.html",
            frame=frame,
            index=False,
            heading=frame.say("There is no page here"),
            words=frame.say("The address may be mistyped, or the page may never have been published."),
        )
    )


def gone_page(frame: Frame, article_ids: Sequence[str]) -> Printed:
    """Return the tombstone of a page that is no more: the edge answers 410.

    `article_ids` are the articles whose takedown it stands for; none for a list that is empty now.
    """
    return Printed(
        body=render(
            "simple.html",
            frame=frame,
            index=False,
            heading=frame.say("This page is gone"),
            words=frame.say("What stood here has been withdrawn."),
        ),
        article_ids=tuple(article_ids)[:TAGS_MAX],
        gone=True,
    )


def redirect_page(frame: Frame, article_id: str, path_to: str) -> Printed:
    """Return the page that leads from an article's old address to its new one; the edge answers 301.

    `path_to` is the article's path, with or without a leading slash.
    """
    target = "/" + path_to.lstrip("/")
    return Printed(
        body=render("redirect.html", frame=frame, path=target, index=False),
        article_ids=(article_id,),
        redirect=target,
    )
