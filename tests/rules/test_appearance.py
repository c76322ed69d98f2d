"""The site's accent: which colours can be read, and what dark screens get."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.page.assets import OUR_THEME_PATH
from broadsheet.site.look import CONTRAST_MIN, DARK, LIGHT, colour_faults, contrast, for_dark_screens
from broadsheet.site.settings import Site

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#000000", 21), ("#123456", "#123456", 1), ("#767676", "#FFFFFF", 4.54)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(COLOURS)
def test_a_colour_is_refused_exactly_where_it_cannot_be_read_on_a_ground(colour: str) -> None:
    readable = all(contrast(colour, ground) >= CONTRAST_MIN for ground in LIGHT.values())
    assert (list(colour_faults("/accent_colour", colour, LIGHT)) == []) is readable


@given(COLOURS)
def test_any_accent_has_one_that_can_be_read_on_dark_screens(colour: str) -> None:
    assert not list(colour_faults("/accent_colour_dark", for_dark_screens(colour), DARK))


def test_an_accent_that_dark_screens_bear_stays_as_it_is() -> None:
    assert for_dark_screens("#f19086") == "#f19086"


def test_a_ratio_just_beneath_the_limit_does_not_read_as_the_limit() -> None:
    (fault,) = colour_faults("/accent_colour", "#777777", {"paper": "#ffffff"})
    assert "4.47:1" in fault.detail


def test_the_accent_of_dark_screens_can_be_set_alone_beside_or_not_at_all() -> None:
    assert Site().accents == (None, None)
    assert Site(accent_colour_dark="#f19086").accents == (None, "#f19086")
    assert Site(accent_colour="#0b5394", accent_colour_dark="#f19086").accents == ("#0b5394", "#f19086")
    light, dark = Site(accent_colour="#0b5394").accents
    assert light == "#0b5394"
    assert dark == for_dark_screens("#0b5394") != light


def test_the_theme_has_these_grounds_and_its_own_accents_can_be_read_on_them() -> None:
    css = (OUR_THEME_PATH / "templates/styles/base.css").read_text()
    light, dark, _paper = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", rule)) for rule in re.findall(":root {[^}]*}", css)
    )
    assert {name: light[name] for name in LIGHT} == LIGHT
    assert {name: dark[name] for name in DARK} == DARK
    assert not list(colour_faults("/accent", light["accent"], LIGHT))
    assert not list(colour_faults("/accent", dark["accent"], DARK))
