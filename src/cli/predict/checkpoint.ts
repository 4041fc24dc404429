/** A checkpoint by the name of a training node, or as a folder. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Checkpoint, checkCheckpoint } from '../../engines/embedded/checkpoint.ts';
import { CHECKPOINT_FILES, readCheckpoint } from '../../engines/embedded/checkpoint-files.ts';
import { isProuieError, ProuieError } from '../../errors.ts';
import type { Planner } from '../../runner/plan/plan.ts';
import type { PlannedNode } from '../../runner/plan/planned-node.ts';
import { openSession, type Session } from '../../runner/plan/session.ts';
import { readTable } from '../../store/arrow-reader.ts';
import { didYouMean } from '../../suggest.ts';
import type { ParsedArguments } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import type { Io } from '../io.ts';
import { workspaceFrom } from '../node-flags.ts';
import { describeReasons } from '../reason-text.ts';

/** The last phase of `full`. */
export const USUAL_CHECKPOINT = 'train/de3';

/** A checkpoint whose files are known and not yet read. */
export interface FoundCheckpoint {
  readonly name: string;
  readonly kind: 'embedded' | 'language-model';
  /** The path of each file, by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** The node that made it, in its session, and the digest of its output; undefined for a folder. */
  readonly node: { readonly session: Session; readonly digest: string } | undefined;
}

export interface LoadedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Of its weights and metadata, 64 hexadecimal digits. */
  readonly digest: string;
}

/** What a folder of a language model holds, and no other. */
const MODEL_FILE = 'config.json';

/**
 * The checkpoint that `--checkpoint` names: a folder with its files, or a node of the profile that makes one.
 *
 * @throws ProuieError PROUIE_CHECKPOINT_UNKNOWN, PROUIE_CHECKPOINT_MISSING (not made yet), PROUIE_CHECKPOINT_STALE
 */
export async function findCheckpoint(
  args: ParsedArguments,
  io: Io,
  host: CommandHost,
): Promise<FoundCheckpoint> {
  const name = args.value('checkpoint') ?? USUAL_CHECKPOINT;
  const folder = resolve(io.cwd, name);
  const isFolder = [CHECKPOINT_FILES.weights, MODEL_FILE].some((file) => existsSync(join(folder, file)));
  const { files, node } = isFolder
    ? { files: folderFiles(folder), node: undefined }
    : await nodeFiles(name, await openSession(workspaceFrom(args, io, host.packageRoot)));
  return { name, kind: files.has(CHECKPOINT_FILES.weights) ? 'embedded' : 'language-model', files, node };
}

/**
 * Reads a checkpoint of the embedded engine.
 *
 * @throws ProuieError PROUIE_CHECKPOINT_BROKEN, PROUIE_EMBEDDED_CHECKPOINT
 */
export async function loadCheckpoint({ name, files }: FoundCheckpoint): Promise<LoadedCheckpoint> {
  const hash = createHash('sha256');
  const input = {
    files: [...files.keys()],
    bytes: (path: string) => {
      const bytes = readFileSync(files.get(path) ?? broken(name, `it has no file ${path}`));
      hash.update(bytes);
      return bytes;
    },
  };
  const checkpoint = await readWhole(name, () =>
    readCheckpoint({ readTable: async (bytes, schema) => readTable(bytes, schema) }, input, 'generate'),
  );
  checkCheckpoint(checkpoint);
  return { checkpoint, digest: hash.digest('hex') };
}

async function readWhole(name: string, read: () => Promise<Checkpoint>): Promise<Checkpoint> {
  try {
    return await read();
  } catch (cause) {
    return broken(name, isProuieError(cause) ? cause.message : String(cause), cause);
  }
}

function broken(name: string, why: string, cause?: unknown): never {
  throw new ProuieError('PROUIE_CHECKPOINT_BROKEN', `The checkpoint ${name} cannot be read: ${why}`, {
    hint: 'Train it again, or copy its folder again.',
    cause,
  });
}

function folderFiles(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((file) => [file, join(folder, file)]));
}

async function nodeFiles(name: string, session: Session): Promise<Pick<FoundCheckpoint, 'files' | 'node'>> {
  const { graph, workspace } = session;
  const trained = graph.nodes.flatMap((node) =>
    Object.hasOwn(node.outputs, 'checkpoint') ? [node.name] : [],
  );
  if (!trained.includes(name)) throw unknownCheckpoint(name, trained, workspace.profile);
  const index = graph.indexOf.get(name)!;
  const planner = session.planner();
  planner.planAll([index]);
  const planned = planner.planned[index]!;
  const output = planned.outputs?.['checkpoint'];
  if (output?.files === undefined) throw notFresh(name, planned, planner, workspace.profile);
  return {
    files: new Map(output.files.map(([path, digest]) => [path, workspace.store.blobPath(digest)])),
    node: { session, digest: output.digest },
  };
}

function unknownCheckpoint(name: string, trained: readonly string[], profile: string): ProuieError {
  const near = didYouMean(name, trained) ?? didYouMean(`train/${name}`, trained);
  return new ProuieError(
    'PROUIE_CHECKPOINT_UNKNOWN',
    `"${name}" is neither a training node of the profile ${profile} nor a folder with ${CHECKPOINT_FILES.weights} or ${MODEL_FILE}.`,
    { hint: near ?? 'List training nodes with `prouie graph "train/**"`.' },
  );
}

function notFresh(
  name: string,
  { status, reasons, absent }: PlannedNode,
  planner: Planner,
  profile: string,
): ProuieError {
  if (status === 'absent') {
    return new ProuieError('PROUIE_CHECKPOINT_MISSING', `${name} cannot be trained here: ${absent}.`, {
      hint: 'Give the corpora with --data, or choose another profile.',
    });
  }
  const hint = `Train it with \`prouie run ${name} --profile ${profile}\` (and the same --data and --set, where you use them).`;
  const wasMade = Object.keys(planner.lastState(name)?.outputs ?? {}).length > 0;
  if (!wasMade)
    return new ProuieError('PROUIE_CHECKPOINT_MISSING', `${name} has not been trained yet.`, { hint });
  const why = reasons.length > 0 ? describeReasons(reasons) : 'what it is made from has to be made again';
  return new ProuieError('PROUIE_CHECKPOINT_STALE', `${name} is stale: ${why}.`, {
    hint: `${hint} \`prouie why ${name}\` says more.`,
  });
}
