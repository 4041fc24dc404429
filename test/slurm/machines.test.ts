import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BundleStore } from '../../src/identity/bundle.ts';
import { storePaths } from '../../src/store/paths.ts';
import { packageRoot } from '../checks/source-tree.ts';
import { asRun } from '../end-to-end/prouie.ts';
import { readState } from '../end-to-end/store-files.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { writeModel } from '../engines/easyr1/run-context.ts';
import { inventRows } from '../engines/embedded/invented-rows.ts';
import { enginePath } from '../engines/engine-python.ts';
import {
  makeStandIn,
  type StandInEnvironment,
  standInLengths,
} from '../engines/llamafactory/stand-in-environment.ts';
import {
  type Cluster,
  failuresOf,
  hasSlurm,
  needsSlurm,
  onlyJob,
  openWorkplace,
  startCluster,
} from './workplace.ts';

describe.skipIf(!hasSlurm)(`a trainer on several machines${needsSlurm}`, () => {
  let cluster: Cluster;
  let environment: StandInEnvironment;
  let program: string;
  beforeAll(async () => {
    cluster = await startCluster({ with: ['pair'] });
    environment = makeStandIn();
    program = (await new BundleStore(packageRoot).bundle('test/slurm/machines-run.ts')).path;
  });
  afterAll(() => rmSync(environment.folder, { recursive: true }));

  /** The words of a node that trains on so many machines. */
  function trains(machines: number): readonly string[] {
    const folder = temporaryFolder();
    const rows = join(folder, 'rows.jsonl');
    writeFileSync(
      rows,
      inventRows('ner', 8, 3)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    const inputs = {
      rows,
      start: writeModel(join(folder, 'start')),
      'program/lengths': standInLengths,
      'program/verify': enginePath('verify_model.py'),
    };
    writeFileSync(join(folder, 'inputs.json'), JSON.stringify(inputs));
    return [process.execPath, program, folder, environment.python, String(machines), '{out:made}'];
  }

  test('is started once on each, with its rank and the same master, and all at one time', async () => {
    const place = await openWorkplace(
      cluster,
      { train: { argv: trains(2), resources: { nodes: 2, cpu: 2, memory: 0.5, time: 600 } } },
      ['executor.partition=pair'],
    );
    const run = asRun(await place.run().ended);
    expect(failuresOf(run)).toEqual({});
    const { script } = onlyJob(place.store);
    for (const option of ['--nodes=2', '--ntasks=2', '--ntasks-per-node=1', '--cpus-per-task=2'])
      expect(script).toContain(`#SBATCH ${option}\n`);
    const { nodes } = readState(place.store, 'nodes', 'cluster');
    const made = nodes.find(({ name }) => name === 'train')?.outputs['made']?.digest;
    const ranks = JSON.parse(readFileSync(storePaths.blob(place.store, made ?? 'none'), 'utf8')) as {
      readonly [name: string]: string;
    }[];
    const common = {
      NNODES: '2',
      MASTER_ADDR: 'pair1',
      MASTER_PORT: expect.stringMatching(/^\d+$/),
      FORCE_TORCHRUN: '1',
      NPROC_PER_NODE: '1',
    };
    expect(ranks).toEqual([
      { ...common, NODE_RANK: '0', SLURMD_NODENAME: 'pair1' },
      { ...common, NODE_RANK: '1', SLURMD_NODENAME: 'pair2' },
    ]);
    expect(ranks[0]!['MASTER_PORT']).toBe(ranks[1]!['MASTER_PORT']);
  });

  test('is not started in a job that has fewer than its request was made for', async () => {
    const place = await openWorkplace(
      cluster,
      { train: { argv: trains(2), resources: { cpu: 2, memory: 0.5, time: 600 } } },
      ['executor.partition=pair', 'executor.retries=0'],
    );
    const run = asRun(await place.run().ended);
    expect(failuresOf(run)['train']?.code).toBe('PROUIE_COMMAND_FAILED');
    const logs = run.events.flatMap((event) =>
      event.type === 'fail' ? [readFileSync(event.log, 'utf8')] : [],
    );
    expect(logs.join('')).toContain('LLaMA-Factory is to run on 2 machines, but this job has 1.');
  });
});
