"""The sample articles' pictures, one function each. Knows shapes and colours, never files."""

# ruff: noqa: E501
# An outline is read in rows of points, not one number to a line.
# fmt: off

from math import cos, exp, hypot, pi, sin
from random import Random

from PIL import Image

from .canvas import Canvas, Point, around, blend, curve, wave

WIDTH, HEIGHT = 1280, 720


def birds(canvas: Canvas, places: list[tuple[float, float, float]], colour: str) -> None:
    """Draw gulls far away, each of x, y and half a wing's span."""
    for x, y, span in places:
        left = curve((x - span, y - span * 0.15), (x - span * 0.5, y - span * 0.55), (x, y), 12)
        right = curve((x, y), (x + span * 0.5, y - span * 0.55), (x + span, y - span * 0.15), 12)
        canvas.line(left + right[1:], max(2.0, span * 0.13), colour)


def band(x: float, y: float, rx: float, ry: float, turn: float, inner: float, first: float, last: float) -> list[Point]:
    """Return the outline of a part of a flat ring seen at an angle; angles in degrees, `inner` a share of the radius."""

    def at(angle: float, share: float) -> Point:
        a, t = angle * pi / 180, turn * pi / 180
        px, py = rx * share * cos(a), ry * share * sin(a)
        return x + px * cos(t) - py * sin(t), y + px * sin(t) + py * cos(t)

    angles = [first + (last - first) * n / 90 for n in range(91)]
    return [at(angle, 1) for angle in angles] + [at(angle, inner) for angle in reversed(angles)]


def harbour_tram() -> Canvas:
    """A red tram on a low arched bridge at sunrise."""
    c = Canvas(WIDTH, HEIGHT, ["#27496d", "#c97b84", "#f6b26b", "#ffe0a3", "#ffe0a3"])
    c.glow(900, 400, 520, "#fff3c4", 0.9)
    c.circle(900, 392, 92, "#fff6d6")
    c.halftone(lambda x, y: 0.75 * exp(-((y / 210) ** 2)) * (0.6 + 0.4 * x / WIDTH), 13, "#1c3757", 0.35)
    random = Random(4)
    for colour, low, top in (("#b7727c", 300, 380), ("#7d5470", 330, 410)):
        x = -10.0
        while x < WIDTH:
            width = random.uniform(28, 78)
            roof = random.uniform(low, top)
            c.rectangle(x, roof, width, 460 - roof, colour)
            if random.random() < 0.25:
                c.polygon([(x, roof), (x + width / 2, roof - random.uniform(20, 70)), (x + width, roof)], colour)
            x += width
    c.rectangle(0, 452, WIDTH, 270, "#3b5f86")
    water = Canvas(WIDTH, 270, ["#c9848a", "#5d6f97", "#233f63"])
    c.image.paste(water.image, (0, 452 * 2))
    c.shimmer(900, 466, 120, 250, 8, "#ffe9b8", 0.8)
    stone, dark = "#182a45", "#22385a"
    c.rectangle(0, 424, WIDTH, 30, stone)
    for n in range(6):
        x = -60 + n * 250
        c.rectangle(x, 440, 46, 130, stone)
        c.ellipse(x + 23, 572, 44, 9, "#142238", 0.7)
        arch = [(x + 46 + (204 * k / 24), 452 + 62 - 62 * sin(pi * k / 24)) for k in range(25)]
        c.polygon([(x + 46, 440), (x + 250, 440), *reversed(arch)], stone)
    c.rectangle(0, 418, WIDTH, 8, dark)
    for n in range(54):
        c.rectangle(n * 24, 400, 3, 20, dark)
    c.rectangle(0, 398, WIDTH, 4, dark)
    for x in (110, 470, 830, 1190):
        c.rectangle(x, 236, 6, 186, dark)
        c.rectangle(x - 40, 250, 46, 4, dark)
    c.line([(0, 252), (WIDTH, 252)], 2, dark)
    red, shade = "#c8352b", "#96231f"
    c.line([(520, 300), (556, 276), (530, 252)], 4, dark)
    for x in (300, 520):
        c.rectangle(x, 300, 206, 112, red, 16)
        c.rectangle(x, 384, 206, 28, shade, 8)
        c.rectangle(x + 8, 293, 190, 12, "#efe3cf", 6)
        for n in range(4):
            c.rectangle(x + 14 + n * 47, 318, 37, 46, "#ffe7a9", 6)
            c.rectangle(x + 14 + n * 47, 318, 37, 16, "#fff6d8", 6)
        for wheel in (x + 42, x + 164):
            c.circle(wheel, 414, 13, "#101d30")
            c.circle(wheel, 414, 5, "#6c7a91")
    c.rectangle(504, 312, 18, 92, "#5a1614")
    heads = Random(12)
    for n in range(7):
        x = 322 + (n * 53 if n < 4 else n * 53 + 12)
        c.circle(x + heads.uniform(-5, 5), 347, 8, "#4a2b33")
        c.rectangle(x - 11, 354, 22, 12, "#4a2b33", 5)
    c.circle(720, 390, 7, "#fff6d6")
    c.glow(726, 390, 90, "#ffe9a8", 0.9)
    birds(c, [(980, 200, 30), (1060, 170, 20), (1030, 240, 16), (720, 160, 14)], "#27405f")
    return c


def quill_islands() -> Canvas:
    """Five islands in mist, with boats between them."""
    c = Canvas(WIDTH, HEIGHT, ["#f3dcc0", "#dfe5dc", "#a9cdd0", "#6fa8b4", "#41798d"])
    c.circle(380, 150, 66, "#fff8ea")
    c.glow(380, 150, 330, "#fff8ea", 0.75)
    isles: list[tuple[float, float, float, float, str, int]] = [(1010, 238, 190, 96, "#9dbcc0", 3), (220, 290, 240, 120, "#7ba4ac", 9), (720, 372, 250, 150, "#568692", 5), (1150, 476, 270, 170, "#34667a", 21), (170, 606, 360, 220, "#1d4258", 14)]
    for x, base, half, height, colour, seed in isles:
        shape = wave(seed, half * 1.1, height * 0.16, 6)
        outline: list[Point] = []
        for n in range(121):
            t = n / 60 - 1
            body = (1 - abs(t) ** 1.7) ** 1.15
            outline.append((x + t * half, base - max(0.0, height * body * 0.8 + shape(t * half) * body)))
        c.polygon(outline, colour)
        c.polygon([(px, base + (base - py) * 0.42) for px, py in outline], colour, 0.28, 3)
        sunny = [(px - 4, py) for px, py in outline if px < x]
        c.line(sunny, 3, blend(colour, "#fff2d8", 0.55), 0.8)
        c.ellipse(x, base + 4, half * 1.5, 20, "#eef3ee", 0.75, 12)
        c.ellipse(x + half * 0.35, base - height * 0.34, half * 0.8, 12, "#eef3ee", 0.34, 10)
    random = Random(31)
    for _ in range(60):
        y = random.uniform(330, 710)
        x, length = random.uniform(0, WIDTH), random.uniform(14, 90) * (y / 700)
        c.line([(x, y), (x + length, y)], 2, "#e6f2ef", 0.45)
    for x, y, size, sail in ((520, 470, 1.0, "#c8432f"), (640, 560, 1.5, "#f2efe6"), (850, 600, 1.9, "#e0a33a"), (500, 330, 0.6, "#f2efe6"), (900, 300, 0.5, "#c8432f")):
        hull = "#14283a"
        c.line([(x - 30 * size, y + 13 * size), (x - 120 * size, y + 18 * size)], 2, "#f3f8f4", 0.7)
        c.line([(x - 30 * size, y + 10 * size), (x - 170 * size, y + 8 * size)], 2, "#f3f8f4", 0.5)
        c.polygon([(x - 30 * size, y), (x + 36 * size, y), (x + 24 * size, y + 14 * size), (x - 24 * size, y + 14 * size)], hull)
        c.line([(x, y), (x, y - 58 * size)], 2.4 * size, hull)
        c.polygon([(x + 3 * size, y - 56 * size), (x + 3 * size, y - 6 * size), (x + 34 * size, y - 6 * size)], sail)
        c.polygon([(x - 3 * size, y - 46 * size), (x - 3 * size, y - 6 * size), (x - 22 * size, y - 6 * size)], sail, 0.8)
    birds(c, [(560, 130, 26), (620, 100, 18), (650, 150, 14), (1120, 130, 20)], "#35566a")
    return c


