import { difference, figure } from './figures.ts';
import { escapeLatex } from './latex.ts';
import type { Cell, Column, Row, Table } from './table.ts';

/**
 * Figures for running text, as a LaTeX file to be read with `\input`: `\ProUIE{5}{CM only}{RE}` prints the value of a
 * cell, `\ProUIEpaper` the published figure, `\ProUIEdiff` the difference, and each of them `??` where there is none.
 * Where a table has a row's name twice, the group follows it (`ACE2005 EE`).
 */
export function renderLatexMacros(tables: readonly Table[]): string {
  const definitions = tables.flatMap((table) =>
    table.rows.flatMap((row) =>
      row.cells.flatMap((cell, place) => {
        const name = [table.table, rowName(row, table), cell.column].map(macroPart).join(':');
        return MACROS.flatMap(({ macro, print }) => {
          const printed = print(cell, table.columns[place]!.unit);
          if (printed === null) return [];
          const text = escapeLatex(printed).replace(/^-/, '$$-$$');
          return [`\\expandafter\\def\\csname ${macro}:${name}\\endcsname{${text}}`];
        });
      }),
    ),
  );
  const commands = MACROS.map(({ macro }) => {
    const name = `\\csname ${macro}:#1:#2:#3\\endcsname`;
    return `\\providecommand{\\${macro}}[3]{\\if${name.slice(1)}${name}\\else ??\\fi}`;
  });
  return `${[...commands, ...definitions].join('\n')}\n`;
}

const MACROS: readonly {
  readonly macro: string;
  readonly print: (cell: Cell, unit: Column['unit']) => string | null;
}[] = [
  { macro: 'ProUIE', print: ({ value }, unit) => (value === null ? null : figure(value, unit)) },
  {
    macro: 'ProUIEpaper',
    print: ({ published }, unit) => (published === null ? null : figure(published, unit)),
  },
  {
    macro: 'ProUIEdiff',
    print: (cell, unit) => (cell.delta === null ? null : difference({ ...cell, within: null }, unit)),
  },
];

function rowName(row: Row, table: Table): string {
  const isRepeated = table.rows.filter((one) => one.row === row.row).length > 1;
  return isRepeated && row.group !== null ? `${row.row} ${row.group}` : row.row;
}

/** Signs that have no place in the name of a macro are dropped. */
function macroPart(text: string): string {
  return text.replace(/[\\{}$&#%~^]/g, '');
}
