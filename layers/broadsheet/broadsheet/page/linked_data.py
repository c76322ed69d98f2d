"""What machines read of an article: schema.org's terms as JSON-LD. Source: schema.org NewsArticle, BreadcrumbList."""

from typing import Any

from markupsafe import Markup

from ..article.fields import Article
from ..codec import to_json
from .frame import Frame
from .illustration import Illustration, illustration_of

# Inside a script element only these could end it or start a comment. Source: HTML, restrictions for script contents.
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))


def linked_data(*things: dict[str, Any]) -> Markup:
    """Return things as JSON-LD for a script element, without their empty fields."""
    graph = [{name: value for name, value in thing.items() if value} for thing in things]
    text = to_json({"@context": "https://schema.org", "@graph": graph})
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return Markup(text)


def news_article(frame: Frame, article: Article, description: str) -> dict[str, Any]:
    """Return an article as schema.org's NewsArticle."""
    fields = article.fields
    url = frame.url(article.path) if article.path else None
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
        "image": _images(illustration_of(frame, fields.image, article.picture)),
        "datePublished": article.published_at and frame.machine(article.published_at),
        "dateModified": article.published_at and frame.machine(article.revised_at or article.published_at),
        "author": authors or publisher,
        "publisher": publisher,
        "articleSection": frame.section_name(fields.section),
        "keywords": list(fields.keywords),
        "inLanguage": fields.language or frame.site.language,
        "isBasedOn": [
            _filled({"@type": "CreativeWork", "name": credit.name, "url": frame.href(credit.url)})
            for credit in fields.credits
        ],
        "correction": [
            {"@type": "CorrectionComment", "text": correction.text, "datePublished": frame.machine(correction.at)}
            for correction in article.corrections
        ],
        "workTranslation": [
            {"@type": "NewsArticle", "url": frame.url(href), "inLanguage": language}
            for language, href in translations_of(frame, article)
        ],
        "isAccessibleForFree": True,
    }


def translations_of(frame: Frame, article: Article) -> tuple[tuple[str, str], ...]:
    """Return an article's translations: each language, and the address as a page may link to it."""
    return tuple(
        (translation.language, href)
        for translation in article.fields.translations
        if (href := frame.href(translation.url))
    )


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


def website(frame: Frame) -> dict[str, Any]:
    """Return the site as schema.org's WebSite; search engines take its name from the front page."""
    return {
        "@type": "WebSite",
        "name": frame.site.name,
        "description": frame.site.tagline,
        "url": frame.url("/"),
        "inLanguage": frame.site.language,
        "publisher": newsroom(frame),
    }


def breadcrumbs(frame: Frame, *steps: tuple[str, str]) -> dict[str, Any]:
    """Return the way from the front page to a page as a BreadcrumbList; a step is a name and a path."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": frame.url(path)}
            for position, (name, path) in enumerate([(frame.site.name, "/"), *steps], start=1)
        ],
    }


def _images(picture: Illustration | None) -> list[dict[str, Any]]:
    """Return a picture whole, and where it is an upload its crop for cards too."""
    if picture is None:
        return []
    sizes = dict.fromkeys(((picture.url, picture.width, picture.height), picture.card))
    return [
        _filled(
            {
                "@type": "ImageObject",
                "url": url,
                "width": width,
                "height": height,
                "caption": picture.caption,
                "creditText": picture.credit,
            }
        )
        for url, width, height in sizes
    ]


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value}
