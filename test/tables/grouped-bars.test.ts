import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BarChart, drawGroupedBars } from '../../src/tables/grouped-bars.ts';

const chart = (changes: Partial<BarChart> = {}): BarChart => ({
  title: 'Shares',
  notes: ['Of a few things.'],
  axis: 'Share (%)',
  groups: ['left', 'right'],
  series: [
    { name: 'one', values: [0, 100] },
    { name: 'two', values: [50, null] },
  ],
  ...changes,
});

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The boxes of the bars, in the order of drawing. */
function barsOf(svg: string): readonly Box[] {
  const bars = svg.matchAll(
    /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="[^"]+"><title>/g,
  );
  return [...bars].map(([, x, y, width, height]) => ({
    left: Number(x),
    top: Number(y),
    right: Number(x) + Number(width),
    bottom: Number(y) + Number(height),
  }));
}

describe('grouped bars', () => {
  test('stand on one line and are as high as their values', () => {
    const [none, half, all] = barsOf(drawGroupedBars(chart()));
    expect(none!.top).toBe(none!.bottom);
    expect([half!.bottom, all!.bottom]).toEqual([none!.bottom, none!.bottom]);
    expect(all!.bottom - all!.top).toBeCloseTo(2 * (half!.bottom - half!.top), 5);
  });

  test('say their series, group and value when pointed at, and nothing where there is no value', () => {
    const titles = [...drawGroupedBars(chart()).matchAll(/<title>([^<]*)<\/title>/g)].map(
      ([, title]) => title,
    );
    expect(titles).toEqual(['one, left: 0.00', 'two, left: 50.00', 'one, right: 100.00']);
  });

  test('of many series bear letters, which the legend explains', () => {
    const series = Array.from({ length: 12 }, (_, at) => ({ name: `series ${at}`, values: [at, 100 - at] }));
    const svg = drawGroupedBars(chart({ series }));
    expect(svg.match(/font-size="9"[^>]*>l</g)).toHaveLength(2);
    expect(svg).toContain('>l  series 11<');
    expect(new Set(svg.match(/fill="#[0-9a-f]{6}"><title>/g)).size).toBe(12);
  });

  test('bear their figures where there is room', () => {
    const svg = drawGroupedBars(chart({ series: [{ name: 'one', values: [12.34, 100] }] }));
    expect(svg).toContain('>12.3<');
    expect(svg).not.toContain('>a<');
  });

  test('are crossed by a line to compare with', () => {
    const svg = drawGroupedBars(chart({ mark: { name: 'chance', values: [20, 40] } }));
    expect(svg.match(/stroke="#1a1a1a"[^>]* stroke-dasharray/g)).toHaveLength(3);
    expect(svg).toContain('>chance<');
  });

  test('are left whole by that line where they reach just so far', () => {
    const svg = drawGroupedBars(chart({ mark: { name: 'chance', values: [50, 100] } }));
    const [, half, all] = barsOf(svg);
    const lines = [
      ...svg.matchAll(/<line x1="[\d.]+" y1="([\d.]+)"[^>]* stroke-width="([\d.]+)" stroke-dasharray/g),
    ].map(([, y, width]) => Number(y) + Number(width) / 2);
    expect(lines).toHaveLength(6);
    expect(Math.max(...lines.slice(0, 2))).toBeCloseTo(half!.top, 5);
    expect(Math.max(...lines.slice(2, 4))).toBeCloseTo(all!.top, 5);
  });

  test('lie inside the picture and beside each other, whatever the figures and names', () => {
    const percent = fc.option(fc.double({ min: 0, max: 100, noNaN: true }));
    const shape = fc.record({
      groups: fc.integer({ min: 1, max: 12 }),
      series: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(
        shape,
        fc.array(percent, { minLength: 360, maxLength: 360 }),
        // A name may not look like a number with an exponent, which is looked for below.
        fc.string().map((name) => name.replaceAll('-', '')),
        (size, values, name) => {
          const svg = drawGroupedBars(
            chart({
              title: name,
              groups: Array.from({ length: size.groups }, (_, at) => `${name}${at}`),
              series: Array.from({ length: size.series }, (_, at) => ({
                name,
                values: values.slice(at * size.groups, (at + 1) * size.groups),
              })),
            }),
          );
          const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
          let last = 0;
          for (const { left, top, right, bottom } of barsOf(svg)) {
            expect(left).toBeGreaterThanOrEqual(last - 0.02);
            expect(right).toBeLessThanOrEqual(width!);
            expect(top).toBeGreaterThan(0);
            expect(bottom).toBeLessThan(height!);
            last = right;
          }
          expect(svg).not.toMatch(/NaN|undefined|Infinity|e-\d/);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('keep signs of XML in names harmless', () => {
    const svg = drawGroupedBars(chart({ title: 'a < b & "c"', groups: ['<x>', 'y'] }));
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(svg).not.toContain('<x>');
  });
});
