/** Bars in groups as SVG: one group a category, one colour and letter a series, an axis from 0 to 100 percent. */
import { fixed } from './decimals.ts';
import { escapeMarkup } from './markup.ts';

export interface BarChart {
  readonly title: string;
  /** Lines below the title. */
  readonly notes: readonly string[];
  /** What the axis shows. */
  readonly axis: string;
  readonly series: readonly BarSeries[];
  readonly groups: readonly string[];
  /** A line across every group, to compare bars with. */
  readonly mark?: { readonly name: string; readonly values: readonly number[] };
}

export interface BarSeries {
  readonly name: string;
  /** Percent, one a group; null draws nothing. */
  readonly values: readonly (number | null)[];
}

const WIDTH = 800;
const LEFT = 52;
const RIGHT = 14;
const PLOT_HEIGHT = 280;
const TICKS = [0, 20, 40, 60, 80, 100] as const;
const TEXT = '#1a1a1a';
const FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/**
 * Paul Tol's muted scheme with blue, orange and grey, told apart with any colour vision as far as twelve colours can be;
 * for that reason every series has a letter too. From the thirteenth series on the colours begin anew.
 */
const COLOURS = [
  '#332288',
  '#ee7733',
  '#117733',
  '#88ccee',
  '#882255',
  '#ddcc77',
  '#44aa99',
  '#cc6677',
  '#0077bb',
  '#999933',
  '#aa4499',
  '#777777',
] as const;

/** A bar at least so wide has its letter below it, and its figure above it. */
const LETTER_WIDTH = 5;
const FIGURE_WIDTH = 28;
const LEGEND_COLUMNS = 4;
const DASH_HEIGHT = 1.2;

/**
 * The chart as an SVG document, 800 units wide, with a white ground and dark text, so that it can be read on any page.
 * Every bar has a tooltip, and the chart a title and a description.
 */
export function drawGroupedBars(chart: BarChart): string {
  const { title, notes, groups } = chart;
  const top = 52 + 17 * notes.length;
  const base = top + PLOT_HEIGHT;
  const legendTop = base + 50;
  const rows = Math.ceil((chart.series.length + (chart.mark === undefined ? 0 : 1)) / LEGEND_COLUMNS);
  const height = legendTop + 22 * rows + 4;
  const y = (percent: number): number => base - (PLOT_HEIGHT * percent) / 100;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title notes" font-family="${FONT}" fill="${TEXT}">`,
    `<title id="title">${escapeMarkup(title)}</title>`,
    `<desc id="notes">${escapeMarkup(notes.join(' '))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    drawText(12, 25, title, 'font-size="17" font-weight="bold"'),
    ...notes.map((note, line) => drawText(12, 46 + 17 * line, note, 'font-size="13"')),
    ...drawAxis(chart.axis, y),
    ...groups.flatMap((_, group) => drawGroup(chart, group, y)),
    `<line x1="${LEFT}" y1="${base}" x2="${WIDTH - RIGHT}" y2="${base}" stroke="${TEXT}"/>`,
    ...drawLegend(chart, legendTop),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function drawAxis(name: string, y: (percent: number) => number): readonly string[] {
  const middle = at(y(50));
  return [
    ...TICKS.map(
      (tick) =>
        `<line x1="${LEFT}" y1="${at(y(tick))}" x2="${WIDTH - RIGHT}" y2="${at(y(tick))}" stroke="#d8d8d8"/>`,
    ),
    ...TICKS.map((tick) => drawText(LEFT - 7, y(tick) + 4, String(tick), 'font-size="12" text-anchor="end"')),
    `<text transform="translate(17 ${middle}) rotate(-90)" font-size="13" text-anchor="middle">${escapeMarkup(name)}</text>`,
  ];
}

function drawGroup(chart: BarChart, group: number, y: (percent: number) => number): readonly string[] {
  const { groups, series, mark } = chart;
  const width = (WIDTH - LEFT - RIGHT) / groups.length;
  const start = LEFT + width * (group + 0.07);
  const bar = (width * 0.86) / series.length;
  const marked = mark?.values[group];
  return [
    ...series.flatMap(({ name, values }, index) => {
      const value = values[group] ?? null;
      const left = start + bar * index;
      const middle = left + bar / 2;
      const letter =
        series.length > 1 && bar >= LETTER_WIDTH
          ? [drawText(middle, y(0) + 11, letterOf(index), 'font-size="9" text-anchor="middle"')]
          : [];
      return value === null
        ? letter
        : [...drawBar(`${name}, ${groups[group]!}`, value, left, bar, colourOf(index), y), ...letter];
    }),
    ...(marked === undefined ? [] : [drawMark(start - 3, start + width * 0.86 + 3, y(marked))]),
    drawText(
      start + width * 0.43,
      y(0) + 31,
      groups[group]!,
      'font-size="14" font-weight="bold" text-anchor="middle"',
    ),
  ];
}

function drawBar(
  name: string,
  value: number,
  left: number,
  width: number,
  colour: string,
  y: (percent: number) => number,
): readonly string[] {
  const gap = Math.min(1, width / 8);
  const box = `x="${at(left + gap / 2)}" y="${at(y(value))}" width="${at(width - gap)}" height="${at(y(0) - y(value))}"`;
  const figure =
    width >= FIGURE_WIDTH
      ? [drawText(left + width / 2, y(value) - 4, fixed(value, 1), 'font-size="11" text-anchor="middle"')]
      : [];
  return [
    `<rect ${box} fill="${colour}"><title>${escapeMarkup(`${name}: ${fixed(value, 2)}`)}</title></rect>`,
    ...figure,
  ];
}

/**
 * Dark dashes that stand on the height, with white ones on top, so that they show on every colour. Nothing is drawn
 * below the height: a bar that reaches just so far stays whole.
 */
function drawMark(left: number, right: number, height: number): string {
  const dashes = (lift: number, colour: string): string =>
    `<line x1="${at(left)}" y1="${at(height - lift)}" x2="${at(right)}" y2="${at(height - lift)}" stroke="${colour}" stroke-width="${DASH_HEIGHT}" stroke-dasharray="5 3"/>`;
  return dashes(DASH_HEIGHT / 2, TEXT) + dashes(DASH_HEIGHT * 1.5, '#ffffff');
}

function drawLegend({ series, mark }: BarChart, top: number): readonly string[] {
  const width = (WIDTH - LEFT - RIGHT) / LEGEND_COLUMNS;
  const place = (index: number): readonly [x: number, y: number] => [
    LEFT + width * (index % LEGEND_COLUMNS),
    top + 22 * Math.floor(index / LEGEND_COLUMNS),
  ];
  const entries = series.flatMap(({ name }, index) => {
    const [x, y] = place(index);
    const shown = series.length > 1 ? `${letterOf(index)}  ${name}` : name;
    return [
      `<rect x="${at(x)}" y="${at(y)}" width="14" height="14" fill="${colourOf(index)}"/>`,
      drawText(x + 20, y + 12, shown, 'font-size="13" xml:space="preserve"'),
    ];
  });
  if (mark === undefined) return entries;
  const [x, y] = place(series.length);
  return [...entries, drawMark(x - 2, x + 16, y + 7), drawText(x + 20, y + 12, mark.name, 'font-size="13"')];
}

function drawText(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escapeMarkup(text)}</text>`;
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length]!;
}

function letterOf(index: number): string {
  return 'abcdefghijklmnopqrstuvwxyz'.charAt(index % 26);
}

/** A coordinate, to a hundredth and without needless zeros. */
function at(coordinate: number): string {
  return String(Number(fixed(coordinate, 2)));
}
