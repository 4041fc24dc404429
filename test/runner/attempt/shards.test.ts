import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { storePaths } from '../../../src/store/paths.ts';
import { type Gate, openGate } from '../../end-to-end/gate.ts';
import { asRun, prouie, type Started, startProuie } from '../../end-to-end/prouie.ts';
import { readState } from '../../end-to-end/store-files.ts';
import { temporaryFolder } from '../../end-to-end/temporary-folder.ts';

const pipeline = fileURLToPath(new URL('../../slurm/pipelines/nodes.ts', import.meta.url));

interface Place {
  readonly cwd: string;
  /** The flags that name the node `predict`, split into so many shards. */
  flags(shards: number, node?: object): readonly string[];
  run(shards: number, node?: object): Started;
  /** What `predict` made. */
  made(): string;
}

function openPlace(gate?: Gate): Place {
  const cwd = temporaryFolder();
  const flags = (shards: number, node: object = {}): readonly string[] => {
    const nodes = { predict: { rows: 10, resources: { shards }, ...node } };
    const settings = [
      'executor={kind: pool}',
      `nodes=${JSON.stringify(nodes)}`,
      ...(gate ? [`gate=${gate.path}`] : []),
    ];
    return [
      '--pipeline',
      pipeline,
      '--profile',
      'cluster',
      ...settings.flatMap((setting) => ['--set', setting]),
    ];
  };
  return {
    cwd,
    flags,
    run: (shards, node) => startProuie({ cwd }, 'run', '--json', ...flags(shards, node)),
    made: () => {
      const store = join(cwd, '.prouie');
      const { digest } = readState(store, 'nodes', 'cluster').nodes[0]!.outputs['made']!;
      return readFileSync(storePaths.blob(store, digest), 'utf8');
    },
  };
}

/** The folder of the last attempt, with all shards but the last done. */
async function breakOff(place: Place, gate: Gate, shards: number): Promise<string> {
  const started = place.run(shards);
  for (let index = 0; index < shards - 1; index++)
    (await gate.arrival(`predict/${index}`)).order({ do: 'finish' });
  (await gate.arrival(`predict/${shards - 1}`)).order({ do: 'throw', message: 'No such row.' });
  const failed = await started.event((event) => event.type === 'fail');
  await started.ended;
  return dirname((failed as { readonly log: string }).log);
}

describe('a node whose work is split, on this machine', () => {
  test('makes the same of one shard, of three, and of more than there are rows; none of them counts', async () => {
    const places = [1, 3, 12].map((shards) => ({ shards, place: openPlace() }));
    for (const { shards, place } of places)
      expect(asRun(await place.run(shards).ended).made).toEqual(['predict']);
    const made = places.map(({ place }) => place.made());
    expect(made[0]!.split('\n')).toHaveLength(11);
    expect(new Set(made).size).toBe(1);
    const again = asRun(await places[0]!.place.run(3).ended);
    expect(again.summary).toMatchObject({ ran: 0, fresh: 1 });
  });

  test('keeps the shards that are done when one fails: the next attempt does that one alone', async () => {
    const gate = await openGate();
    const place = openPlace(gate);
    await breakOff(place, gate, 4);
    const told = await prouie({ cwd: place.cwd }, 'logs', 'predict', ...place.flags(4));
    expect(told.stderr).toMatch(/PROUIE_STEP: Shard 3 \(of 0 to 3\): No such row\./);
    const next = place.run(4);
    (await gate.arrival('predict/3')).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    expect([0, 1, 2, 3].map((index) => gate.count(`predict/${index}`))).toEqual([1, 1, 1, 2]);
    const log = await prouie({ cwd: place.cwd }, 'logs', 'predict', ...place.flags(4));
    expect(log.stdout).toMatch(/shard 3 found 1 rows/);
    const alone = openPlace();
    await alone.run(1).ended;
    expect(place.made()).toBe(alone.made());
  });

  test('begins anew when it is split into another number of shards', async () => {
    const gate = await openGate();
    const place = openPlace(gate);
    await breakOff(place, gate, 3);
    const next = place.run(2);
    for (const index of [0, 1]) (await gate.arrival(`predict/${index}`)).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    expect(gate.count('predict/0')).toBe(2);
  });

  test('leaves no shards behind once it was made', async () => {
    const gate = await openGate();
    const place = openPlace(gate);
    const folder = await breakOff(place, gate, 2);
    expect(readdirSync(join(dirname(folder), 'checkpoints', 'shards-2')).sort()).toEqual([
      '0',
      '0.json',
      '1',
    ]);
    const next = place.run(2);
    (await gate.arrival('predict/1')).order({ do: 'finish' });
    await next.ended;
    expect(readdirSync(dirname(folder)).sort()).toEqual(['1', '2']);
  });

  test.each([
    ['whose files were cut off', (shard: string) => writeFileSync(join(shard, 'rows.txt'), '')],
    ['whose files are gone', (shard: string) => rmSync(join(shard, 'rows.txt'))],
    ['whose mark was cut off', (shard: string) => writeFileSync(`${shard}.json`, '{"schemaVersion":1,"fi')],
  ])('does a shard again %s', async (_how, damage) => {
    const gate = await openGate();
    const place = openPlace(gate);
    const folder = await breakOff(place, gate, 2);
    damage(join(dirname(folder), 'checkpoints', 'shards-2', '0'));
    const next = place.run(2);
    for (const index of [0, 1]) (await gate.arrival(`predict/${index}`)).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    expect(gate.count('predict/0')).toBe(2);
  });

  test('is refused when its step cannot share work, or the number is none', async () => {
    const { cwd, flags } = openPlace();
    const program = { argv: ['true'], rows: undefined };
    const unable = await prouie({ cwd }, 'status', ...flags(2, program));
    expect(unable.code).toBe(2);
    expect(unable.stderr).toMatch(/PROUIE_SHARDS[\s\S]*"predict" asks for 2 shards, but the step "command"/);
    expect((await prouie({ cwd }, 'status', ...flags(1, program))).code).toBe(0);
    expect((await prouie({ cwd }, 'status', ...flags(1.5))).stderr).toMatch(/PROUIE_SHARDS/);
    expect((await prouie({ cwd }, 'status', ...flags(0))).stderr).toMatch(/PROUIE_SHARDS/);
  });
});

