"""The markup of an upload's picture."""

from dataclasses import replace

from broadsheet.article.picture import WIDTHS, Picture, widths_of
from broadsheet.page.body.pictures import picture_html
from tests.pages.reading import Reading

WIDE = Picture(
    media="01KAQ2Z7W0ABCDEFGHJKMNPQRS",
    digest="0123456789abcdef0123",
    width=4000,
    height=3000,
    colour="#8090a0",
    widths=WIDTHS,
)


def attributes(picture: Picture, **options: object) -> tuple[dict[str, str], dict[str, str]]:
    html = picture_html(picture, "A heron", "50vw", **options)  # type: ignore[arg-type]
    page = Reading(f"<!doctype html><title>t</title>{html}")
    return dict(page.one(".//source").attrib), dict(page.one(".//img").attrib)


def test_a_browser_chooses_among_all_widths_and_the_smaller_format_comes_first() -> None:
    source, image = attributes(WIDE)
    folder = "/media/0123456789abcdef0123"
    assert source == {
        "type": "image/avif",
        "srcset": ",".join(f"{folder}/{width}.avif {width}w" for width in WIDTHS),
        "sizes": "50vw",
    }
    assert image["srcset"] == ",".join(f"{folder}/{width}.jpg {width}w" for width in WIDTHS)
    assert (image["src"], image["sizes"], image["alt"]) == (f"{folder}/640.jpg", "50vw", "A heron")


def test_its_place_is_kept_in_its_proportions_before_it_comes() -> None:
    _, image = attributes(WIDE)
    assert (image["width"], image["height"], image["data-colour"]) == ("1920", "1440", "#8090a0")


def test_nothing_stands_in_for_a_picture_that_lets_the_page_shine_through() -> None:
    assert "data-colour" not in attributes(replace(WIDE, colour=None))[1]


def test_only_a_picture_that_a_page_opens_with_does_not_wait() -> None:
    waiting, eager = attributes(WIDE)[1], attributes(WIDE, eager=True, css_class="u-photo")[1]
    assert (waiting.get("loading"), waiting.get("fetchpriority"), waiting.get("class")) == ("lazy", None, None)
    assert (eager.get("loading"), eager.get("fetchpriority"), eager.get("class")) == (None, "high", "u-photo")


def test_a_small_picture_has_its_own_width_for_the_largest() -> None:
    small = replace(WIDE, width=500, height=400, widths=widths_of(500, 400))
    source, image = attributes(small)
    assert source["srcset"].endswith("/500.avif 500w")
    assert image["src"].endswith("/500.jpg")
    assert (image["width"], image["height"]) == ("500", "400")


def test_alternative_text_cannot_leave_its_attribute() -> None:
    html = picture_html(WIDE, '"><script>', "100vw")
    assert 'alt="&#34;&gt;&lt;script&gt;"' in html
