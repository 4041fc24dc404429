// The runner as one of the tools, with the step `command` like the others, and with a step of its own in the process.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prouie } from '../outcome.mjs';
import { commandOf } from './graph.mjs';

const command = ['node', [prouie, 'run', '--pipeline', 'layers.ts', '--quiet']];
const plan = ['node', [prouie, 'run', '--pipeline', 'layers.ts', '--dry-run']];

/** @type {import('./tools.mjs').Tool} */
export const prouieTool = {
  name: 'prouie',
  write: (graph, gap) => writePipeline(graph, shellStep(graph, gap)),
  cold: command,
  again: command,
  isFresh: (said, size) => said.includes(` 0 ran, ${size} fresh `),
  pathsOf: storedPaths,
  limit: 7200,
};

/** @type {import('./tools.mjs').Tool} */
export const prouieOwnStep = {
  ...prouieTool,
  name: 'prouie, step of its own',
  write(graph) {
    writeFileSync(join(graph.folder, 'sum.ts'), STEP);
    writePipeline(graph, `step: './sum', params: { below: below.length, log: '${graph.log}' }`);
  },
};

/** A changed root that is planned and never run. @type {import('./tools.mjs').Tool} */
export const prouiePlan = {
  ...prouieTool,
  name: 'prouie -n, a root changed',
  again: plan,
  isFresh: (said, size) => said.includes('1 stale') && said.includes(`${size - 55} fresh`),
};

/** Where the content of each node lies, by the state that the last run wrote. */
export function storedPaths({ folder }) {
  const store = join(folder, '.prouie');
  const state = JSON.parse(readFileSync(join(store, 'nodes/layers/quick.json'), 'utf8'));
  const digests = new Map(state.nodes.map(({ name, outputs }) => [name, outputs.sum.digest]));
  return (index) => {
    const digest = digests.get(`n/${index}`);
    return join(store, 'blobs', digest.slice(0, 2), digest.slice(2));
  };
}

/** Where the copies of outputs lie that `results` asks for. */
export function copiedPaths({ folder }) {
  return (index) => join(folder, 'results/quick', `${index}.txt`);
}

/** The step `command`, where `index` and `below` are in scope. */
export function shellStep(graph, gap) {
  const line = commandOf(graph, { index: '$index' }, ['$inputs'], '{out:sum}', gap)
    .replace('$index', `\${index}`)
    .replace('$inputs', `{in:source}\${below.map((_, at) => \` {in:below-\${at}}\`).join('')}`);
  return `step: 'command', params: { argv: ['sh', '-c', \`${line}\`] }, outputs: { sum: 'text' }`;
}

/** Writes the pipeline with the declaration of each node's step. */
export function writePipeline({ folder, size, nodes }, step, results = '') {
  const width = nodes.findIndex(({ below }) => below.length > 0);
  writeFileSync(
    join(folder, 'layers.ts'),
    `import { file, node, output, type NodeDeclaration, type Pipeline } from 'prouie';
export const pipeline: Pipeline = (context) => {
  const nodes: NodeDeclaration[] = [];
  for (let index = 0; index < ${size}; index++) {
    const layer = Math.floor(index / ${width});
    const below = layer === 0 ? [] : [nodes[index - ${width}]!, nodes[(layer - 1) * ${width} + ((index + 1) % ${width})]!];
    nodes.push(node({
      name: \`n/\${index}\`,
      inputs: { source: file(context.path(\`in/\${index}\`)), ...Object.fromEntries(below.map((one, at) => [\`below-\${at}\`, output(one, 'sum')])) },
      ${step},
      ${results}
    }));
  }
  return nodes;
};
`,
  );
}

const STEP = `import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { defineStep } from 'prouie';
import { z } from 'zod';

export const step = defineStep({
  params: z.strictObject({ below: z.int(), log: z.string() }),
  outputs: { sum: 'text' },
  run({ params, input, outputs }) {
    const hash = createHash('sha256').update(input('source').text().replace(/^#.*\\n/gm, ''));
    for (let at = 0; at < params.below; at++) hash.update(input(\`below-\${at}\`).text());
    outputs.writeText('sum', \`\${hash.digest('hex')}  -\\n\`);
    appendFileSync(params.log, '.\\n');
  },
});
`;