describe('one shard of an attempt', () => {
  /** An attempt as an executor hands it over, and ended processes for its shards. */
  async function prepare(
    shards: number,
  ): Promise<{ readonly gate: Gate; readonly folder: string; readonly place: Place }> {
    const gate = await openGate();
    const place = openPlace(gate);
    const started = place.run(shards, { steerEnd: true });
    const first = await gate.arrival('predict/0');
    started.kill('SIGKILL');
    await first.gone;
    await started.ended;
    const work = join(place.cwd, '.prouie', 'work');
    return { gate, place, folder: join(work, readdirSync(work)[0]!, '1') };
  }

  const exitOf = (
    folder: string,
  ): { readonly ok: boolean; readonly failure?: { readonly message: string } } =>
    JSON.parse(readFileSync(join(folder, 'exit.json'), 'utf8'));

  test('is done beside others, and the last of them alone makes the outputs', async () => {
    const { gate, folder, place } = await prepare(3);
    const calls = [0, 1, 2].map((index) => startProuie(place, 'exec', folder, '--shard', String(index)));
    const visitors = await Promise.all([0, 1, 2].map((index) => gate.arrival(`predict/${index}`)));
    for (const visitor of visitors) visitor.order({ do: 'finish' });
    (await gate.arrival('predict/end')).order({ do: 'finish' });
    expect((await Promise.all(calls.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(gate.count('predict/end')).toBe(1);
    expect(exitOf(folder)).toMatchObject({ ok: true });
  });

  test('that fails settles the attempt only when the others have ended, too', async () => {
    const { gate, folder, place } = await prepare(2);
    const [good, bad] = [0, 1].map((index) => startProuie(place, 'exec', folder, '--shard', String(index)));
    (await gate.arrival('predict/1')).order({ do: 'throw', message: 'No such row.' });
    expect(await bad!.ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Shard 1 .*No such row/),
    });
    expect(readdirSync(folder)).not.toContain('exit.json');
    (await gate.arrival('predict/0')).order({ do: 'finish' });
    await good!.ended;
    expect(exitOf(folder)).toMatchObject({
      ok: false,
      failure: { message: 'Shard 1 (of 0 to 1): No such row.' },
    });
  });

  test('that goes on and dies keeps nobody waiting: the next attempt only makes the outputs', async () => {
    const { gate, folder, place } = await prepare(2);
    const calls = [0, 1].map((index) => startProuie(place, 'exec', folder, '--shard', String(index)));
    for (const index of [0, 1]) (await gate.arrival(`predict/${index}`)).order({ do: 'finish' });
    (await gate.arrival('predict/end')).order({ do: 'die', by: 'SIGKILL' });
    expect((await Promise.all(calls.map(({ ended }) => ended))).map(({ signal }) => signal)).toContain(
      'SIGKILL',
    );
    const next = place.run(2, { steerEnd: true });
    (await gate.arrival('predict/end')).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    // Once for the process that was killed to leave an attempt behind.
    expect([gate.count('predict/0'), gate.count('predict/1')]).toEqual([2, 1]);
  });

  test('that there is not is an error', async () => {
    const { folder, place } = await prepare(2);
    const call = await prouie(place, 'exec', folder, '--shard', '2');
    expect(call).toMatchObject({ code: 2, stderr: expect.stringMatching(/PROUIE_SHARDS.*no shard 2/) });
  });
});
