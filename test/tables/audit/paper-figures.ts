import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { AuditFigures } from '../../../src/tables/audit/audit-figures.ts';
import { readSources } from '../../../src/tables/audit/sources.ts';
import { paper } from '../paper.ts';

const path = new URL('../../../papers/prouie/sources.yaml', import.meta.url);

/** The figures that the audit is made with, as they are. */
export const figures: AuditFigures = {
  published: paper.published,
  sources: readSources(parse(readFileSync(path, 'utf8')), 'papers/prouie/sources.yaml'),
};

type Writable<T> = T extends object ? { -readonly [key in keyof T]: Writable<T[key]> } : T;

/** A copy of the figures that may be changed. */
export class ChangedFigures {
  readonly figures = structuredClone(figures) as Writable<AuditFigures>;

  /** Puts another figure into a cell; `Avg` is the row of averages. */
  set(table: string, row: string, column: string, value: number | null): this {
    const found = this.figures.published.tables.find((one) => one.table === table)!;
    const values = row === 'Avg' ? found.average! : found.rows.find((one) => one.row === row)!.values;
    values[found.columns.indexOf(column)] = value;
    return this;
  }

  setText(name: string, ...values: readonly number[]): this {
    this.figures.published.text[name] = [...values];
    return this;
  }

  /** Lets the paper repeat every figure as its publication has it. */
  copyRight(): this {
    for (const { table, column, values } of this.figures.sources.repeated)
      for (const [row, value] of Object.entries(values)) this.set(table, row, column, value);
    return this;
  }
}
