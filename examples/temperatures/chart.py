"""Draws a bar chart: chart.py MEANS SVG. MEANS has lines `2024-01<tab>3.4`."""

import sys

means, svg = sys.argv[1:]
with open(means, encoding="utf-8") as lines:
    rows = [line.rstrip("\n").split("\t") for line in lines]
values = [float(value) for _, value in rows]
scale = 200 / max(1, max(abs(value) for value in values))
bars = [
    f'<rect x="{60 + index * 50}" y="{210 - max(value, 0) * scale:.1f}" width="40" height="{abs(value) * scale:.1f}"/>'
    f'<text x="{60 + index * 50}" y="440" font-size="9">{month}</text>'
    for index, (month, value) in enumerate(zip((month for month, _ in rows), values))
]
with open(svg, "w", encoding="utf-8") as file:
    file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{80 + 50 * len(bars)}" height="460">{"".join(bars)}</svg>\n')
