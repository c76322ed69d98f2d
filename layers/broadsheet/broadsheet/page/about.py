"""The page on which the newsroom says who it is."""

from ..article.fields import BodyFormat
from .address import Page, PageKind
from .body.excerpt import excerpt_of
from .body.markdown import html_of
from .frame import Frame
from .linked_data import breadcrumbs, linked_data, newsroom
from .printed import Printed
from .simple import gone_page
from .templates import render


def about_page(frame: Frame) -> Printed:
    """Return the page about the newsroom; gone where the settings say nothing of it."""
    site = frame.site
    if not site.about.strip():
        return gone_page(frame, ())
    path = Page(PageKind.ABOUT).url_path
    heading = frame.say("About {site}", site=site.name)
    description = excerpt_of(site.about, BodyFormat.MARKDOWN)
    itself = {
        "@type": "AboutPage",
        "@id": frame.url(path),
        "url": frame.url(path),
        "name": heading,
        "description": description,
        "inLanguage": site.language,
        "mainEntity": newsroom(frame)
        | {"sameAs": [url for link in site.social_links if (url := frame.href(link.url))]},
    }
    return Printed(
        body=render(
            "about.html",
            frame=frame,
            path=path,
            heading=heading,
            description=description,
            content=html_of(site.about, BodyFormat.MARKDOWN, language=site.language, frame_origins=site.frame_origins),
            linked_data=linked_data(itself, breadcrumbs(frame, (frame.say("About"), path))),
        )
    )
