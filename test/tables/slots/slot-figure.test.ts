import { describe, expect, test } from 'vitest';
import { slotChart } from '../../../src/tables/slots/slot-chart.ts';
import { slotCsv, slotJson } from '../../../src/tables/slots/slot-data.ts';
import {
  type MeasuredVariant,
  makeSlotFigure,
  type SlotFigureSettings,
} from '../../../src/tables/slots/slot-figure.ts';
import { slotMarkdown } from '../../../src/tables/slots/slot-markdown.ts';

const SETTINGS: SlotFigureSettings = {
  profile: 'quick',
  engine: 'embedded',
  synthetic: true,
  slots: [
    { name: 'body', definition: 'what is searched | found' },
    { name: 'number', definition: 'how many' },
  ],
  trainedNames: [],
  remarks: [],
};
const run = (node: string, body: number, number: number): MeasuredVariant['runs'][number] => ({
  node,
  slots: [
    { slot: 'body', queries: 200, filled: 200, exactFilled: body, exact: body, malformed: 3 },
    { slot: 'number', queries: 200, filled: 0, exactFilled: 0, exact: number, malformed: 3 },
  ],
});
const VARIANTS: readonly MeasuredVariant[] = [
  { variant: 'full', runs: [run('slots/score/full', 10, 150), run('slots/score/full@2', 20, 160)] },
  { variant: 'cm-only', runs: [run('slots/score/cm-only', 7, 141)] },
];
const figure = makeSlotFigure(SETTINGS, VARIANTS);

describe('Figure 3', () => {
  test('has the mean over seeds, and beside it what an empty answer would have', () => {
    expect(figure.variants[0]).toEqual({
      variant: 'full',
      nodes: ['slots/score/full', 'slots/score/full@2'],
      malformed: 6,
      bars: [
        { slot: 'body', exactAcc: 7.5, ofFilled: 7.5 },
        { slot: 'number', exactAcc: 77.5, ofFilled: null },
      ],
    });
    expect(figure.slots.map(({ emptyAnswer }) => emptyAnswer)).toEqual([0, 100]);
    expect(figure.remarks.join('\n')).toContain('Means over 2 seeds.');
  });

  test('says that models were not trained on the slots, and whose names they may know', () => {
    expect(figure.remarks.join('\n')).toContain('Zero-shot: no model was trained on these 2 slots. No label');
    const known = makeSlotFigure({ ...SETTINGS, trainedNames: ['number'] }, VARIANTS);
    expect(known.remarks.join('\n')).toContain('only number is a label of the training data');
  });

  test('says in every form that its data are synthetic', () => {
    expect(slotMarkdown(figure, 'figure-3.svg')).toMatch(/^## Figure 3: .*synthetic data/);
    expect(slotChart(figure)).toMatch(/<title id="title">.*synthetic data.*<\/title>/);
    expect(JSON.parse(slotJson(figure))).toMatchObject({ schemaVersion: 1, figure: '3', synthetic: true });
    expect(slotCsv(figure).split('\n')[1]).toBe('3,quick,embedded,true,full,body,7.5,7.5,0,200,200');
    const real = makeSlotFigure({ ...SETTINGS, synthetic: false }, VARIANTS);
    expect(slotMarkdown(real, 'figure-3.svg') + slotChart(real)).not.toContain('synthetic');
  });

  test('has its figures and the meaning of its slots in Markdown', () => {
    const lines = slotMarkdown(figure, 'figure-3.svg').split('\n');
    expect(lines).toContain('| full | 7.50 | 77.50 |');
    expect(lines).toContain('| empty answer | 0.00 | 100.00 |');
    expect(lines).toContain('| full | 7.50 | - |');
    expect(lines).toContain('| body | what is searched \\| found |');
    expect(lines).toContain('![Bars of ExactAcc by slot and variant](figure-3.svg)');
  });

  test('is one JSON value of all that it shows', () => {
    const { schemaVersion: _, ...shown } = JSON.parse(slotJson(figure)) as Record<string, unknown>;
    expect(shown).toEqual(figure);
  });
});
