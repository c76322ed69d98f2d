"""What was lost is made again under the names that articles know, whatever has changed since it was made."""

import hashlib
from dataclasses import replace

import pytest
from broadsheet.imaging.developing import DIGEST_SIGNS, RECIPES, developed, remade
from tests.photographs import photograph


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


def test_another_file_is_not_made_into_a_picture_that_articles_show() -> None:
    picture, _ = developed("01J", data := photograph(80, 60))
    with pytest.raises(RuntimeError, match="another recipe, or of another file"):
        remade(picture, data + b" ")
