"""Markdown is what its specification says: its own cases, printed."""

import re
from pathlib import Path
from typing import Final

from broadsheet.article.fields import BodyFormat
from broadsheet.page.body.markdown import html_of
from ops.local.environments import ROOT

MARKDOWN, HTML = BodyFormat.MARKDOWN, BodyFormat.HTML

SPECIFICATION: Path = ROOT / ".web" / "node_modules" / "commonmark-spec" / "spec.txt"
# As the specification says of itself: 32 backticks around each, → for a tab.
EXAMPLE: Final = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

# What we print otherwise than the specification, by the number of its example, and why.
DIFFERENT: Final = dict.fromkeys(
    (602, 608, 611, 612), "A bare address is a link. Source: GitHub Flavored Markdown, section 6.9."
)


def examples() -> dict[int, tuple[str, str]]:
    """Return the specification's examples by their numbers: Markdown, and the HTML that it is."""
    text = SPECIFICATION.read_text().partition("<!-- END TESTS -->")[0].replace("→", "\t")
    return {number: (markdown, html) for number, (markdown, html) in enumerate(EXAMPLE.findall(text), start=1)}


def test_markdown_is_what_its_specification_says() -> None:
    """Both are printed, so that what the sanitiser and we make of HTML is alike on either side."""
    cases = examples()
    assert len(cases) > 600
    different = {
        number for number, (markdown, html) in cases.items() if html_of(markdown, MARKDOWN) != html_of(html, HTML)
    }
    assert different == DIFFERENT.keys()
