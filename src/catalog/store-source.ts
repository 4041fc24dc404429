import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { unlessGone } from '../store/files.ts';
import { readJsonFile } from '../store/json-file.ts';
import { storePaths } from '../store/paths.ts';
import { didYouMean } from '../suggest.ts';
import type { CatalogAttempt, CatalogNode, CatalogRun, CatalogSource } from './source.ts';

export interface StoreSelection {
  readonly pipeline: string;
  /** `*` for all. */
  readonly profile: string;
}

const stateSchema = z.object({
  schemaVersion: z.literal(1),
  nodes: z.array(
    z.object({
      name: z.string(),
      step: z.string(),
      status: z.string(),
      key: z.string(),
      tags: z.record(z.string(), z.union([z.string(), z.number()])),
      outputs: z.record(
        z.string(),
        z.object({
          kind: z.enum(['arrow', 'json', 'text', 'directory']),
          digest: z.string(),
          size: z.number(),
        }),
      ),
      failure: z.object({ code: z.string(), message: z.string() }).optional(),
      absent: z.string().optional(),
    }),
  ),
});
const runSchema = z.object({
  schemaVersion: z.literal(1),
  run: z.string(),
  pipeline: z.string(),
  profile: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  host: z.string(),
  commit: z.string().nullable(),
  uncommitted: z.string().nullable(),
  summary: z
    .object({
      ran: z.number(),
      fresh: z.number(),
      failed: z.number(),
      skipped: z.number(),
      seconds: z.number(),
    })
    .nullable(),
});
const exitSchema = z.object({
  ok: z.boolean(),
  startedAt: z.string(),
  seconds: z.number(),
  host: z.string(),
});
type Exit = z.output<typeof exitSchema>;

/**
 * The nodes, runs and contents of a store on disk.
 *
 * @throws ProuieError PROUIE_STORE_MISSING where there is no store, PROUIE_STATE_MISSING where nothing ran of this
 *   pipeline and profile, PROUIE_STATE_BROKEN for a file of another version
 */
export function openStoreSource(root: string, selection: StoreSelection): CatalogSource {
  const nodes = stateFiles(root, selection).flatMap(({ file, profile }) =>
    readJson(file, stateSchema, 'It is torn or of another version; `prouie run` writes it anew.').nodes.map(
      ({ failure, ...node }): CatalogNode => ({
        pipeline: selection.pipeline,
        profile,
        ...node,
        ...(failure === undefined ? {} : { failure: `${failure.code}: ${failure.message}` }),
      }),
    ),
  );
  return {
    nodes: () => nodes,
    runs: () => readRuns(root),
    events: (run) => readLines(storePaths.events(root, run)),
    attempt: (key) => readAttempt(root, key),
    readBlob: (digest) => unlessGone(() => readFileSync(storePaths.blob(root, digest))),
  };
}

function stateFiles(
  root: string,
  { pipeline, profile }: StoreSelection,
): { readonly file: string; readonly profile: string }[] {
  if (!existsSync(root)) {
    throw new ProuieError('PROUIE_STORE_MISSING', `There is no store at ${root}.`, {
      hint: 'Run `prouie run` first, or name another place with --store DIR or PROUIE_STORE.',
    });
  }
  const found = listNames(join(root, 'nodes', pipeline), '.json').map((name) => ({
    file: storePaths.nodes(root, pipeline, name),
    profile: name,
  }));
  const chosen = found.filter((state) => profile === '*' || state.profile === profile);
  if (chosen.length > 0) return chosen;
  const known = found.map((state) => state.profile);
  throw new ProuieError(
    'PROUIE_STATE_MISSING',
    `Nothing ran yet of the pipeline "${pipeline}" under the profile "${profile}".`,
    {
      hint:
        didYouMean(profile, known) ??
        (known.length > 0
          ? `This store has the profiles ${known.join(', ')}.`
          : `Run \`prouie run --profile ${profile}\` first.`),
      location: { file: storePaths.nodes(root, pipeline, profile) },
    },
  );
}

function readRuns(root: string): readonly CatalogRun[] {
  return listNames(join(root, 'runs'), '.json').map((name) => {
    const { run, pipeline, profile, startedAt, endedAt, host, commit, uncommitted, summary } = readJson(
      storePaths.run(root, name),
      runSchema,
      'It is torn or of another version. Delete it: only what was known of this run goes with it.',
    );
    const { ran = null, fresh = null, failed = null, skipped = null, seconds = null } = summary ?? {};
    const outcome = { seconds, ran, fresh, failed, skipped };
    return {
      run,
      pipeline,
      profile,
      started: startedAt,
      ended: endedAt,
      ...outcome,
      commit,
      uncommitted,
      host,
    };
  });
}

/** The last attempt of a key that ended well. */
function readAttempt(root: string, key: string): CatalogAttempt | undefined {
  if (key === '') return undefined;
  const folder = storePaths.work(root, key);
  const attempts = listNames(folder, '').map(Number).filter(Number.isSafeInteger);
  for (const attempt of attempts.sort((a, b) => b - a)) {
    const file = join(storePaths.attempt(root, key, attempt), 'exit.json');
    const exit = readJsonFile<Exit>(file, (value) => exitSchema.safeParse(value).success);
    if (exit === undefined) continue;
    const { ok, startedAt, seconds, host } = exit;
    if (ok) return { attempt, started: startedAt, seconds, host };
  }
  return undefined;
}

/** The names in a folder that end so, without that end, in the order of code units; none where there is no folder. */
function listNames(folder: string, end: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => name.slice(0, name.length - end.length))
    .sort();
}

function readLines(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function readJson<T>(file: string, schema: z.ZodType<T>, hint: string): T {
  const text = readFileSync(file, 'utf8');
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ProuieError('PROUIE_STATE_BROKEN', 'This file of the store cannot be read.', {
      hint,
      location: { file },
      cause,
    });
  }
}