def ringed_world() -> Canvas:
    """A dark planet with wide rings before an orange star."""
    c = Canvas(WIDTH, HEIGHT, ["#0b1026", "#141233", "#2a1536"])
    random = Random(77)
    c.dots([(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.choice((0.8, 0.8, 1.2, 1.9))) for _ in range(330)], "#f4e9ff", 0.85)
    c.glow(830, 350, 620, "#ff7a2f", 0.75)
    c.circle(830, 350, 262, "#ff9a3c")
    c.glow(800, 320, 250, "#ffe59a", 0.95)
    c.halftone(lambda x, y: 0.9 * max(0.0, hypot(x - 800, y - 320) / 262 - 0.35) if hypot(x - 830, y - 350) < 256 else 0, 15, "#e2561f", 0.8)
    x, y, turn = 560, 392, -22
    rings = [(470, 0.86, "#b98aa0"), (392, 0.80, "#e7c3a0"), (300, 0.74, "#8c6d97")]

    def half(first: float, last: float) -> None:
        for radius, inner, colour in rings:
            c.polygon(band(x, y, radius, radius * 0.27, turn, inner, first, last), colour, 0.92)
            for share in (0.25, 0.55, 0.8):
                edge = inner + (1 - inner) * share
                c.polygon(band(x, y, radius * edge, radius * 0.27 * edge, turn, 0.992, first, last), "#2a1536", 0.5)

    half(180, 360)
    c.circle(x, y, 136, "#1a1230")
    c.circle(x + 26, y - 14, 118, "#3b2450", 0.9, 26)
    for n, (dy, colour) in enumerate(((-60, "#5a3560"), (-18, "#6f416a"), (30, "#4b2c57"), (74, "#37214a"))):
        stripe = band(x - 4, y + dy * 0.98, (136**2 - dy**2) ** 0.5 * 0.985, 20 + n * 2, turn * 0.4, 0.62, 20, 160)
        c.polygon(stripe, colour, 0.55, 3)
    c.polygon(around(x - 40, y + 24, 128, 60), "#0b0a1e", 0.34, 30)
    half(0, 180)
    c.circle(240, 190, 15, "#d9b8c4")
    c.circle(235, 194, 13, "#5b4664", 0.85, 3)
    c.circle(1108, 596, 8, "#caa6b8")
    return c


def battery_ferries() -> Canvas:
    """A white ferry beneath a yellow gantry crane, and its reflection."""
    c = Canvas(WIDTH, 470, ["#f4efe2", "#d8e6dd", "#b5d3cd"])
    c.height = 470
    c.circle(250, 150, 74, "#fbd27a", 0.9)
    c.ridge(392, 40, 6, "#9fc2bb", 900)
    c.ridge(424, 26, 17, "#7fa9a4", 700)
    random = Random(9)
    for n in range(17):
        x, height = 20 + n * 78 + random.uniform(-14, 14), random.uniform(30, 84)
        c.rectangle(x, 470 - height, random.uniform(46, 84), height, "#5f8e8c")
    yellow, deep = "#eab221", "#b67f10"
    for x in (250, 1010):
        c.polygon([(x - 46, 470), (x - 20, 120), (x + 20, 120), (x + 46, 470), (x + 30, 470), (x + 8, 190), (x - 8, 190), (x - 30, 470)], yellow)
        for y in (230, 300, 370, 440):
            c.line([(x - 14 - (y - 190) * 0.08, y), (x + 14 + (y - 190) * 0.08, y)], 5, deep)
    c.rectangle(150, 84, 980, 44, yellow)
    c.rectangle(150, 120, 980, 8, deep)
    c.lines([[(150 + n * 49, 122), (150 + n * 49 + 24, 92), (150 + n * 49 + 49, 122)] for n in range(20)], 4, deep)
    c.rectangle(690, 70, 92, 66, "#33564f", 6)
    c.rectangle(704, 82, 30, 24, "#d8f0e4", 3)
    c.line([(736, 136), (736, 206)], 4, "#33564f")
    c.polygon([(722, 206), (750, 206), (744, 230), (728, 230)], "#33564f")
    hull = [(300, 372), (980, 372), (1042, 372), (1000, 470), (336, 470)]
    c.polygon(hull, "#20544c")
    c.polygon([(303, 380), (1040, 380), (1032, 398), (308, 398)], "#62c18e")
    c.rectangle(330, 318, 650, 56, "#fbfaf4", 10)
    c.rectangle(372, 268, 560, 54, "#f1f1e8", 10)
    c.rectangle(760, 216, 150, 56, "#fbfaf4", 12)
    c.rectangle(770, 228, 130, 22, "#274f5a", 6)
    for n in range(19):
        c.rectangle(350 + n * 33, 334, 21, 18, "#2f6570", 4)
    for n in range(15):
        c.rectangle(392 + n * 35, 282, 22, 18, "#2f6570", 4)
    c.polygon([(452, 268), (470, 206), (530, 206), (536, 268)], "#62c18e")
    bolt = [(508, 212), (482, 242), (497, 242), (486, 264), (516, 232), (500, 232)]
    c.polygon(bolt, "#fdf6d2")
    c.line([(640, 268), (640, 196)], 4, "#20544c")
    c.polygon([(642, 198), (690, 210), (642, 222)], "#d9482f")
    whole = Canvas(WIDTH, HEIGHT, ["#b5d3cd", "#2e6a68"])
    whole.image.paste(c.image, (0, 0))
    mirror = c.image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).crop((0, 0, WIDTH * 2, 500)).point([round(v * 0.8) for v in range(256)] * 3)
    whole.image.paste(mirror, (0, 940))
    random = Random(5)
    for y in range(476, 720, 6):
        share = (y - 470) / 250
        for _ in range(6):
            x, length = random.uniform(-40, WIDTH), random.uniform(60, 340) * (0.4 + share)
            whole.line([(x, y), (x + length, y)], 2 + 4 * share, blend("#8fbcb5", "#1d5052", min(1, share * 1.1)), 0.5)
    return whole


