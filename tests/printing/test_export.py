"""The whole site as files: what readers have, and nothing else."""

from pathlib import Path

from broadsheet.environment import RenderPagesSettings, settings_of
from broadsheet.page.assets import assets
from broadsheet.printing.pages.edition import Edition
from broadsheet.reading import records
from broadsheet.reading.waves import run
from broadsheet.store import keys
from broadsheet.wiring import parts
from ops.export import Export, copy_media, file_of
from tests.emulated import SITE_URL, aws, names
from tests.functions.editor import ARTICLE
from tests.newsroom import Newsroom

ICONS = ("favicon.ico", "apple-touch-icon.png")


def exported(newsroom: Newsroom, folder: Path) -> dict[str, str]:
    """Export the site in this process, and return what is in each page's file."""
    tables = parts.reads_of(settings_of(RenderPagesSettings))
    export = Export(lambda: tables, Edition(SITE_URL, newsroom.clock()), folder, processes=1)
    for what in (keys.SITE_PRINT, *run(records.days(), tables)):
        export.write_part(what, tables)
    files = {str(file.relative_to(folder)): file for file in folder.rglob("*") if file.is_file()}
    return {name: file.read_text() for name, file in files.items() if name not in ICONS}


def test_an_export_holds_every_page_that_readers_have(newsroom: Newsroom, tmp_path: Path) -> None:
    editor = newsroom.editor()
    for number in range(3):
        newsroom.clock.advance(days=1)
        editor.create(**ARTICLE | {"headline": f"Article {number}", "state": "published"})
    moved = editor.create(**ARTICLE | {"headline": "Moved", "state": "published"})
    editor.patch(moved, {"slug": "elsewhere"}, if_match='"1"')
    gone = editor.create(**ARTICLE | {"headline": "Gone", "state": "published"})
    editor.post(f"{gone}/unpublish", if_match='"1"')
    newsroom.settle()
    newsroom.rebuild()
    site = {file_of(key): stored.text.strip() for key, stored in newsroom.site().items() if not stored.is_gone}
    files = {name: text.strip() for name, text in exported(newsroom, tmp_path).items()}
    assert files == {name: text for name, text in site.items() if name not in ICONS}
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in ICONS)
    assert any(name.endswith("/moved/index.html") for name in files)
    assert not any("gone" in name for name in files)


def test_a_second_export_writes_the_same_bytes(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.editor().create(**ARTICLE | {"state": "published"})
    newsroom.settle()
    assert exported(newsroom, tmp_path / "one") == exported(newsroom, tmp_path / "two")


def test_uploaded_pictures_come_with_an_export(newsroom: Newsroom, tmp_path: Path) -> None:
    bucket = names()["SiteBucket"]
    aws("s3").put_object(Bucket=bucket, Key="media/heron/640.jpg", Body=b"a picture")
    assert copy_media(aws("s3"), bucket, tmp_path) == 1
    assert (tmp_path / "media/heron/640.jpg").read_bytes() == b"a picture"


def test_a_page_is_a_folder_unless_it_is_a_file() -> None:
    assert file_of("2026/11/23/heron") == "2026/11/23/heron/index.html"
    assert file_of("index.html") == "index.html"
    assert file_of("city/feed.xml") == "city/feed.xml"
    assert file_of(assets()[0].path) == assets()[0].path
