"""The pages that say one thing: nothing here, not any more, moved."""

from collections.abc import Sequence

from .assets import asset_path, asset_paths
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
    return _redirect(frame, "/" + path_to.lstrip("/"), (article_id,))


def icon_page(frame: Frame, name: str) -> Printed:
    """Return the page at an address where programs look for the site's icon without having read a page of it.

    It leads to the theme's file of that name; where there is none, to its icon for telephones, which all of them read.
    """
    return _redirect(frame, asset_paths().get(name) or asset_path("apple-touch-icon.png"), ())


def _redirect(frame: Frame, target: str, article_ids: tuple[str, ...]) -> Printed:
    return Printed(
        body=render("redirect.html", frame=frame, path=target, index=False), article_ids=article_ids, redirect=target
    )
