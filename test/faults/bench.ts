import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storePaths } from '../../src/store/paths.ts';
import type { ResultRecord } from '../../src/store/record.ts';
import { blobsOf, Store } from '../../src/store/store.ts';
import { verifyStore } from '../../src/store/verify.ts';
import { clonePackage } from '../end-to-end/package-clone.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { compileFaultLibrary, type FaultLibrary } from './fault-library.ts';
import { type BenchRun, startRun } from './run-process.ts';
import { type RecordedWrite, readWrites } from './write-points.ts';

const PIPELINE = fileURLToPath(new URL('pipelines/quilt.ts', import.meta.url));

/**
 * A pipeline of some 60 nodes with the run that nobody disturbed, against which disturbed ones are held. The bench works
 * with a copy of this installation, so that sources may be edited meanwhile.
 */
export interface Bench {
  readonly library: FaultLibrary;
  /** The writes of the undisturbed run, in order. */
  readonly writes: readonly RecordedWrite[];
  /** The content that a record of the undisturbed run names, as paths in the folder. */
  contentOf(recordPath: string): readonly string[];
  /** How many nodes there are. */
  readonly nodes: number;
  /** A new folder with the pipeline's input in it, and no store yet. */
  folder(): string;
  start(folder: string, ...words: readonly string[]): BenchRun;
  startDisturbed(folder: string, fault: Parameters<FaultLibrary['environment']>[1]): BenchRun;
  /** What is wrong with a store as a broken run left it: nothing half made may be visible. */
  inspect(folder: string): readonly string[];
  /** Lets the next run finish, and says in what the store then differs from that of the undisturbed run. */
  recover(folder: string): Promise<readonly string[]>;
}

export async function openBench(settings: readonly string[] = []): Promise<Bench> {
  const library = compileFaultLibrary(temporaryFolder());
  const installation = clonePackage();
  const flags = ['--pipeline', PIPELINE, '--jobs', '2', ...settings];
  const folder = (): string => {
    const made = temporaryFolder();
    writeFileSync(join(made, 'yarn.txt'), 'blue and yellow\n');
    return made;
  };
  const start = (cwd: string, env: Readonly<Record<string, string>>, words: readonly string[]): BenchRun =>
    startRun(installation, cwd, env, [...flags, ...words]);

  // The first run compiles the steps, whose writes lie outside of the store.
  const first = folder();
  await start(first, {}, []).ended;
  const undisturbed = folder();
  const log = join(temporaryFolder(), 'writes');
  const run = await start(undisturbed, library.environment(undisturbed, undefined, log), []).ended;
  const summary = run.events.at(-1);
  if (run.code !== 0 || summary?.type !== 'summary' || summary.failed > 0)
    throw new Error(`The undisturbed run failed.\n${run.stderr}`);
  const original = contentOf(undisturbed);
  const differences = (other: string): readonly string[] => {
    const found = contentOf(other);
    return [...new Set([...original.keys(), ...found.keys()])]
      .filter((path) => found.get(path) !== original.get(path))
      .map((path) => `${path} is ${describe(found.get(path))}, and was ${describe(original.get(path))}`);
  };
  const inspect = (cwd: string): readonly string[] => {
    const store = new Store(join(cwd, '.prouie'));
    const { broken, incomplete, unequal } = verifyStore(store);
    const wrong = [...contentOf(cwd)].filter(([path, content]) => original.get(path) !== content);
    return [
      ...broken.map(({ kind, name, why }) => `the ${kind} ${name} is broken: ${why}`),
      ...incomplete.map(({ key, missing }) => `the record ${key} has no content ${missing.join()}`),
      ...unequal.map(({ key }) => `the key ${key} has several results`),
      ...wrong.map(([path]) => `${path} is not what it should be`),
    ];
  };
  return {
    library,
    writes: readWrites(log),
    nodes: summary.ran,
    contentOf: (recordPath) => {
      const { outputs } = JSON.parse(original.get(recordPath)!) as ResultRecord;
      return blobsOf(outputs).map(([digest]) => storePaths.blob('.prouie', digest));
    },
    folder,
    start: (cwd, ...words) => start(cwd, {}, words),
    startDisturbed: (cwd, fault) => start(cwd, library.environment(cwd, fault), []),
    inspect,
    recover: async (cwd) => {
      const again = await start(cwd, {}, []).ended;
      const last = again.events.at(-1);
      if (again.code !== 0 || last?.type !== 'summary')
        return [`the next run ended with ${again.code ?? again.signal}: ${again.stderr}`];
      const made =
        last.ran + last.fresh === summary.ran ? [] : [`the next run made ${last.ran + last.fresh}`];
      return [...made, ...inspect(cwd), ...differences(cwd)];
    },
  };
}

/** All that counts of a store: records, and the copies under `results/`. What they name, `inspect` looks at. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const parts = ['.prouie/records', 'results'];
  return new Map(
    parts.flatMap((part) =>
      filesUnder(join(folder, part))
        .filter((path) => !path.endsWith('.tmp'))
        .map((path) => [`${part}/${path}`, readFileSync(join(folder, part, path), 'utf8')] as const),
    ),
  );
}

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function describe(content: string | undefined): string {
  return content === undefined ? 'not there' : JSON.stringify(content.slice(0, 200));
}
