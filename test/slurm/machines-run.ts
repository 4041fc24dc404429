import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../../src/engines/llamafactory/engine.ts';
import { digestOf, openRunFolder } from '../engines/run-folder.ts';

/**
 * Trains with LLaMA-Factory as a node would, as a program of its own:
 * `node machines-run.js FOLDER PYTHON MACHINES OUTPUT`, where FOLDER holds the inputs as `inputs.json`. OUTPUT gets what
 * the ranks of the stand-in noted, as JSON.
 */
const [folder, python, machines, output] = process.argv.slice(2) as [string, string, string, string];
const inputs = JSON.parse(readFileSync(join(folder, 'inputs.json'), 'utf8')) as {
  readonly [name: string]: string;
};
const run = openRunFolder(folder, 'attempt', inputs, { sft: { python } });
const request = engine.render({
  method: 'sft',
  seed: 3,
  options: {
    epochs: 1,
    cutoff: 1024,
    learningRate: 1e-3,
    deviceBatch: 2,
    precision: 'fp32',
    gpus: 0,
    ...(machines === '1' ? {} : { nodes: Number(machines) }),
  },
  reward: null,
  rows: {
    digest: digestOf(inputs['rows']!),
    count: readFileSync(inputs['rows']!, 'utf8').trimEnd().split('\n').length,
  },
  start: digestOf(inputs['start']!),
  code: {},
  versions: { python: '3.*' },
});
await engine.train(run.context, request);
const work = join(run.context.checkpoints, 'llamafactory');
const ranks = readdirSync(work)
  .filter((name) => /^rank-\d+\.json$/.test(name))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(work, name), 'utf8')) as unknown);
writeFileSync(output, JSON.stringify(ranks));
