"""Draw the sample articles' pictures, and the social card and the favicon into the theme.

    python -m ops.samples.make_pictures [name …]

The same code draws the same pictures, so they are kept in the repository and drawn again only when it changes.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from . import marks, scenes
from .canvas import Canvas

# Anyone may redistribute them. Photographs in the public domain have credits to keep, and real people in them.
PICTURES = Path(__file__).parent / "pictures"
STATIC = Path(__file__).parents[2] / "layers/broadsheet/broadsheet/theme/static"
PICTURE_MAX_BYTES = 36_000

SCENES: tuple[Callable[[], Canvas], ...] = (
    scenes.harbour_tram,
    scenes.quill_islands,
    scenes.ringed_world,
    scenes.battery_ferries,
    scenes.otters_return,
    scenes.piano_bench_opera,
    scenes.rowing_title,
    scenes.northgate_clock,
    scenes.lantern_festival,
    scenes.mending_town,
    scenes.seaweed_bricks,
    scenes.corran_snow,
    scenes.night_trains,
    scenes.library_of_instruments,
    scenes.tidal_pitch,
)


def webp_of(picture: Image.Image, most_bytes: int) -> bytes:
    """Return the picture as WebP, at the best quality that keeps it within the bytes."""
    for quality in range(84, 20, -4):
        data = BytesIO()
        picture.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= most_bytes:
            return data.getvalue()
    raise ValueError(f"the picture does not fit into {most_bytes} bytes")


def main(names: list[str]) -> None:
    """Draw the named pictures, or all of them with the social card and the favicon."""
    PICTURES.mkdir(exist_ok=True)
    for scene in SCENES:
        name = scene.__name__.replace("_", "-")
        if names and name not in names:
            continue
        data = webp_of(scene().finished(), PICTURE_MAX_BYTES)
        (PICTURES / f"{name}.webp").write_bytes(data)
        print(f"{name:<26}{len(data):>8,} bytes")
    if not names:
        marks.social_card().finished().save(STATIC / "social-card.jpg", quality=84, optimize=True)
        marks.touch_icon().finished().save(STATIC / "apple-touch-icon.png", optimize=True)
        (STATIC / "favicon.svg").write_text(marks.FAVICON)


if __name__ == "__main__":
    main(sys.argv[1:])
