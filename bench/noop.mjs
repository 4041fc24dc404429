// What a run that has nothing to do costs: 1,000 nodes (10 layers, each node reads its source and two nodes below it),
// in multiples of a bare start of Node, and of `make -r` on the same graph where make is there.
// node bench/noop.mjs [NODES] [ROUNDS]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodes = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 7);
const layers = 10;
const width = Math.ceil(nodes / layers);
const prouie = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'prouie.js');
const folder = mkdtempSync(join(tmpdir(), 'prouie-bench-'));
// A certificate variable alone adds tens of milliseconds to every start of Node and would flatter the ratio.
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined, PROUIE_STORE: join(folder, 'store') };

try {
  writeSources();
  writeFileSync(join(folder, 'layers.ts'), pipelineText());
  writeFileSync(join(folder, 'Makefile'), makefileText());
  const commands = {
    'node -e 0': ['node', ['-e', '0']],
    'prouie run': ['node', [prouie, 'run', '--pipeline', 'layers.ts', '--quiet']],
    ...(spawnSync('make', ['--version']).status === 0
      ? { 'make -r': ['make', ['-r', '-s', '-j2', 'all']] }
      : {}),
  };
  for (const [name, [program, words]] of Object.entries(commands)) {
    const seconds = time(program, words);
    if (name !== 'node -e 0')
      console.log(`cold ${name}: ${seconds.toFixed(2)} s for ${layers * width} nodes`);
  }
  // Files younger than two seconds are read again; a no-op is measured on files that have settled.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  time(...commands['prouie run']);
  const samples = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program, words]] of Object.entries(commands)) samples[name].push(time(program, words));
  }
  const bare = median(samples['node -e 0']);
  for (const [name, values] of Object.entries(samples)) {
    console.log(
      `no-op ${name}: ${(1000 * median(values)).toFixed(0)} ms, ${(median(values) / bare).toFixed(2)} x a bare start of Node`,
    );
  }
  if (samples['make -r'] !== undefined) {
    console.log(
      `no-op prouie run: ${(median(samples['prouie run']) / median(samples['make -r'])).toFixed(1)} x make -r`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function time(program, words) {
  const began = performance.now();
  execFileSync(program, words, { cwd: folder, env, stdio: ['ignore', 'ignore', 'ignore'] });
  return (performance.now() - began) / 1000;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function writeSources() {
  mkdirSync(join(folder, 'in'));
  mkdirSync(join(folder, 'out'));
  for (let index = 0; index < layers * width; index++)
    writeFileSync(join(folder, 'in', `${index}`), `source ${index}\n`);
}

function pipelineText() {
  return `import { file, node, output, type NodeDeclaration, type Pipeline } from 'prouie';
export const pipeline: Pipeline = (context) => {
  const nodes: NodeDeclaration[] = [];
  for (let layer = 0; layer < ${layers}; layer++) {
    for (let place = 0; place < ${width}; place++) {
      const index = layer * ${width} + place;
      const below = layer === 0 ? [] : [nodes[index - ${width}]!, nodes[(layer - 1) * ${width} + ((place + 1) % ${width})]!];
      nodes.push(node({
        name: \`layer-\${layer}/\${place}\`,
        step: 'command',
        params: { argv: ['sh', '-c', \`cat {in:source}\${below.map((_, at) => \` {in:below-\${at}}\`).join('')} | sha256sum\`], stdout: 'sum' },
        inputs: { source: file(context.path(\`in/\${index}\`)), ...Object.fromEntries(below.map((one, at) => [\`below-\${at}\`, output(one, 'sum')])) },
        outputs: { sum: 'text' },
      }));
    }
  }
  return nodes;
};
`;
}

function makefileText() {
  const rules = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let place = 0; place < width; place++) {
      const index = layer * width + place;
      const below =
        layer === 0 ? [] : [`out/${index - width}`, `out/${(layer - 1) * width + ((place + 1) % width)}`];
      rules.push(`out/${index}: in/${index} ${below.join(' ')}\n\tcat $^ | sha256sum > $@`);
    }
  }
  return `all: ${Array.from({ length: layers * width }, (_, index) => `out/${index}`).join(' ')}\n${rules.join('\n')}\n`;
}
