"""What was lost is made again under the names that articles know, whatever has changed since it was made."""

import hashlib
from dataclasses import replace

import pytest
from PIL import Image

from broadsheet.article.picture import Format, Picture
from broadsheet.imaging.developing import DIGEST_SIGNS, RECIPES, developed, remade
from tests.photographs import opened, photograph, saved


def digest(data: bytes, recipe: str) -> str:
    return hashlib.sha256(f"{recipe}\n".encode() + data).hexdigest()[:DIGEST_SIGNS]


def test_the_same_recipe_makes_the_same_files() -> None:
    picture, files = developed("01J", data := photograph(80, 60))
    assert picture.digest == digest(data, RECIPES[-1])
    assert remade(picture, data) == files


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_picture_of_an_older_recipe_keeps_its_names(recipe: str) -> None:
    made, files = developed("01J", data := photograph(800, 600))
    older = replace(made, digest=digest(data, recipe), colour="#ffffff")
    again = remade(older, data)
    assert [each.body for each in again] == [each.body for each in files]
    assert [each.path for each in again] == [each.path.replace(made.digest, older.digest) for each in files]


def test_a_shape_that_is_refused_today_is_made_again_no_larger_than_today() -> None:
    data = saved(Image.new("RGB", (400, 8_000), "teal"), "PNG")
    older = Picture(media="01J", digest=digest(data, "1"), width=400, height=8_000, colour="#008080", widths=(320, 400))
    files = {file.path: opened(file.body).size for file in remade(older, data)}
    assert files == {older.path(width, form): (300, 6_000) for width in (320, 400) for form in Format} | {
        older.social: (1_200, 630)
    }


def test_another_file_is_not_made_into_a_picture_that_articles_show() -> None:
    picture, _ = developed("01J", data := photograph(80, 60))
    with pytest.raises(RuntimeError, match="another recipe, or of another file"):
        remade(picture, data + b" ")
