"""The wedge picture: what each measure takes off business as usual, the target, the inventory.

Made for a phone at arm's length: the chart on top, below it a row a thing with its value, then what
nobody has verified. Every colour has its words; lines differ in their dashes too.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from PIL import Image, ImageDraw

from handlers.pictures.fonts import INK, draw_text, fitted, text_width, wrapped

WIDTH, MARGIN = 1040, 56
INSIDE = WIDTH - 2 * MARGIN
PAPER, GRID, QUIET = "#FFFFFF", "#D5DDD8", "#45524A"
REMAINING = "#D3DAD6"
BANDS = ("#0B6B3A", "#E69F00", "#56B4E9", "#CC79A7", "#8C6BB1", "#A6761D")
TARGETS = (("#B3261E", (26, 12)), ("#6A1B9A", (8, 10)), ("#1A4E8A", (16, 8)))  # ink, dash and gap
TITLE_SIZES, SUBTITLE_SIZE, TICK_SIZE = (52, 46, 40), 38, 34
LABEL_SIZE, LABEL_LINE, NOTE_SIZE, NOTE_LINE = 36, 48, 32, 44
HEAD_HEIGHT, CHART_HEIGHT, AXIS_HEIGHT = 172, 620, 64
ROW_GAP, SIGN, SIGN_GAP, VALUE_GAP = 16, 52, 20, 24
LABEL_LINES, NOTE_LINES = 2, 4
FINER = 2  # the chart is drawn so many times larger, so that its lines come out smooth
LINE, DOT = 6, 11

Point = tuple[float, float]
Draw = ImageDraw.ImageDraw


class Chart:
    """Where years and kilograms stand in the chart."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.years: list[int] = data["years"]
        self.low, self.high = data["ticks"][0][0], data["ticks"][-1][0]
        self.left = MARGIN + max(text_width(label, TICK_SIZE) for _, label in data["ticks"]) + 18
        self.right = float(WIDTH - MARGIN - LINE)
        self.top, self.bottom = float(HEAD_HEIGHT), float(HEAD_HEIGHT + CHART_HEIGHT)

    def x(self, year: int) -> float:
        span = self.years[-1] - self.years[0]
        return self.left + (year - self.years[0]) / span * (self.right - self.left)

    def y(self, kg: float) -> float:
        share = (kg - self.low) / (self.high - self.low)
        return float(self.bottom - share * (self.bottom - self.top))

    def line(self, values: Sequence[float]) -> list[Point]:
        return [(self.x(year), self.y(kg)) for year, kg in zip(self.years, values, strict=True)]


def draw_wedge(data: Mapping[str, Any]) -> Image.Image:
    """As high as its legend and its notes."""
    rows = [(row, _label(row)) for row in data["legend"]]
    notes = [
        line for note in data["notes"] for line in wrapped(note, NOTE_SIZE, INSIDE, NOTE_LINES)
    ]
    legend_top = HEAD_HEIGHT + CHART_HEIGHT + AXIS_HEIGHT + NOTE_LINE
    legend_height = sum(_row_height(label) for _, label in rows)
    notes_top = legend_top + legend_height + (NOTE_LINE if notes else 0)
    height = notes_top + len(notes) * NOTE_LINE + MARGIN // 2
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    _draw_chart(picture, data)
    draw = ImageDraw.Draw(picture)
    _head(draw, data["title"], data["subtitle"])
    _axes(draw, data)
    draw_text(draw, (MARGIN, legend_top - 8), data["below"], NOTE_SIZE, fill=QUIET)
    top = legend_top + ROW_GAP
    for row, label in rows:
        _legend_row(draw, top, row, label)
        top += _row_height(label)
    for at, line in enumerate(notes):
        draw_text(draw, (MARGIN, notes_top + (at + 0.5) * NOTE_LINE), line, NOTE_SIZE, fill=QUIET)
    return picture


