"""What the edge may still hold: every long-lived copy that it can have fetched and was not told to clear."""

from collections import defaultdict
from dataclasses import dataclass, field

from broadsheet.page.printed import Freshness
from tests.newsroom import Stored, unstamped
from tests.template.roles import Call


@dataclass(frozen=True)
class Copy:
    """A page as the edge may have fetched it."""

    body: bytes
    metadata: frozenset[tuple[str, str]]
    tags: frozenset[str]
    is_long_lived: bool

    def is_like(self, page: Stored) -> bool:
        """Tell whether readers of the copy see the page."""
        return unstamped(self.body) == page.text and self.metadata == frozenset(page.metadata)


@dataclass
class Edge:
    """Listens to what is printed and cleared. Readers ask for everything at every moment."""

    standing: dict[str, Copy] = field(default_factory=dict)
    replaced: defaultdict[str, list[Copy]] = field(default_factory=lambda: defaultdict(list))

    def heard(self, call: Call) -> None:
        """Note a call that was carried out."""
        parameters = call.parameters
        if call.operation == "PutObject" and "Metadata" in parameters:
            key, metadata = parameters["Key"], parameters["Metadata"]
            if key in self.standing and self.standing[key].is_long_lived:
                self.replaced[key].append(self.standing[key])
            self.standing[key] = Copy(
                body=parameters["Body"],
                metadata=frozenset(metadata.items()),
                tags=frozenset(f"#{tag}" for tag in metadata.get("cache-tag", "").split(",")),
                is_long_lived=parameters["CacheControl"] == Freshness.LONG.value,
            )
        if call.operation == "CreateInvalidation":
            cleared = set(parameters["InvalidationBatch"]["Paths"]["Items"])
            for key, copies in self.replaced.items():
                self.replaced[key] = [copy for copy in copies if not cleared & {*copy.tags, "/*"}]

    def copy(self) -> "Edge":
        """Return an edge that holds the same."""
        replaced = defaultdict(list, {key: list(copies) for key, copies in self.replaced.items()})
        return Edge(dict(self.standing), replaced)

    def stale(self, site: dict[str, Stored]) -> list[str]:
        """Return the keys of pages that readers may go on seeing as they were."""
        return [
            key
            for key, copies in self.replaced.items()
            if key in site and not all(copy.is_like(site[key]) for copy in copies)
        ]
