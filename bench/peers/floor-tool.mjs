// The floor as one of the tools: its outputs are written by the benchmark, since it runs no commands.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectedOutputs, outputFile } from './graph.mjs';
import { inPlace } from './tools.mjs';

const program = join(import.meta.dirname, 'floor.mjs');

/** @returns {import('./tools.mjs').Tool} */
export const floorTool = (size) => ({
  name: 'floor',
  isFloor: true,
  write(graph) {
    for (const [index, text] of expectedOutputs(graph).entries())
      writeFileSync(outputFile(graph, index), text);
  },
  cold: ['node', [program, 'init', String(size)]],
  again: ['node', [program]],
  isFresh: (said) => said.includes(`${size} of ${size} fresh`),
  pathsOf: inPlace,
});
