"""What makes an article's fields acceptable, beyond their types and lengths. Finds every fault at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ..codec import to_json
from ..errors import FieldError, InvalidFields
from ..site.settings import Site
from ..words import LANGUAGE_PATTERN, SLUG_PATTERN, is_site_path, is_web_address, text_faults
from . import former
from .fields import BODY_MAX_BYTES, CLOCK_TOLERANCE, FIELDS_MAX_BYTES, Fields, Image, Translation
from .slug import slug_of

IMAGE_MAX_PIXELS = 20_000
EARLIEST_YEAR = 1600
LATEST_YEAR = 9998


def check(fields: Fields, site: Site, now: datetime, others: Iterable[FieldError] = ()) -> None:
    """Raise `InvalidFields` with every fault of the fields, and those that others have found."""
    errors = [*_faults(fields, site, now), *others]
    # What holds half a letter has no JSON.
    if not errors and len(to_json(fields).encode()) > FIELDS_MAX_BYTES:
        errors.append(FieldError("", f"the article is longer than {FIELDS_MAX_BYTES:,} bytes, all fields together"))
    if errors:
        raise InvalidFields(errors)


def _faults(fields: Fields, site: Site, now: datetime) -> Iterator[FieldError]:
    yield from text_faults("/headline", fields.headline, required=True)
    yield from text_faults("/body", fields.body, required=True, lines=True)
    if len(fields.body.encode("utf-8", "surrogatepass")) > BODY_MAX_BYTES:
        yield FieldError("/body", f"body is longer than {BODY_MAX_BYTES:,} bytes")
    if site.section_named(fields.section) is None:
        known = ", ".join(section.slug for section in site.sections)
        yield FieldError("/section", f"section is not one of the site's sections: {known}")
    if fields.description is not None:
        yield from text_faults("/description", fields.description)
    for index, point in enumerate(fields.key_points):
        yield from text_faults(f"/key_points/{index}", point, required=True)
    yield from _named("bylines", [(byline.name, byline.url) for byline in fields.bylines], linked=True)
    yield from _named("credits", [(credit.name, credit.url) for credit in fields.credits], linked=False)
    yield from _unique("keywords", fields.keywords)
    if fields.image is not None:
        yield from _image_faults(fields.image)
    if fields.slug is not None and not re.fullmatch(SLUG_PATTERN, fields.slug):
        yield FieldError("/slug", "slug holds other than lower-case letters a to z, digits and single hyphens")
    if fields.language is not None and not re.fullmatch(LANGUAGE_PATTERN, fields.language):
        yield FieldError("/language", "language is not a BCP 47 tag such as en or pt-BR")
    yield from _translation_faults(fields.translations, fields.language or site.language)
    yield from _former_faults(fields.former_urls, site)
    yield from _time_faults(fields, now)


def _named(field: str, entries: Sequence[tuple[str, str | None]], *, linked: bool) -> Iterator[FieldError]:
    yield from _unique(field, [name for name, _ in entries], "/name", linked=linked)
    for index, (_, url) in enumerate(entries):
        if url is not None and not is_web_address(url):
            yield FieldError(f"/{field}/{index}/url", f"{field}/{index}/url is not an http or https address")


def _unique(field: str, names: Sequence[str], suffix: str = "", *, linked: bool = True) -> Iterator[FieldError]:
    """Yield faults of names that must differ by slug; where `linked`, each must make a slug, for its page's URL."""
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        pointer = f"/{field}/{index}{suffix}"
        yield from text_faults(pointer, name, required=True)
        slug = slug_of(name)
        if not slug and linked:
            yield FieldError(pointer, f"{pointer[1:]} holds no letter or digit to make an address of")
        elif slug and slug in seen:
            yield FieldError(pointer, f"{pointer[1:]} repeats {field}/{seen[slug]}: both make the address {slug}")
        seen.setdefault(slug, index)


