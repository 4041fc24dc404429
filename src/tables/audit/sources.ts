import { z } from 'zod';
import { readPaperFile } from '../paper-file.ts';

/** Figures of another publication. */
export interface SourceFigures {
  readonly id: string;
  /** The publication, and where in it the figures stand. */
  readonly source: string;
  /** By the paper's name of the row. */
  readonly values: Readonly<Record<string, number>>;
}

/** Figures of another publication that a column of the paper repeats. */
export interface RepeatedFigures extends SourceFigures {
  readonly table: string;
  readonly column: string;
}

export interface Sources {
  readonly figures: readonly SourceFigures[];
  readonly repeated: readonly RepeatedFigures[];
}

function sourcesSchema() {
  const figures = { id: z.string(), source: z.string(), values: z.record(z.string(), z.number()) };
  return z.strictObject({
    figures: z.array(z.strictObject(figures)),
    repeated: z.array(z.strictObject({ ...figures, table: z.string(), column: z.string() })),
  });
}

/**
 * Reads `papers/prouie/sources.yaml` (parsed).
 *
 * @throws ProuieError PROUIE_PAPER_FILE
 */
export function readSources(content: unknown, file: string): Sources {
  return readPaperFile(sourcesSchema(), content, file);
}