def otters_return() -> Canvas:
    """An otter's head and its wake beneath the moon."""
    c = Canvas(WIDTH, HEIGHT, ["#0d2233", "#16384a", "#2a5a63", "#12303d", "#0a1e2a"])
    c.glow(930, 170, 420, "#bfe0d6", 0.6)
    c.circle(930, 170, 96, "#f3f0dc")
    for x, y, radius in ((900.0, 150, 18), (962, 196, 24), (948, 128, 10)):
        c.circle(x, y, radius, "#dcd9c0", 0.8)
    c.ridge(300, 46, 11, "#0f2c38", 620)
    c.ridge(330, 22, 40, "#0a202b", 300)
    random = Random(2)
    for _ in range(70):
        x = random.uniform(0, WIDTH)
        top = 330 - random.uniform(20, 80)
        lean = random.uniform(-16, 16)
        c.line(curve((x, 352), (x, top + 20), (x + lean, top)), 3, "#081821")
    c.rectangle(0, 346, WIDTH, 374, "#133746")
    water = Canvas(WIDTH, 374, ["#3b7378", "#1b4653", "#0a222e"])
    c.image.paste(water.image, (0, 692))
    c.shimmer(930, 360, 150, 340, 3, "#f3f0dc", 0.55)
    for n in range(9):
        spread = 60 + n * 74
        y = 470 + n * 25
        near = curve((540, 470 - 6), (540 - spread * 0.3, y - 8), (540 - spread, y), 20)
        far = curve((540, 470 - 6), (540 + spread * 0.3, y - 8), (540 + spread, y), 20)
        c.line(near, 3, "#9fd0c9", 0.42 - n * 0.03)
        c.line(far, 3, "#9fd0c9", 0.42 - n * 0.03)
    for n in range(6):
        c.ellipse(540, 480 + n * 3, 150 + n * 34, 9 + n * 4, "#9fd0c9", 0.07)
    fur, light, dark = "#4a3427", "#8d6d53", "#241812"
    c.ellipse(540, 492, 170, 22, "#071820", 0.55, 8)
    head = [*curve((392, 494), (378, 330), (540, 322)), *curve((540, 322), (702, 330), (688, 494))]
    c.polygon(head, fur)
    for x in (426, 654):
        c.ellipse(x, 372, 30, 26, fur)
        c.ellipse(x, 376, 16, 14, dark)
    c.ellipse(540, 452, 102, 62, light, 0.9, 7)
    c.ellipse(508, 448, 46, 36, "#a98a6d", 0.9, 4)
    c.ellipse(572, 448, 46, 36, "#a98a6d", 0.9, 4)
    c.polygon([(508, 414), (572, 414), (560, 440), (540, 450), (520, 440)], dark)
    c.ellipse(530, 420, 8, 4, "#7c8a8c", 0.8)
    c.line([(540, 448), (540, 470)], 4, dark)
    c.line(curve((540, 470), (516, 484), (496, 470)), 4, dark)
    c.line(curve((540, 470), (564, 484), (584, 470)), 4, dark)
    for x in (470, 610):
        c.circle(x, 400, 14, dark)
        c.circle(x + 5, 395, 4.5, "#f3f0dc")
    for dx, dy in ((150, -14), (166, 4), (152, 22)):
        c.line(curve((500, 452), (500 - dx * 0.5, 446 + dy * 0.4), (500 - dx, 452 + dy)), 2, "#e8dcc8", 0.8)
        c.line(curve((580, 452), (580 + dx * 0.5, 446 + dy * 0.4), (580 + dx, 452 + dy)), 2, "#e8dcc8", 0.8)
    c.polygon([(330, 494), (750, 494), (780, 560), (300, 560)], "#17414d", 1, 3)
    for n in range(5):
        c.line(curve((400 - n * 34, 496 + n * 9), (540, 508 + n * 12), (680 + n * 34, 496 + n * 9)), 3, "#9fd0c9", 0.5 - n * 0.08)
    return c


def piano_bench_opera() -> Canvas:
    """Theatre curtains parted on a lighthouse."""
    c = Canvas(WIDTH, HEIGHT, ["#0f1b3a", "#24346b", "#6a5a9b", "#e59a7a"])
    random = Random(15)
    c.dots([(random.uniform(260, 1020), random.uniform(90, 380), random.choice((1.0, 1.6, 2.2))) for _ in range(70)], "#fff4d8", 0.9)
    lamp = (640, 224)
    c.polygon([lamp, (1140, 60), (1140, 260)], "#ffedb0", 0.55, 5)
    c.polygon([lamp, (140, 190), (140, 390)], "#ffedb0", 0.55, 5)
    for n, (colour, seed) in enumerate((("#3f5f9c", 8), ("#2d4a86", 19), ("#1d356b", 27))):
        scallops: list[Point] = []
        for x in range(140, 1150, 8):
            scallops.append((x, 486 + n * 34 - 14 * abs(sin((x + seed * 23) / 62 * pi / 2))))
        c.polygon([*scallops, (1150, 640), (140, 640)], colour)
        c.line(scallops, 3, "#cfe0f2", 0.5)
    c.polygon([(470, 520), (520, 440), (590, 424), (690, 424), (770, 450), (830, 520)], "#241b33")
    c.polygon([(600, 430), (616, 262), (664, 262), (680, 430)], "#f6ead4")
    for top, bottom in ((296, 332), (366, 402)):
        c.polygon([(600 + (430 - bottom) * 0.095, bottom), (600 + (430 - top) * 0.095, top), (680 - (430 - top) * 0.095, top), (680 - (430 - bottom) * 0.095, bottom)], "#c23b3a")
    c.rectangle(604, 254, 72, 10, "#241b33", 3)
    c.rectangle(618, 204, 44, 50, "#fff2bf")
    c.glow(640, 228, 150, "#fff2bf", 0.95)
    c.lines([[(632, 204), (632, 254)], [(648, 204), (648, 254)]], 3, "#241b33")
    c.polygon([(610, 206), (640, 172), (670, 206)], "#c23b3a")
    floor = Canvas(WIDTH, 130, ["#8b4a2f", "#3c1c1c"])
    c.image.paste(floor.image, (0, 590 * 2))
    c.lines([[(640 + (n - 10) * 50, 590), (640 + (n - 10) * 118, 720)] for n in range(21)], 2, "#4c241f", 0.7)
    for n in range(9):
        x = 200 + n * 110
        c.ellipse(x, 704, 30, 18, "#22120f")
        c.glow(x, 690, 84, "#ffd98a", 0.75)
        c.ellipse(x, 692, 15, 9, "#fff1c2")
    for side in (-1, 1):
        for n in range(9):
            t = n / 9
            edge = 640 + side * 640
            x0 = edge - side * (9 - n) * 42
            sway = 44 * (1 - t)
            width = 44
            points = [
                *curve((x0, 0), (x0 + side * sway * 0.2, 360), (x0 + side * (20 + sway), 720)),
                *reversed(curve((x0 + side * width, 0), (x0 + side * width, 360), (x0 + side * (width + 70), 720))),
            ]
            c.polygon(points, "#8e1526" if n % 2 else "#b51f33")
            glare = [*curve((x0 + side * 13, 0), (x0 + side * 15, 360), (x0 + side * (34 + sway), 720))]
            c.line(glare, 7, "#dd4a52" if n % 2 == 0 else "#a82236", 0.5, 3)
    for n in range(8):
        x = n * 160
        swag = [(x + 160 * k / 20, 54 + 74 * sin(pi * k / 20)) for k in range(21)]
        c.polygon([(x, 0), *swag, (x + 160, 0)], "#a01a2d" if n % 2 else "#b51f33")
        c.line(swag, 9, "#e9b64a")
        for k in (5, 10, 15):
            inner = [(x + 160 * k / 20 + (j - 10) * 2.2 * (1 if k > 10 else -1 if k < 10 else 0), (54 + 74 * sin(pi * k / 20)) * j / 20) for j in range(20)]
            c.line(inner, 3, "#6d0f1e", 0.5)
    return c


