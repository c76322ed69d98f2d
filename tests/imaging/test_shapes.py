"""A picture's shape is bounded, so that no page is without an end and no variant without measure."""

import pytest
from PIL import Image

from broadsheet.article.picture import VARIANT_HEIGHT_MAX, WIDTHS, height_at, widths_of
from broadsheet.article.upload import RATIO_MAX, SIDE_MIN_PIXELS, fault_of_sides
from broadsheet.errors import UnfitPicture
from broadsheet.imaging.developing import developed
from tests.photographs import exif, opened, saved


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        ((16, 20_000), "16 by 20,000 pixels, too tall: its longer side is at most 10 times the shorter"),
        ((20_000, 16), "20,000 by 16 pixels, too wide: its longer side is at most 10 times the shorter"),
        ((100, 1_001), "100 by 1,001 pixels, too tall"),
        ((1_001, 100), "1,001 by 100 pixels, too wide"),
        ((100, 1_000), None),
        ((1_000, 100), None),
        ((2_000, 20_000), None),
        ((20_000, 2_000), None),
    ],
)
def test_no_side_is_many_times_the_other(sides: tuple[int, int], reason: str | None) -> None:
    found = fault_of_sides(*sides)
    assert found is None if reason is None else reason in str(found)


def test_a_line_is_refused_before_it_is_decoded_and_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(Image.new("RGB", (20, 201)), "PNG")
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda *_: pytest.fail("decoded"))
    with pytest.raises(UnfitPicture, match="crop it, or send it in parts"):
        developed("01J", data)


def test_every_variant_of_every_shape_is_within_bounds() -> None:
    shapes = [
        (width, height)
        for width in (SIDE_MIN_PIXELS, 100, 319, 320, 321, 1_919, 1_920, 1_921, 3_200, 20_000)
        for height in (SIDE_MIN_PIXELS, 100, 5_999, 6_000, 6_001, 20_000)
        if fault_of_sides(width, height) is None
    ]
    assert len(shapes) > 10
    for width, height in shapes:
        widths = widths_of(width, height)
        assert list(widths) == sorted(set(widths))
        assert widths[-1] <= min(width, WIDTHS[-1])
        for each in widths:
            assert 1 <= height_at(each, width, height) <= VARIANT_HEIGHT_MAX + RATIO_MAX, (width, height, each)


def test_a_tall_picture_gets_the_widths_whose_height_a_page_can_show() -> None:
    assert widths_of(3_200, 20_000) == (320, 640, 960)
    assert widths_of(2_000, 20_000) == (320, 600)
    assert widths_of(4_000, 3_000) == WIDTHS
    assert widths_of(500, 400) == (320, 500)


@pytest.mark.parametrize(("sides", "turn", "widths"), [((60, 600), 1, (60,)), ((600, 60), 6, (60,))])
def test_a_tall_picture_is_made_also_where_it_lies(sides: tuple[int, int], turn: int, widths: tuple[int, ...]) -> None:
    picture, files = developed("01J", saved(Image.new("RGB", sides, "teal"), "JPEG", exif=exif(turn)))
    assert (picture.width, picture.height, picture.widths) == (60, 600, widths)
    assert {opened(file.body).size for file in files} == {(60, 600), (1_200, 630)}
