import { z } from 'zod';
import type { Metric, Phase, Task } from './measurements.ts';
import { PHASES } from './measurements.ts';
import { readPaperFile } from './paper-file.ts';

/** A column that holds means of one metric over the sets of one task. */
export interface MeanColumn {
  readonly column: string;
  readonly task: Task;
  readonly metric: Metric;
  /** The column of Table 5 to compare with. */
  readonly published?: string | undefined;
}

/** Where our value of Tables 1 to 4 comes from and which column it stands in. */
export interface ScoreSource {
  readonly table: string;
  readonly column: string;
  readonly variant: string;
  readonly task: Task;
  readonly metric: Metric;
}

/** Which measurement fills which cell (`papers/prouie/cells.yaml`). */
export interface CellMap {
  readonly scores: readonly ScoreSource[];
  readonly ablations: readonly {
    readonly table: string;
    readonly columns: readonly MeanColumn[];
    readonly rows: readonly { readonly row: string; readonly variant: string }[];
  }[];
  readonly lengths: {
    readonly table: string;
    readonly tasks: readonly {
      readonly name: string;
      readonly task: Task;
      readonly datasets: readonly string[];
    }[];
    readonly settings: readonly { readonly name: string; readonly variant: string }[];
  };
  readonly composition: {
    readonly table: string;
    readonly stages: readonly { readonly row: string; readonly stage: Phase }[];
  };
  readonly controls: {
    readonly columns: readonly MeanColumn[];
    readonly rows: readonly {
      readonly row: string;
      readonly variant: string;
      /** The row of Table 5 to compare with. */
      readonly published?: string | undefined;
      /** The row of this table to compare with; none for the rows that others are compared with. */
      readonly against?: string | undefined;
      readonly about: string;
    }[];
  };
  readonly phases: {
    readonly columns: readonly MeanColumn[];
    readonly rows: readonly {
      readonly row: string;
      readonly phase: Phase;
      readonly published?: string | undefined;
    }[];
  };
}

function cellMapSchema() {
  const name = z.string();
  const task = z.enum(['ner', 're', 'ee']);
  const metric = z.enum(['entity', 'relation', 'trigger', 'argument']);
  const phase = z.enum(PHASES);
  const columns = z.array(z.strictObject({ column: name, task, metric, published: name.optional() }));
  const score = z.strictObject({ table: name, column: name, variant: name, task, metric });
  const control = z.strictObject({
    row: name,
    variant: name,
    published: name.optional(),
    against: name.optional(),
    about: name,
  });
  return z.strictObject({
    scores: z.array(score),
    ablations: z.array(
      z.strictObject({ table: name, columns, rows: z.array(z.strictObject({ row: name, variant: name })) }),
    ),
    lengths: z.strictObject({
      table: name,
      tasks: z.array(z.strictObject({ name, task, datasets: z.array(name) })),
      settings: z.array(z.strictObject({ name, variant: name })),
    }),
    composition: z.strictObject({
      table: name,
      stages: z.array(z.strictObject({ row: name, stage: phase })),
    }),
    controls: z.strictObject({ columns, rows: z.array(control) }),
    phases: z.strictObject({
      columns,
      rows: z.array(z.strictObject({ row: name, phase, published: name.optional() })),
    }),
  });
}

/**
 * Reads `papers/prouie/cells.yaml` (parsed).
 *
 * @throws ProuieError PROUIE_PAPER_FILE
 */
export function readCellMap(content: unknown, file: string): CellMap {
  return readPaperFile(cellMapSchema(), content, file);
}
