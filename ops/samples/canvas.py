"""A drawing board for flat editorial pictures: gradients, ridges, halftone. Knows Pillow, never a subject.

Every length is in pixels of the finished picture; the board is twice as large and is scaled down at the end.
"""

from collections.abc import Callable, Iterable, Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

SCALE = 2

Point = tuple[float, float]
Colour = tuple[int, int, int]


def colour_of(text: str) -> Colour:
    """Return the colour of a text such as `#1d3557`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def blend(first: str, second: str, share: float) -> str:
    """Return a colour between two; `share` 0 is the first, 1 the second."""
    pairs = zip(colour_of(first), colour_of(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def ramp(stops: Sequence[str]) -> list[int]:
    """Return a table of 3 × 256 values that turns grey levels into the colours of the stops."""
    table: list[Colour] = []
    for level in range(256):
        place = level / 255 * (len(stops) - 1)
        left = min(int(place), len(stops) - 2)
        table.append(colour_of(blend(stops[left], stops[left + 1], place - left)))
    return [colour[channel] for channel in range(3) for colour in table]


def wave(seed: int, width: float, height: float, roughness: int = 5) -> Callable[[float], float]:
    """Return a function from x to a smooth, irregular height between about −`height` and `height`."""
    random = Random(seed)
    parts = [(random.uniform(0, 2 * pi), random.uniform(0.7, 1.3)) for _ in range(roughness)]

    def at(x: float) -> float:
        return height * sum(
            sin(x / width * 2 * pi * (n + 1) * pace + phase) / (n + 1.5) for n, (phase, pace) in enumerate(parts)
        )

    return at


class Canvas:
    """One picture in the making."""

    def __init__(self, width: int, height: int, stops: Sequence[str], sideways: bool = False) -> None:
        """Start with a gradient, from the top down or from left to right."""
        self.width, self.height = width, height
        grey = Image.linear_gradient("L")
        if sideways:
            grey = grey.rotate(90)
        grey = grey.resize((width * SCALE, height * SCALE), Image.Resampling.BICUBIC)
        self.image = Image.merge("RGB", (grey, grey, grey)).point(ramp(stops))

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def _paint(self, draw_on: Callable[[ImageDraw.ImageDraw], None], colour: str, opacity: float, blur: float) -> None:
        mask = Image.new("L", self.image.size, 0)
        draw_on(ImageDraw.Draw(mask))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        if opacity < 1:
            mask = mask.point([round(level * opacity) for level in range(256)])
        self.image.paste(colour_of(colour), (0, 0), mask)

    def polygon(self, points: Sequence[Point], colour: str, opacity: float = 1, blur: float = 0) -> None:
        """Fill a polygon."""
        self._paint(lambda draw: draw.polygon(self._scaled(points), fill=255), colour, opacity, blur)

    def rectangle(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        colour: str,
        radius: float = 0,
        opacity: float = 1,
        blur: float = 0,
    ) -> None:
        """Fill a rectangle from its upper left corner, with rounded corners where a radius is given."""
        box = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        self._paint(lambda draw: draw.rounded_rectangle(box, radius=radius * SCALE, fill=255), colour, opacity, blur)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, colour: str, opacity: float = 1, blur: float = 0
    ) -> None:
        """Fill an ellipse about its centre."""
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self._paint(lambda draw: draw.ellipse(box, fill=255), colour, opacity, blur)

    def circle(self, x: float, y: float, radius: float, colour: str, opacity: float = 1, blur: float = 0) -> None:
        """Fill a circle about its centre."""
        self.ellipse(x, y, radius, radius, colour, opacity, blur)

    def ring(self, x: float, y: float, radius: float, thickness: float, colour: str, opacity: float = 1) -> None:
        """Draw a circle's outline, the thickness going inwards."""
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._paint(lambda draw: draw.ellipse(box, outline=255, width=round(thickness * SCALE)), colour, opacity, 0)

    def line(self, points: Sequence[Point], thickness: float, colour: str, opacity: float = 1, blur: float = 0) -> None:
        """Draw a line through points, with round joints and ends."""
        scaled = self._scaled(points)
        half = thickness * SCALE / 2

        def draw_on(draw: ImageDraw.ImageDraw) -> None:
            draw.line(scaled, fill=255, width=max(1, round(thickness * SCALE)), joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                draw.ellipse([x - half, y - half, x + half, y + half], fill=255)

        self._paint(draw_on, colour, opacity, blur)

    def lines(self, strokes: Iterable[Sequence[Point]], thickness: float, colour: str, opacity: float = 1) -> None:
        """Draw many strokes of one colour at once."""

        def draw_on(draw: ImageDraw.ImageDraw) -> None:
            for stroke in strokes:
                draw.line(self._scaled(stroke), fill=255, width=max(1, round(thickness * SCALE)), joint="curve")

        self._paint(draw_on, colour, opacity, 0)

    def dots(self, places: Iterable[tuple[float, float, float]], colour: str, opacity: float = 1) -> None:
        """Draw many dots of one colour at once, each of x, y and radius."""

        def draw_on(draw: ImageDraw.ImageDraw) -> None:
            for x, y, radius in places:
                box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
                draw.ellipse(box, fill=255)

        self._paint(draw_on, colour, opacity, 0)

    def glow(self, x: float, y: float, radius: float, colour: str, opacity: float = 1) -> None:
        """Lay light around a point, fading to nothing at the radius."""
        side = round(2 * radius * SCALE)
        # Pillow's gradient has 127 at the middle of each side, and goes on to the corners.
        fading = [round(255 * opacity * max(0.0, 1 - level / 127) ** 1.5) for level in range(256)]
        light = Image.radial_gradient("L").resize((side, side), Image.Resampling.BICUBIC).point(fading)
        self.image.paste(colour_of(colour), (round((x - radius) * SCALE), round((y - radius) * SCALE)), light)

    def ridge(self, base: float, height: float, seed: int, colour: str, width: float = 0, opacity: float = 1) -> None:
        """Fill everything below an irregular skyline."""
        skyline = wave(seed, width or self.width, height)
        points: list[Point] = [(x, base + skyline(x)) for x in range(-8, self.width + 9, 8)]
        self.polygon([*points, (self.width + 8, self.height + 8), (-8, self.height + 8)], colour, opacity)

    def halftone(self, shade: Callable[[float, float], float], step: float, colour: str, opacity: float = 1) -> None:
        """Lay a screen of dots at 45 degrees, each as large as `shade` says at its place, from 0 to 1."""
        diagonal = self.width + self.height
        count = int(diagonal / step) + 2
        places = []
        for row in range(-count, count):
            for column in range(-count, count):
                x, y = (column - row) * step * 0.7071, (column + row) * step * 0.7071
                if -step < x < self.width + step and -step < y < self.height + step:
                    size = max(0.0, min(1.0, shade(x, y))) * step * 0.62
                    if size > 0.4:
                        places.append((x, y, size))
        self.dots(places, colour, opacity)

    def shimmer(
        self, x: float, y: float, width: float, depth: float, seed: int, colour: str, opacity: float = 1
    ) -> None:
        """Draw a light's reflection in water: short strokes, wider and sparser towards the viewer."""
        random = Random(seed)
        strokes = []
        level = 0.0
        while level < depth:
            share = level / depth
            half = width * (0.25 + 0.75 * share) * random.uniform(0.35, 1)
            middle = x + random.uniform(-0.25, 0.25) * width
            strokes.append([(middle - half, y + level), (middle + half, y + level)])
            level += 5 + 11 * share
        self.lines(strokes, 3, colour, opacity)

    def finished(self) -> Image.Image:
        """Return the picture at its own size."""
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)


def around(x: float, y: float, radius: float, count: int, turn: float = 0) -> list[Point]:
    """Return points at equal distances on a circle; `turn` is in degrees."""
    steps = (2 * pi * n / count + turn * pi / 180 for n in range(count))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in steps]


def curve(start: Point, handle: Point, end: Point, steps: int = 40) -> list[Point]:
    """Return points of a quadratic Bézier curve."""
    points = []
    for n in range(steps + 1):
        t = n / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * start[0] + b * handle[0] + c * end[0], a * start[1] + b * handle[1] + c * end[1]))
    return points
