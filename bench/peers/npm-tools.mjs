// wireit and Turborepo on the graph: one package, with one script for each node.
import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../outcome.mjs';
import { packages } from './installation.mjs';
import { inPlace, shell } from './tools.mjs';

const names = (indexes) => indexes.map((index) => `n${index}`);
const everything = ({ nodes }) => names(nodes.map(({ index }) => index));

/** @type {import('./tools.mjs').Tool} */
export const wireit = {
  name: 'wireit',
  write(graph, gap) {
    const scripts = graph.nodes.map((node) => [
      `n${node.index}`,
      {
        command: shell(graph, node, gap),
        files: [`in/${node.index}`],
        output: [`out/${node.index}`],
        dependencies: names(node.below),
      },
    ]);
    writePackage(
      graph,
      { all: 'wireit', ...Object.fromEntries(scripts.map(([name]) => [name, 'wireit'])) },
      { wireit: { all: { dependencies: everything(graph) }, ...Object.fromEntries(scripts) } },
    );
  },
  cold: ['node', ['node_modules/wireit/bin/wireit.js']],
  again: ['node', ['node_modules/wireit/bin/wireit.js']],
  // What npm sets for a script; calling npm itself would add its own start.
  env: {
    npm_lifecycle_event: 'all',
    npm_package_json: 'package.json',
    npm_config_user_agent: 'npm/10.8.2',
    WIREIT_PARALLEL: '2',
    WIREIT_LOGGER: 'simple',
  },
  isFresh: (said, size) => said.match(/\[n\d+\] Already fresh/g)?.length === size,
  pathsOf: inPlace,
};

/** @type {import('./tools.mjs').Tool} */
export const turbo = {
  name: 'turbo',
  write(graph, gap) {
    const scripts = graph.nodes.map((node) => [`n${node.index}`, shell(graph, node, gap)]);
    writePackage(graph, Object.fromEntries(scripts));
    const tasks = graph.nodes.map(({ index, below }) => [
      `n${index}`,
      { dependsOn: names(below), inputs: [`in/${index}`], outputs: [`out/${index}`] },
    ]);
    writeFileSync(
      join(graph.folder, 'turbo.json'),
      JSON.stringify({ tasks: { all: { dependsOn: everything(graph) }, ...Object.fromEntries(tasks) } }),
    );
    if (!existsSync(join(graph.folder, '.git'))) commit(graph);
  },
  cold: ['node_modules/.bin/turbo', ['run', 'all', '--concurrency=2']],
  again: ['node_modules/.bin/turbo', ['run', 'all', '--concurrency=2']],
  env: { TURBO_TELEMETRY_DISABLED: '1' },
  isFresh: (said, size) => said.includes(`${size} cached, ${size} total`),
  pathsOf: inPlace,
};

function writePackage(graph, scripts, more = {}) {
  const content = { name: 'graph', version: '1.0.0', private: true, packageManager: 'npm@10.8.2', scripts };
  writeFileSync(join(graph.folder, 'package.json'), JSON.stringify({ ...content, ...more }));
  if (!existsSync(join(graph.folder, 'node_modules')))
    symlinkSync(packages, join(graph.folder, 'node_modules'));
}

/** turbo asks git for the digests of sources. */
function commit({ folder }) {
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n.turbo\nout\nlog\nsaid\n');
  const git = (...words) => execFileSync('git', words, { cwd: folder, env });
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '--quiet', '-m', 'sources');
}
