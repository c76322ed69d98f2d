"""The theme's own marks: the default social card and the icons. They carry no site's name."""

from math import exp
from random import Random

from .canvas import Canvas, blend

INK, PAPER, ACCENT = "#1b1815", "#f5f1e9", "#9c1c1f"

FAVICON = f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="{ACCENT}"/>
<path fill="{PAPER}" d="M6 4h20v23l-3.330-2-3.330 2L16 25l-3.330 2-3.330-2L6 27z"/>
<path fill="{ACCENT}" d="M9 7h14v4H9z"/>
<path fill="{INK}" d="M9 13h6v6H9zm8 0h6v2h-6zm0 4h6v2h-6zm-8 4h14v2H9z"/>
</svg>
"""


def page(c: Canvas, x: float, y: float, unit: float) -> None:
    """Draw a newspaper's front page: a flag, a picture, columns of text; 18 units wide."""

    def block(left: float, top: float, wide: float, tall: float, colour: str) -> None:
        c.rectangle(x + left * unit, y + top * unit, wide * unit, tall * unit, colour)

    block(0, 0, 18, 21, PAPER)
    teeth = [(x + (18 - n * 3) * unit, y + (20.95 - (0 if n % 2 else -1.0)) * unit) for n in range(7)]
    c.polygon([(x, y + 20 * unit), (x + 18 * unit, y + 20 * unit), *teeth], PAPER)
    block(2.5, 2.5, 13, 3.5, ACCENT)
    block(2.5, 8, 6, 6.5, INK)
    for n in range(3):
        block(10.5, 8 + n * 2.5, 5, 1.5, INK)
    block(2.5, 16, 13, 1.5, INK)


def touch_icon() -> Canvas:
    """The icon for a phone's home screen."""
    c = Canvas(180, 180, [ACCENT, blend(ACCENT, INK, 0.25)])
    page(c, 36, 27, 6)
    return c


def social_card() -> Canvas:
    """The picture that stands for an article without one where links are shared."""
    c = Canvas(1200, 630, ["#2a1416", "#5c1a1d", "#9c1c1f"])
    c.halftone(lambda x, y: 0.9 * exp(-(((x - 1010) / 560) ** 2) - ((y - 120) / 420) ** 2), 20, "#c9504a", 0.5)
    random = Random(10)
    for depth, (shift, tone) in enumerate(((120, "#c9c3b2"), (60, "#e2dccb"), (0, PAPER))):
        x, y = 262 + shift, 96 - shift * 0.45
        c.rectangle(x + 12, y + 18, 560, 640, "#180a0a", 4, 0.5, 18)
        c.rectangle(x, y, 560, 640, tone, 4)
        if depth < 2:
            continue
        c.rectangle(x + 40, y + 40, 480, 70, ACCENT)
        c.rectangle(x + 40, y + 126, 480, 4, INK)
        c.rectangle(x + 40, y + 152, 310, 26, INK)
        c.rectangle(x + 40, y + 190, 250, 26, INK)
        picture = Canvas(310, 180, ["#f2b98b", "#e58a6a", "#7d5470"])
        picture.circle(220, 70, 34, "#ffe9b8")
        picture.ridge(126, 26, 3, "#4b3d63", 240)
        picture.ridge(154, 16, 8, "#2b2745", 200)
        c.image.paste(picture.image, (round((x + 40) * 2), round((y + 238) * 2)))
        for n in range(16):
            c.rectangle(x + 376, y + 154 + n * 17, random.uniform(110, 144) if n % 6 != 5 else 70, 7, "#6d665e", 3)
        for column in range(3):
            for n in range(8):
                c.rectangle(x + 40 + column * 164, y + 442 + n * 17, random.uniform(124, 150), 7, "#6d665e", 3)
    return c
