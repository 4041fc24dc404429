// How long the rewards of one step take over the bridge that trainers in Python use, against a `prouie reward` started for
// each step. A step is 512 invented prompts with 8 answers each, every third answer cut off.
// node bench/reward-bridge.mjs [PROMPTS [ANSWERS]]
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [prompts = 512, answers = 8] = process.argv.slice(2).map(Number);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const prouie = join(root, 'bin', 'prouie.js');
const BATCHES = 5;

const NAMES = ['Mira', 'Tomas', 'Ada', 'Pel', 'Odo', 'Ines', 'Kaj', 'Lis', 'Bram', 'Uma'];
const schema = { types: ['works for', 'lives in', 'born in', 'knows', 'met', 'taught', 'hired', 'sold to'] };
const examples = Array.from({ length: prompts }, (_, row) => {
  const people = Array.from({ length: 8 }, (_, at) => `${NAMES[(row + at * 3) % 10]} ${row}${at}`);
  const relations = people.map((head, at) => ({
    type: schema.types[(row + at) % 8],
    head,
    tail: people[(at + 1) % 8],
  }));
  const text = `${people.join(' spoke with ')} before the boats came in and the lamps were lit .`;
  return { id: `${row}`, dataset: 'invented', task: 're', split: 'train', text, schema, gold: { relations } };
});
const jsonLines = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const run = (program, words, input) => {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(program, words, { input, maxBuffer: 1e9, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { stdout, ms: performance.now() - began };
};

const rows = run(process.execPath, [prouie, 'encode', '--style', 'sa'], jsonLines(examples))
  .stdout.trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const items = rows.flatMap((row, at) =>
  Array.from({ length: answers }, (_, answer) => ({
    row,
    example: examples[at],
    output: answer % 3 === 2 ? row.output.slice(0, 40 + 10 * answer) : rows[(at + answer) % prompts].output,
  })),
);

const PYTHON = `
import json, sys, time
sys.path.insert(0, sys.argv[1])
from reward_bridge import RewardBridge
items = json.load(sys.stdin)
rows, outputs = [item["row"] for item in items], [item["output"] for item in items]
times = []
with RewardBridge(sys.argv[2:], {}) as bridge:
    for _ in range(${BATCHES}):
        began = time.perf_counter()
        scores = bridge.score(rows, outputs)
        times.append(1000 * (time.perf_counter() - began))
print(json.dumps({"times": times, "overall": [score["overall"] for score in scores]}))
`;
const bridged = JSON.parse(
  run(
    'python3',
    ['-c', PYTHON, join(root, 'src', 'engines'), process.execPath, prouie, 'reward', '--serve'],
    JSON.stringify(items.map(({ row, output }) => ({ row, output }))),
  ).stdout,
);
const lines = jsonLines(
  items.map(({ example: { task, text, gold }, output }) => ({ task, schema, text, gold, output })),
);
const started = Array.from({ length: BATCHES }, () => run(process.execPath, [prouie, 'reward'], lines));
const expected = started[0].stdout
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).overall);
if (JSON.stringify(expected) !== JSON.stringify(bridged.overall)) throw new Error('the rewards differ');

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [first, ...later] = bridged.times;
const alone = median(started.map(({ ms }) => ms));
console.log(`${items.length} answers a step, all rewards equal`);
console.log(`prouie reward, started for each step  ${alone.toFixed(0)} ms`);
console.log(`the bridge, first step with its start ${first.toFixed(0)} ms  ${(first / alone).toFixed(2)}x`);
console.log(
  `the bridge, later steps               ${median(later).toFixed(0)} ms  ${(median(later) / alone).toFixed(2)}x`,
);
