"""What machines read of an article: schema.org's terms as JSON-LD. Source: schema.org NewsArticle, BreadcrumbList."""

import json
from typing import Any

from markupsafe import Markup

from ..article.fields import Article
from .frame import Frame

# Inside a script element only these could end it or start a comment. Source: HTML, restrictions for script contents.
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))


def linked_data(*things: dict[str, Any]) -> Markup:
    """Return things as JSON-LD for a script element, without their empty fields."""
    graph = [{name: value for name, value in thing.items() if value} for thing in things]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return Markup(text)


def news_article(frame: Frame, article: Article, description: str) -> dict[str, Any]:
    """Return an article as schema.org's NewsArticle."""
    fields = article.fields
    url = frame.url(article.path) if article.path else None
    image = fields.image
    source = frame.href(image.url) if image else None
    publisher = newsroom(frame)
    authors = [
        {
            "@type": "Person",
            "name": byline.name,
            "url": frame.href(byline.url) or frame.url(f"/by/{frame.slug(byline.name)}"),
        }
        for byline in fields.bylines
    ]
    return {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": fields.headline,
        "description": description,
        "image": image
        and source
        and _filled(
            {
                "@type": "ImageObject",
                "url": frame.url(source),
                "width": image.width,
                "height": image.height,
                "caption": image.caption,
                "creditText": image.credit,
            }
        ),
        "datePublished": article.published_at and frame.machine(article.published_at),
        "dateModified": article.published_at and frame.machine(article.updated_at or article.published_at),
        "author": authors or publisher,
        "publisher": publisher,
        "articleSection": frame.section_name(fields.section),
        "keywords": list(fields.keywords),
        "inLanguage": fields.language or frame.site.language,
        "isBasedOn": [
            _filled({"@type": "CreativeWork", "name": credit.name, "url": frame.href(credit.url)})
            for credit in fields.credits
        ],
        "isAccessibleForFree": True,
    }


def newsroom(frame: Frame) -> dict[str, Any]:
    """Return the newsroom as schema.org's NewsMediaOrganization."""
    logo = frame.logo
    return _filled(
        {
            "@type": "NewsMediaOrganization",
            "name": frame.site.name,
            "url": frame.url("/"),
            "logo": logo
            and {"@type": "ImageObject", "url": frame.url(logo.url), "width": logo.width, "height": logo.height},
        }
    )


def breadcrumbs(frame: Frame, *steps: tuple[str, str]) -> dict[str, Any]:
    """Return the way from the front page to a page as a BreadcrumbList; a step is a name and a path."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": frame.url(path)}
            for position, (name, path) in enumerate([(frame.site.name, "/"), *steps], start=1)
        ],
    }


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value}
