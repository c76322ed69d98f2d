"""`make screenshots`: every kind of page of the sample site, narrow and wide, light and dark, from a fresh local stack.

All of them go into .local/screenshots, and those that the README shows into docs/images.
"""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from .local.browser import chromium
from .local.environments import ROOT
from .local.stack import LocalStack

WIDTHS: Final = (360, 768, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
VIEW_HEIGHT: Final = 900
FOLDER: Final = ROOT / ".local" / "screenshots"

# What the README shows: the picture, and how many pixels of it from the top.
SHOWN: Final = {
    "home-1280-light": 1900,
    "article-1280-dark": 1500,
    "article-360-light": 1500,
    "right-to-left-1280-light": 1500,
    "search-1280-light": 1100,
}
COLOURS: Final = 192


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to take: its name, its path, and what to type into the search where it has one."""

    name: str
    path: str
    search: str = ""


def shots(stack: LocalStack) -> list[Shot]:
    """Return the pages to take from a seeded stack."""
    articles = stack.editor().must("GET", "/api/articles?state=published&limit=100")["articles"]
    paths = {article["url"].rpartition("/")[2]: article["url"].removeprefix(stack.site_url) for article in articles}
    ids = {article["url"].rpartition("/")[2]: article["id"] for article in articles}
    lead = next(slug for slug in paths if slug.startswith("harbour-tram"))
    arabic = next(
        article["url"] for article in articles if any("\u0600" <= sign <= "\u06ff" for sign in article["headline"])
    )
    year, month, day, _ = paths[lead].strip("/").split("/")
    return [
        Shot("home", "/"),
        Shot("section", "/city"),
        Shot("article", paths[lead]),
        Shot("right-to-left", arabic.removeprefix(stack.site_url)),
        Shot("archive", f"/archive/{year}/{month}/{day}"),
        Shot("search", "/search", "city"),
        Shot("404", "/there-is-nothing-here"),
        Shot("comments", f"/comments/{ids[lead]}"),
    ]


def taken(browser: Browser, stack: LocalStack) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the PNG of every picture."""
    for shot in shots(stack):
        for width in WIDTHS:
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": VIEW_HEIGHT}, color_scheme=scheme, device_scale_factor=1
                )
                page = context.new_page()
                page.goto(f"{stack.site_url}{shot.path}", wait_until="networkidle")
                if shot.search:
                    page.get_by_role("searchbox").fill(shot.search)
                    page.locator(".lines li").first.wait_for()
                see_everything(page)
                yield f"{shot.name}-{width}-{scheme}", page.screenshot(full_page=True)
                context.close()


def see_everything(page: Page) -> None:
    """Have every picture come, those too that wait until a reader is near."""
    page.evaluate(
        """() => Promise.all([...document.images].map((image) => {
          image.loading = "eager";
          return image.decode().catch(() => {});
        }))"""
    )
    page.wait_for_load_state("networkidle")


def keep(name: str, png: bytes) -> None:
    """Write a picture, and where the README shows it the top of it, small."""
    (FOLDER / f"{name}.png").write_bytes(png)
    if name in SHOWN:
        picture = Image.open(BytesIO(png)).convert("RGB")
        top = picture.crop((0, 0, picture.width, min(picture.height, SHOWN[name])))
        top.quantize(COLOURS).save(ROOT / "docs" / "images" / f"{name}.png", optimize=True)


def main() -> None:
    """Take all pictures."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalStack(Path(folder), samples=True, say=print) as stack,
        chromium() as browser,
    ):
        for name, png in taken(browser, stack):
            keep(name, png)
            print(f"  {name}", flush=True)
    print(f"\nThe pictures are in {FOLDER.relative_to(ROOT)}; the README's are in docs/images.")


if __name__ == "__main__":
    main()