def rowing_title() -> Canvas:
    """Two racing shells side by side, from above."""
    c = Canvas(WIDTH, HEIGHT, ["#0f6aa3", "#1583b5", "#32a6c4"], sideways=True)
    random = Random(51)
    for _ in range(150):
        x, y, length = random.uniform(-60, WIDTH), random.uniform(0, HEIGHT), random.uniform(30, 120)
        wavelet = curve((x, y), (x + length / 2, y - 9), (x + length, y), 12)
        c.line(wavelet, 2.2, "#bfe9f2" if random.random() < 0.5 else "#0b5486", 0.4)
    bank = [(x, 88 + wave(4, 700, 22)(x)) for x in range(-8, 1296, 8)]
    c.polygon([(-8, -8), *[(x, y + 14) for x, y in bank], (1290, -8)], "#e8d8a6")
    c.polygon([(-8, -8), *bank, (1290, -8)], "#5f9a57")
    for n in range(30):
        x = n * 45 + random.uniform(-12, 12)
        y = random.uniform(6, 58)
        radius = random.uniform(16, 34)
        c.circle(x + 6, y + 8, radius, "#2d5d3c", 0.6)
        c.circle(x, y, radius, random.choice(("#3f7f4a", "#4c8d50", "#6da75a", "#c98f3a")))
        c.circle(x - radius * 0.3, y - radius * 0.3, radius * 0.42, "#a8cc7c", 0.5)

    def shell(x: float, y: float, hull: str, shirt: str, blade: str, swing: float) -> None:
        def at(along: float, across: float) -> Point:
            return x + along, y - along * 0.075 + across

        outline = [*curve(at(-430, 0), at(-120, -25), at(455, 0)), *curve(at(455, 0), at(-120, 25), at(-430, 0))]
        c.polygon([(px + 12, py + 22) for px, py in outline], "#06395c", 0.4, 6)
        for n in range(8):
            along = -235 + n * 68
            side = 1 if n % 2 else -1
            tip = at(along - swing, 118 * side)
            px, py = at(along - swing, 134 * side)
            c.ellipse(px - 20, py, 42, 15, "#d8f4f8", 0.5)
            c.ellipse(px - 20, py, 24, 8, "#0f6aa3", 0.5)
            c.line([at(along - 26, -4 * side), tip], 4.5, "#f4efe2")
            fin = [at(along - swing + 11, 110 * side), at(along - swing - 11, 110 * side), at(along - swing - 13, 148 * side), at(along - swing + 9, 148 * side)]
            c.polygon(fin, blade)
        c.polygon(outline, hull)
        c.line(curve(at(-400, 0), at(0, -9), at(430, 0)), 2, "#ffffff", 0.5)
        for n in range(8):
            along = -235 + n * 68
            px, py = at(along, 0)
            c.ellipse(px, py, 15, 21, shirt)
            c.line([at(along - 4, -14), at(along - 24, -5)], 7, "#d9a273")
            c.line([at(along - 4, 14), at(along - 24, 5)], 7, "#d9a273")
            c.circle(px + 2, py, 10, ("#3a2418", "#8a5a2b", "#201713", "#c99a4b")[n % 4])
        px, py = at(-306, 0)
        c.ellipse(px, py, 14, 18, "#f4b93c")
        c.circle(px + 2, py, 10, "#3a2418")
        for n in range(5):
            a, b = at(-430 - n * 46, -14 - n * 13), at(-500 - n * 46, -26 - n * 16)
            c.line([a, b], 3, "#dff5f8", 0.6)
            a, b = at(-430 - n * 46, 14 + n * 13), at(-500 - n * 46, 26 + n * 16)
            c.line([a, b], 3, "#dff5f8", 0.6)

    shell(680, 280, "#f7f3ea", "#c8352b", "#c8352b", 44)
    shell(610, 578, "#f2c14e", "#1e3f66", "#f4efe2", 8)
    return c


def northgate_clock() -> Canvas:
    """A station clock under a glass roof."""
    c = Canvas(WIDTH, HEIGHT, ["#f7d9a2", "#f2b98b", "#c98a86", "#6f5a78"])
    c.glow(640, 120, 720, "#fff2cf", 0.9)
    iron, soft = "#2b2438", "#544560"
    for n, radius in enumerate((1060, 930, 800, 670)):
        shade = blend("#a77f83", iron, n / 3)
        arc = [(640 + radius * cos(pi * k / 90), 800 - radius * 0.78 * sin(pi * k / 90)) for k in range(91)]
        c.line(arc, 6 + n * 4, shade)
        if n < 3:
            inner = radius - 130
            spokes = [[(640 + radius * cos(pi * k / 30), 800 - radius * 0.78 * sin(pi * k / 30)), (640 + inner * cos(pi * k / 30), 800 - inner * 0.78 * sin(pi * k / 30))] for k in range(31)]
            c.lines(spokes, 3 + n, shade, 0.8)
    for n in range(5):
        x = 60.0 + n * 150
        c.polygon([(x, 0), (x + 90, 0), (x + 420, 720), (x + 250, 720)], "#fff4d6", 0.12, 8)
    c.polygon([(0, 720), (0, 640), (1280, 640), (1280, 720)], "#2b2438")
    random = Random(6)
    for n in range(34):
        x = n * 40 + random.uniform(-12, 12)
        tall = random.uniform(46, 70)
        c.circle(x, 654 - tall, 9, "#221b2e")
        c.polygon([(x - 12, 650 - tall + 12), (x + 12, 650 - tall + 12), (x + 16, 660), (x - 16, 660)], "#221b2e")
        if n % 4 == 1:
            c.rectangle(x + 12, 630, 24, 24, "#3f2e30", 4)
    c.line([(640, 0), (640, 150)], 16, iron)
    c.line([(560, 40), (640, 92), (720, 40)], 7, iron)
    c.circle(652, 372, 236, "#3a2c42", 0.4, 16)
    c.circle(640, 356, 236, iron)
    c.ring(640, 356, 228, 7, "#c79a4b")
    c.circle(640, 356, 208, "#fbf5e3")
    c.halftone(lambda x, y: 0.5 * max(0.0, (x - 560 + y - 300) / 420) if hypot(x - 640, y - 356) < 200 else 0, 12, "#d8c59c", 0.8)
    for n in range(60):
        a = n * pi / 30
        long = n % 5 == 0
        inner = 168 if long else 186
        c.line([(640 + inner * sin(a), 356 - inner * cos(a)), (640 + 198 * sin(a), 356 - 198 * cos(a))], 9 if long else 3, iron)
    minute, hour = 56 * pi / 30, (7 + 56 / 60) * pi / 6
    true = 52 * pi / 30
    c.line([(640, 356), (640 + 150 * sin(true), 356 - 150 * cos(true))], 5, "#c8352b", 0.45)
    for angle, length, thick in ((hour, 112, 17), (minute, 172, 11)):
        c.line([(640 - 34 * sin(angle), 356 + 34 * cos(angle)), (640 + length * sin(angle), 356 - length * cos(angle))], thick, iron)
    c.circle(640, 356, 19, iron)
    c.circle(640, 356, 7, "#c79a4b")
    c.rectangle(560, 602, 160, 26, "#c79a4b", 4)
    c.rectangle(570, 611, 140, 3, soft)
    c.rectangle(590, 618, 100, 3, soft)
    birds(c, [(250, 150, 20), (300, 190, 14), (1010, 120, 18)], soft)
    return c


def lantern_festival() -> Canvas:
    """Paper lanterns on dark water."""
    c = Canvas(WIDTH, HEIGHT, ["#150f33", "#2b1c55", "#5b2d66", "#221444", "#0d0a26"])
    random = Random(23)
    for n in range(13):
        x = n * 104.0 - 20
        height = random.uniform(60, 140)
        c.rectangle(x, 292 - height, 92, height, "#1a1238")
        c.polygon([(x - 4, 292 - height), (x + 46, 292 - height - random.uniform(20, 50)), (x + 96, 292 - height)], "#1a1238")
        for _ in range(4):
            c.rectangle(x + random.choice((14, 38, 62)), 292 - random.uniform(20, height), 12, 16, "#f4b860", 2, 0.85)
    for n in range(22):
        x = n * 62
        c.circle(x, 92 + 26 * sin(n * 0.9), 22, random.choice(("#ff8f5a", "#ffd166", "#ff5f7a", "#7fd8d4")), 0.28, 5)
    c.rectangle(0, 290, WIDTH, 430, "#1b123f")
    water = Canvas(WIDTH, 430, ["#4a2763", "#241548", "#0b0822"])
    c.image.paste(water.image, (0, 580))
    for _ in range(160):
        x, y = random.uniform(-40, WIDTH), random.uniform(298, 716)
        length = random.uniform(20, 90) * (y / 500)
        c.line([(x, y), (x + length, y)], 2, "#8a5aa0", 0.28)
    lamps: list[tuple[float, float, str]] = []
    colours = ("#ff8f5a", "#ffd166", "#ff5f7a", "#ffb347", "#7fd8d4", "#f78fb3")
    while len(lamps) < 34:
        x, y = random.uniform(20, 1260), 310 + 330 * random.random() ** 1.3
        size = 0.25 + (y - 300) / 330
        if all(hypot(x - a, (y - b) * 2.2) > 62 * (size + 0.25 + (b - 300) / 330) for a, b, _ in lamps):
            lamps.append((x, y, random.choice(colours)))
    for x, y, colour in sorted(lamps, key=lambda lamp: lamp[1]):
        s = 0.25 + (y - 300) / 330
        c.glow(x, y - 30 * s, 150 * s, colour, 0.7)
        for k in range(7):
            half = (34 - k * 3) * s * random.uniform(0.5, 1)
            c.line([(x - half, y + (14 + k * 13) * s), (x + half, y + (14 + k * 13) * s)], max(1.5, 5 * s), colour, 0.5 - k * 0.055)
        body = [(x - 34 * s, y), (x - 42 * s, y - 62 * s), (x + 42 * s, y - 62 * s), (x + 34 * s, y)]
        c.polygon(body, colour)
        c.ellipse(x, y - 24 * s, 25 * s, 28 * s, "#fff3c9", 0.85, 7 * s)
        c.lines([[(x - 14 * s, y), (x - 17 * s, y - 62 * s)], [(x + 14 * s, y), (x + 17 * s, y - 62 * s)]], max(1, 2 * s), blend(colour, "#3b1a3a", 0.35), 0.7)
        c.rectangle(x - 44 * s, y - 66 * s, 88 * s, 8 * s, "#5a2740", 2)
        c.rectangle(x - 40 * s, y - 2 * s, 80 * s, 9 * s, "#5a2740", 3)
    return c


