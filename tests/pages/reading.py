"""Reads a page as a browser does, and says what is wrong with its markup."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

_PARSE_ERRORS_OF_FRAGMENTS = ("expected-doctype-but-got-start-tag",)


class Reading:
    """A parsed page. Elements have no namespace in their names."""

    def __init__(self, text: str) -> None:
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.root: Element = parser.parse(text)
        self.errors: list[str] = [code for _, code, _ in parser.errors if code not in _PARSE_ERRORS_OF_FRAGMENTS]

    def all(self, path: str) -> list[Element]:
        """Return the elements at a path of ElementTree's XPath, such as `.//h1`."""
        return self.root.findall(path)

    def one(self, path: str) -> Element:
        """Return the only element at a path."""
        found = self.all(path)
        assert len(found) == 1, f"{len(found)} elements at {path}"
        return found[0]

    def words(self, path: str) -> str:
        """Return the text of the only element at a path, its space collapsed."""
        return text_of(self.one(path))

    def with_class(self, name: str) -> list[Element]:
        """Return the elements that have a class."""
        return [element for element in self.root.iter() if name in element.get("class", "").split()]

    def linked_data(self) -> list[dict[str, Any]]:
        """Return the things of the page's JSON-LD."""
        data = self.one(".//script[@type='application/ld+json']").text
        things = json.loads(data or "")["@graph"]
        assert isinstance(things, list)
        return things


def text_of(element: Element) -> str:
    """Return the text of an element, its space collapsed."""
    return " ".join("".join(element.itertext()).split())
