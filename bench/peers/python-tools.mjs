// Snakemake, DVC and redun on the graph, each without what only costs it time: no git, no telemetry, no check for updates.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputsOf } from './graph.mjs';
import { python } from './installation.mjs';
import { inPlace, shell } from './tools.mjs';

/** @type {import('./tools.mjs').Tool} */
export const snakemake = {
  name: 'snakemake',
  write(graph, gap) {
    const list = (paths) => paths.map((path) => JSON.stringify(path)).join(', ');
    const rules = graph.nodes.map((node) => {
      const command = JSON.stringify(shell(graph, node, gap));
      return `rule n${node.index}:\n  input: ${list(inputsOf(node))}\n  output: "out/${node.index}"\n  shell: ${command}\n`;
    });
    const all = list(graph.nodes.map(({ index }) => `out/${index}`));
    writeFileSync(join(graph.folder, 'Snakefile'), `rule all:\n  input: ${all}\n${rules.join('')}`);
  },
  cold: [python('snakemake'), ['-c2']],
  again: [python('snakemake'), ['-c2']],
  isFresh: (said) => said.includes('Nothing to be done'),
  pathsOf: inPlace,
};

/** @type {import('./tools.mjs').Tool} */
export const dvc = {
  name: 'dvc',
  write(graph, gap) {
    mkdirSync(join(graph.folder, '.dvc'), { recursive: true });
    writeFileSync(
      join(graph.folder, '.dvc/config'),
      '[core]\n    no_scm = true\n    analytics = false\n    check_update = false\n',
    );
    const stages = graph.nodes.map((node) => {
      const stage = { cmd: shell(graph, node, gap), deps: inputsOf(node), outs: [`out/${node.index}`] };
      return [`n${node.index}`, stage];
    });
    // JSON is YAML too.
    writeFileSync(join(graph.folder, 'dvc.yaml'), JSON.stringify({ stages: Object.fromEntries(stages) }));
  },
  cold: [python('dvc'), ['repro']],
  again: [python('dvc'), ['repro']],
  isFresh: (said, size) =>
    said.match(/^Stage '.*' didn't change, skipping/gm)?.length === size && said.includes('up to date'),
  pathsOf: inPlace,
};

/** @type {import('./tools.mjs').Tool} */
export const redun = {
  name: 'redun',
  write(graph, gap) {
    writeGraph(graph, gap);
    mkdirSync(join(graph.folder, '.redun'), { recursive: true });
    writeFileSync(
      join(graph.folder, '.redun/redun.ini'),
      '[backend]\ndb_uri = sqlite:///redun.db\n\n[executors.default]\ntype = local\nmax_workers = 2\n',
    );
    writeFileSync(
      join(graph.folder, 'workflow.py'),
      `import json
import subprocess
from redun import File, task

redun_namespace = "peers"

@task()
def n(index, command, inputs):
    subprocess.run(["sh", "-c", command], check=True)
    return File(f"out/{index}")

@task(cache=False)
def main():
    files = []
    for index, inputs, below, command in json.load(open("graph.json")):
        files.append(n(index, command, [File(f"in/{index}")] + [files[one] for one in below]))
    return files
`,
    );
  },
  cold: [python('redun'), ['run', 'workflow.py', 'main']],
  again: [python('redun'), ['run', 'workflow.py', 'main']],
  isFresh: (said, size) => new RegExp(`peers\\.n +0 +0 +0 +${size} +0 +${size}`).test(said),
  pathsOf: inPlace,
};

function writeGraph(graph, gap) {
  const rows = graph.nodes.map((node) => [node.index, inputsOf(node), node.below, shell(graph, node, gap)]);
  writeFileSync(join(graph.folder, 'graph.json'), JSON.stringify(rows));
}
