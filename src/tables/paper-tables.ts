import { ablationTable } from './ablation-tables.ts';
import { compositionTable } from './composition-table.ts';
import { controlsTable } from './controls-table.ts';
import { lengthTable } from './length-table.ts';
import type { Measurements } from './measurements.ts';
import type { Paper } from './paper.ts';
import { phasesTable } from './phases-table.ts';
import { scoreTable } from './score-tables.ts';
import { scorersTable } from './scorers-table.ts';
import { statisticsTable } from './statistics-table.ts';
import type { Table, TableId } from './table.ts';

/** Makes one table from what was measured. Only the lists that the table reads need to be filled. */
export function makeTable(table: TableId, paper: Paper, measurements: Measurements): Table {
  switch (table) {
    case '1':
    case '2':
    case '3':
    case '4':
      return scoreTable(table, paper, measurements);
    case '5':
    case '7':
      return ablationTable(table, paper, measurements);
    case '6':
      return lengthTable(paper, measurements);
    case '8':
      return statisticsTable(paper, measurements);
    case '9':
      return compositionTable(paper, measurements);
    case 'controls':
      return controlsTable(paper, measurements);
    case 'phases':
      return phasesTable(paper, measurements);
    case 'scorers':
      return scorersTable(paper, measurements);
  }
}
