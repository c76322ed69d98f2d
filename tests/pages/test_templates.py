"""Templates escape what they are given, by our own quick way to do so and exactly as their library does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from broadsheet.page.templates import environment, escaped


@given(st.one_of(st.text(), st.text("&<>'\"a "), st.text().map(Markup), st.integers(), st.none()))
def test_a_value_is_escaped_as_the_library_escapes_it(value: object) -> None:
    assert escaped(value) == str(escape(value))


@pytest.mark.parametrize("name", ["article.html", "feed.rss.xml"])
def test_every_template_escapes_by_it(name: str) -> None:
    made = environment("en").get_template(name)
    assert made.root_render_func.__globals__["escape"] is escaped


def test_what_has_its_own_markup_keeps_it() -> None:
    class Linked:
        def __html__(self) -> str:
            return "<a>"

    assert escaped(Linked()) == "<a>"
