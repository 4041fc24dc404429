import { describe, expect, it } from 'vitest';
import { makeTable } from '../../src/tables/all-tables.ts';
import { PHASES } from '../../src/tables/measurements.ts';
import { cellAt, metricRow, NOTHING, publishedScores } from './measured.ts';
import { paper } from './paper.ts';

const VARIANTS = ['full', 'without-sa', 'without-de', 'cm-only', 'coarse-only', 'fine-only'] as const;

describe('Tables 5 and 7', () => {
  it("hold each variant's averages against the paper's when all sets are there", () => {
    const metrics = VARIANTS.flatMap((variant) => publishedScores(variant));
    const stages = makeTable('5', paper, { ...NOTHING, metrics });
    const full = cellAt(stages, 'ProUIE (CM+SA+DE)', 'EE');
    expect(full.value).toBeCloseTo(61.73, 8);
    expect([full.published, full.delta, full.within]).toEqual([61.73, 0, true]);
    expect(cellAt(stages, 'w/o DE (CM+SA)', 'NER').delta).toBeCloseTo(79.4444 - 76.22, 8);
    expect(cellAt(stages, 'CM only', 'RE').node).toBe('score/cm-only/*');
    const rewards = makeTable('7', paper, { ...NOTHING, metrics });
    expect(rewards.rows.map((row) => row.row)).toEqual(['Coarse-only', 'Fine-only', 'Coarse-to-fine SFR']);
    expect(cellAt(rewards, 'Coarse-to-fine SFR', 'NER').published).toBe(78.25);
    expect(rewards.columns.map((column) => column.heading)).toEqual(['NER (Avg)', 'RE (Avg)', 'EE (Avg)']);
  });

  it('give a value, no difference and a note when sets are missing', () => {
    const keep = (dataset: string) => ['SciERC', 'ADE_corpus', 'PHEE'].includes(dataset);
    const missing = [
      { dataset: 'ACE2005-EE', reason: 'not found' },
      { dataset: 'AnatEM', reason: 'not found' },
    ];
    const table = makeTable('5', paper, { ...NOTHING, metrics: publishedScores('full', { keep }), missing });
    expect(cellAt(table, 'ProUIE (CM+SA+DE)', 'RE')).toMatchObject({
      value: (84.3 + 46.76) / 2,
      published: 71.17,
      delta: null,
      within: null,
      note: 'mean of 2 of 8 sets; the paper has only the average over all',
    });
    expect(cellAt(table, 'ProUIE (CM+SA+DE)', 'NER')).toMatchObject({
      value: null,
      note: 'none of the 25 sets was scored: not found',
    });
    expect(cellAt(table, 'CM only', 'EE')).toMatchObject({
      value: null,
      note: 'variant cm-only was not run',
    });
  });

  it('average over sets by seed to name the standard deviation', () => {
    const metrics = [1, 2].flatMap((seed) =>
      ['SciERC', 'NYT'].map((dataset, index) =>
        metricRow(dataset, 50 + 10 * seed + index, { seed, task: 're', metric: 'relation' }),
      ),
    );
    const cell = cellAt(makeTable('5', paper, { ...NOTHING, metrics }), 'ProUIE (CM+SA+DE)', 'RE');
    expect(cell.value).toBe(65.5);
    expect(cell.deviation).toBeCloseTo(7.0711, 4);
  });
});

describe('the table of controls', () => {
  it('holds every control against the row it belongs to, on the sets that both have', () => {
    const metrics = [
      ...publishedScores('full'),
      ...publishedScores('cm-only', { shift: -4 }),
      ...publishedScores('sft-control', { shift: 0.5 }),
      ...publishedScores('cm-shuffled', {
        shift: -5,
        keep: (dataset) => dataset === 'SciERC' || dataset === 'NYT',
      }),
    ];
    const table = makeTable('controls', paper, { ...NOTHING, metrics });
    expect(cellAt(table, 'SFT in place of DE', 'NER difference').value).toBeCloseTo(0.5, 8);
    expect(cellAt(table, 'SFT in place of DE', 'EE trigger difference').value).toBeCloseTo(0.5, 8);
    expect(cellAt(table, 'SFT in place of DE', 'NER').published).toBeNull();
    expect(cellAt(table, 'CM shuffled', 'RE difference').value).toBeCloseTo(-1, 8);
    expect(cellAt(table, 'CM shuffled', 'NER difference').note).toBe('no set has a value in both rows');
    expect(cellAt(table, 'plain F1 as reward', 'NER').note).toBe('variant plain-f1 was not run');
    expect(cellAt(table, 'full', 'EE argument')).toMatchObject({ published: 61.73, delta: 0 });
    expect(cellAt(table, 'full', 'EE trigger').published).toBeNull();
    expect(cellAt(table, 'full', 'NER difference').note).toBe('a row that others are compared with');
    expect(table.remarks.join(' ')).toContain(
      'CM reversed: the phases of CM in reversed order (compared with `CM only`).',
    );
  });

  it('says that the embedded engine cannot test the order of the phases', () => {
    const embedded = makeTable('controls', paper, { ...NOTHING, engine: 'embedded' });
    expect(embedded.remarks.join(' ')).toContain('say nothing about the order');
    expect(makeTable('controls', paper, NOTHING).remarks.join(' ')).not.toContain(
      'say nothing about the order',
    );
  });
});

describe('the table of phases', () => {
  it("has the seven phases in order, with the paper's figures where a recipe of Table 5 ends there", () => {
    const phases = PHASES.flatMap((phase, index) =>
      publishedScores('full', { shift: index - 6 }).map((row) => ({ ...row, phase })),
    );
    const table = makeTable('phases', paper, { ...NOTHING, phases });
    expect(table.rows).toHaveLength(7);
    expect(cellAt(table, 'CM phase 1 (NER)', 'NER')).toMatchObject({ published: null, delta: null });
    expect(cellAt(table, 'CM phase 3 (NER, RE, EE)', 'RE').published).toBe(70.56);
    expect(cellAt(table, 'SA (RE, EE)', 'EE argument').published).toBe(58.5);
    expect(cellAt(table, 'DE phase 3 (EE)', 'EE argument').delta).toBe(0);
    expect(cellAt(makeTable('phases', paper, NOTHING), 'DE phase 1 (NER)', 'NER').note).toBe(
      'the checkpoint after de1 was not scored',
    );
  });
});
