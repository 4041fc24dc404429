import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/commands/reward.ts';
import { schemaOfInstruction } from '../../../src/engines/reward-function.ts';
import { BundleStore } from '../../../src/identity/bundle.ts';
import { randomStream } from '../../../src/random.ts';
import { decodeOutput } from '../../../src/uie/decode.ts';
import { writeJson } from '../../../src/uie/json-layout.ts';
import type { TrainingRow } from '../../../src/uie/records.ts';
import { schemaToJson } from '../../../src/uie/schema-json.ts';
import { structureToJson } from '../../../src/uie/structure-json.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { jsonLines, runCommand } from '../../cli/command-run.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { inventRows } from '../embedded/invented-rows.ts';

interface BridgeResult {
  readonly rewards?: readonly { readonly [name: string]: number }[];
  readonly error?: string;
  readonly programLives?: boolean;
}

const ROW: TrainingRow = inventRows('ner', 1, 3)[0]!;

let server: string;
beforeAll(async () => {
  server = (await new BundleStore(packageRoot).bundle('src/engines/reward-server.ts')).path;
});

async function overBridge(job: {
  readonly command?: readonly string[];
  readonly reward?: object;
  readonly seconds?: number;
  readonly rows?: readonly TrainingRow[];
  readonly outputs?: readonly string[];
  readonly disturb?: 'kill' | 'stop';
}): Promise<BridgeResult> {
  const input = JSON.stringify({
    folder: join(packageRoot, 'src', 'engines'),
    command: [process.execPath, server],
    reward: {},
    seconds: 60,
    rows: [ROW],
    outputs: [ROW.output],
    ...job,
  });
  const { stdout } = await execa('python3', [join(import.meta.dirname, 'bridge-driver.py')], { input });
  return JSON.parse(stdout) as BridgeResult;
}

/** A program that answers each line with the result of a Python expression over `request`. */
function program(answer: string): readonly string[] {
  const path = join(temporaryFolder(), 'program.py');
  const body = `import json, os, signal, sys, time\nfor line in sys.stdin:\n    request = json.loads(line)\n    ${answer}\n    sys.stdout.flush()\n`;
  writeFileSync(path, body);
  return ['python3', path];
}

/** Targets of rows as they are, cut off, or of another row. */
function answersTo(rows: readonly TrainingRow[], each: number) {
  const random = randomStream('answers', each);
  return rows.flatMap((row) =>
    Array.from({ length: each }, () => {
      const source = random.next() < 0.4 ? row : rows[random.below(rows.length)]!;
      const cut = random.next() < 0.3 ? random.below(source.output.length) : source.output.length;
      return { row, output: source.output.slice(0, cut) };
    }),
  );
}

describe('rewards over the bridge', () => {
  it('are those of `prouie reward`, for ten thousand answers', async () => {
    const tasks = ['ner', 're', 'ee'] as const;
    const rows = tasks.flatMap((task) => inventRows(task, task === 'ner' ? 418 : 416, 11));
    const items = answersTo(rows, 8);
    const lines = items.map(({ row, output }) => {
      const schema = schemaOfInstruction(row.instruction);
      const { structure } = decodeOutput(row.output, { task: schema.task, schema, text: row.input });
      const fields = { task: JSON.stringify(schema.task), schema: writeJson(schemaToJson(schema)) };
      return `{"task":${fields.task},"schema":${fields.schema},"text":${JSON.stringify(row.input)},"gold":${writeJson(structureToJson(structure))},"output":${JSON.stringify(output)}}\n`;
    });
    const { stdout } = await runCommand(run, ['--penalty', 'additive', '--floor', '-2'], lines);
    const { rewards } = await overBridge({
      rows: items.map(({ row }) => row),
      outputs: items.map(({ output }) => output),
      reward: { penalty: 'additive', floor: -2 },
    });
    const expected = jsonLines(stdout).map((reward) => ({
      ...reward,
      malformed: reward['malformed'] ? 1 : 0,
    }));
    expect(rewards).toHaveLength(10_000);
    expect(rewards).toEqual(expected);
    expect(new Set(expected.map(({ malformed }) => malformed))).toEqual(new Set([0, 1]));
  });

  it('are given for any string, lone surrogates and line ends among them', async () => {
    const outputs = ['\ud800', 'a\nb\u2028c', '', '{"person": "Åsa 🦊"}'];
    const { rewards } = await overBridge({ rows: outputs.map(() => ROW), outputs });
    expect(rewards?.map(({ malformed }) => malformed)).toEqual([1, 1, 1, 0]);
  });

  it.each([
    ['is killed in the middle', { disturb: 'kill' as const }, /ended in batch 2, killed by signal 9/],
    ['hangs', { disturb: 'stop' as const, seconds: 0.3 }, /did not answer batch 2 within 0\.3 s/],
  ])('are an error when the program %s, and it is not left behind', async (_, job, message) => {
    const result = await overBridge(job);
    expect(result).toEqual({ error: expect.stringMatching(message), programLives: false });
  });

  it.each([
    [
      'answers too few',
      "print(json.dumps({'id': request['id'], 'rewards': []}))",
      /gave 0 rewards for 1 answers/,
    ],
    [
      'gives NaN',
      "print(json.dumps({'id': request['id'], 'rewards': [{'overall': float('nan'), 'malformed': 0}]}))",
      /overall is no finite number: nan/,
    ],
    [
      'gives a text',
      "print(json.dumps({'id': request['id'], 'rewards': [{'overall': 'high', 'malformed': 0}]}))",
      /overall is no finite number: 'high'/,
    ],
    [
      'leaves out the reward',
      "print(json.dumps({'id': request['id'], 'rewards': [{'malformed': 0}]}))",
      /has no overall/,
    ],
    ['answers another batch', "print(json.dumps({'id': 0, 'rewards': []}))", /another batch than 1/],
    ['writes no JSON', "print('oops')", /no JSON: b'oops/],
    [
      'stops half way through an answer',
      "sys.stdout.write('{\"id\": 1'); sys.exit('out of memory')",
      /ended in batch 1 with status 1\. Its last words: out of memory/,
    ],
  ])('are an error when the program %s', async (_, answer, message) => {
    expect(await overBridge({ command: program(answer) })).toEqual({ error: expect.stringMatching(message) });
  });

  it('are an error when there is no program', async () => {
    const { error } = await overBridge({ command: ['/nowhere/node', server] });
    expect(error).toMatch(/does not start: .*No such file/);
  });

  it('are an error when the options are unknown to the reward', async () => {
    const { error } = await overBridge({ reward: { penalti: 'max' } });
    expect(error).toMatch(/has no option `penalti`.*PROUIE_REWARD_OPTIONS/);
  });
});