def mending_town() -> Canvas:
    """A toaster in its parts."""
    c = Canvas(WIDTH, HEIGHT, ["#1f8a86", "#177370"])
    c.lines([[(n * 40, 0), (n * 40, 720)] for n in range(33)] + [[(0, n * 40), (1280, n * 40)] for n in range(19)], 1, "#2c9a95", 0.7)
    cream, brass, steel, red, dark = "#f6ecd2", "#e2b04a", "#c9d6d5", "#e0533d", "#12423f"

    def laid(x: float, y: float, w: float, h: float, colour: str, radius: float = 10) -> None:
        c.rectangle(x + 7, y + 9, w, h, dark, radius, 0.45, 4)
        c.rectangle(x, y, w, h, colour, radius)

    laid(90, 90, 380, 250, cream, 54)
    c.rectangle(90, 276, 380, 64, brass, 30)
    c.rectangle(90, 270, 380, 40, cream)
    c.rectangle(132, 130, 240, 84, "#ead9b0", 24)
    for n in range(5):
        c.line([(152 + n * 50, 196), (152 + n * 50, 148)], 6, "#d8c391")
    c.rectangle(410, 120, 16, 130, "#cdb98a", 8)
    laid(394, 150, 48, 26, red, 10)
    for x in (150, 380):
        laid(x, 350, 44, 22, dark, 6)
    for n, x in enumerate((540, 680)):
        laid(x, 90, 110, 250, steel, 12)
        c.rectangle(x + 12, 102, 86, 226, "#32504f", 8)
        zigzag: list[Point] = []
        for k in range(15):
            zigzag.append((x + (24 if k % 2 else 86), 116 + k * 14.4))
        c.line(zigzag, 6, "#ff9b54" if n else "#ffc46b")
    for n in range(2):
        x, y = 830, 96 + n * 130
        laid(x, y, 190, 100, "#e8b872", 30)
        c.rectangle(x + 10, y + 10, 170, 80, "#d99a4e", 24)
        c.rectangle(x + 18, y + 18, 154, 64, "#f0c98c", 20)
        c.dots([(x + 30 + (k * 47) % 130, y + 30 + (k * 31) % 44, 3.0) for k in range(9)], "#c98b45")
    for n in range(4):
        x = 1068 + (n % 2) * 94
        y = 104 + (n // 2) * 124
        coil = [(x + 26 + 24 * cos(k * 0.6), y + k * 0.95) for k in range(100)]
        c.line([(px + 5, py + 6) for px, py in coil], 5, dark, 0.45)
        c.line(coil, 5, steel)
    laid(90, 430, 250, 62, steel, 10)
    c.rectangle(102, 442, 226, 38, "#9fb1b0", 6)
    random = Random(8)
    c.dots([(random.uniform(112, 318), random.uniform(448, 474), random.uniform(1.5, 4)) for _ in range(46)], "#8a5a2b")
    cord = [*curve((90, 620), (180, 520), (250, 610)), *curve((250, 610), (300, 680), (350, 600)), *curve((350, 600), (380, 545), (420, 570))]
    c.line([(x + 6, y + 8) for x, y in cord], 13, dark, 0.4)
    c.line(cord, 13, "#2d2a32")
    laid(412, 540, 74, 58, "#2d2a32", 12)
    c.lines([[(486, 556), (514, 556)], [(486, 582), (514, 582)]], 8, brass)
    for n in range(6):
        x, y = 660 + (n % 3) * 66, 426 + (n // 3) * 62
        c.circle(x + 5, y + 7, 20, dark, 0.45, 3)
        c.circle(x, y, 20, brass)
        c.line([(x - 10, y - 8 + n * 3), (x + 10, y + 8 - n * 3)], 4, "#7d5a17")
    for n in range(5):
        x = 648 + n * 40
        laid(x, 560, 20, 8, steel, 3)
        laid(x + 5, 568, 10, 62, steel, 3)
        c.lines([[(x + 4, 578 + k * 9), (x + 16, 582 + k * 9)] for k in range(6)], 2, "#6f8583")
    c.circle(976, 486, 72, dark, 0.45, 6)
    c.circle(968, 476, 72, cream)
    c.ring(968, 476, 72, 8, brass)
    for n in range(7):
        a = (n * 40 - 210) * pi / 180
        c.circle(968 + 52 * cos(a), 476 + 52 * sin(a), 3 + n * 0.8, "#c7793a")
    c.circle(968, 476, 28, "#2d2a32")
    c.line([(968, 476), (984, 456)], 6, cream)
    laid(560, 426, 40, 204, red, 14)
    c.rectangle(568, 440, 6, 170, "#f08a72", 3)
    laid(570, 380, 20, 50, steel, 4)
    laid(880, 586, 190, 38, "#2f7f45", 5)
    c.lines([[(890 + k * 24, 594), (890 + k * 24, 606), (902 + k * 24, 614)] for k in range(7)], 3, "#9ed39b")
    c.rectangle(940, 594, 36, 22, "#1d2b2a", 3)
    laid(1120, 420, 22, 150, "#d9a35c", 8)
    laid(1127, 560, 8, 80, steel, 3)
    laid(1190, 420, 8, 120, steel, 3)
    laid(1180, 536, 28, 104, "#3c4fa0", 10)
    return c


def seaweed_bricks() -> Canvas:
    """A wall of green and ochre bricks with kelp."""
    c = Canvas(WIDTH, HEIGHT, ["#d8cfae", "#b9ad86"])
    random = Random(64)
    colours = ("#7d8f5a", "#94a06a", "#b08d4f", "#c29a58", "#67804f", "#8a7a4a", "#a9a878", "#5c7558")
    for row in range(11):
        y = row * 68 - 12
        x = -130.0 + (row % 2) * 84
        while x < WIDTH:
            width = 158
            colour = random.choice(colours)
            c.rectangle(x + 4, y + 5, width, 58, "#7c7151", 5, 0.6)
            c.rectangle(x, y, width, 58, colour, 5)
            c.rectangle(x + 5, y + 4, width - 10, 9, blend(colour, "#fff7da", 0.35), 4, 0.7)
            specks = [(x + random.uniform(8, 150), y + random.uniform(14, 52), random.uniform(1, 3)) for _ in range(9)]
            c.dots(specks, blend(colour, "#1f2a1c", 0.5), 0.7)
            x += width + 10
    c.halftone(lambda x, y: 0.55 * max(0.0, 1 - hypot((x - 250) / 900, (y + 60) / 620)), 14, "#fff3c8", 0.35)
    c.polygon([(0, 720), (1280, 380), (1280, 720)], "#14302a", 0.22, 60)

    def frond(x: float, height: float, sway: float, colour: str, size: float) -> None:
        stem = curve((x, 760), (x + sway, 740 - height * 0.55), (x + sway * 0.4, 740 - height), 60)
        c.line([(px + 16, py + 12) for px, py in stem], 11 * size, "#26362a", 0.3, 5)
        for n in range(6, 61, 5):
            px, py = stem[n]
            side = -1 if n % 10 < 5 else 1
            length = (150 + 70 * sin(n / 60 * pi)) * size
            left: list[Point] = []
            right: list[Point] = []
            for k in range(31):
                t = k / 30
                along = px + side * length * (t**0.8) * 0.78
                rise = py - length * (0.35 * t + 0.5 * t**2) + 16 * size * sin(t * 7 + n) * t
                half = 21 * size * sin(pi * min(1.0, t * 0.94 + 0.06)) ** 0.7
                ruffle = 3.5 * size * sin(t * 26 + n)
                left.append((along - side * half * 0.7, rise - half * 0.7 + ruffle))
                right.append((along + side * half * 0.7, rise + half * 0.7 + ruffle))
            ribbon = left + right[::-1]
            middle = [((a + p) / 2, (b + q) / 2) for (a, b), (p, q) in zip(left, right, strict=True)]
            tone = blend(colour, "#0d2a22", 0.28 if side < 0 else 0.05)
            c.polygon([(a + 14, b + 12) for a, b in ribbon], "#26362a", 0.26, 5)
            c.polygon(ribbon, tone)
            c.polygon([*left, *reversed(middle)], blend(tone, "#d9e08a", 0.22))
            c.line(middle, 2, blend(tone, "#0d2a22", 0.4), 0.7)
            c.ellipse(px + side * 13 * size, py - 7 * size, 13 * size, 10 * size, blend(colour, "#e8d27a", 0.45))
            c.ellipse(px + side * 10 * size, py - 10 * size, 5 * size, 3 * size, "#f6efc0", 0.8)
        c.line(stem, 9 * size, blend(colour, "#0d2a22", 0.5))

    frond(1150, 640, -150, "#2c6b4f", 1.1)
    frond(330, 560, -110, "#4f7d3f", 1.0)
    frond(90, 400, 70, "#2c6b4f", 0.85)
    frond(860, 380, 90, "#7a7f35", 0.8)
    return c


def corran_snow() -> Canvas:
    """Cyclists on a zigzag road up a white mountain."""
    c = Canvas(WIDTH, HEIGHT, ["#8fa6bb", "#b9c8d3", "#e4eaee"])
    c.ridge(250, 120, 33, "#a8bac8", 900)
    c.ridge(330, 80, 12, "#c0ced8", 700)
    peak: list[Point] = [(-10, 720), (-10, 560), (190, 430), (330, 370), (520, 190), (620, 120), (668, 84), (720, 130), (830, 210), (960, 330), (1120, 430), (1290, 520), (1290, 720)]
    c.polygon(peak, "#f6f8f9")
    for face in (
        [(668, 84), (720, 130), (830, 210), (960, 330), (1120, 430), (1290, 520), (1290, 640), (1010, 520), (860, 390), (780, 300), (700, 220), (690, 150)],
        [(520, 190), (560, 260), (510, 340), (560, 420), (470, 520), (400, 470), (420, 380), (330, 370)],
    ):
        c.polygon(face, "#cbd8e2", 0.9)
    c.halftone(lambda x, y: 0.62 * max(0.0, (x - 700) / 700) if y > 120 + (x - 668) * 0.78 and x > 690 else 0, 13, "#93abbd", 0.55)
    turns: list[Point] = [(40, 706), (1130, 640), (180, 560), (960, 494), (320, 428), (840, 372), (440, 322), (760, 278), (540, 238), (690, 206), (610, 172)]
    road: list[Point] = []
    for n in range(len(turns) - 1):
        (x0, y0), (x1, y1) = turns[n], turns[n + 1]
        for k in range(31):
            t = k / 30
            road.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t - 16 * sin(pi * t) * (1 - n / 12)))
    for n in range(len(road) - 1):
        share = n / len(road)
        c.line([(road[n][0], road[n][1] + 8 * (1 - share)), (road[n + 1][0], road[n + 1][1] + 8 * (1 - share))], 26 * (1 - share) ** 1.4 + 3, "#b3c2cd")
    for n in range(len(road) - 1):
        share = n / len(road)
        c.line([road[n], road[n + 1]], 22 * (1 - share) ** 1.4 + 2.5, "#59697a")
    random = Random(91)
    shirts = ("#e0402f", "#f2b632", "#1f6fb2", "#2f9e62", "#d9488b", "#f27a1a", "#6a3fa0")
    riders = [8, 13, 16, 19, 37, 41, 44, 46, 49, 70, 74, 77, 79, 99, 103, 105, 131, 134, 166, 169, 198, 228, 256, 288]
    for place in reversed(riders):
        x, y = road[place]
        s = 1.12 * (1 - place / 310) ** 1.1 + 0.16
        way = 1 if road[place + 1][0] > x else -1
        shirt = random.choice(shirts)
        dark = "#1f2a36"
        for dx in (-15, 15):
            c.ring(x + dx * s, y - 2 * s, 11 * s, max(1.0, 2.4 * s), dark)
        c.line([(x - 15 * s * way, y - 2 * s), (x - 4 * s * way, y - 20 * s), (x + 10 * s * way, y - 20 * s), (x + 15 * s * way, y - 2 * s)], max(1.2, 2.6 * s), dark)
        c.line([(x - 5 * s * way, y - 24 * s), (x + 3 * s * way, y - 10 * s), (x - 1 * s * way, y + 2 * s)], max(1.4, 4.4 * s), dark)
        c.line([(x - 6 * s * way, y - 25 * s), (x + 8 * s * way, y - 38 * s)], max(2.0, 10 * s), shirt)
        c.line([(x + 8 * s * way, y - 37 * s), (x + 13 * s * way, y - 22 * s)], max(1.2, 3.6 * s), shirt)
        c.circle(x + 14 * s * way, y - 45 * s, max(1.2, 6.4 * s), shirt)
    for side in (60, 150, 1180, 1240, 1080):
        for n in range(3):
            x, y, s = side + n * 26, 640 - abs(640 - side) * 0.16 + n * 9, 1.0 - n * 0.16
            c.polygon([(x, y - 70 * s), (x + 20 * s, y), (x - 20 * s, y)], "#3f5a5e")
            c.polygon([(x, y - 70 * s), (x + 8 * s, y - 42 * s), (x, y - 48 * s), (x - 8 * s, y - 42 * s)], "#f6f8f9")
    for size, count in ((1.6, 170), (2.8, 90), (4.8, 34)):
        c.dots([(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), size) for _ in range(count)], "#ffffff", 0.9)
    return c


