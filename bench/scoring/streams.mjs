// `prouie reward` on a long stream, held to one core, and `prouie reward --serve` behind the bridge of trainers in Python.
import { join } from 'node:path';
import { median, prouie, root, short } from '../outcome.mjs';
import { onOneCore } from '../programs.mjs';
import { makeRows } from './data.mjs';
import { alternateRuns, call, command, folder, python, writeLines } from './programs.mjs';

const RATES = { ner: 50_000, ee: 10_000 };
const PROMPTS = 512;
const ANSWERS = 8;
const BATCHES = 7;

/** Whole programs; so long that their start hardly counts. */
export function measureStreams() {
  const sizes = short ? { ner: 20_000, re: 20_000, ee: 10_000 } : { ner: 200_000, re: 100_000, ee: 50_000 };
  const measured = Object.entries(sizes).map(([task, size]) => {
    const rows = makeRows(task, size, 1, 3).map(({ example, output }) => ({
      id: example.id,
      task,
      schema: example.schema,
      text: example.text,
      gold: example.gold,
      output,
    }));
    const file = writeLines(`stream-${task}.jsonl`, rows);
    const { stream } = alternateRuns({ stream: onOneCore(command('reward', file)) }, short ? 1 : 3);
    const lines = stream.made.split('\n').length - 1;
    if (lines !== size) throw new Error(`${task}: ${lines} rewards for ${size} outputs`);
    return { task, size, seconds: stream.seconds, rate: size / stream.seconds };
  });
  return {
    tables: [
      {
        title: 'prouie reward, whole programs on one core',
        columns: ['task', 'outputs', 'seconds', 'outputs a second'],
        rows: measured.map(({ task, size, seconds, rate }) => [task, size, seconds, rate]),
      },
    ],
    goals: measured
      .filter(({ task }) => !short && task in RATES)
      .map(({ task, rate }) => ({
        what: `prouie reward, ${task}`,
        value: rate,
        unit: 'outputs a second',
        atLeast: RATES[task],
      })),
  };
}

/** Batches of one step of a trainer, 512 prompts with 8 answers each. */
export function measureServer() {
  const measured = ['ner', 're', 'ee'].map((task) => ({ task, ...serve(task) }));
  return {
    tables: [
      {
        title: `The reward server, ${PROMPTS} prompts with ${ANSWERS} answers each`,
        columns: ['task', 'first batch with its start, s', 'later batches, s'],
        rows: measured.map(({ task, first, later }) => [task, first, later]),
      },
    ],
    goals: short
      ? []
      : measured.map(({ task, later }) => ({
          what: `the reward server, ${task}, ${PROMPTS} x ${ANSWERS}`,
          value: later,
          unit: 's',
          atMost: 0.5,
        })),
  };
}

function serve(task) {
  const made = makeRows(task, PROMPTS, 1, 4);
  const examples = writeLines(
    `prompts-${task}.jsonl`,
    made.map(({ example }) => example),
  );
  const rows = call(...command('encode', '--style', task === 'ner' ? 'cm' : 'sa', examples))
    .trim()
    .split('\n')
    .map((line) => {
      const { instruction, input, output } = JSON.parse(line);
      return { instruction, input, output };
    });
  // Half of the answers are to the prompt itself, half to one of its neighbours.
  const items = made.flatMap(({ example }, at) =>
    Array.from({ length: ANSWERS }, (_, answer) => ({
      example,
      row: rows[at],
      output: made[answer % 2 === 0 ? at : (at + answer) % PROMPTS].output,
    })),
  );
  const batch = writeLines(
    `batch-${task}.jsonl`,
    items.map(({ row, output }) => ({ row, output })),
  );
  const outputs = writeLines(
    `outputs-${task}.jsonl`,
    items.map(({ example, output }) => ({ ...example, output })),
  );
  const words = [process.execPath, prouie, 'reward', '--serve'];
  const { seconds, overall } = JSON.parse(
    call(...python('server_batches.py', join(root, 'src', 'engines'), batch, BATCHES, ...words)),
  );
  const expected = call(...command('reward', outputs), { cwd: folder })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).overall);
  if (JSON.stringify(expected) !== JSON.stringify(overall)) throw new Error(`${task}: the rewards differ`);
  return { first: seconds[0], later: median(seconds.slice(1)) };
}
