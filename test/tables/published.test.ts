import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { meanOfAll } from '../../src/tables/means.ts';
import { readPublished } from '../../src/tables/published.ts';
import { readTolerances } from '../../src/tables/tolerances.ts';
import { paper, published } from './paper.ts';

const CARDS = new URL('../../data/', import.meta.url);

describe('the published figures', () => {
  it('average to what the paper prints, within rounding', () => {
    for (const table of ['1', '2']) {
      const { columns, rows, average } = published(table);
      columns.forEach((_, index) => {
        const printed = average![index] ?? null;
        if (printed === null) return;
        expect(Math.abs(meanOfAll(rows.map((row) => row.values[index]!))! - printed)).toBeLessThanOrEqual(
          0.005,
        );
      });
      expect(average!.filter((figure) => figure !== null).length).toBeGreaterThan(1);
    }
  });

  it("have Table 4's mean as the full model's EE in Table 5, and Tables 1 and 2's as its NER and RE", () => {
    const full = published('5').rows[0]!.values;
    expect(full[0]).toBe(published('1').average!.at(-1));
    expect(full[1]).toBe(published('2').average!.at(-1));
    expect(meanOfAll(published('4').rows.map((row) => row.values.at(-1)!))).toBeCloseTo(full[2]!, 2);
  });

  it('cover 25, 8 and 3 data sets, each of them in Table 8', () => {
    const datasets = (table: string) => published(table).rows.map((row) => row.dataset!);
    expect(['1', '2', '3', '4'].map((table) => datasets(table).length)).toEqual([25, 8, 3, 3]);
    expect(datasets('3')).toEqual(datasets('4'));
    expect([...datasets('1'), ...datasets('2'), ...datasets('4')].sort()).toEqual(datasets('8').sort());
  });

  it('agree with the cards on names, domains and counts', () => {
    const cards = readdirSync(CARDS)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => parse(readFileSync(new URL(file, CARDS), 'utf8')));
    const byId = new Map(cards.map((card) => [card.id, card]));
    for (const { row, dataset, task, values } of published('8').rows) {
      const card = byId.get(dataset);
      const { labels, roles, train, val, test } = card.published;
      expect([card.name, card.task, [labels, roles ?? null, train ?? null, val, test]]).toEqual([
        row,
        task,
        values,
      ]);
    }
    for (const table of ['1', '2', '4']) {
      for (const { row, dataset, domain } of published(table).rows) {
        expect([byId.get(dataset).resultName, byId.get(dataset).domain]).toEqual([row, domain ?? 'in']);
      }
    }
  });

  it('sum to the stage sizes of Table 9', () => {
    for (const { values } of published('9').rows) {
      const [ner, re, ee, examples] = values;
      expect((ner ?? 0) + (re ?? 0) + (ee ?? 0)).toBe(examples);
    }
  });
});

describe('the files of the paper', () => {
  it('give a tolerance and a reason for every table whose figures have no interval', () => {
    expect(paper.tolerances.map((one) => one.table)).toEqual(['6', '8', '9']);
    expect(paper.tolerances.every((one) => one.reason.length > 0)).toBe(true);
  });

  it('map every own column and row of the paper, by its name', () => {
    for (const { table, column } of paper.cells.scores) expect(published(table).columns).toContain(column);
    for (const { table, columns, rows } of paper.cells.ablations) {
      expect(columns.map((one) => one.column)).toEqual(published(table).columns);
      expect(rows.map((one) => one.row)).toEqual(published(table).rows.map((one) => one.row));
    }
    expect(paper.cells.composition.stages.map((one) => one.row)).toEqual(
      published('9').rows.map((one) => one.row),
    );
    const stages = published('5').rows.map((one) => one.row);
    for (const { published: row } of [...paper.cells.controls.rows, ...paper.cells.phases.rows]) {
      if (row !== undefined) expect(stages).toContain(row);
    }
  });

  it('are refused with the place that does not fit', () => {
    const broken = { paper: 'x', tables: [], reward: { ner: {}, re: {} } };
    expect(() => readPublished(broken, 'published.yaml')).toThrow(
      expect.objectContaining({ code: 'PROUIE_PAPER_FILE', message: expect.stringContaining('reward.ee') }),
    );
    const ragged = {
      ...broken,
      reward: { ner: {}, re: {}, ee: {} },
      text: {},
      tables: [{ table: '1', title: 't', columns: ['a', 'b'], rows: [{ row: 'r', values: [1] }] }],
    };
    expect(() => readPublished(ragged, 'published.yaml')).toThrow('Table 1, r: 1 values for 2 columns.');
    expect(() => readTolerances({ tables: [{ table: '6' }] }, 'tolerances.yaml')).toThrow(
      expect.objectContaining({ location: { file: 'tolerances.yaml' } }),
    );
  });
});