def _head(draw: Draw, title: str, subtitle: str) -> None:
    fits = (size for size in TITLE_SIZES if text_width(title, size, bold=True) <= INSIDE)
    size = next(fits, TITLE_SIZES[-1])
    draw_text(draw, (MARGIN, 76), fitted(title, size, INSIDE, bold=True), size, bold=True)
    draw_text(
        draw, (MARGIN, 130), fitted(subtitle, SUBTITLE_SIZE, INSIDE), SUBTITLE_SIZE, fill=QUIET
    )


# --- the chart ------------------------------------------------------------------------------------


def _draw_chart(picture: Image.Image, data: Mapping[str, Any]) -> None:
    """Drawn larger and brought down: Pillow's own lines have steps."""
    chart = Chart(data)
    size = (WIDTH * FINER, (HEAD_HEIGHT + CHART_HEIGHT + AXIS_HEIGHT // 2) * FINER)
    layer = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(layer)
    for kg, _ in data["ticks"]:
        _stroke(draw, [(chart.left, chart.y(kg)), (chart.right, chart.y(kg))], GRID, 2)
    _areas(draw, chart, data)
    _stroke(draw, [(chart.left, chart.y(0)), (chart.right, chart.y(0))], INK, 3)
    _stroke(draw, chart.line(data["bau"]), INK, LINE)
    for at, target in enumerate(data["targets"]):
        _target(draw, chart, at, target)
    known = [(chart.x(year), chart.y(kg)) for year, kg in data["actuals"]]
    _stroke(draw, known, INK, LINE // 2)
    for point in known:
        _dot(draw, point)
    picture.paste(layer.resize((size[0] // FINER, size[1] // FINER), Image.Resampling.LANCZOS))


def _areas(draw: Draw, chart: Chart, data: Mapping[str, Any]) -> None:
    """Bands from business as usual downward; what is left stands on zero."""
    upper = list(data["bau"])
    for at, band in enumerate(data["bands"]):
        lower = [level - saved for level, saved in zip(upper, band, strict=True)]
        _area(draw, chart, upper, lower, BANDS[at % len(BANDS)])
        upper = lower
    _area(draw, chart, upper, [min(level, 0) for level in upper], REMAINING)


def _area(
    draw: Draw, chart: Chart, upper: Sequence[float], lower: Sequence[float], colour: str
) -> None:
    above, below = chart.line(upper), chart.line(lower)
    draw.polygon([_fine(point) for point in (*above, *reversed(below))], fill=colour)
    _stroke(draw, below, PAPER, 2)  # neighbours stay apart in every kind of sight


def _target(draw: Draw, chart: Chart, at: int, target: Mapping[str, Any]) -> None:
    ink, dash = TARGETS[at % len(TARGETS)]
    points = {year: (chart.x(year), chart.y(kg)) for year, kg in target["points"]}
    for one, other in _dashes(list(points.values()), *dash):
        _stroke(draw, [one, other], PAPER, LINE + 4)
    for one, other in _dashes(list(points.values()), *dash):
        _stroke(draw, [one, other], ink, LINE)
    for year in target["milestones"]:
        x, y = points[year]
        _diamond(draw, (x, y), DOT + 5, PAPER)
        _diamond(draw, (x, y), DOT + 1, ink)


def _dashes(points: Sequence[Point], dash: int, gap: int) -> Iterator[tuple[Point, Point]]:
    """The line through the points as dashes, counted along it."""
    walked = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length, done = hypot(x1 - x0, y1 - y0), 0.0
        while done < length:
            at = (walked + done) % (dash + gap)
            step = min((dash if at < dash else dash + gap) - at, length - done)
            step = max(step, 0.01)
            if at < dash:
                ends = [
                    (x0 + (x1 - x0) * s / length, y0 + (y1 - y0) * s / length)
                    for s in (done, done + step)
                ]
                yield ends[0], ends[1]
            done += step
        walked += length


def _stroke(draw: Draw, points: Sequence[Point], ink: str, width: int) -> None:
    if len(points) > 1:
        draw.line([_fine(point) for point in points], ink, width * FINER, joint="curve")


def _dot(draw: Draw, point: Point) -> None:
    x, y = _fine(point)
    for radius, colour in ((DOT + 4, PAPER), (DOT, INK)):
        reach = radius * FINER
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _diamond(draw: Draw, point: Point, reach: int, ink: str) -> None:
    x, y = _fine(point)
    reach *= FINER
    draw.polygon([(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)], fill=ink)


def _fine(point: Point) -> Point:
    return point[0] * FINER, point[1] * FINER


def _axes(draw: Draw, data: Mapping[str, Any]) -> None:
    """Round amounts at the left; as many years below as have room, the last one always."""
    chart = Chart(data)
    for kg, label in data["ticks"]:
        at = (chart.left - 14, chart.y(kg) + TICK_SIZE / 3)
        draw_text(draw, at, label, TICK_SIZE, fill=QUIET, anchor="rs")
    room = max(text_width(label, TICK_SIZE) for label in data["labels"]) * 1.4
    years = len(chart.years)
    apart = (chart.right - chart.left) / (years - 1)
    every = next(step for step in range(1, years + 1) if apart * step >= room or step == years)
    for number in range(years - 1, -1, -every):
        x, label = chart.x(chart.years[number]), data["labels"][number]
        x = min(x, WIDTH - MARGIN - text_width(label, TICK_SIZE) / 2)
        draw_text(draw, (x, chart.bottom + 44), label, TICK_SIZE, fill=QUIET, anchor="ms")


# --- the legend -----------------------------------------------------------------------------------


def _label(row: Mapping[str, Any]) -> list[str]:
    taken = SIGN + SIGN_GAP + VALUE_GAP + text_width(row["value"], LABEL_SIZE, bold=True)
    return wrapped(row["label"], LABEL_SIZE, INSIDE - taken, LABEL_LINES)


def _row_height(label: Sequence[str]) -> int:
    return len(label) * LABEL_LINE + ROW_GAP


def _legend_row(draw: Draw, top: int, row: Mapping[str, Any], label: Sequence[str]) -> None:
    """The sign, the words, the value at the right."""
    _sign(draw, top + LABEL_LINE // 2, row["what"], row["at"])
    baseline = top + 36
    for at, line in enumerate(label):
        where = (MARGIN + SIGN + SIGN_GAP, baseline + at * LABEL_LINE)
        draw_text(draw, where, line, LABEL_SIZE)
    draw_text(draw, (WIDTH - MARGIN, baseline), row["value"], LABEL_SIZE, bold=True, anchor="rs")


def _sign(draw: Draw, middle: int, what: str, at: int) -> None:
    left, right = MARGIN, MARGIN + SIGN
    box = (left, middle - 17, right, middle + 17)
    match what:
        case "band":
            draw.rectangle(box, BANDS[at % len(BANDS)])
        case "remaining":
            draw.rectangle(box, REMAINING, QUIET, 2)
        case "target":
            ink, dash = TARGETS[at % len(TARGETS)]
            for one, other in _dashes([(left, middle), (right, middle)], *dash):
                draw.line([one, other], ink, LINE)
        case "gap":  # from what remains down to the target
            ink, middle_x = TARGETS[at % len(TARGETS)][0], (left + right) // 2
            draw.line([(middle_x, middle - 17), (middle_x, middle + 17)], ink, LINE // 2)
            for end in (middle - 17, middle + 17):
                draw.line([(middle_x - 10, end), (middle_x + 10, end)], ink, LINE // 2)
        case "actual":
            draw.line([(left, middle), (right, middle)], INK, LINE // 2)
            centre = (left + right) / 2
            draw.ellipse((centre - DOT, middle - DOT, centre + DOT, middle + DOT), INK)
        case _:
            draw.line([(left, middle), (right, middle)], INK, LINE)
