/** Charts of Observable Plot in the page's own style, each with a text and a table that say the same. */
import * as Plot from '@observablehq/plot';
import { element } from './element.ts';
import { buildFolded, buildLater, buildNow } from './later.ts';

export type ChartOptions = (width: number) => Plot.PlotOptions;

/** Told apart with any colour vision as far as so many can be; every chart names its series in text too. */
export function seriesColour(index: number): string {
  return `var(--series-${(index % 10) + 1})`;
}

interface DrawnChart {
  /** Of the last drawing, in pixels; 0 before the first. */
  width: number;
  readonly draw: (width: number) => void;
}

const charts = new WeakMap<Element, DrawnChart>();
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const { width } = charts.get(target)!;
    if (width > 0 && target.clientWidth > 0 && Math.abs(target.clientWidth - width) >= 8)
      drawLater(target as HTMLElement);
  }
});

/**
 * A chart that is drawn when it comes into sight or the page has time, and again when its place gets wider or narrower.
 *
 * @param label says what the chart shows, to those who do not see it
 * @param height of the drawing, in pixels
 * @param table makes a table of the same figures
 */
export function chart(
  label: string,
  height: number,
  options: ChartOptions,
  table: () => HTMLElement,
): HTMLElement {
  const place = element('div', { class: 'chart-place' });
  place.style.minHeight = `${height}px`;
  charts.set(place, {
    width: 0,
    draw: (width) => place.replaceChildren(drawing(label, { ...options(width), width, height })),
  });
  drawLater(place);
  widths.observe(place);
  const figures = element('details', {}, element('summary', {}, 'The figures as a table'));
  buildFolded(figures, () => figures.append(table()));
  figures.addEventListener('toggle', () => buildNow(figures), { once: true });
  return element('figure', { class: 'chart-figure' }, element('figcaption', {}, label), place, figures);
}

function drawLater(place: HTMLElement): void {
  const found = charts.get(place)!;
  buildLater(place, () => {
    found.width = Math.max(220, place.clientWidth);
    found.draw(found.width);
  });
}

function drawing(label: string, options: Plot.PlotOptions): Element {
  const figure = Plot.plot({ className: 'chart', ...options });
  // Plot brings rules of its own along, which the page has in its style.
  for (const style of figure.querySelectorAll('style')) style.remove();
  // An image is one thing to a screen reader: its parts bear no names.
  for (const part of figure.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  figure.setAttribute('role', 'img');
  figure.setAttribute('aria-label', label);
  return figure;
}

/** What the colours stand for. @param colours the number of each; one after the other where left out */
export function legend(names: readonly string[], colours = names.map((_, index) => index)): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...names.map((name, index) =>
      element(
        'li',
        {},
        element('span', { class: `swatch series-${(colours[index]! % 10) + 1}`, 'aria-hidden': 'true' }),
        name,
      ),
    ),
  );
}
