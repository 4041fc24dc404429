import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell, Table } from '../../src/tables/table.ts';
import { compactTable, wholeTable } from '../../src/tables/table-changes.ts';

const COLUMNS = ['USM', 'ProUIE'];

const cell = fc.record({
  column: fc.constantFrom(...COLUMNS),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  published: fc.constantFrom(61.5, 70, null),
  delta: fc.constantFrom(0.5, null),
  within: fc.constantFrom(true, false, null),
  note: fc.constantFrom('no set was scored', null),
  node: fc.constantFrom('score/full/*', null),
  interval: fc.option(fc.record({ low: fc.constant(1), high: fc.constantFrom(2, 3) })),
  deviation: fc.constant(null),
  p: fc.constantFrom(0.01, null),
}) satisfies fc.Arbitrary<Cell>;

function tableOf(rows: readonly (readonly Cell[])[], scorer: string): Table {
  return {
    table: '5',
    title: `Stages (${scorer})`,
    profile: 'quick',
    engine: 'embedded',
    scorer,
    synthetic: true,
    columns: COLUMNS.map((column) => ({ column, heading: column, kind: 'own', unit: 'f1' })),
    rows: rows.map((cells, index) => ({ row: `row ${index}`, group: null, cells })),
    remarks: [`F1 by \`${scorer}\`.`],
  };
}

const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 });

test('a table that was made compact beside another one comes back whole', () => {
  fc.assert(
    fc.property(rows, rows, (usualRows, otherRows) => {
      const [usual, other] = [tableOf(usualRows, 'prouie'), tableOf(otherRows, 'uie')];
      const stored = JSON.parse(JSON.stringify(compactTable(other, usual))) as ReturnType<
        typeof compactTable
      >;
      expect(wholeTable(stored, usual)).toEqual(JSON.parse(JSON.stringify(other)));
    }),
  );
});

test('figures that are alike are stored once', () => {
  const [same] = fc.sample(rows, { seed: 1, numRuns: 1 });
  expect(compactTable(tableOf(same!, 'uie'), tableOf(same!, 'prouie'))).toEqual({
    table: '5',
    title: 'Stages (uie)',
    scorer: 'uie',
    remarks: ['F1 by `uie`.'],
    changes: [],
  });
});
