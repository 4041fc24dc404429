// The graph that every tool gets: 10 layers; node (layer, place) reads its own source and the outputs of
// (layer - 1, place) and (layer - 1, place + 1 mod width), and one small shell command makes its output. So one source of
// the first layer reaches 1 + 2 + ... + 10 = 55 nodes. Each command also leaves its number in a log, which is how
// re-runs are counted.
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LAYERS = 10;

/** How many nodes one source of the first layer reaches, at any size of 100 and more. */
export const REACHED = 55;

/**
 * @typedef {object} Graph
 * @property {string} folder where the tool works: sources in `in/`, outputs in `out/`
 * @property {number} size the number of nodes, a multiple of 10
 * @property {readonly { index: number, below: readonly number[] }[]} nodes each after those that it reads
 * @property {string} log where commands leave their numbers
 */

/** @returns {Graph} with its sources written */
export function makeGraph(folder, size) {
  const width = size / LAYERS;
  mkdirSync(join(folder, 'in'), { recursive: true });
  mkdirSync(join(folder, 'out'));
  const nodes = Array.from({ length: size }, (_, index) => {
    const layer = Math.floor(index / width);
    return {
      index,
      below: layer === 0 ? [] : [index - width, (layer - 1) * width + ((index + 1) % width)],
    };
  });
  const graph = { folder, size, nodes, log: join(folder, 'log') };
  for (const { index } of nodes) writeFileSync(source(graph, index), `source ${index} version 0000\n`);
  appendFileSync(graph.log, '');
  return graph;
}

/** The path of a node's source. */
export const source = ({ folder }, index) => join(folder, 'in', String(index));

/** The path of a node's output, for the tools that keep outputs in place. */
export const outputFile = ({ folder }, index) => join(folder, 'out', String(index));

/** The source in the middle of the first layer. */
export const rootOf = ({ size }) => Math.floor(size / LAYERS / 2);

/** An output in the middle of the sixth layer, which 14 others are made from. */
export const middleOf = ({ size }) => Math.floor((5.5 * size) / LAYERS);

/** What a node reads: its source, then the outputs below. */
export const inputsOf = ({ index, below }) => [`in/${index}`, ...below.map((one) => `out/${one}`)];

/** The command of a node; a blank more in it (`gap`) changes its text and nothing else. */
export function commandOf(graph, { index }, inputs, output, gap = '') {
  return `sed '/^#/d' ${inputs.join(' ')} | ${gap}sha256sum > ${output} && echo ${index} >> ${graph.log}`;
}

/** How many commands ran since the last call. */
export function takeCount({ log }) {
  const count = readFileSync(log, 'utf8').split('\n').length - 1;
  writeFileSync(log, '');
  return count;
}

/** @returns {readonly string[]} what each output has to be, computed here from the sources as they are */
export function expectedOutputs(graph) {
  const outputs = [];
  for (const { index, below } of graph.nodes) {
    const text = readFileSync(source(graph, index), 'utf8').replace(/^#.*\n/gm, '');
    const hash = createHash('sha256').update(text);
    for (const one of below) hash.update(outputs[one]);
    outputs.push(`${hash.digest('hex')}  -\n`);
  }
  return outputs;
}

/**
 * How many outputs are missing or other than they have to be.
 * @param {Graph} graph
 * @param {(graph: Graph) => (index: number) => string} pathsOf where the tool keeps them
 */
export function countWrong(graph, pathsOf) {
  const expected = expectedOutputs(graph);
  const path = pathsOf(graph);
  return expected.filter((text, index) => read(path(index)) !== text).length;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