def _image_faults(image: Image) -> Iterator[FieldError]:
    if (image.url is None) is (image.media is None):
        yield FieldError("/image", "image has neither url nor media, or both; one says where the picture is")
    if image.url is not None and not is_web_address(image.url) and not is_site_path(image.url):
        yield FieldError("/image/url", "image/url is neither an http or https address nor a path on the site")
    yield from text_faults("/image/alt", image.alt, required=True)
    for name, text in (("caption", image.caption), ("credit", image.credit)):
        if text is not None:
            yield from text_faults(f"/image/{name}", text)
    for name, pixels in (("width", image.width), ("height", image.height)):
        if pixels is not None and not 1 <= pixels <= IMAGE_MAX_PIXELS:
            yield FieldError(f"/image/{name}", f"image/{name} is not between 1 and {IMAGE_MAX_PIXELS:,} pixels")


def _translation_faults(translations: Sequence[Translation], own: str) -> Iterator[FieldError]:
    seen = {own.lower()}
    for index, translation in enumerate(translations):
        pointer = f"/translations/{index}"
        if not re.fullmatch(LANGUAGE_PATTERN, translation.language):
            yield FieldError(f"{pointer}/language", f"{pointer[1:]}/language is not a BCP 47 tag such as en or pt-BR")
        elif translation.language.lower() in seen:
            reason = "is that of the article itself, or of another translation"
            yield FieldError(f"{pointer}/language", f"{pointer[1:]}/language {reason}")
        seen.add(translation.language.lower())
        if not is_web_address(translation.url) and not is_site_path(translation.url):
            reason = "is neither an http or https address nor a path on the site"
            yield FieldError(f"{pointer}/url", f"{pointer[1:]}/url {reason}")


def _former_faults(urls: Sequence[str], site: Site) -> Iterator[FieldError]:
    seen: dict[str, int] = {}
    for index, url in enumerate(urls):
        pointer = f"/former_urls/{index}"
        path = former.normalised(url)
        if path is None:
            reason = "is no path of this site such as /2019/05/the-pier/ or /?p=123"
            yield FieldError(pointer, f"{pointer[1:]} {reason}")
            continue
        key = former.key_of(path)
        if len(key.encode()) > former.PATH_MAX_BYTES:
            yield FieldError(pointer, f"{pointer[1:]} is longer than {former.PATH_MAX_BYTES} bytes")
        elif former.is_of_article(key):
            reason = f"{path} is an address of articles here: published_at and slug give it to the article"
            yield FieldError(pointer, f"{pointer[1:]} {reason}")
        elif not path.startswith("/?") and former.is_ours(key, site):
            yield FieldError(pointer, f"{pointer[1:]} {path} is an address of this site's own pages")
        elif key in seen:
            yield FieldError(pointer, f"{pointer[1:]} repeats former_urls/{seen[key]}: both are {path}")
        seen.setdefault(key, index)


def _time_faults(fields: Fields, now: datetime) -> Iterator[FieldError]:
    times = {
        name: value
        for name in ("published_at", "publish_at", "expire_at", "embargoed_until")
        if (value := getattr(fields, name)) is not None
    }
    for name, value in list(times.items()):
        if value.tzinfo is None:
            yield FieldError(f"/{name}", f"{name} has no offset from UTC; write 2026-11-23T05:30:00Z or +01:00")
            del times[name]
        elif not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            yield FieldError(f"/{name}", f"{name} is not between the years {EARLIEST_YEAR} and {LATEST_YEAR}")
            del times[name]
    if "published_at" in times and times["published_at"] > now + CLOCK_TOLERANCE:
        yield FieldError("/published_at", "published_at is in the future; publish_at plans a publication")
    if "expire_at" in times:
        for earlier in ("published_at", "publish_at"):
            if earlier in times and times["expire_at"] <= times[earlier]:
                yield FieldError("/expire_at", f"expire_at is not after {earlier}")
