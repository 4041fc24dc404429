// ninja, make and doit on the graph: the files that each needs, its commands, and how it says that nothing was to do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, inputsOf, outputFile } from './graph.mjs';
import { python } from './installation.mjs';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {(graph: import('./graph.mjs').Graph, gap?: string) => void} write its files; `gap` changes each command's text
 * @property {[string, readonly string[]]} cold the program and its words that make everything
 * @property {[string, readonly string[]]} again the same when little or nothing is to do
 * @property {(said: string, size: number) => boolean} isFresh whether a run's own words say that all was fresh
 * @property {(graph: import('./graph.mjs').Graph) => (index: number) => string} pathsOf where the outputs lie
 * @property {number} [limit] after how many seconds it is stopped, where that is not as for all
 * @property {Record<string, string>} [env] what it needs besides PATH and HOME
 */

const inPlace = (graph) => (index) => outputFile(graph, index);
const shell = (graph, node, gap) => commandOf(graph, node, inputsOf(node), `out/${node.index}`, gap);
const all = (graph) => graph.nodes.map(({ index }) => `out/${index}`).join(' ');

/** @type {Tool} */
const ninja = {
  name: 'ninja',
  write(graph, gap) {
    const rules = graph.nodes.map((node) => {
      const command = shell(graph, node, gap);
      return `build out/${node.index}: sh ${inputsOf(node).join(' ')}\n  command = ${command}\n`;
    });
    writeFileSync(join(graph.folder, 'build.ninja'), `rule sh\n  command = $command\n${rules.join('')}`);
  },
  cold: ['ninja', ['-j2']],
  again: ['ninja', ['-j2']],
  isFresh: (said) => said.includes('no work to do'),
  pathsOf: inPlace,
};

/** @type {Tool} */
const make = {
  name: 'make',
  write(graph, gap) {
    const rules = graph.nodes.map(
      (node) => `out/${node.index}: ${inputsOf(node).join(' ')}\n\t@${shell(graph, node, gap)}\n`,
    );
    writeFileSync(join(graph.folder, 'Makefile'), `all: ${all(graph)}\n${rules.join('')}`);
  },
  cold: ['make', ['-r', '-j2']],
  again: ['make', ['-r', '-j2']],
  isFresh: (said) => said.includes("Nothing to be done for 'all'"),
  pathsOf: inPlace,
};

/** @type {Tool} */
const doit = {
  name: 'doit',
  write(graph, gap) {
    const rows = graph.nodes.map((node) => [node.index, inputsOf(node), shell(graph, node, gap)]);
    writeFileSync(join(graph.folder, 'graph.json'), JSON.stringify(rows));
    writeFileSync(
      join(graph.folder, 'dodo.py'),
      `import json
DOIT_CONFIG = {"verbosity": 0}
def task_n():
    for index, inputs, command in json.load(open("graph.json")):
        yield {"name": str(index), "file_dep": inputs, "targets": [f"out/{index}"], "actions": [command]}
`,
    );
  },
  cold: [python('doit'), ['-n', '2']],
  again: [python('doit'), []],
  isFresh: (said, size) => said.match(/^-- n:/gm)?.length === size,
  pathsOf: inPlace,
};

export const quickTools = [ninja, make, doit];
export { inPlace, shell };