def night_trains() -> Canvas:
    """A lit train on a viaduct under stars."""
    c = Canvas(WIDTH, HEIGHT, ["#081229", "#10244a", "#23446f", "#5b7a94"])
    random = Random(41)
    c.dots([(random.uniform(0, WIDTH), random.uniform(0, 400) ** 1.0, random.choice((0.8, 1.1, 1.7, 2.3))) for _ in range(260)], "#f3f1dc", 0.9)
    for n in range(46):
        x = 140 + n * 24 + random.uniform(-30, 30)
        y = 300 - n * 6.5 + random.uniform(-34, 34)
        c.circle(x, y, random.uniform(8, 30), "#c9d8ee", 0.06, 8)
    c.ridge(420, 76, 5, "#1d3a5c", 900)
    c.ridge(490, 60, 18, "#152c49", 640)
    for _ in range(40):
        x = random.uniform(0, WIDTH)
        c.circle(x, 500 + random.uniform(0, 50), 1.7, "#ffd98a", 0.9)
    c.ridge(570, 30, 29, "#0e2038", 520)
    stone, edge = "#0a1626", "#2c4a6c"
    top = 410
    for n in range(9):
        x = -70 + n * 168
        c.polygon([(x - 17, top), (x + 17, top), (x + 27, 720), (x - 27, 720)], stone)
        c.line([(x - 17, top + 40), (x - 27, 720)], 3, edge, 0.6)
        arch = [(x + 17 + 134 * k / 24, top + 92 - 74 * sin(pi * k / 24)) for k in range(25)]
        c.polygon([(x + 17, top), (x + 151, top), *reversed(arch)], stone)
        c.line(arch, 3, edge, 0.6)
    c.rectangle(0, top - 10, WIDTH, 24, stone)
    c.rectangle(0, top - 12, WIDTH, 4, edge, 0, 0.8)
    coaches = ["#7a2433", "#7a2433", "#1f4f6a", "#1f4f6a", "#2c5c3c"]
    for n, colour in enumerate(coaches):
        x = 90 + n * 196
        c.rectangle(x, top - 78, 188, 58, colour, 9)
        c.rectangle(x + 2, top - 80, 184, 10, blend(colour, "#0a1626", 0.5), 5)
        c.rectangle(x, top - 32, 188, 6, "#d8b25a", 0, 0.9)
        for k in range(7):
            lit = random.random() < 0.72
            c.rectangle(x + 11 + k * 25, top - 65, 17, 20, "#ffe09a" if lit else "#20324a", 3)
        for k in (26, 52, 136, 162):
            c.circle(x + k, top - 17, 8, "#060d18")
        if n:
            c.rectangle(x - 9, top - 64, 10, 40, "#0a1320")
    x = 90 + 5 * 196
    c.polygon([(x, top - 20), (x, top - 78), (x + 110, top - 78), (x + 150, top - 46), (x + 156, top - 20)], "#c8453a")
    c.polygon([(x + 92, top - 70), (x + 112, top - 70), (x + 136, top - 48), (x + 92, top - 48)], "#20324a")
    c.rectangle(x, top - 32, 155, 6, "#f2e3c2")
    for k in (24, 52, 98, 126):
        c.circle(x + k, top - 17, 8, "#060d18")
    c.rectangle(x - 9, top - 64, 10, 40, "#0a1320")
    c.glow(x + 156, top - 30, 150, "#fff3c0", 0.9)
    c.circle(x + 153, top - 30, 6, "#fffbe6")
    for n in range(len(coaches)):
        c.rectangle(90 + n * 196, top + 2, 188, 12, "#ffe09a", 4, 0.22, 5)
    for n, x0 in enumerate((0, 260, 640, 980)):
        c.ellipse(x0 + 120, 660 + n * 9, 330, 30, "#9fb6cc", 0.26, 18)
    return c


