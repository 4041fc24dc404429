import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SlurmCommands } from '../../runner/executors/slurm-commands.ts';
import { jobFiles, nameJob } from '../../runner/executors/slurm-job.ts';
import { jobScript } from '../../runner/executors/slurm-script.ts';
import type { SlurmSettings } from '../../runner/executors/slurm-settings.ts';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { storePaths } from '../../store/paths.ts';
import { formatBytes } from '../terminal.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const GOOD_FREE_BYTES = 50e9;
const LOOK_MILLISECONDS = 500;

/** What a machine of the cluster must see, as it is called there. */
export interface ClusterPlaces {
  readonly packageRoot: string;
  readonly store: string;
  readonly env: { readonly [name: string]: string | undefined };
}

/**
 * Checks a profile's cluster before anything is submitted to it: that it answers, what the partition has, and by a job
 * of two minutes at most, what its machines see.
 */
export async function checkCluster(settings: SlurmSettings, places: ClusterPlaces): Promise<Finding[]> {
  const commands = new SlurmCommands(places.env, settings.environment);
  const answer = await commands.partitions();
  if (!answer.ok)
    return [
      fail(
        'cluster',
        answer.says.split('\n', 1)[0]!,
        'Call prouie where sbatch works, such as a login node; or set `executor: {kind: pool}`.',
      ),
    ];
  return [
    ok('cluster', `SLURM answers: ${new Set(answer.value.map(({ name }) => name)).size} partitions`),
    checkPartition(answer.value, settings.partition),
    ...(await probe(settings, places, commands)),
  ];
}

function checkPartition(
  partitions: readonly {
    readonly name: string;
    readonly isDefault: boolean;
    readonly up: boolean;
    readonly gres: string;
  }[],
  wanted: string | undefined,
): Finding {
  const own = partitions.filter(({ name, isDefault }) =>
    wanted === undefined ? isDefault : name === wanted,
  );
  const known = [...new Set(partitions.map(({ name }) => name))].join(', ');
  if (own.length === 0)
    return fail(
      'partition',
      wanted ?? 'no default partition',
      `Set \`executor.partition\` to one of: ${known}.`,
    );
  const { name } = own[0]!;
  if (!own.some(({ up }) => up)) return fail('partition', `${name} is not up`, `Others: ${known}.`);
  const gpus = [...new Set(own.map(({ gres }) => gres))].filter((gres) => gres.includes('gpu'));
  if (gpus.length > 0) return ok('partition', `${name} with ${gpus.join(', ')} a machine`);
  return warn(
    'partition',
    `${name} has no GPUs`,
    'Nodes that ask for a GPU need another: `executor.partition`.',
  );
}

/** A job that looks around: line by line what it found. */
const LOOK_AROUND = `
node=$("$1" --version 2>&1) && echo "node=$node"
[[ -r $2 ]] && echo package=seen
touch "$3/probe" && rm -f "$3/probe" && echo store=writable
echo "space=$(df --output=avail --block-size=1 "$3" | tail -n 1 | tr -d ' ')"
python=$(python3 --version 2>&1) && echo "python=$python"
echo "host=$(hostname)"
echo end=1
`;

async function probe(
  settings: SlurmSettings,
  { packageRoot, store }: ClusterPlaces,
  commands: SlurmCommands,
): Promise<Finding[]> {
  const name = nameJob('doctor');
  const folder = storePaths.job(store, name);
  guardWrite(folder, () => makeFolder(folder));
  const program = settings.node ?? process.execPath;
  const script = jobScript({
    name,
    folder,
    settings: { ...settings, defaults: {}, warning: 1 },
    resources: { time: 100 },
    command: ['bash', '-c', LOOK_AROUND, 'doctor', program, join(packageRoot, 'bin', 'prouie.js'), folder],
  });
  writeFileSync(join(folder, jobFiles.script), script);
  const submitted = await commands.submit(join(folder, jobFiles.script));
  try {
    if (!submitted.ok)
      return [
        fail(
          'job',
          submitted.says.split('\n', 1)[0]!,
          'See `executor` in the profile: partition, account, qos.',
        ),
      ];
    const found = await awaitProbe(join(folder, jobFiles.output), settings.patience);
    if (found === undefined) {
      await commands.cancel([submitted.value]);
      return [
        warn(
          'job',
          `no answer from a small job within ${settings.patience} s`,
          'The cluster may be busy, or its machines may not see this folder: ask again later, or see `squeue`.',
        ),
      ];
    }
    return judge(found, { program, packageRoot, store });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function awaitProbe(output: string, seconds: number): Promise<ReadonlyMap<string, string> | undefined> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await delay(LOOK_MILLISECONDS)) {
    const found = new Map(
      readLines(output).map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)] as const;
      }),
    );
    if (found.has('end')) return found;
  }
  return undefined;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    // The job has not begun.
    return [];
  }
}

function judge(
  found: ReadonlyMap<string, string>,
  {
    program,
    packageRoot,
    store,
  }: { readonly program: string; readonly packageRoot: string; readonly store: string },
): Finding[] {
  const host = found.get('host') ?? 'the cluster';
  const node = found.get('node');
  const space = Number(found.get('space') ?? Number.NaN);
  const free = `${formatBytes(space)} free at ${store}`;
  return [
    ok('job', `a small job ran on ${host}`),
    node === undefined
      ? fail(
          `Node on ${host}`,
          `${program} does not run there`,
          'Set `executor.node`, or load a module in `executor.setup`.',
        )
      : node === process.version
        ? ok(`Node on ${host}`, node)
        : warn(
            `Node on ${host}`,
            `${node}, here ${process.version}`,
            'The same version makes the same bytes: set `executor.node`.',
          ),
    found.has('package')
      ? ok(`package on ${host}`, packageRoot)
      : fail(
          `package on ${host}`,
          `${packageRoot} is not there`,
          'Install prouie on a disk that the machines share.',
        ),
    found.has('store')
      ? ok(`store on ${host}`, store)
      : fail(
          `store on ${host}`,
          `${store} cannot be written there`,
          'Point PROUIE_STORE at a disk that the machines share.',
        ),
    !(space >= GOOD_FREE_BYTES)
      ? warn(`space on ${host}`, free, 'Checkpoints of a model with 4 billion weights take some 10 GB each.')
      : ok(`space on ${host}`, free),
    found.has('python')
      ? ok(`Python on ${host}`, found.get('python')!)
      : warn(
          `Python on ${host}`,
          'no python3',
          'Trainers on GPUs need it: load it in `executor.setup`, or use a container.',
        ),
  ];
}
