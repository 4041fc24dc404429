/** Charts of Observable Plot in the page's own style, each with a text and a table that say the same. */
import * as Plot from '@observablehq/plot';
import { element } from './element.ts';

export type ChartOptions = (width: number) => Plot.PlotOptions;

/** Told apart with any colour vision as far as so many can be; every chart names its series in text too. */
export function seriesColour(index: number): string {
  return `var(--series-${(index % 10) + 1})`;
}

/**
 * A chart that is drawn again when its place gets wider or narrower.
 *
 * @param label says what the chart shows, to those who do not see it
 * @param table has the same figures
 */
export function chart(label: string, options: ChartOptions, table?: HTMLElement): HTMLElement {
  const place = element('div', { class: 'chart-place' });
  let drawn = 0;
  const draw = (): void => {
    const width = Math.max(220, Math.floor(place.clientWidth));
    if (place.clientWidth === 0 || Math.abs(width - drawn) < 8) return;
    drawn = width;
    const figure = Plot.plot({ className: 'chart', ...options(width), width });
    // Plot brings rules of its own along, which the page has in its style.
    for (const style of figure.querySelectorAll('style')) style.remove();
    // An image is one thing to a screen reader: its parts bear no names.
    for (const part of figure.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
    figure.setAttribute('role', 'img');
    figure.setAttribute('aria-label', label);
    place.replaceChildren(figure);
  };
  new ResizeObserver(draw).observe(place);
  return element(
    'figure',
    { class: 'chart-figure' },
    element('figcaption', {}, label),
    place,
    table === undefined
      ? null
      : element('details', {}, element('summary', {}, 'The figures as a table'), table),
  );
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