def library_of_instruments() -> Canvas:
    """Shelves of books and instruments."""
    c = Canvas(WIDTH, HEIGHT, ["#4a2c20", "#3a2119"])
    c.glow(640, 300, 900, "#8a5634", 0.8)
    random = Random(13)
    wood, lip = "#8c5a35", "#b57a48"
    inks = ("#b5432f", "#d98f3d", "#2f5f6b", "#e3c58b", "#6b7f4a", "#7a3b4f", "#3d4f7a", "#c9a24f", "#efe2c2")

    def books(x: float, until: float, floor: float) -> None:
        while x < until - 14:
            width = min(random.uniform(18, 44), until - x)
            height = random.uniform(128, 186)
            ink = random.choice(inks)
            c.rectangle(x, floor - height, width - 2, height, ink, 3)
            c.rectangle(x, floor - height + 18, width - 2, 6, blend(ink, "#fff3cf", 0.55), 0, 0.9)
            c.rectangle(x, floor - 40, width - 2, 5, blend(ink, "#1d120d", 0.4), 0, 0.8)
            if width > 30:
                c.rectangle(x + 7, floor - height + 44, width - 16, 44, blend(ink, "#fff3cf", 0.7), 2, 0.85)
            x += width

    for floor, spans in ((224, ((20, 210), (560, 800), (1150, 1260))), (462, ((20, 330), (700, 860), (1090, 1260))), (700, ((20, 180), (470, 700), (1040, 1150)))):
        c.rectangle(0, floor - 214, WIDTH, 214, "#2b1711", 0, 0.55)
        for start, end in spans:
            books(start, end, floor)
        c.rectangle(0, floor, WIDTH, 18, wood)
        c.rectangle(0, floor, WIDTH, 5, lip)

    def violin(x: float, y: float, s: float, colour: str) -> None:
        def at(px: float, py: float) -> Point:
            return x + px * s, y + py * s

        right = [
            *curve(at(0, -96), at(54, -100), at(50, -56), 14),
            *curve(at(50, -56), at(46, -34), at(30, -22), 12),
            *curve(at(30, -22), at(24, -4), at(32, 10), 12),
            *curve(at(32, 10), at(66, 26), at(60, 66), 14),
            *curve(at(60, 66), at(50, 108), at(0, 106), 14),
        ]
        outline = right + [(2 * x - px, py) for px, py in reversed(right)]
        c.polygon([(px + 7, py + 7) for px, py in outline], "#160b07", 0.5, 4)
        c.polygon(outline, blend(colour, "#2a1008", 0.35))
        c.polygon([(x + (px - x) * 0.9, y + (py - y) * 0.93) for px, py in outline], colour)
        c.ellipse(x - 16 * s, y - 20 * s, 22 * s, 52 * s, "#ffd99a", 0.25, 9)
        c.rectangle(x - 8 * s, y - 236 * s, 16 * s, 236 * s, "#1d120d", 4)
        c.circle(x, y - 240 * s, 13 * s, colour)
        c.circle(x, y - 240 * s, 6 * s, "#2a1008")
        for k in range(4):
            c.circle(x + (16 if k % 2 else -16) * s, y - (204 + k * 9) * s, 4.6 * s, "#1d120d")
        c.rectangle(x - 20 * s, y + 22 * s, 40 * s, 7 * s, "#e8c98c", 2)
        c.polygon([at(-11, 48), at(11, 48), at(6, 94), at(-6, 94)], "#1d120d")
        for side in (-1, 1):
            c.line(curve(at(side * 26, -8), at(side * 16, 12), at(side * 28, 34), 12), 4 * s, "#1d120d")
        c.lines([[at(k * 3 - 4.5, -230), at(k * 3 - 4.5, 52)] for k in range(4)], 1, "#efe2c2", 0.8)

    violin(292, 164, 0.55, "#b5622c")
    violin(428, 164, 0.57, "#8f3f22")
    brass, glint = "#e0a93b", "#ffe6a0"
    tube = [(370, 372), (560, 372)]
    c.line(tube, 12, brass)
    c.line([(400, 372), *curve((420, 430), (400, 436), (400, 402), 10)], 10, brass)
    c.line(
        [
            *curve((420, 372), (386, 372), (386, 402), 16),
            *curve((386, 402), (386, 434), (420, 434), 16),
            (520, 434),
            *curve((520, 434), (552, 434), (552, 402), 16),
            *curve((552, 402), (552, 372), (520, 372), 16),
        ],
        11,
        brass,
    )
    c.polygon([*curve((556, 364), (620, 362), (656, 318), 20), (668, 318), (668, 430), (656, 430), *curve((656, 430), (620, 384), (556, 380), 20)], brass)
    c.ellipse(664, 374, 13, 58, glint)
    c.ellipse(666, 374, 8, 46, "#7a4c12")
    for k in range(3):
        x = 446 + k * 28
        c.rectangle(x, 344, 15, 96, "#c98f2a", 5)
        c.rectangle(x + 3, 330, 9, 16, glint, 3)
    c.rectangle(356, 366, 16, 12, glint, 4)
    c.line([(380, 369), (552, 369)], 3, glint, 0.8)
    c.rectangle(884, 330, 184, 124, "#b5432f", 8)
    c.rectangle(884, 330, 184, 14, "#efe2c2", 6)
    c.rectangle(884, 442, 184, 14, "#efe2c2", 6)
    c.lines([[(892 + k * 28, 346), (906 + k * 28, 440), (920 + k * 28, 346)] for k in range(6)], 3, "#e3c58b")
    c.ellipse(976, 328, 92, 17, "#f7efd8")
    c.lines([[(900, 300), (1010, 326)], [(1050, 296), (950, 324)]], 6, "#d9a35c")
    c.circle(1012, 327, 7, "#e8c98c")
    c.circle(948, 325, 7, "#e8c98c")
    for k, (x, colour) in enumerate(((842, "#d9a35c"), (880, "#5b3220"), (918, "#e3c58b"))):
        c.rectangle(x, 60 + k * 14, 17, 164 - k * 14, colour, 7)
        c.dots([(x + 8.5, 100 + k * 14 + j * 18, 3.2) for j in range(6)], "#21120c")
        c.rectangle(x - 2, 78 + k * 14, 21, 5, "#f7efd8", 2)
    body = [*curve((980, 224), (956, 130), (1040, 122), 20), *curve((1040, 122), (1128, 128), (1108, 224), 20)]
    c.polygon(body, "#2f5f6b")
    c.polygon([(x * 0.86 + 1044 * 0.14, y * 0.86 + 180 * 0.14) for x, y in body], "#3f7c86")
    c.rectangle(1030, 70, 22, 76, "#21120c", 4)
    c.circle(1042, 176, 20, "#1b2f33")
    violin(332, 614, 0.72, "#a9552a")
    c.rectangle(196, 616, 66, 84, "#efe2c2", 6)
    c.lines([[(206, 632 + k * 11), (252, 632 + k * 11)] for k in range(5)], 2, "#6b4a30")
    c.dots([(214, 646, 5.0), (230, 657, 5.0), (244, 640, 5.0)], "#21120c")
    bellows = [(746 + k * 18, 564 + (8 if k % 2 else 0)) for k in range(9)]
    c.rectangle(700, 552, 48, 148, "#7a3b4f", 8)
    c.rectangle(890, 552, 48, 148, "#7a3b4f", 8)
    for k in range(8):
        x = bellows[k][0]
        c.rectangle(x, 560, 18, 134, "#efe2c2" if k % 2 else "#c9a24f", 2)
    c.dots([(714 + (k % 2) * 20, 574 + (k // 2) * 22, 6.0) for k in range(10)], "#f7efd8")
    for k in range(7):
        c.rectangle(902, 566 + k * 18, 32, 13, "#f7efd8" if k % 3 else "#21120c", 3)
    c.line(curve((1190, 690), (1186, 560), (1206, 520)), 9, brass)
    c.polygon([(1176, 700), (1240, 700), (1222, 660), (1196, 660)], brass)
    c.rectangle(962, 640, 60, 60, "#3d4f7a", 30)
    c.rectangle(962, 670, 60, 30, "#3d4f7a", 4)
    c.glow(640, -40, 760, "#ffdf9e", 0.22)
    return c


def tidal_pitch() -> Canvas:
    """A football pitch with the sea in one corner, from above."""
    c = Canvas(WIDTH, HEIGHT, ["#e7d3a0", "#d9be86"])
    random = Random(17)
    c.dots([(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(0.8, 2.2)) for _ in range(420)], "#b9985f", 0.6)
    left, top, wide, tall = 130, 82, 1020, 556
    for n in range(12):
        c.rectangle(left + n * wide / 12, top, wide / 12 + 1, tall, "#6fa35a" if n % 2 else "#7fb266")
    c.halftone(lambda x, y: 0.5 * max(0.0, (x - 300) / 1000) if left < x < left + wide and top < y < top + tall else 0, 16, "#4f8a52", 0.5)
    white = "#fbf8ea"

    def box(x: float, y: float, w: float, h: float) -> None:
        c.line([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], 5, white)

    box(left + 22, top + 22, wide - 44, tall - 44)
    c.line([(640, top + 22), (640, top + tall - 22)], 5, white)
    c.ring(640, 360, 84, 5, white)
    c.circle(640, 360, 6, white)
    for side in (-1, 1):
        goal = 640 + side * (wide / 2 - 22)
        box(min(goal, goal - side * 150), 210, 150, 300)
        box(min(goal, goal - side * 58), 286, 58, 148)
        c.circle(goal - side * 104, 360, 5, white)
    shirts = [
        (250, 350, "#f2b632"),
        (400, 220, "#e0402f"),
        (430, 470, "#e0402f"),
        (520, 300, "#1e3f66"),
        (590, 420, "#e0402f"),
        (690, 250, "#1e3f66"),
        (720, 440, "#e0402f"),
        (770, 330, "#1e3f66"),
        (800, 520, "#1e3f66"),
        (850, 220, "#e0402f"),
        (900, 390, "#1e3f66"),
        (940, 300, "#e0402f"),
    ]
    tide = wave(3, 460, 26, 4)
    sea: list[Point] = []
    for n in range(101):
        t = n / 100
        x, y = 620 + 700 * t, 760 - 660 * t**1.25
        sea.append((x + tide(n * 9), y + tide(n * 7 + 300)))
    for shift, colour, opacity in ((-42, "#b8a06c", 0.75), (-24, "#f7f4e4", 0.9), (0, "#58b4c0", 0.9), (30, "#f7f4e4", 0.35), (44, "#3697b0", 0.9), (120, "#1f7397", 0.9), (220, "#155a80", 0.9)):
        edge = [(x + shift * 0.72 + 6 * sin(n * 0.5 + shift), y + shift * 0.7) for n, (x, y) in enumerate(sea)]
        c.polygon([*edge, (1400, 0), (1400, 800), (600, 800)], colour, opacity)
    for _ in range(46):
        x, y = random.uniform(900, 1270), random.uniform(330, 710)
        if x + y > 1420:
            c.line(curve((x, y), (x + 22, y - 7), (x + 44, y), 10), 2.4, "#d9f2f2", 0.55)
    c.line([(640, top + tall - 22), (left + wide - 22, top + tall - 22), (left + wide - 22, top + 22)], 5, white, 0.4)
    goal_x = left + wide - 22
    c.rectangle(goal_x, 304, 46, 112, "#ffffff", 3, 0.25)
    c.lines([[(goal_x + k * 11, 304), (goal_x + k * 11, 416)] for k in range(5)] + [[(goal_x, 304 + k * 14), (goal_x + 46, 304 + k * 14)] for k in range(9)], 1.4, white, 0.85)
    c.line([(goal_x, 304), (goal_x, 416)], 8, white)
    c.rectangle(left + 22 - 46, 304, 46, 112, "#ffffff", 3, 0.25)
    c.line([(left + 22, 304), (left + 22, 416)], 8, white)
    for x, y, colour in [*shirts, (1066, 366, "#f27a1a")]:
        c.ellipse(x + 16, y + 16, 22, 11, "#1f4a34", 0.45, 3)
        c.ellipse(x, y, 17, 11, colour)
        c.circle(x, y, 7.5, "#3a2418")
    c.circle(1012, 336, 9, "#1f4a34", 0.4, 2)
    c.circle(1004, 328, 8, "#ffffff")
    c.circle(1004, 328, 3, "#222222")
    for x, y in ((left + 22, top + 22), (left + wide - 22, top + 22), (left + 22, top + tall - 22), (left + wide - 22, top + tall - 22)):
        c.line([(x, y), (x + 4, y - 34)], 4, "#5a4630")
        c.polygon([(x + 4, y - 34), (x + 30, y - 26), (x + 4, y - 16)], "#e0402f")
    for x, y, span in ((300, 150, 34), (380, 120, 24), (1050, 560, 40), (480, 640, 28)):
        birds(c, [(x + 34, y + 52, span)], "#3f6b45")
        birds(c, [(x, y, span)], "#ffffff")
    return c
