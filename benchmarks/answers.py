"""Answers to the benchmarks' questions as people read them: tables of Markdown, and bars drawn in SVG."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

BAR_PIXELS = 22
NAME_PIXELS = 240
SCALE_PIXELS = 400
VALUE_PIXELS = 140


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question found: paragraphs and tables in Markdown, and pictures by the names of their files."""

    question: str
    text: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; the first column is of words, the others of figures."""
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def ratio(value: float, other: float) -> str:
    """Return how many times one figure is another, `2.4 x`."""
    return f"{value / other:.1f} x" if value < 10 * other else f"{value / other:,.0f} x"


def bars(heading: str, unit: str, values: Mapping[str, float]) -> str:
    """Return horizontal bars as an SVG picture, which follows the reader's light or dark."""
    most = max(values.values())
    height = 34 + (BAR_PIXELS + 8) * len(values)
    width = NAME_PIXELS + SCALE_PIXELS + VALUE_PIXELS
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{html.escape(heading)}" font-family="system-ui, sans-serif" font-size="14">',
        "<style>text{fill:#222}rect{fill:#9aa5b1}.own{fill:#b3312c}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#6b7683}.own{fill:#e0655f}}</style>",
        f'<text x="0" y="16" font-weight="600">{html.escape(heading)}</text>',
    ]
    for number, (name, value) in enumerate(values.items()):
        top = 30 + number * (BAR_PIXELS + 8)
        base = top + BAR_PIXELS * 0.72
        own = ' class="own"' if name.startswith("Broadsheet") else ""
        lines += [
            f'<text x="{NAME_PIXELS - 10}" y="{base:.0f}" text-anchor="end">{html.escape(name)}</text>',
            f'<rect{own} x="{NAME_PIXELS}" y="{top}" width="{max(1, value / most * SCALE_PIXELS):.0f}" '
            f'height="{BAR_PIXELS}"/>',
            f'<text x="{NAME_PIXELS + value / most * SCALE_PIXELS + 8:.0f}" y="{base:.0f}">'
            f"{html.escape(_figure(value))} {html.escape(unit)}</text>",
        ]
    return "\n".join([*lines, "</svg>", ""])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"
