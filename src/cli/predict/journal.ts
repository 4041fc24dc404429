/** The notes beside an output file that say how far it is and what it was made with. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { Position } from './position.ts';

/** What must be the same for answers to stand in one file. */
export interface JournalHead {
  readonly schemaVersion: 1;
  /** sha256 of weights and metadata. */
  readonly checkpoint: string;
  /** Of a language model: sha256 of how it is asked, its engine's options and versions. */
  readonly generation?: string | undefined;
  readonly format: 'json' | 'text';
  readonly task: string | null;
  /** The schema of `--schema` as JSON, in which the order of types is safe. */
  readonly schema: string | null;
  readonly style: 'cm' | 'sa';
  readonly raw: boolean;
}

export interface Journal {
  readonly head: JournalHead;
  /** One a piece that was written, in the order of writing. */
  readonly positions: readonly Position[];
}

const headSchema = z.strictObject({
  schemaVersion: z.literal(1),
  checkpoint: z.string(),
  generation: z.string().optional(),
  format: z.enum(['json', 'text']),
  task: z.string().nullable(),
  schema: z.string().nullable(),
  style: z.enum(['cm', 'sa']),
  raw: z.boolean(),
});
const count = z.int().nonnegative();
const positionSchema = z.strictObject({
  lines: count,
  texts: count,
  failures: z.record(z.string(), count),
  bytes: count,
  input: z.string(),
  output: z.string(),
});

export function journalPath(out: string): string {
  return `${out}.resume`;
}

/**
 * The journal; undefined where there is none. Of a line that was broken off, and of those behind it, nothing is taken.
 *
 * @throws ProuieError PROUIE_RESUME_UNKNOWN when it is no journal
 */
export function readJournal(path: string): Journal | undefined {
  if (!existsSync(path)) return undefined;
  const [first, ...rest] = readFileSync(path, 'utf8').split('\n');
  const head = headSchema.safeParse(tryParse(first!));
  if (!head.success) {
    throw new ProuieError('PROUIE_RESUME_UNKNOWN', 'This file is no journal of `prouie predict`.', {
      location: { file: path, line: 1 },
      hint: 'Remove it and the output beside it, then start without --resume.',
    });
  }
  const positions: Position[] = [];
  // The last piece is behind the last line end: empty, or a line that was broken off.
  for (const line of rest.slice(0, -1)) {
    const position = positionSchema.safeParse(tryParse(line));
    if (!position.success) break;
    positions.push(position.data);
  }
  return { head: head.data, positions };
}

function tryParse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

export function journalText({ head, positions }: Journal): string {
  return [head, ...positions].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** In words, what a file was begun with that is different now. */
export function headDifferences(before: JournalHead, now: JournalHead): readonly string[] {
  const names = {
    checkpoint: 'another checkpoint',
    generation: 'another engine, or other options or versions of it',
    format: 'another format (--text-lines)',
    task: 'another --task',
    schema: 'another --schema',
    style: 'another --style',
    raw: `${before.raw ? '' : 'no '}--raw`,
  } as const;
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((field) =>
    before[field] === now[field] ? [] : [names[field]],
  );
}
