import { difference, figure, significance, uncertainty } from './figures.ts';
import { rankPublished } from './ranks.ts';
import { type Cell, type Column, NOT_IN_THE_PAPER, type Row, type Table } from './table.ts';

/** A table as it is printed: text in rows and columns, and the notes below. */
export interface Layout {
  readonly hasGroups: boolean;
  /** The columns behind the row's name and group. */
  readonly columns: readonly LayoutColumn[];
  readonly rows: readonly LayoutRow[];
  /** Note n is `notes[n - 1]`; equal notes are printed once. */
  readonly notes: readonly string[];
}

export interface LayoutColumn {
  readonly heading: string;
  readonly isBaseline: boolean;
}

export interface LayoutRow {
  readonly row: string;
  readonly group: string | null;
  readonly cells: readonly LayoutCell[];
  /** Whether a line is drawn above it: where another task or domain begins, and above the averages. */
  readonly isRuled: boolean;
}

export interface LayoutCell {
  readonly text: string;
  /** Best or second best of the row's published figures. */
  readonly rank: 'best' | 'second' | null;
  /** The note's number, from 1. */
  readonly note: number | null;
  readonly tone: 'plain' | 'within' | 'outside' | 'absent';
}

export interface LayoutOptions {
  /** Print intervals behind values; false when left out. */
  readonly intervals?: boolean;
}

/**
 * Lays a table out. Among baselines our column becomes three: the paper's figure, our value under the engine's name,
 * the difference. In tables without baselines every cell reads `value (published, difference)`.
 */
export function layOut(table: Table, { intervals = false }: LayoutOptions = {}): Layout {
  const notes: string[] = [];
  const numberOf = (note: string | null): number | null => {
    if (note === null) return null;
    const known = notes.indexOf(note);
    return known === -1 ? notes.push(note) : known + 1;
  };
  const hasBaselines = table.columns.some((column) => column.kind === 'baseline');
  const rows = table.rows.map((row, index): LayoutRow => {
    const ranks = hasBaselines ? rankPublished(row.cells.map((cell) => cell.published)) : [];
    const cells = row.cells.flatMap((cell, place): readonly LayoutCell[] => {
      const { kind, unit } = table.columns[place]!;
      const published = { ...plain(figure(cell.published, unit)), rank: ranks[place] ?? null };
      if (kind === 'baseline') return [published];
      const tone = toneOf(cell);
      const note = numberOf(cell.note);
      const value = measured(cell, unit, intervals);
      if (!hasBaselines) return [{ ...plain(together(value, cell, unit)), note, tone }];
      const delta = difference(cell, unit);
      return [published, { ...plain(value), note, tone }, { ...plain(delta), tone }];
    });
    return {
      row: row.row,
      group: row.group,
      cells,
      isRuled: index > 0 && startsBlock(table.rows[index - 1]!, row),
    };
  });
  return {
    hasGroups: table.rows.some((row) => row.group !== null),
    columns: table.columns.flatMap((column) => layoutColumns(column, hasBaselines, table.engine)),
    rows,
    notes,
  };
}

function layoutColumns(
  { heading, kind }: Column,
  hasBaselines: boolean,
  engine: string,
): readonly LayoutColumn[] {
  if (kind === 'baseline') return [{ heading, isBaseline: true }];
  const headings = hasBaselines ? [`${heading}, paper`, engine, 'difference'] : [heading];
  return headings.map((one) => ({ heading: one, isBaseline: false }));
}

function startsBlock(before: Row, row: Row): boolean {
  if (row.row === 'Avg') return true;
  return row.group !== null && row.group !== NOT_IN_THE_PAPER && row.group !== before.group;
}

function toneOf(cell: Cell): LayoutCell['tone'] {
  if (cell.value === null) return 'absent';
  return cell.within === null ? 'plain' : cell.within ? 'within' : 'outside';
}

function plain(text: string): LayoutCell {
  return { text, rank: null, note: null, tone: 'plain' };
}

/** A value, with its interval where wanted; differences always bear their p. */
function measured(cell: Cell, unit: Column['unit'], intervals: boolean): string {
  const value = figure(cell.value, unit);
  const behind = intervals ? uncertainty(cell, unit) : cell.p === null ? '' : significance(cell.p);
  return behind === '' ? value : `${value} ${behind}`;
}

function together(value: string, cell: Cell, unit: Column['unit']): string {
  if (cell.published === null) return value;
  const published = figure(cell.published, unit);
  return cell.delta === null
    ? `${value} (${published})`
    : `${value} (${published}, ${difference(cell, unit)})`;
}
